"""Dates: written as a field shows them, or picked in the calendar that a read-only field opens."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from run_flow.errors import PortalChanged
from run_flow.language import _
from run_flow.portal.locate import Field

if TYPE_CHECKING:
    from run_flow.portal.portal import Portal

TURNS = 400
OPEN_MS = 3_000


def written(day: date, *, like: str) -> str:
    """Write *day* in the form that a field's hint shows; ISO where it shows none."""
    hint = like.upper()
    if "年" in hint and "月" in hint:
        return f"{day.year}年{day.month:02}月{day.day:02}日"
    if "/" in hint:
        return f"{day:%Y/%m/%d}"
    return f"{day:%Y%m%d}" if "YYYYMMDD" in hint else day.isoformat()


def pick(portal: Portal, field: Field, day: date, index: int) -> None:
    """Open the field's calendar, turn to the month of *day* and press the day."""
    control = field.door.element("element", {**field.arg, "part": "control", "index": index})
    if control is not None:
        portal.touch(control)
    arg = {"year": day.year, "month": day.month, "day": day.day}
    for _turn in range(TURNS):
        stage = portal.until(lambda: field.door.ask("calendar", arg), ms=OPEN_MS)
        step = field.door.element("calendarElement", arg) if stage else None
        if step is None:
            break
        portal.touch(step)
        if stage == "day":
            return
    found = _("“{label}”的日历里找不到 {day}。").format(label=field.label, day=day.isoformat())
    raise PortalChanged(found, doing=field.label)
