"""``run-flow check PROFILE``: every fault of a profile at once; nothing is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.profile import Profile


@click.command(params=options.shared(), help=_("检查一份公司资料，一次列出所有问题；什么也不打开，什么也不提交。"))
@click.argument("profile", type=options.PROFILE)
@click.pass_obj
def check(desk: Desk, profile: Path) -> None:
    """Tell every fault of a profile at once; open nothing."""
    facts = load_profile(desk, profile)
    if desk.json:
        desk.put({"file": profile, "company": facts.company.name, "findings": []})
        return
    desk.say(_("{file}：没有问题。").format(file=profile))
    desk.say(
        _("{company} · 服务号 {account} · 小程序 {programs} 个 · 图片 {documents} 张").format(
            company=facts.company.name,
            account=facts.account.name,
            programs=len(facts.mini_programs),
            documents=len(facts.documents()),
        )
    )


def load_profile(desk: Desk, path: Path) -> Profile:
    """Load the profile and teach the desk's redactor what must not be seen."""
    from run_flow.profile import load

    profile = load(path)
    for kind, value in profile.secrets():
        desk.redactor.learn(kind, value)
    return profile
