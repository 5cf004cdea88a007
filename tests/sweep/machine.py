"""An errand at which anything may happen, in any order, as hypothesis thinks it up: a state machine of the engine.

``python -m tests.sweep.machine [RUNS]`` prints the table; the default is 100,000 runs, shared out among the cores. A
run is one errand from its start until it is done, with any number of lives; the ledger is real and lies in memory.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import structlog
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.sweep import soundness
from tests.sweep.kills import shelf
from tests.sweep.scripts import SCRIPTS
from tests.unit.engine.conftest import willing
from tests.unit.engine.model import FakeClock, Office, empty_ledger
from tests.unit.engine.test_kills import DyingLedger, Killed

from run_flow import errors
from run_flow.engine.people import AskView, give
from run_flow.journal.files import Vault
from run_flow.journal.ledger import Ledger

RUNS = 100_000
SEED = 20261123
MORE_LIVES = 12
STEPS = 5
_ERRANDS_IN_A_LEDGER = 400
_WORDS = {"landline": "26", "deposit": "0.37"}
LATE = st.sampled_from((timedelta(0), timedelta(seconds=90), timedelta(hours=1)))
PASSING = st.sampled_from((timedelta(seconds=30), timedelta(hours=3), timedelta(days=2), timedelta(days=12)))
ENDED = (errors.RunFlowError, errors.Suspended, Killed)


class Shelf:
    """The ledger that many errands share, one case each: a new one is dearer than an errand."""

    def __init__(self) -> None:
        """Make none yet."""
        self.clock = FakeClock()
        self.home: Path | None = None
        self.ledger: Ledger | None = None
        self.errands = 0

    def case(self) -> tuple[Path, Ledger, str]:
        """Return a home, its ledger, and the key of a company that it does not know."""
        if self.ledger is None or self.errands % _ERRANDS_IN_A_LEDGER == 0:
            self.close()
            self.home = Path(tempfile.mkdtemp(prefix="run-flow-machine-", dir=shelf()))
            (self.home / "journal.db").write_bytes(empty_ledger())
            self.ledger = Ledger.open(self.home / "journal.db", clock=self.clock)
        self.errands += 1
        assert self.home is not None
        return self.home, self.ledger, f"{self.errands:08x}" + "0" * 56

    def close(self) -> None:
        """Clear it away."""
        if self.ledger is not None and self.home is not None:
            self.ledger.close()
            shutil.rmtree(self.home)
        self.ledger = None


class Desk(Office):
    """An office whose company is one of many in the ledger."""

    key = "ab" * 32

    @property
    def profile(self) -> SimpleNamespace:
        """Return the facts of the profile, under the errand's own key."""
        facts = vars(super().profile)
        return SimpleNamespace(**facts | {"key": self.key})


