"""``run-flow status``: cases, their runs, and what waits for whom and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.cli.screen import moment, span, who
from run_flow.language import _

if TYPE_CHECKING:
    from datetime import datetime

    from run_flow.journal.rows import AskRow, CaseRow, RunRow

STATES = {
    "running": _("办理中"),
    "waiting": _("等人处理"),
    "review": _("等平台审核"),
    "stopped": _("已停下"),
    "failed": _("出错停下"),
    "refused": _("审核未通过"),
    "unknown": _("结果不明，等人判断"),
    "done": _("已办完"),
}


@click.command(params=options.shared(), help=_("看每家公司办到哪里、在等谁、等到什么时候。"))
@click.pass_obj
def status(desk: Desk) -> None:
    """Tell how far each case is."""
    cases = desk.ledger.cases()
    for case in cases:
        if desk.json:
            desk.put(_record(desk, case))
        else:
            _show(desk, case)
    if not cases and not desk.json:
        desk.say(_("还没有办理过。开始：run-flow certify profile.yaml"))


def state_of(case: CaseRow, run: RunRow) -> str:
    """Return the run's state in words; one whose process is gone was interrupted."""
    if run.state == "running" and not held(case):
        return _("中断，等待继续")
    return STATES[run.state] + (_("（试运行）") if run.dry_run else "")


def held(case: CaseRow) -> bool:
    """Tell whether a living process works on *case*."""
    from run_flow.journal.lease import alive

    return alive(case.lease_owner)


def line_of(desk: Desk, ask: AskRow) -> str:
    """Return what *ask* waits for, from whom, and how long still."""
    line = _("{id} 等 {who}：{question}").format(id=ask.id, who=who(ask.role, ask.channel), question=ask.question)
    return line + limit(ask.deadline, ask.expiry, now=desk.clock.now()) if ask.deadline else line


def limit(until: datetime, expiry: str, *, now: datetime) -> str:
    """Return until when something can be done, how long that is still, and what happens afterwards."""
    told = {"deadline": moment(until), "left": span(until - now), "expiry": expiry}
    if until <= now:
        return (_("（{deadline} 已过期：{expiry}）") if expiry else _("（{deadline} 已过期）")).format(**told)
    if expiry:
        return _("（截止 {deadline}，还剩 {left}；过期：{expiry}）").format(**told)
    return _("（截止 {deadline}，还剩 {left}）").format(**told)


def _record(desk: Desk, case: CaseRow) -> dict[str, object]:
    runs = [run.as_json() for run in desk.ledger.runs(case.id)]
    asks = [ask.as_json() for ask in desk.ledger.asks(case.id)]
    deadlines = [row.as_json() for row in desk.ledger.deadlines(case.id)]
    return case.as_json() | {"held": held(case), "runs": runs, "asks": asks, "deadlines": deadlines}


def _show(desk: Desk, case: CaseRow) -> None:
    desk.say(f"{case.id}  {case.company}")
    for run in desk.ledger.runs(case.id):
        ago = span(desk.clock.now() - run.updated_at)
        desk.say(
            _("  {run}  {flow}  {state}  {ago}前").format(
                run=run.id, flow=" ".join(filter(None, (run.flow, run.item))), state=state_of(case, run), ago=ago
            )
        )
        if run.look_at:
            desk.say(_("    {when} 再看").format(when=moment(run.look_at)))
        for ask in desk.ledger.asks(case.id, run_id=run.id):
            desk.say(f"    {line_of(desk, ask)}")
    for row in desk.ledger.deadlines(case.id):
        desk.say(f"  {row.title}{limit(row.until, row.expiry, now=desk.clock.now())}")
