"""What of a recording nothing comes again for: an idle process, what followed a wait in vain, what people brought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from run_flow.audit.overheard import STANDING
from run_flow.reperform.form import File
from run_flow.reperform.recording import SETTLED, Process


def left_out(found: Sequence[Process]) -> Iterator[Process]:
    """Yield each process that did anything, as it can be done again.

    What was answered while an idle one was there is left to the one before.
    """
    brought = {process.run for process in found if _asks_for_documents(process)}
    last: dict[str, Process] = {}
    for process in found:
        if not process.idle:
            last[process.run] = process
            _end_with_wait(process)
            if process.run in brought:
                _forget_brought(process)
            yield process
        elif process.run in last:
            last[process.run].events += [event for event in process.events if event.kind in SETTLED]


def _end_with_wait(process: Process) -> None:
    """Leave of what was recorded after a wait in vain, in which *process* ended, only what was heard meanwhile."""
    if process.state in {"waiting", "review"} and len(process.segments) > 1:
        before, last = (process.segments[number] for number in sorted(process.segments)[-2:])
        if process.settled(before.ended) is None:
            heard = tuple(entry for entry in last.entries if entry.where in STANDING)
            process.segments[last.number] = replace(last, entries=heard)


def _asks_for_documents(process: Process) -> bool:
    asked = [event.data["answer"] or {} for event in process.events if event.kind == "AskOpened"]
    return any(answer["kind"] == "document" for answer in asked if answer)


def _forget_brought(process: Process) -> None:
    """Expect no file that the profile does not name: somebody brought it that day, and nobody has it now."""
    told = [value for value in process.profile.values() if isinstance(value, dict)]
    known = {File(value["sha256"], value["size"]) for value in told}
    for number, segment in process.segments.items():
        kept = tuple(file for file in segment.uploads if file in known)
        process.segments[number] = replace(segment, uploads=kept)
