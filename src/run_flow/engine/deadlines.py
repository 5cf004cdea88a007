"""What a case has to do by a moment, and when people are reminded of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from run_flow.journal import events

if TYPE_CHECKING:
    from run_flow.engine.session import Session
    from run_flow.journal.rows import DeadlineRow
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


def due(left: timedelta, *, reminders: Iterable[timedelta], told: int | None) -> timedelta | None:
    """Return the reminder to give now that so much time is *left*, or None; *told* is the last one, in seconds.

    Where several passed meanwhile only the nearest counts.
    """
    reached = [before for before in (*reminders, PASSED) if left <= before]
    nearest = min(reached, default=None)
    given = nearest is None or (told is not None and told <= nearest.total_seconds())
    return None if given else nearest


def upcoming(until: datetime, *, reminders: Iterable[timedelta], now: datetime) -> datetime | None:
    """Return the next moment after *now* at which somebody is to be reminded."""
    return min((until - before for before in (*reminders, PASSED) if until - before > now), default=None)


def _known(session: Session, key: str, item: str) -> DeadlineRow | None:
    rows = session.ledger.deadlines(session.case.id, met=True)
    return next((row for row in rows if (row.key, row.item) == (key, item)), None)
