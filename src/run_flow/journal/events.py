"""What can happen to a case: one frozen dataclass per fact, and the chain that seals them.

Rows are their projection (projection.py). A change of their fields is a new FORMAT, each with a recorded sample: a new
field has a default, which is what an older journal says by its silence; anything else needs a converter.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

FORMAT = 3

RunState = Literal["running", "waiting", "review", "stopped", "failed", "refused", "unknown", "done"]
StepState = Literal["started", "intent", "failed", "done"]
How = Literal["act", "compared", "readback", "operator"]
AskState = Literal["open", "answered", "used", "expired", "cancelled"]
AskKind = Literal["ask", "approval", "outcome", "sign-in", "review"]
ClearedBy = Literal["refused", "operator", "policy"]
EvidenceState = Literal["published", "recovered", "sealed"]
Shown = Literal["approval", "error"]

_INSTANTS = frozenset({"deadline", "look_at", "until"})


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
class ScriptRead(Event):
    """The flow's script as it stands: its steps in order, each with key, title, digest and irreversible."""

    digest: str
    steps: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class RunEnded(Event):
    """The process left the run: done, or in a state from which the same command goes on."""

    state: RunState
    reason: str = ""
    look_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class EvidenceKept(Event):
    """A recording of the window was redacted and looked through: ``name`` under the case's folder, sealed if it told anything.

    ``recovered`` is one that a killed process left; ``facts`` is the sha256 of what it says of itself beside it.
    """

    name: str
    sha256: str
    size: int
    facts: str
    state: EvidenceState


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """The steps are to be done afresh: a recorded rejection, a new year."""

    item: str = ""
    round: int
    key: str
    reason: str
    reasons: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeadlineSet(Event):
    """Something has to be done by a moment: a certification to be applied for, one to be renewed."""

    item: str = ""
    key: str
    title: str
    until: datetime
    expiry: str = ""


@dataclass(frozen=True, kw_only=True)
class DeadlineEvent(Event):
    """Something that happened to a deadline of the run's case."""

    item: str = ""
    key: str


@dataclass(frozen=True, kw_only=True)
class DeadlineMet(DeadlineEvent):
    """It was done in time, or nobody needs it any more."""


@dataclass(frozen=True, kw_only=True)
class DeadlineEscalated(DeadlineEvent):
    """Somebody was told that no more than ``left`` seconds remain."""

    left: int


@dataclass(frozen=True, kw_only=True)
class FactFound(Event):
    """The portal shows a fact that it gave itself: an AppID, a number, until when something is good."""

    item: str = ""
    label: str
    value: str


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
    fields: tuple[Mapping[str, Any], ...] = ()
    """Each field that stands: form, labels (every known wording), source (a path of the profile, answer, person, or empty)."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Each path of the profile that the step read, with the keyed digest of what it then held."""
    screenshot: str = ""


@dataclass(frozen=True, kw_only=True)
class PageShown(StepEvent):
    """What the window showed, every value masked, when an approval was asked or an error ended the step."""

    why: Shown
    screenshot: str


@dataclass(frozen=True, kw_only=True)
class FieldProven(StepEvent):
    """What stood in one field, at three moments, as salted commitments: whoever has no salt learns nothing from them.

    ``typed`` is the value that was to stand, ``readback`` what the page then held, ``sent`` what the request said; each
    is empty where it could not be seen. ``holder`` tells whose key salts them, ``mapped`` that the page has another
    word for the profile's value.
    """

    field: str
    form: str
    label: str
    source: str
    holder: str
    kind: str
    rules: tuple[str, ...] = ()
    mapped: bool = False
    typed: str = ""
    readback: str = ""
    sent: str = ""


@dataclass(frozen=True, kw_only=True)
class StepTakenOver(StepEvent):
    """A person does this part in the window; ``ask`` is how it is handed back."""

    ask: str


@dataclass(frozen=True, kw_only=True)
class StepStale(StepEvent):
    """The profile no longer holds at ``paths`` what was sent."""

    paths: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StepAccepted(StepEvent):
    """A person saw what changed and lets stand what was sent; ``inputs`` is what the profile holds now."""

    inputs: Mapping[str, str]


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
    expiry: str = ""
    """What happens when the deadline passes."""


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
class AskEscalated(AskEvent):
    """Somebody was told that no more than ``left`` seconds remain."""

    left: int


@dataclass(frozen=True, kw_only=True)
class AskExpired(AskEvent):
    """The deadline passed."""


@dataclass(frozen=True, kw_only=True)
class AskCancelled(AskEvent):
    """Nobody needs the answer any more."""


def _concrete(base: type[Event]) -> Iterator[type[Event]]:
    for event in base.__subclasses__():
        if event not in {StepEvent, AskEvent, DeadlineEvent}:
            yield event
        yield from _concrete(event)


KINDS: Mapping[str, type[Event]] = {event.__name__: event for event in _concrete(Event)}


def sealed(event: Event, *, case: str, seq: int, at: datetime) -> str:
    """Return *event* as the canonical JSON that the chain seals."""
    data = {each.name: _plain(getattr(event, each.name)) for each in fields(event)}
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
