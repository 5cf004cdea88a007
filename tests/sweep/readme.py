"""Figures on their way into README.md."""

from __future__ import annotations

import sys
from pathlib import Path

README = Path(__file__).resolve().parents[2] / "README.md"


def keep(figures: str, marks: tuple[str, str]) -> None:
    """Write *figures* between *marks* in README.md."""
    before, mark, rest = README.read_text("utf-8").partition(marks[0])
    _old, end, after = rest.partition(marks[1])
    if not mark or not end:
        sys.exit(f"{README}: the marks {marks[0]} and {marks[1]} are missing")
    README.write_text(f"{before}{mark}\n{figures}\n{end}{after}", "utf-8")
