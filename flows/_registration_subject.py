"""Whose registration it is: the 服务号's, or that of the 小程序 which the run's item names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from run_flow import OutcomeUnknown, Run, Text, _

if TYPE_CHECKING:
    from run_flow.profile.model import Account, MiniProgram

KIND_CARDS = {"服务号": ("服务号", "公众号"), "小程序": ("小程序",)}


@dataclass(frozen=True)
class Subject:
    """What is to be registered: its kind, and the e-mail that it signs in by."""

    kind: str
    email: str


def subject(run: Run) -> Subject:
    """Return what the run's item is about."""
    if not run.item:
        return Subject("服务号", run.known.account.email)
    for program in run.known.mini_programs:
        if program.name == run.item:
            return Subject("小程序", program.email)
    raise OutcomeUnknown(
        _("资料里没有小程序「{name}」。").format(name=run.item), remedy=_("把它写回资料，然后用同一条命令继续。")
    )


def stated(run: Run) -> Account | MiniProgram:
    """Return what the profile says of the item's account, for a step that sends it."""
    if not run.item:
        return run.profile.account
    number = [each.name for each in run.known.mini_programs].index(run.item)
    return run.profile.mini_programs[number]


def account_password(run: Run, said: str = "") -> str:
    """Return the password of the account: the profile's, else the one that a person gives, which is not kept."""
    password = stated(run).password
    if password and not said:
        return password
    question = _("请填写「{email}」的登录密码，8–16 位，要有字母和数字。它只用来输入，不保存。")
    if said:
        question = _("平台说：{said}。请再填一次「{email}」的登录密码。")
    told = question.format(email=subject(run).email, said=said.rstrip("。"))
    return run.ask("password", told, answer=Text(max_length=16), role=_("经办人"), secret=True)
