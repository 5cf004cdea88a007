"""The timeline as a drawing: where each bar, each shaded day and each label stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from run_flow.plan import wording
from run_flow.plan.calendar import days_of
from run_flow.plan.plan import Plan, Row
from run_flow.plan.schedule import Slot
from run_flow.plan.standing import Happened, Standing

WIDTH, LABELS, TOP, LINE = 1000, 250, 20, 20
_TICKS = 10
_LABEL_COLUMNS = 40


@dataclass(frozen=True)
class Piece:
    """A stretch of the time axis."""

    x: float
    width: float


@dataclass(frozen=True)
class Tick:
    """A day written above the bars."""

    x: float
    text: str


@dataclass(frozen=True)
class Bar:
    """One stage: its name and its days."""

    text: str
    title: str
    when: str
    y: int
    fast: Piece
    slow: Piece
    between: Piece


@dataclass(frozen=True)
class Real:
    """One errand as it went: its days, and whether it goes on."""

    text: str
    says: str
    y: int
    piece: Piece
    waits: bool


@dataclass(frozen=True)
class Chart:
    """The whole drawing."""

    width: int
    height: int
    top: int
    off: tuple[Piece, ...]
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    real: tuple[Real, ...] = ()
    today: float | None = None


def chart(plan: Plan, standing: Standing | None = None) -> Chart:
    """Return the drawing of *plan*, with what really happened below it."""
    first, last = plan.start, max(row.slowest.ends for row in plan.rows)
    if standing:
        ends = [each.ends or standing.today for each in standing.happened]
        first = min([first, *(each.begins for each in standing.happened)])
        last = max([last, standing.today, *ends])
    axis = _Axis(first, (WIDTH - LABELS) / ((last - first).days + 1))
    step = -(-((last - first).days + 1) // (_TICKS * 7)) * 7
    ticks = (first + timedelta(days=number) for number in range(0, (last - first).days + 1, step))
    return Chart(
        WIDTH,
        TOP + LINE * (len(plan.rows) + (len(standing.happened) if standing else 0)),
        TOP,
        tuple(axis.piece(slot) for slot in _off(plan, first, last)),
        tuple(Tick(axis.piece(Slot(day, day)).x, f"{day:%m-%d}") for day in ticks),
        tuple(_bar(row, plan, axis) for row in plan.rows),
        tuple(_real(number, each, standing, axis) for number, each in enumerate(standing.happened, len(plan.rows)))
        if standing
        else (),
        axis.piece(Slot(standing.today, standing.today)).x if standing else None,
    )


def _real(line: int, happened: Happened, standing: Standing, axis: _Axis) -> Real:
    slot = Slot(happened.begins, happened.ends or standing.today)
    return Real(_short(happened.title), happened.says, TOP + LINE * line + 2, axis.piece(slot), happened.waits)


@dataclass(frozen=True)
class _Axis:
    first: date
    scale: float

    def piece(self, slot: Slot) -> Piece:
        """Return where the days of *slot* stand."""
        x = LABELS + (slot.begins - self.first).days * self.scale
        return Piece(round(x, 2), round(((slot.ends - slot.begins).days + 1) * self.scale, 2))


def _bar(row: Row, plan: Plan, axis: _Axis) -> Bar:
    title = wording.title(row.stage, programs=plan.facts.programs)
    return Bar(
        _short(f"{row.number} {title}"),
        title,
        wording.done(row, calendar=plan.calendar),
        TOP + LINE * (row.number - 1) + 2,
        axis.piece(row.fastest),
        axis.piece(row.slowest),
        axis.piece(row.possible),
    )


def _off(plan: Plan, first: date, last: date) -> Iterator[Slot]:
    """Yield each run of days on which nobody works."""
    begins = None
    for day in days_of(first, last + timedelta(days=1)):
        is_off = day <= last and not plan.calendar.works(day)
        if is_off and begins is None:
            begins = day
        elif begins and not is_off:
            yield Slot(begins, day - timedelta(days=1))
            begins = None


def _short(text: str) -> str:
    """Return *text* as it fits before the bars."""
    columns, kept = 0, ""
    for character in text:
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if columns > _LABEL_COLUMNS:
            return f"{kept}…"
        kept += character
    return kept
