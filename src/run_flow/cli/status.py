"""``run-flow status``: cases, their runs, and what waits for whom and until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.awaited import going_on, held, limit, line_of, lost, reviewed, worked_on
from run_flow.cli.desk import Desk
from run_flow.cli.root import title_of
from run_flow.cli.screen import moment, span
from run_flow.cli.webpage import option, write_page
from run_flow.errors import Usage
from run_flow.language import N_, _

if TYPE_CHECKING:
    from run_flow.cli.course import Picture
    from run_flow.journal.rows import AskRow, Overview, RunRow

MOST = 50
_AT_ONCE = 500  # cases in one query
_MEANT = 1000

STATES = {
    "running": N_("办理中"),
    "waiting": N_("等人处理"),
    "review": N_("等平台审核"),
    "stopped": N_("已停下"),
    "failed": N_("出错停下"),
    "refused": N_("审核未通过"),
    "unknown": N_("结果不明，等人判断"),
    "done": N_("已办完"),
}


@click.command(
    params=[
        option(_("另写成一个网页：实际与计划画在一条时间轴上（只看一家时）")),
        options.flows(),
        *options.shared(),
    ],
    help=_("看每家公司办到哪里、在等谁、等到什么时候；只看一家时写上 CASE 或它的资料文件，一张图看全程。"),
)
@click.argument("case", required=False)
@click.option(
    "--all", "everything", is_flag=True, help=_("列出所有公司；不写时最多列 {most} 家，没办完的在前").format(most=MOST)
)
@click.pass_obj
def status(desk: Desk, case: str | None, everything: bool, page: Path | None) -> None:  # noqa: FBT001  click hands flags over by name
    """Tell how far each case is."""
    picture = _picture(desk, case) if case else None
    if page and picture is None:
        raise Usage(
            _("不知道画哪家公司：要写上它的资料文件。"),
            doing=_("写网页"),
            remedy=_("run-flow status profile.yaml --html status.html"),
        )
    ids = [_known(desk, case)] if case else desk.ledger.case_ids(most=None if everything else MOST)
    for first in range(0, len(ids), _AT_ONCE):
        for overview in desk.ledger.overviews(ids[first : first + _AT_ONCE]):
            if desk.json:
                desk.put(_record(desk, overview) | ({"errands": picture.record()} if picture else {}))
            else:
                _show(desk, overview, picture)
    if page and picture:
        write_page(desk, picture.html(), page)
        if not desk.json:
            desk.say(_("网页：{page}").format(page=page))
    if not ids and not desk.json:
        desk.say(_("还没有办理过。开始：run-flow certify profile.yaml"))
    left = 0 if case or everything or len(ids) < MOST else desk.ledger.count_cases() - len(ids)
    if left:
        told = _("还有 {left} 家没有列出：run-flow status --all 列出所有，run-flow status CASE 只看一家。")
        click.echo(told.format(left=left), err=True)


def state_of(desk: Desk, run: RunRow) -> str:
    """Return the run's state in words; one whose process is gone was interrupted, a look may fail."""
    if run.state == "running" and not worked_on(desk, run):
        return _("中断，等待继续")
    if run.state == "review" and not reviewed(desk, run):
        return _("这次没有看成")
    return _(STATES[run.state]) + (_("（试运行）") if run.dry_run else "")


def run_line(desk: Desk, run: RunRow) -> str:
    """Return which run it is, of which errand and 小程序, how it stands, and since when."""
    errand = " ".join(filter(None, (title_of(run.flow), run.item)))
    told = {"state": state_of(desk, run), "ago": span(desk.clock.now() - run.updated_at)}
    return _("  {run}  {flow}  {state}  {ago}前").format(run=run.id, flow=errand, **told)


def _known(desk: Desk, named: str) -> str:
    """Return the id of the case that *named* is: an id, or the profile of its company."""
    if desk.ledger.case(named):
        return named
    key = _key(Path(named)) if Path(named).is_file() else None
    found = desk.ledger.case_of(key) if key else None
    if found is None:
        meant = get_close_matches(named, desk.ledger.case_ids(most=_MEANT), n=1)
        mend = _("是不是 {meant}？").format(meant=meant[0]) if meant else _("先看 run-flow status。")
        raise Usage(_("没有办理过 {case}").format(case=named), doing=_("看办理情况"), remedy=mend)
    return found.id


def _key(profile: Path) -> str:
    from run_flow.profile import load

    return load(profile).key


def _record(desk: Desk, overview: Overview) -> dict[str, object]:
    runs = [run.as_json() for run in overview.runs]
    asks = [ask.as_json() for ask in overview.asks]
    deadlines = [row.as_json() for row in overview.deadlines]
    facts = [row.as_json() for row in overview.facts]
    held_by = {"held": held(desk, overview.case)}
    return overview.case.as_json() | held_by | {"runs": runs, "asks": asks, "deadlines": deadlines, "facts": facts}


def _picture(desk: Desk, case: str) -> Picture | None:
    """Return the picture of one company, None where nobody knows its profile any more."""
    from run_flow.cli.course import picture
    from run_flow.engine.execute import case_folder
    from run_flow.engine.remembered import remembered

    named = Path(case)
    if not named.is_file():
        known = remembered(case_folder(desk.settings.home, case)).profile
        named = Path(known) if known else named
    return picture(desk, named) if named.is_file() else None


def _show(desk: Desk, overview: Overview, picture: Picture | None = None) -> None:
    case = overview.case
    desk.say(f"{case.id}  {case.company}")
    if picture:
        for line in picture.lines():
            desk.say(line)
    for run in overview.runs:
        desk.say(run_line(desk, run))
        for line in _below(desk, run, [ask for ask in overview.asks if ask.run_id == run.id]):
            desk.say(f"    {line}")
    for fact in overview.facts:
        desk.say(
            _("  {label}：{value}").format(label=" ".join(filter(None, (fact.item, fact.label))), value=fact.value)
        )
    for row in overview.deadlines:
        desk.say(f"  {row.title}{limit(row.until, row.expiry, now=desk.clock.now())}")


def _below(desk: Desk, run: RunRow, asks: Sequence[AskRow]) -> Iterator[str]:
    """Yield why *run* stands where it does, when it is looked at, and who is asked what, or how one is asked again."""
    if run.reason and run.state != "done":
        yield run.reason
    if run.look_at:
        yield _("{when} 再看").format(when=moment(run.look_at))
    yield from (line_of(desk, ask) for ask in asks)
    if (run.state == "waiting" and not asks) or any(lost(desk, ask, run) for ask in asks):
        yield going_on(desk, run)
