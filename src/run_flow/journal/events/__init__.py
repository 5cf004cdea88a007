"""What can happen to a case: one frozen dataclass per fact.

Rows are their projection (projection.py), and the chain seals them (seal.py). A change of their fields is a new FORMAT,
each with a recorded sample: a new field has a default, which is what an older journal says by its silence; anything else
needs a converter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from run_flow.journal.events.ask import (
    AskAnswered,
    AskCancelled,
    AskEscalated,
    AskEvent,
    AskExpired,
    AskKind,
    AskOpened,
    AskOvertaken,
    AskPictured,
    AskState,
    AskUsed,
)
from run_flow.journal.events.case import (
    CaseOpened,
    DeadlineEscalated,
    DeadlineEvent,
    DeadlineMet,
    DeadlineSet,
    Event,
    EvidenceKept,
    EvidencePurged,
    EvidenceState,
    FactFound,
    RoundOpened,
    RunEnded,
    RunResumed,
    RunStarted,
    RunState,
    ScriptRead,
)
from run_flow.journal.events.step import (
    ClearedBy,
    FieldProven,
    How,
    PageShown,
    Shown,
    StepAccepted,
    StepCleared,
    StepDone,
    StepEvent,
    StepFailed,
    StepIntended,
    StepStale,
    StepStarted,
    StepState,
    StepTakenOver,
)

__all__ = [
    "FORMAT",
    "KINDS",
    "AskAnswered",
    "AskCancelled",
    "AskEscalated",
    "AskEvent",
    "AskExpired",
    "AskKind",
    "AskOpened",
    "AskOvertaken",
    "AskPictured",
    "AskState",
    "AskUsed",
    "CaseOpened",
    "ClearedBy",
    "DeadlineEscalated",
    "DeadlineEvent",
    "DeadlineMet",
    "DeadlineSet",
    "Event",
    "EvidenceKept",
    "EvidencePurged",
    "EvidenceState",
    "FactFound",
    "FieldProven",
    "How",
    "PageShown",
    "RoundOpened",
    "RunEnded",
    "RunResumed",
    "RunStarted",
    "RunState",
    "ScriptRead",
    "Shown",
    "StepAccepted",
    "StepCleared",
    "StepDone",
    "StepEvent",
    "StepFailed",
    "StepIntended",
    "StepStale",
    "StepStarted",
    "StepState",
    "StepTakenOver",
]

FORMAT = 3


def _concrete(base: type[Event]) -> Iterator[type[Event]]:
    for event in base.__subclasses__():
        if event not in {StepEvent, AskEvent, DeadlineEvent}:
            yield event
        yield from _concrete(event)


KINDS: Mapping[str, type[Event]] = {event.__name__: event for event in _concrete(Event)}
