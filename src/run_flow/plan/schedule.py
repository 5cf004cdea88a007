"""When each stage can begin and end: at the earliest, and at the latest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from run_flow.plan.calendar import WorkingCalendar
from run_flow.plan.claim import Kind, Unit
from run_flow.plan.stages import Stage


@dataclass(frozen=True)
class Slot:
    """The days of a stage, both included."""

    begins: date
    ends: date


@dataclass(frozen=True)
class Ends:
    """When all is done, and how many days and working days that is, the first day counted."""

    earliest: date
    latest: date
    days: tuple[int, int]
    working_days: tuple[int, int]


def walk(stages: Sequence[Stage], *, start: date, calendar: WorkingCalendar, slowest: bool = False) -> dict[str, Slot]:
    """Return each stage's slot, by its key, where all go as fast as any source says, or as slowly."""
    slots: dict[str, Slot] = {}
    for stage in stages:
        ready = max((slots[key].ends for key in stage.after), default=start)
        slots[stage.key] = _slot(stage, ready, calendar, slowest=slowest)
    return slots


def ends(stages: Sequence[Stage], *, start: date, calendar: WorkingCalendar) -> Ends:
    """Return when the last of *stages* ends."""
    earliest, latest = (
        max(slot.ends for slot in walk(stages, start=start, calendar=calendar, slowest=slowest).values())
        for slowest in (False, True)
    )
    return Ends(
        earliest,
        latest,
        ((earliest - start).days + 1, (latest - start).days + 1),
        (calendar.count(start, earliest), calendar.count(start, latest)),
    )


def said_by(kind: Kind, stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return the stages as one kind of source tells them; what it does not mention takes no time."""
    return tuple(
        replace(stage, takes=tuple(claim for claim in stage.takes if claim.source.kind == kind)) for stage in stages
    )


def filed_meanwhile(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return *stages* where filing does not wait for development (P-12)."""
    return tuple(replace(stage, after=tuple(key for key in stage.after if key != "develop")) for stage in stages)


def _slot(stage: Stage, ready: date, calendar: WorkingCalendar, *, slowest: bool) -> Slot:
    """Return the days of *stage*, which may begin when *ready* is over; a person's own work may be done that day."""
    span = stage.span
    number = span.maximum if slowest else span.minimum
    if number == 0 and not stage.hands_on:
        return Slot(ready, ready)
    if span.unit == Unit.DAYS:
        return Slot(ready + timedelta(days=1), ready + timedelta(days=number))
    last = calendar.after(ready, number)
    return Slot(last if stage.hands_on else calendar.after(ready, 1), last)
