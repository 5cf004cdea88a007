"""Whether a ledger is what its events say: the chain holds, and every row follows from it."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, RowMapping

from run_flow.journal import projection, schema, seal
from run_flow.journal.ledger import Ledger


def faults(ledger: Ledger, case_id: str) -> list[str]:
    """Return what is wrong with the case's record; empty where nothing is."""
    return [*ledger.verify_chain(case_id), *_differences(ledger, case_id)]


def _differences(ledger: Ledger, case_id: str) -> list[str]:
    """Return the rows that are not what the case's events fold into."""
    with ledger._database.read() as connection:
        chain = select(schema.events).where(schema.events.c.case_id == case_id).order_by(schema.events.c.seq)
        folded = projection.fold(put for row in connection.execute(chain).all() for put in _puts(row))
        stored = {name: _stored(connection, name, case_id) for name in folded}
    found = []
    for name, rows in folded.items():
        for row in rows.values():
            key = tuple(row[column.name] for column in schema.metadata.tables[name].primary_key)
            stands = stored[name].get(key)
            wrong = [column for column, value in row.items() if stands is None or _differ(stands[column], value)]
            found += [f"{name} {key}: {wrong}"] if wrong else []
    return found


def _stored(connection: Connection, name: str, case_id: str) -> dict[tuple[Any, ...], RowMapping]:
    """Return the case's rows in the table *name*, by their key."""
    table = schema.metadata.tables[name]
    of_case = table.c.get("case_id", table.c.get("id"))
    if "run_id" in table.primary_key.columns:
        of_case, runs = table.c.run_id, select(schema.runs.c.id).where(schema.runs.c.case_id == case_id)
        query = select(table).where(of_case.in_(runs))
    else:
        query = select(table).where(of_case == case_id)
    keys = [column.name for column in table.primary_key]
    return {tuple(row[key] for key in keys): row for row in connection.execute(query).mappings()}


def _puts(row: Any) -> list[projection.Put]:
    return projection.changes(seal.opened(row.body), case=row.case_id, seq=row.seq, at=row.at)


def _differ(stands: Any, told: Any) -> bool:
    return bool(json.dumps(stands, default=str, sort_keys=True) != json.dumps(told, default=str, sort_keys=True))
