"""The parts of a story: runs, their attempts at steps, what was said, asked and filled in there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from run_flow.engine.sources import ANSWER, PERSON
from run_flow.replay.asked import Asked, Ending

Who = Literal["program", "person", "portal"]
Whose = Literal["profile", "person", "script"]


@dataclass(frozen=True)
class Line:
    """Something that happened, in words, and whose doing it was; ``stops`` where something went wrong."""

    at: datetime
    who: Who
    text: str
    seq: int
    stops: bool = False


@dataclass(frozen=True)
class Field:
    """A field that was filled in or compared: where its value came from, and at which moments it was committed to."""

    form: str
    label: str
    source: str
    rules: tuple[str, ...]
    mapped: bool
    committed: frozenset[str]
    seq: int

    @property
    def whose(self) -> Whose:
        """Return who gave the value: the profile, a person at the window or by an answer, or the flow script."""
        if self.source == PERSON or self.source.startswith(ANSWER):
            return "person"
        return "profile" if self.source else "script"


@dataclass(frozen=True)
class Shot:
    """A masked picture of the window."""

    name: str
    caption: str


@dataclass
class Act:
    """One attempt at a step, from its first event to its result; what happens between steps has no title.

    ``cut`` is one that ended without a result, ``later`` one of which another attempt, or the portal, brought the result.
    ``compared`` is one that found everything as it should be and typed nothing. ``seqs`` are the numbers of its events.
    """

    run: str
    place: tuple[Any, ...]
    title: str
    began: datetime
    ended: datetime
    state: Literal["open", "done", "failed", "cut", "later"] = "open"
    irreversible: bool = False
    compared: bool = False
    clicked: str = ""
    told: list[Line | Asked] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    shots: list[Shot] = field(default_factory=list)
    seqs: list[int] = field(default_factory=list)

    @property
    def forms(self) -> dict[str, list[Field]]:
        """Return the fields by the form in which they stand."""
        return {name: [each for each in self.fields if each.form == name] for name in [f.form for f in self.fields]}

    @property
    def lines(self) -> list[Line]:
        """Return what happened, without the questions."""
        return [each for each in self.told if isinstance(each, Line)]

    @property
    def asks(self) -> list[Asked]:
        """Return the questions that were asked."""
        return [each for each in self.told if isinstance(each, Asked)]


@dataclass
class Chapter:
    """A run, from its first event to its last."""

    run: str
    title: str
    dry_run: bool
    began: datetime
    ended: datetime
    state: str = "running"
    acts: list[Act] = field(default_factory=list)

    @property
    def steps(self) -> list[Act]:
        """Return the attempts at steps."""
        return [act for act in self.acts if act.title]

    @property
    def fields(self) -> int:
        """Return how many fields were filled in or compared."""
        return sum(len(act.fields) for act in self.acts)

    @property
    def asks(self) -> list[Asked]:
        """Return every question, in the order of time."""
        return sorted((ask for act in self.acts for ask in act.asks), key=lambda ask: ask.at)


@dataclass(frozen=True)
class Found:
    """What the portal answered; ``stops`` where it refused, ``seq`` is the event's number."""

    at: datetime
    label: str
    value: str
    seq: int
    stops: bool = False


@dataclass(frozen=True)
class Story:
    """All that a bundle tells."""

    company: str
    chapters: tuple[Chapter, ...]
    found: tuple[Found, ...]
    """What the portal answered."""
    lines: tuple[Line, ...]
    """What concerns the case alone."""

    @property
    def steps(self) -> list[Act]:
        """Return the attempts at steps, one run after another."""
        return [act for chapter in self.chapters for act in chapter.steps]

    def step(self, seq: int) -> int:
        """Return the number of the attempt, from 1, to which the event *seq* belongs; 0 where it belongs to none."""
        return next((number for number, act in enumerate(self.steps, 1) if seq in act.seqs), 0)

    def place(self, seq: int) -> str:
        """Return where on the page the event *seq* is told: at its attempt at a step, or between two; empty where nowhere."""
        if step := self.step(seq):
            return f"act-{step}"
        return next((f"at-{act.seqs[0]}" for each in self.chapters for act in each.acts if seq in act.seqs), "")

    @property
    def approvals(self) -> list[tuple[Asked, Ending]]:
        """Return what people were asked to agree to, with each ending, in the order of the endings."""
        asks = [ask for chapter in self.chapters for ask in chapter.asks if ask.approval]
        return sorted(((ask, end) for ask in asks for end in ask.endings), key=lambda each: each[1].seq)
