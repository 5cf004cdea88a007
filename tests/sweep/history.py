"""One company's whole errand at the hall, life after life, and what came of it."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import psutil
from tests.sweep import soundness
from tests.sweep.hall import CANCEL, FILE, LINK, PAYMENT, SUBMIT, Hall, SharedClock, opened
from tests.sweep.mortal import Life, live

from run_flow.journal.ledger import Ledger

CASE = "abababab"
MORE_LIVES = 40  # nobody is there most of the time, and whoever answers may be killed
PATIENCE_SECONDS = 120
LEASE = timedelta(seconds=61)
Tear = Literal["", "tail", "acknowledged"]


@dataclass(frozen=True)
class Trial:
    """What happens to one errand."""

    kind: str
    lives: tuple[Life, ...] = ()
    late: timedelta = timedelta(0)
    lose: tuple[tuple[str, str], ...] = ()
    kill: tuple[tuple[str, str], ...] = ()
    sign_out_at: int = 0
    tear: Tear = ""
    """What is cut off the database's log after a kill: part of the last commit, or whole commits before it."""
    silent: bool = False
    """People answer from another terminal, between two lives."""
    pause: timedelta = timedelta(seconds=180)
    defect: str = ""
    seed: int = 0


@dataclass
class Outcome:
    """What came of a trial."""

    met: int = 0
    submissions: int = 0
    payments: int = 0
    lost: list[str] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)
    seconds: float = 0

    @property
    def stuck(self) -> bool:
        """Tell whether the errand was not done by the same command, given again and again."""
        return not self.codes or self.codes[-1] != 0 or 1 in self.codes

    @property
    def wrong(self) -> bool:
        """Tell whether anything is not as promised."""
        return bool(self.submissions or self.payments or self.lost or self.stuck or self.unsound)


def history(folder: Path, trial: Trial, *, record: Path | None = None) -> Outcome:
    """Do the errand in *folder*, removed afterwards; return what came of it."""
    began = time.monotonic()
    folder.mkdir(mode=0o700, parents=True)
    clock = SharedClock(folder / "clock")
    hall = Hall(clock, late=trial.late, lose=dict(trial.lose), kill=dict(trial.kill), sign_out_at=trial.sign_out_at)
    (folder / "ledger.db").write_bytes(_empty())
    with opened(hall) as port:
        outcome = _Lives(folder, trial, hall, port).go(record)
    _judge(folder, hall, clock, trial, outcome)
    if trial.sign_out_at and hall.requests >= trial.sign_out_at:
        outcome.met += 1
    outcome.met += hall.met
    outcome.seconds = time.monotonic() - began
    shutil.rmtree(folder)
    return outcome


