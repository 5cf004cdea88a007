"""One company's whole errand, disturbed at some points and gone on with by the same command, and what came of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.sweep import remains
from tests.sweep.point import Kind, Outcome, Point, Trial
from tests.sweep.soundness import chain_faults
from tests.sweep.street import Desk, Street, watched

from comparison import compared
from mock_portal.server import Running, start
from people import Act, Ask
from run_flow.journal.clock import SystemClock
from run_flow.journal.ledger import Ledger
from run_flow.profile import load

ROOT = Path(__file__).resolve().parents[2]
PROFILE = ROOT / "fixtures/profiles/company/profile.yaml"
ENTRY = Path(__file__).with_name("entry.py")
MORE_LIVES = 4
PATIENCE_SECONDS = 240
POLL_SECONDS = 0.2
LATE_LOOKS = 3
SETTINGS = {"RUN_FLOW_LOOK_EVERY_SECONDS": "0.2", "RUN_FLOW_LOG_LEVEL": "debug", "RUN_FLOW_LOG_FORMAT": "json"}
HEARD = {
    "submit": ("certification", "submit"),
    "pay": ("certification", "pay"),
    "deposit": ("verification", "try_amount"),
}
FAULTS = {"before": "fail", "after": "lose_answer"}


def errand(folder: Path, trial: Trial) -> Outcome:
    """Do the errand in *folder*, which is removed afterwards where all was well."""
    outcome = Errand(folder, trial).go()
    if not outcome.faults:
        shutil.rmtree(folder)
    return outcome


class Errand:
    """The errand, with a home and a folder for temporary files of its own."""

    def __init__(self, folder: Path, trial: Trial) -> None:
        """Begin nothing yet."""
        self._trial, self._folder = trial, folder
        self._home, self._temporary, self._writes = folder / "home", folder / "tmp", folder / "writes"
        self._temporary.mkdir(parents=True)
        self._process: subprocess.Popen[str] | None = None
        self._now: list[Point] = []
        self._later = list(trial.ends)
        self._ended = ""
        self._outcome = Outcome(tries=1 + trial.wrong_deposits)

    def go(self) -> Outcome:
        """Give the command until it is done, and tell what came of it."""
        began, outcome = time.monotonic(), self._outcome
        with start(scenario=self._trial.scenario, profile=PROFILE, poll_seconds=POLL_SECONDS) as portal:
            self._world = portal.world
            for click, (part, name) in HEARD.items():
                hears = {when: partial(self._meet, "portal", click, when) for when in FAULTS}
                watched(getattr(portal.world, part), name, **hears)
            with self._people(portal) as people:
                for number in range(len(self._trial.ends) + MORE_LIVES):
                    outcome.codes.append(self._live(portal, number, desk=people.desk))
                    if outcome.codes[-1] == 0:
                        break
            self._look_at(portal)
        self._look_at_home()
        outcome.left = (*self._now, *self._later)
        outcome.met = len(self._trial.ends) - len(outcome.left)
        outcome.seconds = time.monotonic() - began
        return outcome

    def _people(self, portal: Running) -> Street:
        return Street(
            home=self._home,
            portal=portal.address,
            key=portal.key,
            profile=PROFILE,
            before_acting=lambda ask: self._meet("person", _key(ask), "before"),
            says=self._acted,
            wrong_deposits=self._trial.wrong_deposits,
        )

    def _acted(self, act: Act) -> None:
        self._outcome.asked_to_pay_again += "没有再付" in act.text
        self._meet("person", _key(act.ask), "after")

    def _meet(self, kind: Kind, name: str, when: str) -> None:
        """Do what is to be done at this moment of this life."""
        process = self._process
        while self._now and (kind, name, when) == (self._now[0].kind, self._now[0].name, self._now[0].when):
            if process is None or process.poll() is not None:
                return  # its number may be another's by now
            self._do(self._now.pop(0), process.pid)

    def _do(self, point: Point, pid: int) -> None:
        threading.Event().wait(point.delay_seconds)
        if point.deed == "sign-out":
            self._world.sessions.clear()
        elif point.deed == "late":
            self._world.faults.late_status = LATE_LOOKS
        else:
            remains.kill(pid, point.victim)

    def _live(self, portal: Running, number: int, *, desk: Desk) -> int:
        """Give the command, hear what it tells, and return how it ended."""
        self._now = list(self._of_one_life())
        planned = [point for point in self._now if point.kind == "write"]
        plan, did = [[point.name, point.when, point.deed] for point in planned], self._folder / f"did-{number}"
        mortal = [sys.executable, str(ENTRY), "--ahead", str(number * self._trial.ahead_seconds)]
        mortal += ["--writes", str(self._writes)] if number == 0 else []
        mortal += ["--plan", json.dumps(plan), "--did", str(did)] if plan else []
        fault = self._now[0] if self._now and self._now[0].kind == "fault" else None
        if fault:
            portal.post("fault", **{FAULTS[fault.when]: 1}, path=fault.name)
        words = ["certify", str(PROFILE), "--portal", portal.address, "--home", str(self._home), "--headless", "--json"]
        log = self._folder / f"log-{number}"
        code = self._process_of([*mortal, *words], log=log)
        self._outcome.typed.append(_typed(log))
        self._outcome.endings.append(f"{code} {self._ended}".strip())
        done = planned[: len(did.read_text("utf-8").splitlines())] if did.exists() else []
        if fault and not portal.get("fault")[FAULTS[fault.when]]:
            done.append(fault)
        self._now = [point for point in self._now if point not in done]
        self._check(done, code, desk=desk)
        return code

    def _of_one_life(self) -> Iterator[Point]:
        """Yield what was left over from the life before and what comes next, up to a point that ends a life."""
        self._later[:0] = self._now
        while self._later:
            yield (point := self._later.pop(0))
            if point.ends:
                return

    def _check(self, done: list[Point], code: int, *, desk: Desk) -> None:
        """Take down an ending that is wrong for what was done, and tear the journal where that is to be done."""
        for point in done:
            if point.deed == "tear" and not desk.tear():
                self._outcome.wrong_endings.append(f"{point}: nothing to tear")
            if point.deed == "full" and (code, self._ended) != (11, "JournalUnwritable"):
                self._outcome.wrong_endings.append(f"{point}: {code} {self._ended}")

    def _process_of(self, command: list[str], *, log: Path) -> int:
        """Run *command*, its log in a file, and hear it tell what happens."""
        with log.open("w") as errors:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
                env=os.environ | SETTINGS | {"TMPDIR": str(self._temporary)},
                start_new_session=True,
            )
        self._outcome.lines.append(0)
        self._ended = ""
        with self._process as process, _patient(process):
            assert process.stdout is not None, "it was asked for"
            for count, line in enumerate(process.stdout, start=1):
                told = json.loads(line)
                self._outcome.lines[-1] = count
                self._ended = told.get("ended", "")
                if told.get("news") == "field":
                    self._meet("field", told["label"], "after")
                self._meet("instant", str(count), "after")
        return process.returncode

    def _look_at(self, portal: Running) -> None:
        """Take down what the portal received."""
        outcome, received = self._outcome, portal.received()
        outcome.state = portal.get("state")["state"]
        counts = (sum(received[name].values()) for name in ("submissions", "payments", "deposits"))
        outcome.submissions, outcome.payments, outcome.deposits = counts
        outcome.uploads = sum(entry["form"] == "上传图片" for entry in received["entries"])
        fields = compared(received, PROFILE)
        outcome.differing = [f"{each.form} · {each.label}" for each in fields if not each.equal]
        outcome.differing += [] if fields else ["nothing received"]

    def _look_at_home(self) -> None:
        """Take down what the ledger and the log tell, and what was left behind."""
        outcome, home = self._outcome, self._home
        with Ledger.open(home / "ledger.db", clock=SystemClock()) as ledger:
            outcome.broken_chain = [fault for case in ledger.cases() for fault in chain_faults(ledger, case.id)]
            asks = [ask for ask in ledger.asks(state=None) if ask.kind != "outcome" and ask.value is not None]
            happened = [event for case in ledger.cases() for event in ledger.events(case.id)]
        cleared = [event.data for event in happened if event.kind == "StepCleared"]
        afresh = Counter(fact["step"] for fact in cleared if fact["why"] != "refused")  # agreement served a lost click
        given = Counter((ask.step, ask.item, ask.key) for ask in asks)
        wrong = dict.fromkeys(("deposit-amount", "deposit-approval"), self._trial.wrong_deposits)
        outcome.lost_answers = [
            key for (step, _item, key), times in given.items() if times > 1 + wrong.get(key, 0) + afresh[step]
        ]
        outcome.writes = self._writes.read_text("utf-8").splitlines()
        secrets = [value for _kind, value in load(PROFILE).secrets()]
        outcome.left_behind = remains.processes(self._temporary)
        outcome.left_behind += [*remains.files(home, self._temporary), *remains.spilled(home, secrets)]


@contextmanager
def _patient(process: subprocess.Popen[str]) -> Iterator[None]:
    """End *process* where it does not end by itself."""
    alarm = threading.Timer(PATIENCE_SECONDS, lambda: remains.kill(process.pid, "group"))
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


def _key(ask: Ask) -> str:
    return ask.id.rpartition("-")[0]


def _typed(log: Path) -> list[str]:
    """Return the labels of the fields that were typed."""
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line.startswith("{")]
    return [line["label"] for line in lines if line["event"] == "field-typed"]
