"""What came of each step of a process that was done again: alike, different, or nobody can say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from run_flow.language import _
from run_flow.reperform.recording import KILLED, Process
from run_flow.reperform.verdict import StepVerdict

Place = tuple[str, str, int]
"""A step of a run, its item and its round."""


def unrecorded(process: Process) -> str:
    """Say why nothing of *process* can be done again."""
    if "sealed" in process.lost.values():
        return _("轨迹封存着，没有放进包里")
    if "purged" in process.lost.values():
        return _("轨迹已经清除")
    if process.state == KILLED and not process.segments:
        return _("轨迹还没有整理：进程还在办，或被杀掉以后还没有再办过")
    return _("没有录下可以重做的轨迹：进程没有打开平台，或由较早的版本记录")


def judged(
    process: Process, done: Counter[Place], differing: set[str], *, taken: set[Place], why: str, stopped: bool
) -> Iterator[StepVerdict]:
    """Yield what came of each step that *process* did.

    *done* counts how often each was done now, *differing* names those in which something differed, *taken* those that
    a person took over; *why* says that nothing of it could be done again, *stopped* whether it was where it was that day.
    """
    for event in process.done:
        data = event.data
        place = place_of(data)
        again = done[place] > 0
        done[place] -= again
        reason = why or _not_recorded(process, place, taken=taken, again=again, stopped=stopped)
        if reason and data["title"] not in differing:
            yield StepVerdict(process.run, data["step"], data["title"], "unrecorded", reason)
        else:
            alike = again and data["title"] not in differing
            yield StepVerdict(process.run, data["step"], data["title"], "reproduced" if alike else "differs")


def _not_recorded(process: Process, place: Place, *, taken: set[Place], again: bool, stopped: bool) -> str:
    """Say why the step at *place* cannot be done again as it was, nothing where it can."""
    if place in taken:
        return _("有人在窗口里接手做了一部分，那一部分没有录下")
    if again:
        return ""
    return unrecorded(process) if process.lost else _("进程中途停下") if stopped else ""


def place_of(data: Mapping[str, Any]) -> Place:
    """Return which step an event tells of."""
    return data["step"], data["item"], data["round"]
