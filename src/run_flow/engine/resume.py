"""What the next process does first of all: it looks at what an earlier one intended, and compares what it saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from run_flow import errors
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.run import Run


def adopt(run: Run) -> None:
    """Look what became of clicks that an earlier process intended: the flow may see their fact and skip the step."""
    session = run.session
    for row in session.ledger.steps(session.run_id):
        step, here = session.step(row.name), run.for_item(row.item)
        if step is not None and (row.state, row.round) == ("intent", here.round):
            step.adopt(here, row)


def reread(run: Run) -> None:
    """Compare again every form saved since the last submission that this process has not yet seen."""
    session = run.session
    steps = session.ledger.steps(session.run_id)
    here = [row for row in steps if (row.item, row.round, row.state) == (run.item, run.round, "done")]
    submitted = max((row.seq for row in here if row.irreversible), default=0)
    for row in here:
        forms = {(run.item, run.round, title) for title in row.forms}
        if row.irreversible or row.seq < submitted or forms <= session.compared.keys():
            continue
        step = session.step(row.name)
        if step is None and not session.script:
            raise errors.PortalChanged(_("流程脚本里没有步骤 {name}，它填过的内容无法核对").format(name=row.name))
        if step is not None and step.done_when is None:  # else a person agreed to the edit (agreement.py)
            step(run)
