"""What can be asked of the ledger: each read sees one moment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, func, literal_column, or_, select
from sqlalchemy.engine import RowMapping

from run_flow.journal import events, schema
from run_flow.journal.database import Database
from run_flow.journal.rows import (
    AskRow,
    CaseRow,
    DeadlineRow,
    EventRow,
    FactRow,
    LinkRow,
    Overview,
    RoundRow,
    Row,
    RunRow,
    StepRow,
)

AnyRow = TypeVar("AnyRow", bound=Row)

_ASK = select(schema.asks).where(schema.asks.c.case_id == bindparam("case"), schema.asks.c.id == bindparam("ask"))
_DONE: ColumnElement[str] = literal_column("'done'")  # written out, as the partial index has it

_OF_THE_HOLDER = tuple(
    kind.__name__ for kind in (events.RunStarted, events.RunResumed, events.StepStarted, events.AskOpened)
)
_FACTS = (schema.facts.c.item, schema.facts.c.at, schema.facts.c.label)


class Reads:
    """The reading half of the ledger."""

    def __init__(self, database: Database) -> None:
        """Read from *database*."""
        self._database = database

    def cases(self) -> list[CaseRow]:
        """Return every case, the newest first."""
        return self._all(CaseRow, select(schema.cases).order_by(schema.cases.c.opened_at.desc()))

    def count_cases(self) -> int:
        """Return how many cases there are."""
        with self._database.read() as connection:
            return connection.scalar(select(func.count()).select_from(schema.cases)) or 0

    def case_ids(self, *, most: int | None = None) -> list[str]:
        """Return the cases, those with something to do first, of each kind the newest first; *most* of them, or all."""
        found: list[str] = []
        with self._database.read() as connection:
            for condition in (_open(), ~_open()):
                left = None if most is None else most - len(found)
                if left is None or left > 0:
                    newest = select(schema.cases.c.id).where(condition).order_by(schema.cases.c.opened_at.desc())
                    found += connection.scalars(newest.limit(left))
        return found

    def overviews(self, case_ids: Sequence[str]) -> list[Overview]:
        """Return the cases of these ids, in their order, with all that stands open: one query for each kind."""
        cases, runs, asks, deadlines = schema.cases.c, schema.runs.c, schema.asks.c, schema.deadlines.c
        with self._database.read() as connection:
            of_cases = connection.execute(select(schema.cases).where(cases.id.in_(case_ids))).mappings().all()
            query = select(schema.runs).where(runs.case_id.in_(case_ids)).order_by(runs.updated_at.desc(), runs.id)
            of_runs = [RunRow.of(row) for row in connection.execute(query).mappings()]
            query = select(schema.asks).where(asks.case_id.in_(case_ids), asks.state == "open")
            of_asks = [AskRow.of(row) for row in connection.execute(query.order_by(asks.opened_at, asks.id)).mappings()]
            query = select(schema.deadlines).where(deadlines.case_id.in_(case_ids), deadlines.met_at.is_(None))
            of_deadlines = [
                DeadlineRow.of(row) for row in connection.execute(query.order_by(deadlines.until)).mappings()
            ]
            query = select(schema.facts).where(schema.facts.c.case_id.in_(case_ids)).order_by(*_FACTS)
            of_facts = [FactRow.of(row) for row in connection.execute(query).mappings()]
        known = {row["id"]: CaseRow.of(row) for row in of_cases}
        return [
            Overview(
                case=known[case_id],
                runs=tuple(run for run in of_runs if run.case_id == case_id),
                asks=tuple(ask for ask in of_asks if ask.case_id == case_id),
                deadlines=tuple(row for row in of_deadlines if row.case_id == case_id),
                facts=tuple(row for row in of_facts if row.case_id == case_id),
            )
            for case_id in case_ids
            if case_id in known
        ]

    def case(self, case_id: str) -> CaseRow | None:
        """Return the case, or None."""
        return self._first(CaseRow, select(schema.cases).where(schema.cases.c.id == case_id))

    def case_of(self, key: str) -> CaseRow | None:
        """Return the case that *key* identifies, or None."""
        return self._first(CaseRow, select(schema.cases).where(schema.cases.c.key == key))

    def runs(self, case_id: str | None = None) -> list[RunRow]:
        """Return the runs, of one case or of all, the one that moved last first."""
        query = select(schema.runs).order_by(schema.runs.c.updated_at.desc(), schema.runs.c.id)
        return self._all(RunRow, query.where(schema.runs.c.case_id == case_id) if case_id else query)

    def run(self, run_id: str) -> RunRow | None:
        """Return the run, or None."""
        return self._first(RunRow, select(schema.runs).where(schema.runs.c.id == run_id))

    def open_run(self, case_id: str, *, flow: str, item: str = "") -> RunRow | None:
        """Return the one run of *flow* for the case and item that is not done, or None."""
        runs = schema.runs.c
        query = select(schema.runs).where(runs.case_id == case_id, runs.flow == flow, runs.item == item)
        return self._first(RunRow, query.where(runs.state != _DONE))

    def open_runs(self) -> list[RunRow]:
        """Return the runs that are not done, the one that waits longest first."""
        query = select(schema.runs).where(schema.runs.c.state != _DONE)
        return self._all(RunRow, query.order_by(schema.runs.c.updated_at, schema.runs.c.id))

    def worked_on(self, case_id: str) -> str | None:
        """Return the run on which the case's holder works, or worked last; what others tell of a run counts nothing."""
        log = schema.events.c
        query = select(log.run_id).where(log.case_id == case_id, log.kind.in_(_OF_THE_HOLDER))
        with self._database.read() as connection:
            return connection.scalar(query.order_by(log.seq.desc()).limit(1))

    def unasked_runs(self, case_id: str | None = None) -> list[RunRow]:
        """Return the runs that wait for a person whom nothing asks at the moment, the one that waits longest first."""
        runs, asks = schema.runs.c, schema.asks.c
        asked = exists().where(asks.case_id == runs.case_id, asks.run_id == runs.id, asks.state == "open")
        query = select(schema.runs).where(runs.state == "waiting", ~asked)
        query = query.where(runs.case_id == case_id) if case_id else query
        return self._all(RunRow, query.order_by(runs.updated_at, runs.id))

    def rounds(self, run_id: str) -> list[RoundRow]:
        """Return the rounds that were opened after the first one, in order."""
        rounds = schema.rounds.c
        query = select(schema.rounds).where(rounds.run_id == run_id)
        return self._all(RoundRow, query.order_by(rounds.item, rounds.round))

    def steps(self, run_id: str) -> list[StepRow]:
        """Return the run's steps, in the order in which they were begun."""
        steps = schema.steps.c
        order = func.coalesce(steps.started_at, steps.done_at), steps.seq
        return self._all(StepRow, select(schema.steps).where(steps.run_id == run_id).order_by(*order))

    def step(self, run_id: str, names: Sequence[str], *, item: str = "", round: int = 1) -> StepRow | None:  # noqa: A002  the word of the domain
        """Return how far the step is that goes, or went, by one of *names*; what cannot be undone counts first."""
        steps = schema.steps.c
        query = select(schema.steps).where(steps.run_id == run_id, steps.name.in_(names))
        order = case((steps.state == "intent", 0), (steps.state == "done", 1), else_=2)
        return self._first(StepRow, query.where(steps.item == item, steps.round == round).order_by(order, steps.seq))

    def asks(
        self, case_id: str | None = None, *, run_id: str | None = None, state: events.AskState | None = "open"
    ) -> list[AskRow]:
        """Return the asks in *state* (None: in any), the oldest first."""
        asks = schema.asks.c
        query = select(schema.asks).order_by(asks.opened_at, asks.id)
        for column, value in ((asks.case_id, case_id), (asks.run_id, run_id), (asks.state, state)):
            query = query.where(column == value) if value is not None else query
        return self._all(AskRow, query)

    def ask(self, case_id: str, ask_id: str) -> AskRow | None:
        """Return the ask, or None."""
        return self._first(AskRow, _ASK, case=case_id, ask=ask_id)

    def deadlines(self, case_id: str | None = None, *, met: bool = False) -> list[DeadlineRow]:
        """Return what has still to be done by when, the nearest first; with *met* what was done, too."""
        deadlines = schema.deadlines.c
        query = select(schema.deadlines).order_by(deadlines.until, deadlines.case_id, deadlines.key, deadlines.item)
        query = query.where(deadlines.case_id == case_id) if case_id else query
        return self._all(DeadlineRow, query if met else query.where(deadlines.met_at.is_(None)))

    def facts(self, case_id: str) -> list[FactRow]:
        """Return what the portal showed last beside each label, by item, in the order in which it was found."""
        return self._all(FactRow, select(schema.facts).where(schema.facts.c.case_id == case_id).order_by(*_FACTS))

    def head(self, case_id: str) -> int:
        """Return the number of the case's last event."""
        with self._database.read() as connection:
            return int(connection.scalar(select(schema.cases.c.head_seq).where(schema.cases.c.id == case_id)) or 0)

    def events(self, of: str, *, after: int = 0) -> list[EventRow]:
        """Return what happened in a run or in a case, in order; only what came *after* the event of that number."""
        log = schema.events.c
        query = select(schema.events).where(or_(log.run_id == of, log.case_id == of), log.seq > after)
        query = query.order_by(log.case_id, log.seq)
        with self._database.read() as connection:
            return [_event(row) for row in connection.execute(query).mappings()]

    def chain_head(self, case_id: str) -> str:
        """Return where the case's chain ends: the number of its last event and its hash, with a colon between."""
        cases = schema.cases.c
        with self._database.read() as connection:
            seq, sealed = connection.execute(select(cases.head_seq, cases.head_hash).where(cases.id == case_id)).one()
            return f"{seq}:{sealed}"

    def chain(self, case_id: str) -> list[LinkRow]:
        """Return the case's events as they stand in the chain, from the first one on."""
        log = schema.events.c
        return self._all(LinkRow, select(schema.events).where(log.case_id == case_id).order_by(log.seq))

    def _all(self, kind: type[AnyRow], query: Select[Any]) -> list[AnyRow]:
        with self._database.read() as connection:
            return [kind.of(row) for row in connection.execute(query).mappings()]

    def _first(self, kind: type[AnyRow], query: Select[Any], **told: str) -> AnyRow | None:
        with self._database.read() as connection:
            row = connection.execute(query, told).mappings().first()
        return kind.of(row) if row else None


def _open() -> ColumnElement[bool]:
    """Return whether a case has something to do: a run that is not done, or none begun yet."""
    of_case = schema.runs.c.case_id == schema.cases.c.id
    return exists().where(of_case, schema.runs.c.state != _DONE) | ~exists().where(of_case)


def _event(row: RowMapping) -> EventRow:
    body = json.loads(row["body"])
    names = ("case_id", "seq", "run_id", "at", "kind", "hash")
    return EventRow(data=body["data"], **{name: row[name] for name in names})
