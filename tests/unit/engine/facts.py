"""A real profile in a moment: its pictures are not examined."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from run_flow.profile import Profile
from run_flow.profile.loading import examined


def stated(path: Path) -> Profile:
    """Return what the file at *path* states."""
    tree, profile = examined(path, today=date(2026, 11, 22))
    assert profile is not None, tree.findings
    profile.stand(tree, findings=())
    return profile
