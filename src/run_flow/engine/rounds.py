"""Rounds: the steps of an item are begun afresh for a reason, once for each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from run_flow.engine.reasons import Reason, record
from run_flow.engine.session import closing
from run_flow.journal import events

if TYPE_CHECKING:
    from run_flow.engine.run import Run
    from run_flow.journal.rows import RoundRow


def number(run: Run) -> int:
    """Return how often the item's steps have been begun afresh, from 1."""
    return max((row.round for row in _of_item(run)), default=1)


def reasons(run: Run) -> tuple[str, ...]:
    """Return why the item's steps were begun afresh."""
    return tuple(row.reason for row in _of_item(run))


def begin(run: Run, reason: str, opinions: Sequence[Reason | Mapping[str, str]]) -> bool:
    """Begin the item's steps afresh, once per *reason*; return whether it did."""
    session, key = run.session, hashlib.sha256(reason.encode()).hexdigest()
    if any(row.key == key for row in _of_item(run)):
        return False
    told: Any = session.redactor.data([record(entry) for entry in opinions], text=session.redactor.recorded)
    opened = events.RoundOpened(
        run=session.run_id,
        item=run.item,
        round=number(run) + 1,
        key=key,
        reason=session.redactor.recorded(reason),
        reasons=tuple(told),
    )
    asks = session.ledger.asks(session.case.id, run_id=session.run_id)
    session.append(*closing([ask for ask in asks if ask.item == run.item]), opened)
    return True


def _of_item(run: Run) -> list[RoundRow]:
    return [row for row in run.session.ledger.rounds(run.session.run_id) if row.item == run.item]
