"""Measuring: commands in turn, wall and CPU of each, medians and bests, and their ratios as a table."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Run = Callable[[], Mapping[str, float]]


@dataclass
class Taken:
    """What one contestant's runs took, by what was measured (wall, cpu, machine), in seconds."""

    runs: list[Mapping[str, float]] = field(default_factory=list)

    def median(self, what: str) -> float:
        """Return the middle of all runs."""
        return statistics.median(run[what] for run in self.runs)

    def best(self, what: str) -> float:
        """Return the shortest of all runs."""
        return min(run[what] for run in self.runs)


@dataclass(frozen=True)
class Line:
    """One line of the table: our figure against another's, and what the ratio should be at most."""

    title: str
    ours: Taken
    other: Taken
    what: str
    aim: str

    def __str__(self) -> str:
        """Write the line as Markdown."""
        ours, other = self.ours.median(self.what), self.other.median(self.what)
        best = self.ours.best(self.what) / self.other.best(self.what)
        cells = (self.title, _seconds(ours), _seconds(other), f"**{ours / other:.2f}**", f"{best:.2f}", self.aim)
        return f"| {' | '.join(cells)} |"


def interleaved(contestants: Mapping[str, Run], *, rounds: int) -> dict[str, Taken]:
    """Run every contestant in turn, *rounds* times, after one run of each that does not count."""
    taken = {name: Taken() for name in contestants}
    for number in range(rounds + 1):
        for name, run in contestants.items():
            figures = run()
            if number:
                taken[name].runs.append(figures)
            shown = "  ".join(f"{what} {seconds:.3f}" for what, seconds in figures.items())
            print(f"{number or '-':>3} {name:<24} {shown}", file=sys.stderr, flush=True)
    return taken


def timed(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> tuple[dict[str, float], str]:
    """Run *command* to its end; return wall and CPU seconds (its own and its children's) and what it printed."""
    cpu, began = _children(), time.perf_counter()
    ended = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **(environment or {})},
    )
    wall = time.perf_counter() - began
    if ended.returncode:
        sys.exit(f"{' '.join(command)}\nended with {ended.returncode}\n{ended.stdout}\n{ended.stderr}")
    return {"wall": wall, "cpu": _children() - cpu}, ended.stdout


def _children() -> float:
    """Return the CPU seconds of all children that ended; Windows does not tell."""
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"
