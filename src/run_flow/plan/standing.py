"""Where a company stands against its plan: what really happened, as bars below the plan's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Happened:
    """One errand as it went: since when, until when (None: it goes on), and how it stands in words."""

    title: str
    says: str
    begins: date
    ends: date | None = None
    waits: bool = False


@dataclass(frozen=True)
class Standing:
    """All that is known today, for the page: what happened, what was found, and what comes."""

    today: date
    happened: tuple[Happened, ...]
    errands: tuple[tuple[str, ...], ...]
    found: tuple[tuple[str, ...], ...]
    asks: tuple[tuple[str, ...], ...]
    due: tuple[tuple[str, ...], ...]
