"""``run-flow evidence``: what is kept of each run, how large it is, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.audit.retention import Kept

_MEGABYTE = 1_000_000


@click.command(
    params=options.shared(),
    help=_("看保留着哪些证据、多大、到什么时候（RUN_FLOW_EVIDENCE_DAYS）；可以只看一家（CASE）。"),
)
@click.argument("case", required=False)
@click.pass_obj
def evidence(desk: Desk, case: str | None) -> None:
    """List what is kept."""
    from run_flow.audit import chain, retention
    from run_flow.cli.audit import known
    from run_flow.engine.execute import case_folder

    keep = timedelta(days=desk.settings.evidence_days)
    cases = [known(desk, case)[0]] if case else desk.ledger.cases()
    for each in cases:
        told = chain.told(desk.ledger.chain(each.id))
        runs = retention.kept(told, case_folder(desk.settings.home, each.id), keep=keep)
        if desk.json:
            desk.put({"case": each.id, "company": each.company, "runs": [run.as_json() for run in runs]})
        else:
            _show(desk, f"{each.id}  {each.company}", runs)


def _show(desk: Desk, title: str, runs: list[Kept]) -> None:
    desk.say(title)
    for run in runs:
        line = _("  {run}  {files} 个文件  {size:.1f} MB  保留到 {until:%Y-%m-%d}")
        line = line.format(run=run.run, files=run.files, size=run.size / _MEGABYTE, until=run.until.astimezone())
        line += _("，{sealed} 个没有清除干净、封存着").format(sealed=run.sealed) if run.sealed else ""
        desk.say(line + (_("，已到期：run-flow purge 清除") if run.until <= desk.clock.now() and run.files else ""))
