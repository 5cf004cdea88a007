"""What can happen to one step of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from run_flow.journal.events.case import Event

StepState = Literal["started", "intent", "failed", "done"]
How = Literal["act", "compared", "readback", "operator"]
ClearedBy = Literal["refused", "operator", "policy"]
Shown = Literal["approval", "error"]


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
