"""Rows are a projection of events: folding the events gives the rows, at every moment."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from tests.unit.journal.conftest import SetClock
from tests.unit.journal.story import STORY

from run_flow.journal import events, projection, schema, seal
from run_flow.journal.ledger import Ledger

LEASE = {"lease_owner", "lease_since", "lease_until", "fence", "head_seq", "head_hash"}


def stored(ledger: Ledger) -> projection.Rows:
    """Return the database's rows as a fold would give them."""
    tables: projection.Rows = {}
    with ledger._database.read() as connection:
        for name, table in schema.metadata.tables.items():
            if name == "events":
                continue
            keys = [column.name for column in table.primary_key]
            for row in connection.execute(select(table)).mappings():
                tables.setdefault(name, {})[tuple(row[key] for key in keys)] = dict(row)
    return tables


def folded(ledger: Ledger) -> projection.Rows:
    """Return what the case's events fold into, as the columns that a fold leaves out stand in a new row."""
    puts: list[projection.Put] = []
    with ledger._database.read() as connection:
        for row in connection.execute(select(schema.events).order_by(schema.events.c.seq)).mappings():
            event = seal.opened(row["body"])
            puts += projection.changes(event, case=row["case_id"], seq=row["seq"], at=row["at"])
    tables = projection.fold(puts)
    for name, rows in tables.items():
        for row in rows.values():
            for column in schema.metadata.tables[name].columns:
                row.setdefault(column.name, empty(column))
    return tables


def empty(column: Any) -> Any:
    """Return what *column* holds in a row that does not mention it."""
    if column.server_default is None:
        return None
    text = column.server_default.arg
    return {"0": 0, "[]": [], "{}": {}}.get(text, text) if isinstance(text, str) else False


def without_lease(rows: projection.Rows) -> projection.Rows:
    """Return *rows* without what is not told by events: who holds the lease, where the chain ends."""
    cases = {
        key: {name: value for name, value in row.items() if name not in LEASE} for key, row in rows["cases"].items()
    }
    return {**rows, "cases": cases}


def test_every_prefix_of_a_journal_folds_into_its_rows(ledger: Ledger, clock: SetClock) -> None:
    """After each event the rows on disk are what the events up to there fold into."""
    with ledger.lease("abababab") as lease:
        for event in STORY:
            clock.pass_by(seconds=1)
            ledger.append(event, lease=lease)
            assert without_lease(stored(ledger)) == without_lease(folded(ledger)), event


def test_a_new_kind_of_event_needs_a_projection() -> None:
    """An event that nobody projects is a defect, told at once."""
    for unknown in (events.Event(), events.StepEvent(step="s"), events.AskEvent(ask="a")):
        with pytest.raises(TypeError, match=type(unknown).__name__):
            projection.changes(unknown, case="c", seq=1, at=SetClock().now())
