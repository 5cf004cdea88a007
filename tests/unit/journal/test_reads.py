"""The lists stay quick however many cases there are: each goes by an index, and asks no case by itself."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from tests.sweep import many
from tests.unit.journal.conftest import SetClock

from run_flow.journal import events
from run_flow.journal.ledger import Ledger

CASES = 60


@pytest.fixture
def crowded(path: Path, clock: SetClock):
    """Return a ledger of many cases."""
    many.build(path, CASES)
    with Ledger.open(path, clock=clock) as ledger:
        yield ledger


def asked(ledger: Ledger, query: Any) -> list[tuple[str, Any]]:
    """Return the statements that *query* executes."""
    heard: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, *_facts: Any) -> None:
        heard.append((statement, values))

    engine = ledger._database._engine
    event.listen(engine, "before_cursor_execute", hear)
    query()
    event.remove(engine, "before_cursor_execute", hear)
    return heard


def test_every_list_goes_by_an_index(crowded: Ledger) -> None:
    """No list reads a whole table; the cases are read in the order of an index, and no further than needed."""
    for name, query in many.queries(crowded).items():
        for statement, values in asked(crowded, query):
            with crowded._database.read() as connection:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            scans = [row[3] for row in plan if row[3].startswith("SCAN")]
            assert [scan for scan in scans if "cases_by_time" not in scan] == [], name


def test_runs_that_wait_though_nobody_is_asked_are_found_by_an_index(crowded: Ledger) -> None:
    """They are those that wait for a person and have no open ask, of all cases or of one."""
    waiting = [run for run in crowded.open_runs() if run.state == "waiting"]
    wanted = {run.id for run in waiting} - {ask.run_id for ask in crowded.asks()}
    asks = crowded.asks(waiting[0].case_id)
    with crowded.lease(waiting[0].case_id) as lease:
        crowded.append(*(events.AskCancelled(run=ask.run_id, ask=ask.id) for ask in asks), lease=lease)
    wanted |= {run.id for run in waiting if run.case_id == waiting[0].case_id}
    assert {run.id for run in crowded.unasked_runs()} == wanted
    assert {run.id for run in crowded.unasked_runs(waiting[0].case_id)} <= wanted
    for statement, values in asked(crowded, crowded.unasked_runs):
        with crowded._database.read() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        assert not [row[3] for row in plan if row[3].startswith("SCAN")]


def test_fifty_cases_take_no_more_queries_than_one(crowded: Ledger) -> None:
    """Cases, runs, asks, deadlines and facts come in one query each."""
    ids = crowded.case_ids(most=50)
    assert len(ids) == 50
    for some in (ids[:1], ids):
        assert len(asked(crowded, lambda some=some: crowded.overviews(some))) == 1 + 5, "BEGIN and five"


def test_what_has_to_be_done_comes_first_and_then_the_newest(crowded: Ledger) -> None:
    """A case with an open run, or none yet, stands before those that are done; of each kind the newest is first."""
    fresh = crowded.case_for("ff" * 32, "没有办理过").id
    ids = crowded.case_ids()
    assert len(ids) == crowded.count_cases() == CASES + 1
    assert crowded.case_ids(most=7) == ids[:7]
    is_open = {case: not (runs := crowded.runs(case)) or any(run.state != "done" for run in runs) for case in ids}
    assert is_open[fresh]
    opened = {case: crowded.overviews([case])[0].case.opened_at for case in ids}
    assert ids == sorted(ids, key=lambda case: (is_open[case], opened[case]), reverse=True)


def test_an_overview_is_what_the_single_reads_tell(crowded: Ledger) -> None:
    """Together or one by one, the rows are the same; an unknown case is left out."""
    ids = random.Random(1).sample(crowded.case_ids(), 9)
    for overview, case in zip(crowded.overviews([*ids, "nobody"]), ids, strict=True):
        assert overview.case == crowded.case(case)
        assert list(overview.runs) == crowded.runs(case)
        assert list(overview.asks) == crowded.asks(case)
    assert crowded.case_of("nobody") is None
    known = crowded.case_for("ff" * 32, "乙")
    assert crowded.case_of("ff" * 32) == known


def test_whose_process_holds_a_case_is_told_by_what_it_alone_writes(crowded: Ledger) -> None:
    """An answer to an older run is anybody's; the run of the last step, ask or begin is the holder's, by an index."""
    case = crowded.case_ids()[0]
    first = crowded.runs(case)[0].id
    place = {"run": first, "step": "pay", "ask": "fee-1", "key": "fee", "role": "", "channel": ""}
    words = {"kind": "ask", "question": "?", "answer": {"kind": "text"}, "deadline": None, "secret": False}
    asked_of = events.AskOpened(**place, **words)
    with crowded.lease(case) as lease:
        crowded.append(asked_of, lease=lease)
        assert crowded.worked_on(case) == first
        crowded.append(events.RunStarted(run="another", flow="withdraw", digest="d"), lease=lease)
    assert crowded.answer(case, "fee-1", "1", by="me")
    assert crowded.worked_on(case) == "another"
    for statement, values in asked(crowded, lambda: crowded.worked_on(case)):
        with crowded._database.read() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        assert not [row[3] for row in plan if row[3].startswith("SCAN") or "TEMP B-TREE" in row[3]]
