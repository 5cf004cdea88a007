"""What can happen to a case and to its runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

RunState = Literal["running", "waiting", "review", "stopped", "failed", "refused", "unknown", "done"]
EvidenceState = Literal["published", "recovered", "sealed"]


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
    sources: tuple[str, ...] = ()
    """The hashes of the files that were read, among the case's files: the script itself last."""


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
class EvidencePurged(Event):
    """Evidence was destroyed at a person's word; ``files`` are the hashes of what is gone, ``keys`` those of people."""

    reason: str
    files: tuple[str, ...]
    keys: tuple[str, ...] = ()
