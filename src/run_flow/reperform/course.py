"""How that day's journal goes on: where a process ended that was stopped, and what came of nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from run_flow.journal.database import Database
from run_flow.journal.events import RunEnded
from run_flow.journal.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from run_flow.audit.chain import Told
    from run_flow.journal import events
    from run_flow.journal.clock import Clock
    from run_flow.journal.lease import Lease
    from run_flow.reperform.recording import Process

MARKS = frozenset(
    {"ScriptRead", "RoundOpened", "AskOpened", "RunEnded", "StepStarted", "StepTakenOver", "StepIntended"}
    | {"StepDone", "StepFailed", "StepCleared"}
)
"""Kinds of events that come in the same order whenever the same is done."""
ENDS = frozenset({"StepFailed", "RunEnded"})
"""What is only written because a process ends."""
LONG = timedelta(seconds=30)
"""For so long nothing happens only while something is waited for."""
LONGEST = timedelta(hours=1)
"""No click is waited for that long."""


class BrokenOff(KeyboardInterrupt):
    """The process that is done again was stopped, or killed, here."""


class Course:
    """What the journal says that one process did, and how much of it was done again by now."""

    def __init__(self, process: Process) -> None:
        """Begin with everything that *process* did to come."""
        self._left = [event for event in process.events if event.kind in MARKS and event.run == process.run]
        self._ends = process.cut_off
        self._before = {event.seq: before.at for before, event in pairwise(process.events)}
        self._clicked: datetime | None = None

    @property
    def coming(self) -> Told | None:
        """Return what comes next, None at the end."""
        return next(iter(self._left), None)

    @property
    def over(self) -> bool:
        """Whether all was done again that a process that was stopped did."""
        return self._ends and all(event.kind in ENDS for event in self._left)

    @property
    def vain(self) -> datetime | None:
        """Return until when something was waited for that day that did not come: else a step would be done next."""
        coming = self.coming
        if coming is None:
            return self._clicked + LONGEST if self._ends and self._clicked else None
        moment, before = (datetime.fromisoformat(at) for at in (coming.at, self._before[coming.seq]))
        return moment if coming.kind != "StepDone" and moment - before > LONG else None

    def goes_on(self, happened: tuple[events.Event, ...]) -> None:
        """Take note of what *happened*; raise BrokenOff where a process that was stopped did no more.

        One that goes another way before that goes on: that is a difference.
        """
        for mark in (_mark(type(each).__name__, vars(each)) for each in happened if type(each).__name__ in MARKS):
            found = next((event for event in self._left if _mark(event.kind, event.data) == mark), None)
            if found:
                self._left.remove(found)
                self._clicked = datetime.fromisoformat(found.at) if found.kind == "StepIntended" else None
            elif self.over:
                raise BrokenOff


class Followed(Ledger):
    """A ledger in which everything happens along a *course*."""

    def __init__(self, address: Path, *, clock: Clock, course: Course) -> None:
        """Open the ledger at *address*."""
        super().__init__(Database(address), clock)
        self._course = course

    def append(self, *happened: events.Event, lease: Lease) -> None:
        """Append what happened that day, too; how a process ended that was killed then stands nowhere."""
        if self._course.over and self._course.coming is None and any(isinstance(each, RunEnded) for each in happened):
            return
        self._course.goes_on(happened)
        super().append(*happened, lease=lease)


def _mark(kind: str, data: Mapping[str, Any]) -> tuple[str, object]:
    """Return by what an event is known again: its kind, and the step or the question; a question's number may differ."""
    about = str(data.get("ask", "")).rpartition("-")[0] if kind == "AskOpened" else data.get("step", "")
    return kind, about
