"""Asks that stand: found again by the next process, opened where there is none, and their answers taken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from run_flow.engine.people import Confirm
from run_flow.engine.session import closing
from run_flow.journal import events, seal

if TYPE_CHECKING:
    from run_flow.engine.asks import Question
    from run_flow.engine.session import Place, Session
    from run_flow.journal.rows import AskRow
    from run_flow.plan.deadlines import Deadline

_LONGEST_KEY = 100


def standing(session: Session, question: Question, place: Place) -> AskRow | None:
    """Return the ask that serves again, after closing one that no longer does."""
    latest = _latest(session, question, place)
    if latest is None or _late(session, latest):
        return None
    same = (latest.question, latest.answer) == (session.redactor.recorded(question.text), question.told)
    if same and _stands(question, latest) and not latest.secret and latest.id not in session.taken:
        if latest.state in {"open", "answered"}:
            return latest
        used = latest.state == "used" and latest.value is not None and not _declined(latest)
        if used and not question.once and not _irreversible(session):
            return latest  # a repeatable step is done again with the answers that it was given
    if ended := closing([latest]):
        session.append(*ended)
    session.vault.drop(latest.secret_ref)
    return None


def ran_out(session: Session, question: Question, place: Place) -> bool:
    """Tell whether the last time it was asked nobody answered before the deadline."""
    latest = _latest(session, question, place)
    return latest is not None and latest.state == "expired"


def opened(session: Session, question: Question, place: Place) -> AskRow:
    """Return the ask, on disk from here on for everybody who may answer it."""
    asks = session.ledger.asks(session.case.id, state=None)
    ask_id = _free_id(question.key, {ask.id for ask in asks})
    text = session.redactor.recorded(question.text)
    asked = events.AskOpened(
        **place.facts,
        ask=ask_id,
        key=question.key,
        kind=question.kind,
        question=text,
        **seal.repeated(text, _told(asks)),
        answer=question.told,
        role=question.role,
        channel=question.channel,
        secret=question.secret,
        **_limit(question.within, session.clock.now()),
    )
    shown = session.shown(place, "approval") if question.kind == "approval" else []
    session.append(asked, *([question.opening(ask_id)] if question.opening else []), *shown)
    row = session.ledger.ask(session.case.id, ask_id)
    assert row is not None, "it was written just now"
    return row


def _told(asks: Iterable[AskRow]) -> list[str]:
    """Return the answers of *asks* that only whoever may read the ledger may read."""
    return [ask.value for ask in asks if ask.value and ask.answer and ask.answer["kind"] not in seal.READ]


def taken(session: Session, row: AskRow) -> str | None:
    """Return the answer, which has served from here on where it is good once; a secret one is forgotten."""
    session.taken.add(row.id)
    if _declined(row):
        session.append(events.AskUsed(run=row.run_id, ask=row.id))  # a no is good once: people think again
    if not row.secret:
        return row.value
    session.append(events.AskUsed(run=row.run_id, ask=row.id))
    secret = session.vault.take(row.secret_ref or "")
    session.redactor.learn("code", secret or "")
    return secret


def _late(session: Session, row: AskRow) -> bool:
    """Tell whether *row* ran out before the click that it is asked under: what the click opened has its own time."""
    clicked = session.active is not None and session.active.clicked
    if not clicked or row.state != "open" or row.deadline is None or session.clock.now() < row.deadline:
        return False
    return session.ledger.expire(events.AskExpired(run=row.run_id, ask=row.id), lease=session.lease)


def _latest(session: Session, question: Question, place: Place) -> AskRow | None:
    mine = [ask for ask in session.asks_at(place) if ask.key == question.key]
    return max(mine, key=_number, default=None)  # not by time: a clock may go back


def _number(row: AskRow) -> int:
    return int(row.id.rpartition("-")[2])


def _stands(question: Question, row: AskRow) -> bool:
    """Whether the answer is one still: a document may be gone since."""
    if question.answer is None or row.value is None:
        return True
    try:
        return question.answer.parse(row.value) == row.value
    except ValueError:
        return False


def _irreversible(session: Session) -> bool:
    return session.active is not None and session.active.step.done_when is not None


def _limit(within: timedelta | Deadline | None, now: datetime) -> dict[str, Any]:
    """Return until when, and what happens when it passes."""
    if within is None:
        return {"deadline": None}
    if isinstance(within, timedelta):
        return {"deadline": now + within}
    return {"deadline": within.ends(now), "expiry": within.consequence}


def _free_id(key: str, used: set[str]) -> str:
    """Return an id that can be typed in a shell as it stands, whatever words of a page are in *key*."""
    plain = re.sub(r"[^\w.-]+", "_", key)[:_LONGEST_KEY]
    return next(name for number in count(1) if (name := f"{plain}-{number}") not in used)


def _declined(row: AskRow) -> bool:
    return row.answer == Confirm().as_json() and row.value == "no"
