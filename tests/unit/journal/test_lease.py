"""One process works on a case; the dead are succeeded at once, the living are named."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.unit.journal.conftest import SetClock

from run_flow import errors
from run_flow.journal.database import Database
from run_flow.journal.lease import TTL, Holder, Lease, at_work, leased
from run_flow.journal.ledger import Ledger

CASE = "abababab"
HOLDS = """
import sys
from datetime import UTC, datetime
from run_flow.journal.ledger import Ledger
class Clock:
    def now(self):
        return datetime.fromisoformat(sys.argv[2])
with Ledger.open(sys.argv[1], clock=Clock()) as ledger, ledger.lease("abababab"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def holder(path: Path, clock: SetClock, root: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that holds the case until it is told otherwise."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path), clock.now().isoformat()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(root / "src")},
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_living_process_is_named(ledger: Ledger, path: Path, clock: SetClock, root: Path) -> None:
    """The second process is refused at once and told who holds the case, and since when."""
    with holder(path, clock, root) as process:
        with pytest.raises(errors.CaseHeld, match=str(process.pid)) as held, ledger.lease(CASE):
            pass
        assert f"{clock.now().astimezone():%H:%M:%S}" in held.value.found
        assert held.value.exit_code == 9


def test_a_killed_process_is_succeeded_at_once(ledger: Ledger, path: Path, clock: SetClock, root: Path) -> None:
    """After kill -9 nobody waits for the lease to run out."""
    with holder(path, clock, root) as process:
        process.kill()
        process.wait()
        with ledger.lease(CASE) as lease:
            assert lease.fence == 2


@pytest.mark.skipif(sys.platform == "win32", reason="a parent has nothing to collect there")
def test_a_killed_process_that_its_parent_forgot_is_dead(
    ledger: Ledger, path: Path, clock: SetClock, root: Path
) -> None:
    """Whoever started it may never ask how it ended: it works on nothing all the same."""
    with holder(path, clock, root) as process:
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        with ledger.lease(CASE) as lease:
            assert lease.fence == 2


def test_a_process_that_ends_gives_the_case_back(ledger: Ledger, path: Path, clock: SetClock, root: Path) -> None:
    """A lease that ended is nobody's."""
    with holder(path, clock, root) as process:
        process.communicate("done\n")
        assert ledger.cases()[0].lease_owner is None


def test_a_lease_runs_out(ledger: Ledger, clock: SetClock) -> None:
    """A process that does not move any more loses the case after a minute, living or not."""
    with ledger.lease(CASE) as first:
        clock.pass_by(seconds=59)
        with pytest.raises(errors.CaseHeld), ledger.lease(CASE):
            pass
        clock.pass_by(seconds=2)
        with ledger.lease(CASE) as second:
            assert second.fence == first.fence + 1
            with pytest.raises(errors.CaseHeld):
                first.check()
        with pytest.raises(errors.CaseHeld, match="接手"):
            first.check()


def test_a_lease_of_a_clock_that_was_ahead_strands_nobody(ledger: Ledger, path: Path, clock: SetClock) -> None:
    """It is cut to a minute of our own time: long enough for a living holder's next beat, and over for a dead one."""
    ahead = SetClock()
    ahead.pass_by(days=30)
    with Ledger.open(path, clock=ahead) as other, other.lease(CASE) as first:
        with pytest.raises(errors.CaseHeld), ledger.lease(CASE):
            pass
        first.check()  # it lives: its beat prolongs the lease
        clock.pass_by(seconds=61)
        with pytest.raises(errors.CaseHeld), ledger.lease(CASE):
            pass
        clock.pass_by(seconds=61)
        with ledger.lease(CASE) as second:
            assert second.fence > first.fence


def test_after_a_gap_the_lease_is_taken_anew_under_a_higher_fence(ledger: Ledger, clock: SetClock) -> None:
    """The lid of a laptop was closed and nobody came: the case is still ours, with a new fence."""
    with ledger.lease(CASE) as lease:
        clock.pass_by(seconds=30)
        lease.check()
        assert lease.fence == 1
        clock.pass_by(hours=8)
        lease.check()
        assert lease.fence == 2
        lease.check()
        assert lease.fence == 2


def test_the_heart_keeps_the_lease(ledger: Ledger, path: Path, clock: SetClock) -> None:
    """While the process waits for people its lease is prolonged, through a connection of its own."""
    database, pause = Database(path), threading.Event()
    with leased(database, clock, CASE, beat_seconds=0.005) as lease:
        for _minute in range(5):
            clock.pass_by(seconds=50)
            assert any(lease._kept_at == clock.now() or pause.wait(0.001) for _look in range(10_000))
        with pytest.raises(errors.CaseHeld), ledger.lease(CASE):
            pass
        assert lease.fence == 1
    database.close()


def test_the_heart_stops_when_the_case_is_lost(ledger: Ledger, path: Path, clock: SetClock) -> None:
    """A lost lease is not fought for, and what its new holder has is not given back."""
    database = Database(path)
    with leased(database, clock, CASE, beat_seconds=3600) as first:
        clock.pass_by(seconds=61)
        with ledger.lease(CASE) as second:
            with pytest.raises(errors.CaseHeld):
                first.check()
            first.release()
            second.check()
    database.close()


def test_of_many_that_want_it_one_gets_it(path: Path, ledger: Ledger, clock: SetClock) -> None:
    """A race on a free case has exactly one winner."""
    won: list[int] = []
    start = threading.Barrier(6)

    def race() -> None:
        start.wait()
        try:
            won.append(Lease(database, clock, CASE).fence)
        except errors.CaseHeld:
            return

    database = Database(path)
    threads = [threading.Thread(target=race) for _runner in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.close()
    assert won == [1]


@pytest.mark.skipif(not Path("/proc/self/ns/pid").exists(), reason="namespaces are Linux's")
def test_a_process_in_another_container_is_not_taken_for_dead() -> None:
    """Two containers may share name and boot; the number of a living process there may be free here."""
    me = Holder.current()
    boot, namespace = me.boot.split(" ", 1)
    assert namespace == str(Path("/proc/self/ns/pid").readlink())
    assert not Holder(me.host, f"{boot} pid:[1]", 1 << 22, me.started).is_dead


def test_only_this_machine_tells_who_is_dead() -> None:
    """A process elsewhere is never taken for dead; another one under the same number is not the same."""
    me = Holder.current()
    assert Holder.parse(str(me)).pid == me.pid == os.getpid()
    assert (me.is_dead, me.is_living) == (False, True)
    assert Holder(me.host, me.boot, me.pid, me.started - 100).is_dead
    assert not Holder("elsewhere", me.boot, me.pid, me.started).is_living
    assert not Holder("elsewhere", me.boot, 1 << 22, 1.0).is_dead
    assert not Holder(me.host, "another boot", me.pid, me.started - 100).is_dead
    assert Holder.parse("a|b|c|7|1.50") == Holder("a|b", "c", 7, 1.5)


def test_whoever_cannot_be_told_dead_is_at_work_while_the_lease_runs(clock: SetClock) -> None:
    """The living always, the dead never; a process of before the last boot only until its lease has run out."""
    me, now = Holder.current(), clock.now()
    living, dead = me, Holder(me.host, me.boot, me.pid, me.started - 100)
    unknown = Holder(me.host, "another boot", me.pid, me.started)

    def told(holder: Holder) -> list[bool]:
        return [at_work(str(holder), until, now=now) for until in (now + TTL, now, None)]

    assert told(living) == [True, True, True]
    assert told(dead) == [False, False, False]
    assert told(unknown) == [True, False, False]
    assert not at_work(None, now + TTL, now=now)


def test_a_case_tells_until_when_it_is_held(ledger: Ledger, clock: SetClock) -> None:
    """Whoever reads it may tell a lease that runs from one that ran out."""
    with ledger.lease(CASE):
        assert ledger.cases()[0].lease_until == clock.now() + TTL
    assert ledger.cases()[0].lease_until is None
