"""Codes sent by text message: one that the page refuses is asked for again, as long as the page lets people try."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from run_flow.errors import FormRefused
from run_flow.portal import readback

if TYPE_CHECKING:
    from run_flow.portal.form import Form
    from run_flow.portal.portal import Portal

SEND = ("发送验证码", "激活邮箱", "获取验证码", "重新发送", "重新获取", "重发")
CODE = "验证码"
SPENT = re.compile(r"次数|频繁|上限|超过|锁定|明天|稍后")


@dataclass(frozen=True)
class Asked:
    """A code that a person gives: under which labels it is typed, how it is asked for, whether the portal sends it."""

    labels: tuple[str, ...]
    ask: Callable[[str], str]
    sent: bool = False


def tried(portal: Portal, press: Callable[[], None]) -> None:
    """Save by *press*; where the page refuses nothing but a code, have the person give another one and press again."""
    while True:
        try:
            press()
        except FormRefused as refused:
            form, wrong, said = _wrong_codes(portal, refused.wrongs)
            if form is None:
                raise
        else:
            return
        for code in wrong:
            form.another_code(code, said)


def send(form: Form, *, again: bool = False) -> None:
    """Have a code sent unless one is on its way; *again* only where the page offers it at once."""
    portal = form.portal
    if portal.pressable(SEND, within=form.title, stuck=not again):
        known = portal.state_of_page()["wrongs"] if again else []
        portal.press(SEND, within=form.title)
        portal.refuse_wrongs(form.title, known=known)


def _wrong_codes(portal: Portal, wrongs: Sequence[Mapping[str, str]]) -> tuple[Form | None, list[Asked], str]:
    """Return the form whose codes alone the page complains about, which, and its words; none where that was enough."""
    said = " ".join(dict.fromkeys(wrong["text"] for wrong in wrongs))
    beside = {readback.plain(wrong["label"]) for wrong in wrongs if wrong["label"]}
    for form in portal.pending:
        wrong = [code for code in form.codes if not beside or beside & _plain(code)]
        known = {label for code in form.codes for label in _plain(code)}
        loose = all(w["label"] or CODE in w["text"] for w in wrongs)
        if wrong and said and loose and beside <= known and not SPENT.search(said):
            return form, wrong, said
    return None, [], ""


def _plain(code: Asked) -> set[str]:
    return {readback.plain(label) for label in code.labels}
