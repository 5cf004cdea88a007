"""What a case has to do by a moment, and when people are reminded of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from run_flow.journal import events
from run_flow.journal.rows import AskRow, DeadlineRow
from run_flow.plan.deadlines import REMINDERS, TABLE, reminders

if TYPE_CHECKING:
    from run_flow.engine.session import Session
    from run_flow.journal.reads import Reads
    from run_flow.plan.deadlines import Deadline

PASSED = timedelta(0)


def remember(session: Session, deadline: Deadline, title: str, *, item: str) -> None:
    """Put on disk that *title* has to be done in time; the table alone moves no moment that stands already."""
    known = _known(session, deadline.key, item)
    until = deadline.ends(session.clock.now())
    if known and (deadline.stated is None or known.until == until):
        return
    fact = {"run": session.run_id, "item": item, "key": deadline.key}
    session.append(events.DeadlineSet(**fact, title=title, until=until, expiry=deadline.consequence))


def meet(session: Session, key: str, *, item: str) -> None:
    """Put on disk that nobody has to mind the deadline *key* any more."""
    known = _known(session, key, item)
    if known and known.met_at is None:
        session.append(events.DeadlineMet(run=session.run_id, item=item, key=key))


def owed(ledger: Reads, case_id: str, *, now: datetime) -> list[events.Event]:
    """Return what is to be told now of the case's asks and deadlines: which come near, which passed."""
    found: list[events.Event] = []
    for ask in ledger.asks(case_id):
        before = _due(ask, now) if ask.deadline else None
        if before == PASSED:
            found.append(events.AskExpired(run=ask.run_id, ask=ask.id))
        elif before:
            found.append(events.AskEscalated(run=ask.run_id, ask=ask.id, left=int(before.total_seconds())))
    for row in ledger.deadlines(case_id):
        before = _due(row, now)
        if before is not None:
            fact = {"run": row.run_id, "item": row.item, "key": row.key}
            found.append(events.DeadlineEscalated(**fact, left=int(before.total_seconds())))
    return found


def upcoming(ledger: Reads, case_id: str, *, now: datetime) -> list[datetime]:
    """Return the moments after *now* at which something of the case is to be told."""
    rows: list[AskRow | DeadlineRow] = [
        *(ask for ask in ledger.asks(case_id) if ask.deadline),
        *ledger.deadlines(case_id),
    ]
    moments = [_until(row) - before for row in rows for before in (*_reminders(row), PASSED)]
    return [moment for moment in moments if moment > now]


def _due(row: AskRow | DeadlineRow, now: datetime) -> timedelta | None:
    """Return the reminder to give now, or None; where several passed meanwhile only the nearest counts."""
    left = _until(row) - now
    nearest = min((before for before in (*_reminders(row), PASSED) if left <= before), default=None)
    told = row.escalated
    return None if nearest is None or (told is not None and told <= nearest.total_seconds()) else nearest


def _reminders(row: AskRow | DeadlineRow) -> tuple[timedelta, ...]:
    """Return how long before its end to remind: as the table says, or by how long an ask is open."""
    if isinstance(row, AskRow):
        return reminders(_until(row) - row.opened_at)
    known = next((entry for entry in TABLE if entry.key == row.key), None)
    return known.reminders(row.until) if known else REMINDERS


def _until(row: AskRow | DeadlineRow) -> datetime:
    until = row.deadline if isinstance(row, AskRow) else row.until
    assert until is not None, "whoever has no deadline is not reminded"
    return until


def _known(session: Session, key: str, item: str) -> DeadlineRow | None:
    rows = session.ledger.deadlines(session.case.id, met=True)
    return next((row for row in rows if (row.key, row.item) == (key, item)), None)
