"""A ledger of an earlier version is raised with all that it holds; one of a later version is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.sweep import soundness
from tests.unit.journal.conftest import SetClock

from run_flow.errors import JournalUnwritable
from run_flow.journal import events, schema
from run_flow.journal.ledger import Ledger

CASE, RUN = "abababab", "abababab-certify-1"
FIRST = Path(__file__).parent / "samples" / "ledger-0001.sql"  # written by the version before 0002


@pytest.fixture
def first(path: Path) -> Path:
    """Return the file of a ledger that the first version wrote."""
    path.parent.mkdir(mode=0o700)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST.read_text("utf-8"))
    return path


def rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return every row of every table that the first version knew."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        tables = ("cases", "runs", "rounds", "steps", "asks", "events", "files")
        return {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in tables}


def test_a_ledger_of_the_first_version_keeps_everything(first: Path, clock: SetClock) -> None:
    """Raised to today's schema, each row holds what it held, and the chain and the fold verify."""
    before = rows(first)
    with Ledger.open(first, clock=clock) as ledger:
        assert soundness.faults(ledger, CASE) == []
        assert [ask.expiry for ask in ledger.asks(CASE, state=None)] == [""] * len(before["asks"])
        assert ledger.runs(CASE)[0].script == []
    after = rows(first)
    for name, held in before.items():
        kept = [{column: row[column] for column in old} for row, old in zip(after[name], held, strict=True)]
        assert (len(held) > 0, kept) == (True, held), name


def test_a_raised_ledger_is_written_to(first: Path, clock: SetClock) -> None:
    """Its case goes on where it stood: the chain of before carries what comes now."""
    with Ledger.open(first, clock=clock) as ledger:
        before = len(ledger.events(CASE))
        with ledger.lease(CASE) as lease:
            ledger.append(read_script(), lease=lease)
        assert len(ledger.events(CASE)) == before + 1
        assert soundness.faults(ledger, CASE) == []


def test_a_ledger_of_a_later_version_is_refused(first: Path, clock: SetClock) -> None:
    """Who has an older program is told to renew it, and the ledger stays as it is."""
    Ledger.open(first, clock=clock).close()
    with closing(sqlite3.connect(first)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = first.read_bytes()
    with pytest.raises(JournalUnwritable, match="9999"):
        Ledger.open(first, clock=clock)
    assert first.read_bytes() == before
    assert schema.HEAD < "9999"


def read_script() -> events.Event:
    """Return an event that the first version did not know."""
    return events.ScriptRead(run=RUN, digest="s", steps=({"key": "submit"},))
