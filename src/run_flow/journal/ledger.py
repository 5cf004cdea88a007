"""The ledger: events appended under a lease, rows in the same transaction, answers that win once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Insert, Table, Update, and_, bindparam, insert, or_, select, update
from sqlalchemy.engine import Connection, RowMapping

from run_flow.journal import events, lease, projection, schema, seal
from run_flow.journal.clock import Clock
from run_flow.journal.database import Database
from run_flow.journal.lease import Lease
from run_flow.journal.reads import Reads
from run_flow.journal.rows import CaseRow

_SHORTEST_ID = 8


class Ledger(Reads):
    """The record of every case, on disk before the run goes on."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Write to *database*, with the moments of *clock*."""
        super().__init__(database)
        self._clock = clock

    @classmethod
    def open(cls, address: str | Path, *, clock: Clock) -> Ledger:
        """Open the ledger at *address*, a file's path or a database's URL, and raise it to today's schema."""
        return cls(Database(address), clock)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_ended: object) -> None:
        self.close()

    def case_for(self, key: str, company: str) -> CaseRow:
        """Return the case that *key* identifies, opened where it is new."""
        with self._database.write() as connection:
            known = connection.execute(select(schema.cases).where(schema.cases.c.key == key)).mappings().first()
            if known is None:
                known = self._open_case(connection, key, company)
            return CaseRow.of(known)

    def lease(self, case_id: str) -> AbstractContextManager[Lease]:
        """Hold *case_id* for a block; raise CaseHeld, which tells who holds it."""
        return lease.leased(self._database, self._clock, case_id)

    def append(self, *happened: events.Event, lease: Lease) -> None:
        """Append the events, all or none, and return once they and their rows are on disk."""
        with lease.turn, self._database.write() as connection:
            self._append(connection, lease.case_id, happened, fence=lease.fence)

    def answer(self, case_id: str, ask_id: str, value: str | None, *, by: str, secret_ref: str | None = None) -> bool:
        """Record an answer and return True, or return False: the ask is closed, overdue or answered, or takes none."""
        with self._database.write() as connection:
            _head(connection, case_id)
            asks = schema.asks.c
            timely = or_(asks.deadline.is_(None), asks.deadline > self._clock.now())
            still = and_(
                asks.case_id == case_id, asks.id == ask_id, asks.state == "open", asks.answer.is_not(None), timely
            )
            if not connection.execute(update(schema.asks).where(still).values(state="answered")).rowcount:
                return False
            asked = select(asks.run_id, asks.answer).where(asks.case_id == case_id, asks.id == ask_id)
            run, kind = connection.execute(asked).one()
            facts = {"run": run, "ask": ask_id, "by": by, "secret_ref": secret_ref}
            told = (
                events.AskAnswered(value=value, **facts) if kind["kind"] in seal.READ else seal.answered(value, **facts)
            )
            self._append(connection, case_id, (told,))
            return True

    def expire(self, expired: events.AskExpired, *, lease: Lease) -> bool:
        """Record that an ask's deadline passed and return True, or return False: an answer came first."""
        return self._close(expired, lease)

    def overtake(self, overtaken: events.AskOvertaken, *, lease: Lease) -> bool:
        """Record that the portal moved on by itself and return True, or return False: an answer came first."""
        return self._close(overtaken, lease)

    def forget_answers(self, *, lease: Lease) -> int:
        """Take the answers that the case's chain holds sealed out of the journal for good; return how many there were.

        The chain holds without them. What older journals hold of answers is chained as it is, and stays.
        """
        with lease.turn, self._database.write() as connection:
            _fenced(connection, lease.case_id, lease.fence)
            log = schema.events.c
            mine = select(log.seq, log.body).where(
                log.case_id == lease.case_id, log.kind.in_(("AskAnswered", "AskOpened"))
            )
            sealed = [(seq, body) for seq, body in connection.execute(mine).all() if seal.public(body) != body]
            for seq, body in sealed:
                public = seal.public(body)
                _put(connection, schema.events, {"case_id": lease.case_id, "seq": seq}, {"body": public})
                data = json.loads(public)["data"]
                left = {"question": data["question"]} if "told" in data else {"value": None}
                _put(connection, schema.asks, {"case_id": lease.case_id, "id": data["ask"]}, left)
        self._database.settle()
        return len(sealed)

    def _close(self, closed: events.AskEvent, lease: Lease) -> bool:
        asks = schema.asks.c
        with lease.turn, self._database.write() as connection:
            _head(connection, lease.case_id)
            ask = and_(asks.case_id == lease.case_id, asks.id == closed.ask)
            if connection.scalar(select(asks.state).where(ask)) != "open":
                return False
            self._append(connection, lease.case_id, (closed,), fence=lease.fence)
            return True

    def _open_case(self, connection: Connection, key: str, company: str) -> RowMapping:
        cases = schema.cases
        length = _SHORTEST_ID
        while connection.scalar(select(cases.c.id).where(cases.c.id == key[:length])):
            length += 4  # two companies whose keys begin alike
        at = self._clock.now().astimezone(UTC)
        first = {"id": key[:length], "key": key, "company": company, "opened_at": at, "head_hash": key[:length]}
        connection.execute(insert(cases).values(first))
        self._append(connection, key[:length], (events.CaseOpened(key=key, company=company),))
        return connection.execute(select(cases).where(cases.c.key == key)).mappings().one()

    def _append(
        self, connection: Connection, case_id: str, happened: tuple[events.Event, ...], *, fence: int | None = None
    ) -> None:
        head = _head(connection, case_id) if fence is None else _fenced(connection, case_id, fence)
        seq, sealed = head["head_seq"], head["head_hash"]
        at = self._clock.now().astimezone(UTC)
        for event in _without_answers(connection, case_id, happened):
            seq += 1
            body = seal.sealed(event, case=case_id, seq=seq, at=at)
            sealed = seal.chained(sealed, body)
            row = {"case_id": case_id, "seq": seq, "run_id": event.run, "at": at, "body": body, "hash": sealed}
            connection.execute(_EVENT, {"kind": type(event).__name__, **row})
            for put in projection.changes(event, case=case_id, seq=seq, at=at):
                _put(connection, schema.metadata.tables[put.table], put.key, put.values)
        _put(connection, schema.cases, {"id": case_id}, {"head_seq": seq, "head_hash": sealed})


