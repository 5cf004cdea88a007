"""``run-flow check PROFILE``: every fault of a profile at once; nothing is opened."""

from __future__ import annotations

from pathlib import Path

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.cli.findings import confirm, confirmed, lines, load_profile, record
from run_flow.language import _


@click.command(params=options.shared(), help=_("检查一份公司资料，一次列出所有问题；什么也不打开，什么也不提交。"))
@click.argument("profile", type=options.PROFILE)
@click.option("--confirm", "agreed", is_flag=True, help=_("确认这些提醒都看过了，以后不再问"))
@click.pass_obj
def check(desk: Desk, profile: Path, agreed: bool) -> None:  # noqa: FBT001  click hands flags over by name
    """Tell every fault of a profile at once; open nothing."""
    facts = load_profile(desk, profile)
    warnings = facts.findings
    if agreed:
        confirm(desk, facts)
    if desk.json:
        findings = [record(finding) for finding in warnings]
        desk.put(
            {
                "file": profile,
                "company": facts.company.name,
                "findings": findings,
                "confirmed": confirmed(desk, facts),
            }
        )
        return
    for line in lines(warnings):
        desk.say(line)
    desk.say(
        _("{file}：没有要改的，有 {count} 处提醒。").format(file=profile, count=len(warnings))
        if warnings
        else _("{file}：没有问题。").format(file=profile)
    )
    if warnings and not confirmed(desk, facts):
        desk.say(_("看过、没有问题，就执行 run-flow check {file} --confirm，办理时不再问。").format(file=profile))
    desk.say(
        _("{company} · 服务号 {account} · 小程序 {programs} 个 · 图片 {documents} 张").format(
            company=facts.company.name,
            account=facts.account.name,
            programs=len(facts.mini_programs),
            documents=len(facts.documents()),
        )
    )
