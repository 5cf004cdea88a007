"""The ledger: all or nothing, sealed, private, and told clearly when it cannot be written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from tests.sweep.soundness import chain_faults
from tests.unit.journal.conftest import KEY, SetClock
from tests.unit.journal.story import RUN, STORY

from run_flow import errors
from run_flow.journal import events, schema
from run_flow.journal.ledger import Ledger

CASE = "abababab"


def begun(ledger: Ledger, *more: events.Event) -> None:
    """Write the start of a run, and *more*."""
    with ledger.lease(CASE) as lease:
        ledger.append(STORY[0], *more, lease=lease)


def asked(ledger: Ledger) -> None:
    """Write a run with the ask deposit-1."""
    begun(ledger, *(event for event in STORY if isinstance(event, events.AskOpened) and event.ask == "deposit-1"))


def execute(ledger: Ledger, statement: str) -> None:
    """Meddle with the database."""
    with ledger._database.write() as connection:
        connection.execute(text(statement))


def test_a_case_is_known_by_its_key(ledger: Ledger) -> None:
    """The same key is the same case, whatever the company is called now."""
    assert ledger.case_for(KEY, "改名以后").id == CASE
    assert [case.company for case in ledger.cases()] == ["深圳甲公司"]


def test_two_keys_that_begin_alike_are_two_cases(ledger: Ledger) -> None:
    """A case's short id never stands for another company."""
    other = ledger.case_for(KEY[:8] + "0" * 56, "乙")
    assert other.id == "abababab0000"
    assert len(ledger.cases()) == 2


def test_events_go_to_disk_all_or_none(ledger: Ledger) -> None:
    """Where the last of several events cannot be written, none is."""
    begun(ledger)
    with ledger.lease(CASE) as lease, pytest.raises(IntegrityError):
        ledger.append(STORY[1], events.RunStarted(run="other", flow="certify", digest=""), lease=lease)
    assert [event.kind for event in ledger.events(CASE)] == ["CaseOpened", "RunStarted"]
    assert ledger.steps(RUN) == []


def test_what_one_wrote_another_reads(ledger: Ledger, path: Path, clock: SetClock) -> None:
    """Every read gives small rows that become JSON."""
    with ledger.lease(CASE) as lease:
        for event in STORY:
            clock.pass_by(seconds=1)
            ledger.append(event, lease=lease)
    with Ledger.open(path, clock=clock) as other:
        [run] = other.runs(CASE)
        assert (run.id, run.state, other.run(RUN), other.open_run(CASE, flow="certify")) == (RUN, "done", run, None)
        assert [(step.name, step.round, step.how) for step in other.steps(RUN)] == [
            ("company", 1, "act"),
            ("submit", 1, "readback"),
            ("submit", 2, "operator"),
        ]
        step = other.step(RUN, ("firm", "company"))
        assert step is not None
        assert (step.name, step.forms, other.step(RUN, ("firm",))) == ("company", ["企业信息"], None)
        assert [ask.id for ask in other.asks(CASE, state="expired")] == ["late-1"]
        assert other.asks(state="open") == []
        assert [row.round for row in other.rounds(RUN)] == [2]
        assert len(other.events(RUN)) + 1 == len(other.events(CASE)) == len(STORY) + 1
        assert other.case(CASE) == other.cases()[0]
        assert other.case("nobody") is None
        ask = other.ask(CASE, "code-1")
        assert ask is not None
        assert "secret_ref" not in ask.as_json()
        rows = [*other.cases(), run, *other.steps(RUN), ask, *other.rounds(RUN), *other.events(RUN)]
        assert json.loads(json.dumps([row.as_json() for row in rows]))[1]["started_at"] == "2026-03-02T09:00:01+00:00"


def test_a_lower_fence_writes_nothing(ledger: Ledger, path: Path, clock: SetClock) -> None:
    """A process that lost the case to another one cannot write to its journal any more."""
    with ledger.lease(CASE) as lease:
        clock.pass_by(seconds=61)
        with Ledger.open(path, clock=clock) as other, other.lease(CASE):
            with pytest.raises(errors.CaseHeld):
                ledger.append(STORY[0], lease=lease)
            assert other.runs() == []


@pytest.mark.parametrize(
    "meddling",
    [
        """UPDATE events SET body = replace(body, '"d1"', '"d9"') WHERE seq = 2""",
        "UPDATE events SET hash = replace(hash, 'a', 'b') WHERE seq = 2",
        "UPDATE events SET at = '2026-03-02 08:00:00.000000' WHERE seq = 2",
        "UPDATE events SET kind = 'RunEnded' WHERE seq = 2",
        "DELETE FROM events WHERE seq = 2",
        "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
        "UPDATE cases SET head_hash = '', head_seq = 0",
    ],
)
def test_tampering_is_found(ledger: Ledger, meddling: str) -> None:
    """A changed, a removed and a cut-off event are found by the chain."""
    begun(ledger, *STORY[1:3])
    assert chain_faults(ledger, CASE) == []
    execute(ledger, meddling)
    assert chain_faults(ledger, CASE) != []