_HEAD = select(schema.cases).where(schema.cases.c.id == bindparam("case")).with_for_update()
_EVENT = insert(schema.events)


def _head(connection: Connection, case_id: str) -> RowMapping:
    """Lock the chain's end: every writer of a case passes here."""
    return connection.execute(_HEAD, {"case": case_id}).mappings().one()


def _without_answers(connection: Connection, case_id: str, happened: Iterable[events.Event]) -> Iterator[events.Event]:
    """Yield what happened; what went wrong is told without the answers that people gave."""
    for event in happened:
        said = {name: getattr(event, name, "") for name in ("error", "reason")}
        if not any(said.values()):
            yield event
            continue
        answers = _answers(connection, case_id)
        told = {name: seal.without(text, answers) for name, text in said.items() if text}
        yield replace(event, **told) if told != said else event


def _answers(connection: Connection, case_id: str) -> list[str]:
    """Return what people told in this case that the chain does not hold as it is."""
    asks = schema.asks.c
    given = select(asks.answer, asks.value).where(asks.case_id == case_id, asks.value.is_not(None))
    return [value for kind, value in connection.execute(given).all() if kind["kind"] not in seal.READ]


def _fenced(connection: Connection, case_id: str, fence: int) -> RowMapping:
    """Lock the chain's end for the holder of the case; raise CaseHeld where another one took it over."""
    head = _head(connection, case_id)
    if head["fence"] != fence:
        raise lease.held(connection, case_id)
    return head


def _put(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    told = {f"key_{name}": value for name, value in key.items()}
    if not connection.execute(_update(table, tuple(key), tuple(values)), {**told, **values}).rowcount:
        connection.execute(_insert(table, (*key, *values)), {**key, **values})


@cache
def _update(table: Table, keys: tuple[str, ...], names: tuple[str, ...]) -> Update:
    """Return the statement that sets *names*: building it anew takes longer than doing it."""
    where = [table.c[name] == bindparam(f"key_{name}") for name in keys]
    return update(table).where(*where).values({name: bindparam(name) for name in names})


@cache
def _insert(table: Table, names: tuple[str, ...]) -> Insert:
    return insert(table).values({name: bindparam(name) for name in names})
