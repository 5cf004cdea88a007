"""A ledger in a folder of its own, and a clock that the test sets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from run_flow.journal.ledger import Ledger

KEY = "ab" * 32


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        """Begin on a working day."""
        self.moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment

    def pass_by(self, **span: float) -> None:
        """Move on."""
        self.moment += timedelta(**span)


@pytest.fixture
def clock() -> SetClock:
    """Return a clock that stands."""
    return SetClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the ledger lies."""
    return tmp_path / "home" / "journal.db"


@pytest.fixture
def ledger(path: Path, clock: SetClock) -> Iterator[Ledger]:
    """Return a ledger with the case abababab."""
    with Ledger.open(path, clock=clock) as opened:
        opened.case_for(KEY, "深圳甲公司")
        yield opened
