"""A real profile in a moment, its pictures not examined, and a desk on which it may be edited."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.unit.engine.model import Office as Desk

from run_flow.profile import Profile
from run_flow.profile.loading import examined


def stated(path: Path) -> Profile:
    """Return what the file at *path* states."""
    tree, profile = examined(path, today=date(2026, 11, 22))
    assert profile is not None, tree.findings
    profile.stand(tree, findings=())
    return profile


class Office(Desk):
    """A desk with a profile of its own, which may be edited between two processes."""

    file: Path

    @property
    def profile(self) -> Profile:  # type: ignore[override]
        """Return the profile as it stands in the file now."""
        return stated(self.file)

    def edit(self, old: str, new: str) -> None:
        """Write *new* where *old* stood first."""
        text = self.file.read_text(encoding="utf-8")
        assert old in text
        self.file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def line(self, words: str) -> int:
        """Return the first line with *words*."""
        lines = self.file.read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if words in line)

    @property
    def asked(self) -> list[str]:
        """Return the questions about the profile, each once."""
        asks = {view.id: view.question for view in self.people.seen if view.id.startswith("profile-changed")}
        return list(asks.values())

    def rows(self) -> dict[str, Any]:
        """Return the steps of the run by their names."""
        with self.ledger() as ledger:
            return {row.name: row for row in ledger.steps(ledger.runs()[0].id)}
