"""``run-flow plan PROFILE``: order, time, costs and people, known before anything is opened."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.cli.webpage import option, write_page
from run_flow.language import _


def _day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    from run_flow.plan.calendar import FIRST, LAST

    if value and not FIRST <= value.date() <= LAST:
        raise click.BadParameter(_("日期要在 {first} 和 {last} 之间").format(first=FIRST, last=LAST))
    return value.date() if value else None


@click.command(
    params=[option(_("另写成一个可以打印的网页")), *options.shared()],
    help=_("排出办理计划：先后、时间、费用、谁在什么时候做什么；什么也不打开。"),
)
@click.argument("profile", type=options.PROFILE)
@click.option(
    "--start",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    help=_("从哪天开始，年-月-日（默认今天）"),
)
@click.option("--all", "everything", is_flag=True, help=_("全部：每一步做什么、期限、依据、费用、续期"))
@click.pass_obj
def plan(desk: Desk, profile: Path, start: date | None, everything: bool, page: Path | None) -> None:  # noqa: FBT001  click hands flags over by name
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
        from run_flow.plan.page import html

        write_page(desk, html(drawn), page)
    if desk.json:
        desk.put(record(drawn) | {"file": profile, "page": page})
        return
    from run_flow.cli.timeline import lines, picture

    for line in lines(drawn) if everything else picture(drawn):
        desk.say(line)
    if page:
        desk.say(_("网页：{page}").format(page=page))
