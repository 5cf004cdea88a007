"""The questions of ``run-flow init``: each answer is checked at once by its field's own type; Enter leaves it for later.

What is typed is shown, numbers of identity cards too: 18 digits are copied right only by who sees them. It goes into
the profile and nowhere else.
"""

from __future__ import annotations

from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from run_flow.language import _
from run_flow.profile import fields
from run_flow.profile.draft import Answers, kind_of
from run_flow.profile.fault import Ground
from run_flow.profile.roles import KEY


def asked(*, kind: str | None, filing: bool, ground: Ground) -> tuple[Answers, str, bool]:
    """Return the answers, the kind and whether a filing is wanted, as the person at the terminal says."""
    click.echo(_("逐项回答；还不知道的直接回车，以后在文件里填。Ctrl-C 退出，什么也不写。"))
    ask = _Asker(ground)
    company = ask.section(
        ("credit_code", _("统一社会信用代码"), fields.CreditCode),
        ("name", _("企业或店铺的名称，照营业执照"), fields.CompanyName),
    )
    kind = kind or kind_of({"company": company}) or ask.choice(_("主体类型"), "企业", "个体工商户")
    answers: Answers = {"company": company}
    head = _("法定代表人") if kind == "企业" else _("经营者")
    answers["legal_person"] = ask.person(head)
    answers["operator"] = _operator(ask, head)
    answers["administrator"] = _administrator(ask, head, operator=answers["operator"])
    answers["account"] = ask.section(
        ("name", _("服务号名称"), fields.PortalName), ("email", _("服务号登录邮箱"), fields.Email)
    )
    answers["mini_programs"] = _programs(ask)
    wanted = filing or ask.choice(_("小程序上架前要备案，这份资料里"), _("先不写备案"), _("写备案")) == _("写备案")
    return {key: said for key, said in answers.items() if said}, kind, wanted


class _Asker:
    """Asks one thing at a time."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def section(self, *questions: tuple[str, str, Any]) -> dict[str, str]:
        """Return what is answered of *questions*: key, label and type of each."""
        said = {key: self.text(label, type_) for key, label, type_ in questions}
        return {key: text for key, text in said.items() if text}

    def person(self, who: str) -> dict[str, str]:
        """Return who somebody is."""
        return self.section(
            ("name", _("{who}的姓名").format(who=who), fields.PersonName),
            ("id_number", _("{who}的身份证号").format(who=who), fields.IdNumber),
            ("phone", _("{who}的手机号").format(who=who), fields.Mobile),
        )

    def text(self, label: str, type_: Any) -> str:
        """Return an answer that *type_* takes, or "" for none yet."""
        while True:
            said = str(click.prompt(label, default="", show_default=False)).strip()
            why = self._refusal(said, type_) if said else []
            if not why:
                return said
            for line in why:
                click.secho(f"  {line}", fg="yellow")

    def choice(self, label: str, *options: str) -> str:
        """Return the chosen option; Enter takes the first."""
        click.echo(label)
        for number, option in enumerate(options, start=1):
            click.echo(f"  {number}. {option}")
        while True:
            said = str(click.prompt(_("选几"), default="1")).strip()
            if said in options:
                return said
            if said.isdigit() and 1 <= int(said) <= len(options):
                return options[int(said) - 1]
            click.secho(_("  写 1 到 {most} 的数字。").format(most=len(options)), fg="yellow")

    def _refusal(self, said: str, type_: Any) -> list[str]:
        try:
            TypeAdapter(type_).validate_python(said, context=self._ground)
        except ValidationError as refused:
            (error, *_others) = refused.errors(include_url=False, include_input=False)
            return [error["ctx"]["sentence"], error["ctx"]["mend"]]
        return []


def _operator(ask: _Asker, head: str) -> dict[str, str]:
    same = _("{who}本人").format(who=head)
    if ask.choice(_("运营者：办理认证、接听审核电话的人"), same, _("另一个人")) == same:
        said = {KEY: "legal_person"}
    else:
        said = ask.person(_("运营者"))
    return said | ask.section(
        ("email", _("运营者的邮箱"), fields.Email),
        ("reachable", _("运营者什么时候能接审核电话，例如 工作日 9:00–18:00"), fields.Line),
    )


def _administrator(ask: _Asker, head: str, *, operator: dict[str, str]) -> dict[str, str]:
    roles = {_("{who}本人").format(who=head): "legal_person"}
    if KEY not in operator:
        roles[_("{who}本人").format(who=_("运营者"))] = "operator"
    other = _("另一个人")
    chosen = ask.choice(_("管理员：用自己的微信扫码的人"), *roles, other)
    said = {KEY: roles[chosen]} if chosen in roles else ask.person(_("管理员"))
    return said | ask.section(("wechat", _("管理员的微信号"), fields.WeChat))


def _programs(ask: _Asker) -> list[dict[str, str]]:
    programs: list[dict[str, str]] = []
    while name := ask.text(
        _("第 {number} 个小程序的名称（没有了就回车）").format(number=len(programs) + 1), fields.ProgramName
    ):
        programs.append({"name": name})
    return programs
