"""Whether a ledger is what its events say: the chain holds, and every row follows from it."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from run_flow.journal import events, projection, schema
from run_flow.journal.ledger import Ledger


def faults(ledger: Ledger, case_id: str) -> list[str]:
    """Return what is wrong with the case's record; empty where nothing is."""
    return [*ledger.verify_chain(case_id), *_differences(ledger, case_id)]


def _differences(ledger: Ledger, case_id: str) -> list[str]:
    """Return the rows that are not what the case's events fold into."""
    with ledger._database.read() as connection:
        chain = select(schema.events).where(schema.events.c.case_id == case_id).order_by(schema.events.c.seq)
        puts = [put for row in connection.execute(chain) for put in _puts(row)]
        found = []
        for name, rows in projection.fold(puts).items():
            table = schema.metadata.tables[name]
            for row in rows.values():
                key = [table.c[column.name] == row[column.name] for column in table.primary_key]
                stands = connection.execute(select(table).where(*key)).mappings().first()
                wrong = [column for column, value in row.items() if stands is None or _differ(stands[column], value)]
                found += [f"{name} {row}: {wrong}"] if wrong else []
    return found


def _puts(row: Any) -> list[projection.Put]:
    return projection.changes(events.opened(row.body), case=row.case_id, seq=row.seq, at=row.at)


def _differ(stands: Any, told: Any) -> bool:
    return bool(json.dumps(stands, default=str, sort_keys=True) != json.dumps(told, default=str, sort_keys=True))
