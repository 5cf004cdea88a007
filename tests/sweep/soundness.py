"""Whether a ledger is what its events say: the chain holds, and every row follows from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, RowMapping

from run_flow.journal import projection, schema, seal
from run_flow.journal.ledger import Ledger


def faults(ledger: Ledger, case_id: str) -> list[str]:
    """Return what is wrong with the case's record; empty where nothing is."""
    return [*chain_faults(ledger, case_id), *_differences(ledger, case_id)]


def chain_faults(ledger: Ledger, case_id: str) -> list[str]:
    """Return what does not fit in the case's chain of events; empty where nothing was touched."""
    with ledger._database.read() as connection:
        chain = select(schema.events).where(schema.events.c.case_id == case_id).order_by(schema.events.c.seq)
        head = connection.execute(select(schema.cases).where(schema.cases.c.id == case_id)).mappings().one()
        return _faults(connection.execute(chain).mappings().all(), head)


def intact(body: str) -> bool:
    """Tell whether the answer in *body*, if there is one, is the one that the chain sealed."""
    data = json.loads(body)["data"]
    if not data.get("salt"):
        return True
    told = data["question" if "told" in data else "value"]
    return bool(hashlib.sha256(bytes.fromhex(data["salt"]) + told.encode()).hexdigest() == data["sealed"])


def _faults(chain: Sequence[RowMapping], head: RowMapping) -> list[str]:
    faults = []
    previous = head["id"]
    for number, row in enumerate(chain, start=1):
        body = json.loads(row["body"])
        told = (body["case"], body["seq"], body["kind"], body["data"]["run"], body["at"])
        columns = (row["case_id"], row["seq"], row["kind"], row["run_id"], row["at"].isoformat())
        if row["seq"] != number or told != columns:
            faults.append(f"event {row['seq']}: its columns do not tell what its body tells")
        if row["hash"] != seal.chained(previous, row["body"]):
            faults.append(f"event {row['seq']}: its hash does not seal its body")
        if not intact(row["body"]):
            faults.append(f"event {row['seq']}: its answer is not the one that was sealed")
        previous = row["hash"]
    if (len(chain), previous) != (head["head_seq"], head["head_hash"]):
        faults.append(f"the chain does not end at event {head['head_seq']}")
    return faults


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
