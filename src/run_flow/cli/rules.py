"""``run-flow rules``: what a profile is checked for, and on what grounds."""

from __future__ import annotations

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.language import _
from run_flow.profile.rulebook import ERRANDS, RULES, Rule

TITLES = {
    "register": _("注册"),
    "certify": _("认证"),
    "link": _("关联小程序"),
    "file": _("备案"),
    "renew": _("年审"),
}


@click.command(params=options.shared(), help=_("列出检查资料的规则：代码、轻重、哪些事要用、怎么改、依据和日期。"))
@click.option("--errand", type=click.Choice(ERRANDS), help=_("只列出这件事要用的"))
@click.pass_obj
def rules(desk: Desk, errand: str | None) -> None:
    """Print the table of rules."""
    table = [rule for rule in RULES.values() if errand is None or errand in rule.errands]
    if desk.json:
        for rule in table:
            desk.put(_record(rule))
    else:
        for rule in table:
            _say(desk, rule)


def severity(rule: Rule) -> str:
    """Return how heavy *rule* weighs, in the operator's language."""
    return _("错误") if rule.severity == "error" else _("提醒")


def errands(rule: Rule) -> str:
    """Return what *rule* matters to."""
    return _("全部") if rule.errands == ERRANDS else _("、").join(TITLES[errand] for errand in rule.errands)


def _say(desk: Desk, rule: Rule) -> None:
    desk.say(f"{rule.code}  [{severity(rule)}] [{errands(rule)}]")
    desk.say(f"    {rule.pattern}")
    desk.say(f"    {rule.remedy}")
    desk.say(_("    依据：{source}，{dated}").format(source=_(rule.source.name), dated=rule.source.dated))


def _record(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "severity": rule.severity,
        "errands": list(rule.errands),
        "message": rule.pattern,
        "mend": rule.remedy,
        "source": _(rule.source.name),
        "dated": rule.source.dated,
    }
