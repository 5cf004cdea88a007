"""``run-flow check PROFILE``: every fault of a profile at once; nothing is opened."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.cli.findings import confirm, confirmed, lines, load_profile, record
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.profile.tree import Tree


@click.command(params=options.shared(), help=_("检查一份公司资料，一次列出所有问题；什么也不打开，什么也不提交。"))
@click.argument("profile", type=options.PROFILE)
@click.option("--confirm", "agreed", is_flag=True, help=_("确认这些提醒都看过了，以后不再问"))
@click.option("--no-ocr", "quick", is_flag=True, help=_("不识别图片上的字，只要几秒"))
@click.pass_obj
def check(desk: Desk, profile: Path, *, agreed: bool, quick: bool) -> None:
    """Tell every fault of a profile at once; open nothing."""
    facts = load_profile(desk, profile, closer=None if quick else partial(_read_pictures, desk, profile))
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
    if agreed and warnings:
        desk.say(_("记下了：这 {count} 处提醒已经确认，办理时不再问。").format(count=len(warnings)))
    elif warnings and not confirmed(desk, facts):
        desk.say(_("看过、没有问题，就执行 run-flow check {file} --confirm，办理时不再问。").format(file=profile))
    desk.say(
        _("{company} · 服务号 {account} · 小程序 {programs} 个 · 图片 {documents} 张").format(
            company=facts.company.name,
            account=facts.account.name,
            programs=len(facts.mini_programs),
            documents=len(facts.documents()),
        )
    )


def _read_pictures(desk: Desk, profile: Path, tree: Tree, today: date) -> None:
    """Compare what the pictures say with the profile, where the extra that reads them is installed."""
    from run_flow.profile import documents, reading

    pictures = documents.stated(tree, folder=profile.resolve().parent)
    broken = {finding.field for finding in tree.findings if finding.stops}
    legible = [(field, path) for field, path in pictures if field not in broken]
    if not legible or not reading.available():
        return
    if not desk.json:
        click.echo(_("正在识别 {count} 张图片上的字…").format(count=len(legible)), err=True)
    crops = desk.settings.home / "crops" / hashlib.sha256(bytes(profile.resolve())).hexdigest()[:16]
    reading.cross_read(tree.find, dict(tree.texts()), legible, today=today, crops=crops)
