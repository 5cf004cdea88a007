"""``run-flow plan PROFILE``: order, time, costs and people, known before anything is opened."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.errors import Usage
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.plan.plan import Plan


def _page(_context: click.Context, _parameter: click.Parameter, value: Path | None) -> Path | None:
    """Refuse to write a page over a file of another kind, such as the profile."""
    if value and value.suffix.lower() not in (".html", ".htm"):
        raise click.BadParameter(_("文件名要以 .html 结尾"))
    return value


def _day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    from run_flow.plan.calendar import FIRST, LAST

    if value and not FIRST <= value.date() <= LAST:
        raise click.BadParameter(_("日期要在 {first} 和 {last} 之间").format(first=FIRST, last=LAST))
    return value.date() if value else None


@click.command(params=options.shared(), help=_("排出办理计划：先后、时间、费用、谁在什么时候做什么；什么也不打开。"))
@click.argument("profile", type=options.PROFILE)
@click.option(
    "--start",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    help=_("从哪天开始，年-月-日（默认今天）"),
)
@click.option(
    "--html",
    "page",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_page,
    help=_("另写成一个可以打印的网页"),
)
@click.pass_obj
def plan(desk: Desk, profile: Path, start: date | None, page: Path | None) -> None:
    """Tell the plan of a company's errands."""
    from run_flow.plan.overrides import calendar_beside
    from run_flow.plan.plan import draw_up, facts_of
    from run_flow.plan.record import record
    from run_flow.profile.loading import refused, tree_at

    tree = tree_at(profile)
    if tree.values is None:
        raise refused(tree.file, tree.findings)
    facts = facts_of(tree)
    start = start or desk.clock.now().astimezone().date()
    drawn = draw_up(facts, start=start, calendar=calendar_beside(profile))
    if page:
        _write(desk, drawn, page)
    if desk.json:
        desk.put(record(drawn) | {"file": profile, "page": page})
        return
    from run_flow.cli.timeline import lines

    for line in lines(drawn):
        desk.say(line)
    if page:
        desk.say(_("网页：{page}").format(page=page))


def _write(desk: Desk, drawn: Plan, page: Path) -> None:
    """Write the page, for the user alone to read."""
    from run_flow.plan.page import html

    try:
        with os.fdopen(os.open(page, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(desk.redactor.text(html(drawn)))
    except OSError as error:
        raise Usage(
            _("写不了 {page}：{why}").format(page=page, why=error.strerror),
            doing=_("写网页"),
            remedy=_("看看文件夹在不在、有没有权限，或换一个文件名。"),
        ) from error
