"""Which parts of a page rest on what was not verified: by the line of the journal, or the file, that a fault names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from run_flow.audit.fault import Fault
from run_flow.audit.verify import JOURNAL
from run_flow.replay.timeline import Act, Story

_LINE = re.compile(rf"{re.escape(JOURNAL)}:(\d+)")


class Doubts:
    """The faults of a bundle, by what they are about."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Sort *faults* by line and by file."""
        lines = ((_LINE.fullmatch(fault.where), fault.what) for fault in faults)
        self._lines = {int(found[1]): what for found, what in lines if found}
        self._files = {fault.where: fault.what for fault in faults}

    def line(self, seq: int) -> str:
        """Return what is wrong with the event *seq*, empty where nothing is."""
        return self._lines.get(seq, "")

    def file(self, name: str) -> str:
        """Return what is wrong with the file *name*, empty where nothing is."""
        return self._files.get(name, "")

    def act(self, act: Act) -> list[str]:
        """Return what is wrong with *act*: its events and its pictures."""
        told = [*(self.line(seq) for seq in act.seqs), *(self.file(shot.name) for shot in act.shots)]
        return list(dict.fromkeys(filter(None, told)))

    def step(self, fault: Fault, story: Story) -> int:
        """Return the number of the step in *story* that *fault* is about; 0 where it is about none, or about all."""
        if found := _LINE.fullmatch(fault.where):
            return story.step(int(found[1]))
        shown = (n for n, act in enumerate(story.steps, 1) if fault.where in {shot.name for shot in act.shots})
        return next(shown, 0)