class _Lives:
    """The command given again and again."""

    def __init__(self, folder: Path, trial: Trial, hall: Hall, port: int) -> None:
        self._folder, self._trial, self._hall, self._port = folder, trial, hall, port
        self._chance = random.Random(trial.seed)
        self._context = forkserver()
        self.outcome = Outcome()

    def go(self, record: Path | None) -> Outcome:
        stopped: list[Any] = []
        for number in range(len(self._trial.lives) + MORE_LIVES):
            life = self._trial.lives[number] if number < len(self._trial.lives) else self._plain()
            process = self._start(life, record if number == 0 else None)
            code = self._ended(process, life)
            if code is None:
                stopped.append(process)
                self._hall.clock.pass_by(seconds=LEASE.total_seconds())
                continue
            if stopped and not life.answers:
                self._wake(stopped)
            if not life.answers:
                self.outcome.codes.append(code)
            if code == 0 and not life.answers and number >= len(self._trial.lives) - 1:
                break
            self._between(code)
        self._wake(stopped)
        return self.outcome

    def _plain(self) -> Life:
        silent = self._trial.silent and self._chance.random() < 0.9
        return Life(silent=silent, defect=self._trial.defect)  # type: ignore[arg-type]

    def _start(self, life: Life, record: Path | None) -> Any:
        process = self._context.Process(target=live, args=(self._folder, self._port, life, record))
        process.start()
        return process

    def _ended(self, process: Any, life: Life) -> int | None:
        """Return how *process* ended; None where it was stopped, as a closed lid does."""
        until = time.monotonic() + PATIENCE_SECONDS
        while process.exitcode is None:
            process.join(0.02 if life.signal == signal.SIGSTOP else PATIENCE_SECONDS)
            if process.exitcode is None and life.signal == signal.SIGSTOP and _is_stopped(process.pid):
                self.outcome.met += 1
                return None
            if time.monotonic() > until:
                process.kill()
                return 1
        if process.exitcode == -signal.SIGKILL and life.moment:
            self.outcome.met += 1
            self._tear()
        if life.room_bytes and process.exitcode == 11:
            self.outcome.met += 1
        return int(process.exitcode)

    def _wake(self, stopped: list[Any]) -> None:
        """Open the lid: those who were stopped go on, and end."""
        while stopped:
            process = stopped.pop()
            os.kill(process.pid, signal.SIGCONT)
            process.join(PATIENCE_SECONDS)
            if process.exitcode is None:
                process.kill()
                self.outcome.codes.append(1)

    def _between(self, code: int) -> None:
        """Let some time pass; those who were asked answer from another terminal."""
        self._hall.clock.pass_by(seconds=self._trial.pause.total_seconds())
        if code == 5:
            self._hall.clock.pass_by(hours=5)
        if code == 9:
            self._hall.clock.pass_by(seconds=LEASE.total_seconds())
        if self._trial.silent:
            moment = self._chance.randint(1, 12) if self._chance.random() < 0.5 else 0
            life = Life(answers=True, moment=moment)
            self._ended(self._start(life, None), life)

    def _tear(self) -> None:
        log = self._folder / "ledger.db-wal"
        if not self._trial.tear or not log.exists():
            return
        size = log.stat().st_size
        page = 4096 + 24
        commits = [end for end in _commits(log.read_bytes(), page) if end <= size]
        if len(commits) < 3:
            return
        last, before = commits[-1], commits[-2]
        if self._trial.tear == "acknowledged":
            back = self._chance.randint(2, min(6, len(commits) - 1))
            last, before = commits[-back], commits[-back - 1]
        os.truncate(log, self._chance.randint(before, last - 1))
        self.outcome.met += 1


def _commits(log: bytes, page: int) -> list[int]:
    """Return where each commit of a write-ahead log ends; frames of an earlier round of the log do not count."""
    salt, ends, place = log[16:24], [32], 32
    while place + page <= len(log) and log[place + 8 : place + 16] == salt:
        place += page
        if log[place - page + 4 : place - page + 8] != b"\0\0\0\0":
            ends.append(place)
    return ends


def _is_stopped(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_STOPPED)
    except psutil.NoSuchProcess:
        return False


def _judge(folder: Path, hall: Hall, clock: SharedClock, trial: Trial, outcome: Outcome) -> None:
    """Take down what the hall counted, and what the ledger tells."""
    outcome.submissions = sum(max(0, hall.times(label) - 1) for label in (SUBMIT, LINK, FILE, CANCEL))
    outcome.payments = max(0, hall.times(PAYMENT) - 1)
    if not outcome.stuck and not trial.defect:
        missing = [label for label in (SUBMIT, PAYMENT, LINK, FILE, CANCEL) if not hall.times(label)]
        outcome.unsound += [f"done without {label}" for label in missing]
    with Ledger.open(folder / "ledger.db", clock=clock) as ledger:
        if ledger.case(CASE) is None:
            return
        outcome.unsound += soundness.faults(ledger, CASE)
        asks = {ask.id: ask for ask in ledger.asks(state=None)}
        cleared = [event.data for event in ledger.events(CASE) if event.kind == "StepCleared"]
    if trial.tear == "acknowledged":
        return  # the disk forgot what it had promised to keep: no program knows it then
    outcome.lost = [ask for ask, value in hall.accepted.items() if ask not in asks or asks[ask].value != value]
    afresh = Counter(fact["step"] for fact in cleared if fact["why"] != "refused")  # agreement served a lost click
    told = [ask for ask in asks.values() if ask.kind not in {"outcome", "sign-in"} and ask.value is not None]
    given = Counter((ask.step, ask.kind, ask.key) for ask in told)
    outcome.lost += [
        key for (step, kind, key), times in given.items() if times > 1 + (afresh[step] if kind == "approval" else 0)
    ]


@cache
def forkserver() -> Any:
    """Return where lives come from: a process with everything imported, and no thread, that forks them."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.sweep.mortal", "sqlalchemy.dialects.sqlite", "run_flow.portal"])
    return context


@cache
def _empty() -> bytes:
    """Return the file of a new ledger: to make one takes longer than an errand."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        Ledger.open(path, clock=SharedClock(Path(folder) / "clock")).close()
        return path.read_bytes()
