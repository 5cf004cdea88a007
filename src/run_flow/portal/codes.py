"""Codes sent by text message: one that the page refuses is asked for again, as long as the page lets people try."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from run_flow.errors import FormRefused
from run_flow.portal import readback, saving

if TYPE_CHECKING:
    from run_flow.portal.form import Form

SEND = ("发送验证码", "获取验证码", "重新发送", "重新获取", "重发")
CODE = "验证码"
SPENT = re.compile(r"次数|频繁|上限|超过|锁定|明天|稍后")


def save(form: Form, button: tuple[str, ...], dialog: Callable[[str], None] | None) -> None:
    """Save *form*; where the page refuses nothing but the code, have the person give another one and save again."""
    while True:
        try:
            saving.save(form, button, dialog)
        except FormRefused:
            said = _wrong_code(form)
            if not said:
                raise
        else:
            return
        form.another_code(said)


def send(form: Form, *, again: bool = False) -> None:
    """Have a code sent unless one is on its way; *again* only where the page offers it at once."""
    portal = form.portal
    if not portal.pressable(SEND, within=form.title, stuck=not again):
        return
    before = portal.state_of_page()["wrongs"] if again else []
    portal.press(SEND, within=form.title)
    if wrongs := [wrong for wrong in portal.state_of_page()["wrongs"] if wrong not in before]:
        raise saving.refusal(form.title, wrongs)


def _wrong_code(form: Form) -> str:
    """Return what the page says of the code; empty where it says anything else, or that there were enough tries."""
    if form.code is None or not form.portal.shows_section(*form.title):
        return ""
    labels = {readback.plain(label) for label in form.code[0]}
    wrongs = form.portal.state_of_page()["wrongs"]
    theirs = [
        wrong["text"]
        for wrong in wrongs
        if (readback.plain(wrong["label"]) in labels if wrong["label"] else CODE in wrong["text"])
    ]
    if len(theirs) < len(wrongs) or SPENT.search(" ".join(theirs)):
        return ""
    return " ".join(dict.fromkeys(theirs))
