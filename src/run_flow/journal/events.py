"""What can happen to a case: one frozen dataclass per fact, and the chain that seals them.

Events are the truth of the journal; rows are their projection (projection.py). A change of their fields is a new
FORMAT with a converter and a recorded sample of the old one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

FORMAT = 1

RunState = Literal["running", "waiting", "review", "stopped", "failed", "refused", "unknown", "done"]
StepState = Literal["started", "intent", "failed", "done"]
How = Literal["act", "compared", "readback", "operator"]
AskState = Literal["open", "answered", "used", "expired", "cancelled"]
AskKind = Literal["ask", "approval", "outcome", "sign-in", "review"]
ClearedBy = Literal["refused", "operator", "policy"]

_INSTANTS = frozenset({"deadline", "look_at"})


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened; ``run`` is empty for what concerns the case alone."""

    run: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """A company with its 服务号 is known from here on."""

    key: str
    company: str


@dataclass(frozen=True, kw_only=True)
class RunStarted(Event):
    """A flow was begun for the case."""

    flow: str
    item: str = ""
    digest: str
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True)
class RunResumed(Event):
    """The same command went on with a run that was open."""

    digest: str
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True)
class RunEnded(Event):
    """The process left the run: done, or in a state from which the same command goes on."""

    state: RunState
    reason: str = ""
    look_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """The steps are to be done afresh: a recorded rejection, a new year."""

    item: str = ""
    round: int
    key: str
    reason: str
    reasons: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class StepEvent(Event):
    """Something that happened to one step of a run, for one item, in one round."""

    step: str
    item: str = ""
    round: int = 1


@dataclass(frozen=True, kw_only=True)
class StepStarted(StepEvent):
    """The step's body runs; everything in it may be repeated."""

    title: str
    attempt: int
    irreversible: bool


@dataclass(frozen=True, kw_only=True)
class StepIntended(StepEvent):
    """The one click comes next; from here on only the portal or a person can tell what came of it."""

    label: str
    owner: str


@dataclass(frozen=True, kw_only=True)
class StepCleared(StepEvent):
    """The intended click is known to have had no effect; the step may be done again."""

    why: ClearedBy
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class StepFailed(StepEvent):
    """The step's body ended with an error; an intent already on disk stays."""

    error: str
    intended: bool


@dataclass(frozen=True, kw_only=True)
class StepDone(StepEvent):
    """The step's fact is true."""

    title: str
    irreversible: bool
    how: How
    forms: tuple[str, ...] = ()
    screenshot: str = ""


@dataclass(frozen=True, kw_only=True)
class AskOpened(StepEvent):
    """A person has something to do or to decide (a review: the portal's people)."""

    ask: str
    key: str
    kind: AskKind
    question: str
    answer: Mapping[str, Any] | None
    role: str
    channel: str
    deadline: datetime | None
    secret: bool


@dataclass(frozen=True, kw_only=True)
class AskEvent(Event):
    """Something that happened to an ask."""

    ask: str


@dataclass(frozen=True, kw_only=True)
class AskPictured(AskEvent):
    """The code to scan changed; the picture is a file known by its hash."""

    image: str


@dataclass(frozen=True, kw_only=True)
class AskAnswered(AskEvent):
    """The first answer arrived; a secret one is only referred to."""

    by: str
    value: str | None
    secret_ref: str | None = None


@dataclass(frozen=True, kw_only=True)
class AskUsed(AskEvent):
    """The answer has served."""


@dataclass(frozen=True, kw_only=True)
class AskOvertaken(AskEvent):
    """The portal moved on by itself: nobody needs to answer any more."""


@dataclass(frozen=True, kw_only=True)
class AskExpired(AskEvent):
    """The deadline passed."""


@dataclass(frozen=True, kw_only=True)
class AskCancelled(AskEvent):
    """Nobody needs the answer any more."""


def _concrete(base: type[Event]) -> Iterator[type[Event]]:
    for event in base.__subclasses__():
        if event not in {StepEvent, AskEvent}:
            yield event
        yield from _concrete(event)


KINDS: Mapping[str, type[Event]] = {event.__name__: event for event in _concrete(Event)}


def sealed(event: Event, *, case: str, seq: int, at: datetime) -> str:
    """Return *event* as the canonical JSON that the chain seals."""
    data = {field.name: _plain(getattr(event, field.name)) for field in fields(event)}
    envelope = {"format": FORMAT, "case": case, "seq": seq, "at": at.isoformat(), "kind": type(event).__name__}
    return json.dumps({**envelope, "data": data}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def opened(body: str) -> Event:
    """Return the event that *body* seals."""
    envelope = json.loads(body)
    data = {name: _rich(name, value) for name, value in envelope["data"].items()}
    return KINDS[envelope["kind"]](**data)


def chained(previous: str, body: str) -> str:
    """Return the hash of *body* on top of the *previous* hash; the first one stands on the case's id."""
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _rich(name: str, value: Any) -> Any:
    if name in _INSTANTS and value is not None:
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
