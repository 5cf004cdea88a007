"""Codes sent by text message: one that the page refuses is asked for again, as long as the page lets people try."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from run_flow.errors import FormRefused
from run_flow.portal import readback

if TYPE_CHECKING:
    from run_flow.portal.form import Form
    from run_flow.portal.portal import Portal

SEND = ("发送验证码", "获取验证码", "重新发送", "重新获取", "重发")
CODE = "验证码"
SPENT = re.compile(r"次数|频繁|上限|超过|锁定|明天|稍后")


def tried(portal: Portal, press: Callable[[], None]) -> None:
    """Save by *press*; where the page refuses nothing but a code, have the person give another one and press again."""
    while True:
        try:
            press()
        except FormRefused as refused:
            form, said = _wrong_code(portal, refused.wrongs)
            if form is None:
                raise
        else:
            return
        form.another_code(said)


def send(form: Form, *, again: bool = False) -> None:
    """Have a code sent unless one is on its way; *again* only where the page offers it at once."""
    portal = form.portal
    if portal.pressable(SEND, within=form.title, stuck=not again):
        known = portal.state_of_page()["wrongs"] if again else []
        portal.press(SEND, within=form.title)
        portal.refuse_wrongs(form.title, known=known)


def _wrong_code(portal: Portal, wrongs: Sequence[Mapping[str, str]]) -> tuple[Form | None, str]:
    """Return the form whose code alone the page complains about, and its words; none where there were enough tries."""
    said = " ".join(dict.fromkeys(wrong["text"] for wrong in wrongs))
    for form in portal.pending:
        labels = {readback.plain(label) for label in form.code[0]} if form.code else set()
        beside = [readback.plain(w["label"]) in labels if w["label"] else CODE in w["text"] for w in wrongs]
        if labels and said and all(beside) and not SPENT.search(said):
            return form, said
    return None, ""
