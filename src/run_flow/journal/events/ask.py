"""What can happen to something that a person has to do or to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from run_flow.journal.events.case import Event
from run_flow.journal.events.step import StepEvent

AskState = Literal["open", "answered", "used", "expired", "cancelled"]
AskKind = Literal["ask", "approval", "outcome", "sign-in", "review"]


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
    told: str = ""
    """The question without the answers that it repeats; such a question is sealed as an answer is."""
    salt: str = ""
    sealed: str = ""


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
    """The first answer arrived; a secret one is only referred to.

    The chain holds what may be told apart by trying (an amount, some words) as its salted hash alone, in ``sealed``:
    value and salt can be taken out, for a stranger or for good, and the chain still holds.
    """

    by: str
    value: str | None
    secret_ref: str | None = None
    salt: str = ""
    sealed: str = ""


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
