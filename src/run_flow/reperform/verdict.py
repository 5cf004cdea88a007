"""What came of doing it again: step by step, form by form, and the first thing that differs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from run_flow.reperform.comparison import Counts, Difference

State = Literal["reproduced", "differs", "unrecorded"]


@dataclass(frozen=True)
class StepVerdict:
    """One step that was done that day."""

    run: str
    step: str
    title: str
    state: State
    why: str = ""


@dataclass
class Verdict:
    """Everything that was found."""

    case: str
    steps: list[StepVerdict] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    differences: list[Difference] = field(default_factory=list)
    cut_off: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)
    """Paths that were asked for and whose answer nobody recorded."""
    notes: list[str] = field(default_factory=list)
    """What could not be done again, and why."""

    @property
    def equal(self) -> bool:
        """Whether everything was done again and nothing differs."""
        return bool(self.steps) and all(step.state == "reproduced" for step in self.steps) and not self.differences

    @property
    def reproduced(self) -> int:
        """Return how many steps were done again, alike."""
        return sum(step.state == "reproduced" for step in self.steps)

    def as_json(self) -> dict[str, Any]:
        """Return the verdict for a program."""
        return {
            "case": self.case,
            "equal": self.equal,
            "steps": [asdict(step) for step in self.steps],
            "counts": asdict(self.counts),
            "differences": [asdict(each) for each in self.differences],
            "cut_off": sorted(self.cut_off),
            "unanswered": sorted(self.unanswered),
            "notes": self.notes,
        }
