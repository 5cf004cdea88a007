"""The day of a recording around the engine: its time, its people, and when the recorded portal goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from run_flow import errors
from run_flow.engine.narrator import Silent
from run_flow.language import _
from run_flow.reperform.comparison import Difference
from run_flow.reperform.course import BrokenOff

if TYPE_CHECKING:
    from run_flow.audit.chain import Told
    from run_flow.engine.narrator import StepNews
    from run_flow.engine.people import Answer, AskView
    from run_flow.portal import Portal
    from run_flow.reperform.course import Course
    from run_flow.reperform.playback import Playback
    from run_flow.reperform.recording import Process

PATIENCE = timedelta(seconds=60)
"""How long the engine waits where nobody came that day: its clock is put forward by as much."""
HURRY = 30
"""How much faster the clock goes while something is waited for that did not come that day."""
UNASKED = frozenset({"", "end", "killed"})
"""How a segment ended in which nobody was asked."""


class Diverged(errors.RunFlowError):
    """重做走了另一条路。"""

    exit_code = 10


class Clock:
    """The time of that day: it goes on as usual, and jumps over what people and reviewers took."""

    def __init__(self, began: datetime) -> None:
        """Begin at the moment *began*."""
        self._began, self._since = began, time.monotonic()
        self.hurries: Callable[[], datetime | None] = lambda: None

    def now(self) -> datetime:
        """Return the moment."""
        now = time.monotonic()
        passed, self._since = timedelta(seconds=now - self._since), now
        until, usual = self.hurries(), self._began + passed
        self._began = max(usual, min(self._began + passed * HURRY, until)) if until else usual
        return self._began

    def jump(self, to: datetime) -> None:
        """Be at the moment *to*, unless it is past already."""
        self._began = max(to, self.now())


class Stage:
    """One process done again: stands where its recorder stood, and its people and its narrator.

    Whatever the process then waited for ends a segment of its recording: that is how the two keep in step.
    """

    name = "people"

    def __init__(
        self,
        process: Process,
        playback: Playback,
        *,
        clock: Clock,
        course: Course,
        made_up: Callable[[Answer], str],
    ) -> None:
        """Play *process*, which is done again along its *course*; what nobody knows any more of answers is *made up*."""
        self._process, self._playback, self._clock = process, playback, clock
        self._made_up = made_up
        self._number = process.first
        self._portal: Portal | None = None
        self._settled: Told | None = None
        self._view: AskView | None = None
        self._acted = self._waiting = False
        self._course = course
        self.steps = Steps()
        clock.hurries = lambda: None if self._waiting else course.vain
        playback.step = lambda: self.steps.title

    # Where the recorder stood

    def recover(self, _append: Callable[..., None]) -> None:
        """Find nothing: this folder is new."""

    @contextmanager
    def recording(self, portal: Portal) -> Iterator[None]:
        """Begin with the first segment; what is left of the last one, unless the process was cut off, was not sent."""
        self._portal = portal
        self._playback.play(self._number)
        try:
            yield
        finally:
            if not self._process.cut_off:
                self._playback.end()

    @contextmanager
    def aside(self, why: str, *, secret: bool = False) -> Iterator[None]:
        """Wait as the process did, then go on with the next segment at the time at which it did."""
        del secret
        here = self._process.segments.get(self._number)
        if self._process.cut_off and (here is None or (here.ended in UNASKED and self._course.over)):
            raise BrokenOff
        if here and here.ended.rpartition("-")[0] != why.rpartition("-")[0]:
            self._playback.differences.append(Difference("ask", self.steps.title, recorded=here.ended, now=why))
            raise Diverged(_("问的是另一件事：{now}，当时是 {recorded}").format(now=why, recorded=here.ended))
        self._settled, self._acted = self._process.settled(here.ended if here else why), False
        self._number += 1
        self._playback.wait(self._number)
        self._waiting = True
        try:
            yield
        finally:
            self._waiting = False
        if self._settled:
            self._clock.jump(datetime.fromisoformat(self._settled.at))
        self._playback.play(self._number)

    def hear(self, _answer: str) -> None:
        """Forget it: it was made up."""

    def proven(self, _place: dict[str, Any], _facts: Sequence[Any]) -> tuple[()]:
        """Prove nothing."""
        return ()

    def finish(self, _append: Callable[..., None]) -> None:
        """Keep nothing."""

    # Where the people stood

    def show(self, ask: AskView) -> None:
        """Hear what is asked."""
        self._view = ask

    def clear(self, _ask_id: str) -> None:
        """Leave."""
        self._view = None

    def refuse(self, ask_id: str, why: str) -> None:
        """Say that an answer of that day is none today."""
        raise Diverged(f"{ask_id}: {why}")

    def take(self) -> list[tuple[str, str]]:
        """Do once what was done that day: answer, let the portal move on, or let the time pass."""
        if self._acted or self._view is None:
            return []
        self._acted = True
        if self._settled is None:
            self._clock.jump(self._clock.now() + PATIENCE)
        elif self._settled.kind == "AskExpired" and self._view.deadline:
            self._clock.jump(self._view.deadline)
        elif self._settled.kind == "AskOvertaken":
            self._follow()
        elif self._view.answer:
            if _hands(self._view.id):
                self._follow()
            return [(self._view.id, self._settled.data["value"] or self._made_up(self._view.answer))]
        return []

    def working(self, _title: str) -> None:
        """Offer nothing: who takes over, and when, is known."""

    def wanted(self) -> bool:
        """Take over where a person did that day: once everything was sent that was sent before."""
        coming = self._course.coming
        hands_over = coming is not None and coming.kind == "AskOpened" and _hands(coming.data["ask"])
        return hands_over and self._number in self._process.segments and not self._playback.awaits(self._number)

    def _follow(self) -> None:
        """Go where the window stood when the process went on."""
        coming = self._process.segments.get(self._number)
        assert self._portal
        if coming and coming.opening.get("loaded"):
            address = self._playback.meaning.restored(coming.opening["url"], suffix="url")
            with suppress(errors.PortalDown, errors.PortalChanged):  # the page went there by itself meanwhile
                self._portal.goto(address)


def _hands(ask: str) -> bool:
    """Tell whether a question is the one by which a person hands the window back."""
    return ask.rpartition("-")[0].endswith("-hands")


class Steps(Silent):
    """A narrator that only knows which step is being done."""

    def __init__(self) -> None:
        """Know of none yet."""
        self.title = ""

    def step(self, title: str, news: StepNews) -> None:
        """Remember the step."""
        del news
        self.title = title