def test_the_first_answer_wins(ledger: Ledger) -> None:
    """Of many that answer at once exactly one is told that it did, and its value stands."""
    asked(ledger)
    applied: dict[str, bool] = {}
    start = threading.Barrier(8)

    def answer(value: str) -> None:
        start.wait()
        applied[value] = ledger.answer(CASE, "deposit-1", value, by=value)

    threads = [threading.Thread(target=answer, args=(f"0.{number}0",)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [winner] = [value for value, won in applied.items() if won]
    ask = ledger.ask(CASE, "deposit-1")
    assert ask is not None
    assert (ask.value, ask.by, ask.state) == (winner, winner, "answered")
    assert [event.kind for event in ledger.events(CASE)].count("AskAnswered") == 1
    assert chain_faults(ledger, CASE) == []


def test_an_overdue_or_unknown_ask_takes_no_answer(ledger: Ledger, clock: SetClock) -> None:
    """After the deadline, and where there is no such ask, an answer is not taken."""
    asked(ledger)
    assert not ledger.answer(CASE, "nothing-1", "0.37", by="people")
    clock.pass_by(days=11)
    assert not ledger.answer(CASE, "deposit-1", "0.37", by="people")


def test_the_ledger_is_private_and_durable(ledger: Ledger, path: Path) -> None:
    """The file is for its user alone from the first moment; every commit is on disk."""
    begun(ledger)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}
    with ledger._database.read() as connection:
        pragmas = [
            connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    assert pragmas == ["wal", 2, 10_000]


def test_a_full_disk_stops_the_run(ledger: Ledger) -> None:
    """Where an event cannot be written the error says so, and nothing of it stands."""
    begun(ledger)
    with ledger.lease(CASE) as lease:
        with ledger._database.write() as connection:
            pages = connection.scalar(text("PRAGMA page_count"))
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        huge = events.StepFailed(run=RUN, step="company", error="x" * 100_000, intended=False)
        with pytest.raises(errors.JournalUnwritable, match="full") as full:
            ledger.append(STORY[1], huge, lease=lease)
        assert full.value.exit_code == 11
    assert ledger.steps(RUN) == []
    assert chain_faults(ledger, CASE) == []


def test_a_file_that_may_not_grow_stops_the_process_clearly(path: Path, root: Path) -> None:
    """The system refuses to write: the process ends with our error, and the journal so far is whole."""
    program = """
import resource, sys
from run_flow.errors import JournalUnwritable
from run_flow.journal import events
from run_flow.journal.clock import SystemClock
from run_flow.journal.ledger import Ledger
ledger = Ledger.open(sys.argv[1], clock=SystemClock())
ledger.case_for("ab" * 32, "甲")
with ledger.lease("abababab") as lease:
    ledger.append(events.RunStarted(run="r", flow="f", digest=""), lease=lease)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    try:
        for number in range(1000):
            ledger.append(events.RunResumed(run="r", digest="x" * 1000), lease=lease)
    except JournalUnwritable as error:
        sys.exit(f"{error.exit_code} {number}")
"""
    environment = os.environ | {"PYTHONPATH": str(root / "src")}
    ended = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, env=environment, check=False
    )
    code, number = ended.stderr.split()[-2:]
    assert code == "11"
    with Ledger.open(path, clock=SetClock()) as ledger:
        assert [event.kind for event in ledger.events("r")].count("RunResumed") == int(number) > 0
        assert chain_faults(ledger, CASE) == []


def test_a_place_where_nothing_can_be_made_is_refused(tmp_path: Path, clock: SetClock) -> None:
    """A file where a folder should be, or a file that is no ledger, is told with the remedy."""
    (tmp_path / "file").write_text("x" * 5000)
    for place in (tmp_path / "file" / "journal.db", tmp_path / "file"):
        with pytest.raises(errors.JournalUnwritable) as refused:
            Ledger.open(place, clock=clock)
        assert refused.value.remedy


def test_a_ledger_of_a_newer_version_is_refused(ledger: Ledger, path: Path, clock: SetClock) -> None:
    """An older program does not touch what a newer one wrote."""
    execute(ledger, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(errors.JournalUnwritable, match="9999"):
        Ledger.open(path, clock=clock)


def test_one_run_of_a_flow_is_open_at_a_time(ledger: Ledger) -> None:
    """The database itself refuses a second open run for the same case, flow and item."""
    begun(ledger)
    with ledger.lease(CASE) as lease:
        with pytest.raises(IntegrityError):
            ledger.append(events.RunStarted(run="second", flow="certify", digest=""), lease=lease)
        ledger.append(events.RunStarted(run="item", flow="certify", item="小程序", digest=""), lease=lease)
        ledger.append(events.RunEnded(run=RUN, state="done"), lease=lease)
        ledger.append(events.RunStarted(run="second", flow="certify", digest=""), lease=lease)
    assert {run.id for run in ledger.runs()} == {RUN, "second", "item"}


def test_moments_come_back_in_utc(ledger: Ledger, clock: SetClock) -> None:
    """A moment is the same moment after the database, which knows no zones."""
    assert ledger.cases()[0].opened_at == clock.now()
    assert ledger.cases()[0].opened_at.utcoffset() == timedelta(0)
    assert schema.Instant().process_bind_param(None, None) is None  # type: ignore[arg-type]