class Errand(RuleBasedStateMachine):
    """One company's errand: whatever happens, nothing is sent or paid twice, and it can be brought to its end."""

    shelf = Shelf()
    lives = 0
    happened = 0
    people: Callable[[Office], Any] = staticmethod(willing)
    mends: type[DyingLedger] = DyingLedger

    @initialize()
    def begins(self) -> None:
        """A company that the ledger does not know yet."""
        home, self.ledger, key = self.shelf.case()
        self.desk = Desk(home, clock=self.shelf.clock)
        self.desk.key = key
        self.desk.patience = timedelta(seconds=2)
        self.script = SCRIPTS[0]
        self.done = False

    @rule(writes=st.integers(1, 30), before=st.booleans())
    def is_killed(self, *, writes: int, before: bool) -> None:
        """The command is given, and killed at one of its writes."""
        self.lives_once(writes, before=before)

    @rule(lid=st.integers(1, 6), writes=st.integers(0, 20))
    def is_taken_over(self, lid: int, writes: int) -> None:
        """The lid is closed while an ask is open; another process goes on, and may be killed; the first one wakes."""
        seen: list[str] = []

        def close(ask: AskView) -> None:
            if ask.id in seen:
                return
            seen.append(ask.id)
            if len(seen) == lid:
                self.shelf.clock.pass_by(seconds=61)
                self.lives_once(writes)

        self.lives_once(0, watch=close)

    @rule(at=st.integers(1, 5))
    def is_tried_by_a_second_process(self, at: int) -> None:
        """While one process works another one is refused."""
        seen: list[str] = []

        def come(ask: AskView) -> None:
            seen.append(ask.id)
            if len(seen) == at:
                try:
                    self.desk.go(self.script, ledger=DyingLedger(self.ledger, 0, before=True))
                except errors.CaseHeld:
                    return
                raise AssertionError("a second process was let in")

        self.lives_once(0, watch=come)

    @rule()
    def nobody_is_there(self) -> None:
        """The command is given while nobody answers."""
        self.lives_once(0, silent=True)

    @rule(times=st.integers(1, 2), wrong=st.booleans())
    def is_answered_elsewhere(self, *, times: int, wrong: bool) -> None:
        """Every open ask is answered from another terminal: wrongly, twice, or after its time."""
        home = self.desk.home
        for ask in self.ledger.asks(self.case):
            word = _WORDS.get(ask.key, "是")
            if ask.answer is None or ask.kind == "outcome":
                continue
            if wrong:
                with suppress(ValueError):
                    assert not give(self.ledger, Vault(home / "s"), ask, "?!", by="x"), "no answer at all"
            for time_ in range(times):
                with suppress(ValueError):
                    assert give(self.ledger, Vault(home / "s"), ask, word, by="x") <= (time_ == 0), "applied twice"

    @rule(late=LATE)
    def is_shown_late(self, late: timedelta) -> None:
        """The portal shows later, or sooner, what it has."""
        if not self.desk.model.submissions:
            self.desk.model.lists_late = late

    @rule()
    def is_signed_out(self) -> None:
        """The portal knows nobody any more."""
        self.desk.model.session = False

    @rule()
    def loses_a_reply(self) -> None:
        """The portal takes the next click, and its answer is lost."""
        self.desk.model.reply_lost = True
        self.lives_once(0)
        self.desk.model.reply_lost = False

    @rule(span=PASSING)
    def time_passes(self, span: timedelta) -> None:
        """Nobody does anything for a while."""
        self.shelf.clock.pass_by(seconds=span.total_seconds())

    @rule(number=st.integers(0, len(SCRIPTS) - 1))
    def script_is_edited(self, number: int) -> None:
        """The flow's script has another step, or a step with another name."""
        self.script = SCRIPTS[number]

    @rule(digest=st.sampled_from(("d1", "d2")))
    def profile_is_edited(self, digest: str) -> None:
        """The company's facts are others than before."""
        self.desk.digest = digest

    @invariant()
    def nothing_is_doubled(self) -> None:
        """The portal has each thing once at most."""
        if hasattr(self, "desk"):
            model = self.desk.model
            assert len(model.submissions) <= 1, "submitted twice"
            assert len(model.payments) <= 1, "paid twice"
            assert len(model.verified) <= 1, "the deposit was named twice"

    def teardown(self) -> None:
        """Bring it to its end, and look whether the record is sound."""
        if not hasattr(self, "desk"):
            return
        for _life in range(MORE_LIVES):
            if self.done:
                break
            self.lives_once(0)
            self.shelf.clock.pass_by(hours=1)
        self.nothing_is_doubled()
        model = self.desk.model
        assert self.done, "stuck"
        assert (len(model.submissions), len(model.payments)) == (1, 1), "done without it"
        assert soundness.faults(self.ledger, self.case) == []

    @property
    def case(self) -> str:
        """Return the errand's case."""
        return self.desk.key[:8]

    def lives_once(
        self, writes: int, *, before: bool = True, silent: bool = False, watch: Callable[[AskView], None] | None = None
    ) -> None:
        """Give the command once; it dies at a write where one is told."""
        type(self).lives += 1
        people = willing(self.desk)
        renamed = {key.replace("submit", "send"): act for key, act in people.acts.items()}
        people.acts = {} if silent else people.acts | renamed
        if watch:
            people.watch = watch
        others, self.desk.people = self.desk.people, people
        try:
            self.desk.go(self.script, ledger=self.mends(self.ledger, writes, before=before))
            self.done = True
        except ENDED as ended:
            if getattr(ended, "exit_code", 0) == 1:
                raise AssertionError("a defect of ours") from ended
        finally:
            self.desk.people = others


@dataclass
class Count:
    """How many errands were run, in how many lives, and how many were not as promised."""

    runs: int = 0
    lives: int = 0
    wrong: int = 0

    def add(self, other: Count) -> None:
        """Add what another one counted."""
        self.runs, self.lives, self.wrong = self.runs + other.runs, self.lives + other.lives, self.wrong + other.wrong


def runs(number: int, at: int) -> Count:
    """Let hypothesis think up *number* errands; the first that is not as promised ends it, and its story is told."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    machine = type("Errand", (Errand,), {"shelf": Shelf()})
    wrong = 0
    try:
        run_state_machine_as_test(seed(at)(machine), settings=profile(number))
    except Exception:  # noqa: BLE001  whatever it is, it is counted
        wrong = 1
        traceback.print_exc()
    finally:
        machine.shelf.close()
    return Count(machine.shelf.errands, machine.lives, wrong)


def profile(number: int) -> settings:
    """Return how hypothesis goes about it: as many as told, no time limit, nothing remembered."""
    return settings(
        max_examples=number,
        stateful_step_count=STEPS,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )


def swept(number: int) -> Count:
    """Run *number* errands at least, on every core."""
    cores, slice_ = os.cpu_count() or 1, 1000
    found = Count()
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("spawn")) as pool:
        sizes = [min(slice_, number - first) for first in range(0, number, slice_)]
        for count in pool.map(runs, sizes, range(SEED, SEED + len(sizes))):
            found.add(count)
            print(f"{found.runs:,} runs, {found.lives:,} lives, {found.wrong} wrong", file=sys.stderr, flush=True)
    return found


def table(count: Count) -> str:
    """Return the figures as a table."""
    return (
        "| 任意顺序的意外（hypothesis 状态机） | 次数 |\n|---|---|\n"
        f"| 办理，从头到办完 | {count.runs:,} |\n| 其中启动的进程 | {count.lives:,} |\n"
        f"| 重复提交、重复付款、卡住、记录不符 | {count.wrong:,} |"
    )


def main() -> None:
    """Run and print the table."""
    began = time.monotonic()
    count = swept(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
    print(table(count))
    print(f"\n{(time.monotonic() - began) / 60:.1f} 分钟，{os.cpu_count()} 核，随机数种子 {SEED}。")
    sys.exit(bool(count.wrong))


if __name__ == "__main__":
    main()
