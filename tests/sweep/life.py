"""One company's whole errand, disturbed at one point and gone on with by the same command, and what came of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
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
from tests.sweep.street import Street, watched

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
PATIENCE_SECONDS = 120
POLL_SECONDS = 0.2
AHEAD_SECONDS = 180  # each life begins when the intents of the one before had their time
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
        self._end: Point | None = None
        self._outcome = Outcome(tries=1 + trial.wrong_deposits)

    def go(self) -> Outcome:
        """Give the command until it is done, and tell what came of it."""
        began, outcome = time.monotonic(), self._outcome
        with start(scenario=self._trial.scenario, profile=PROFILE, poll_seconds=POLL_SECONDS) as portal:
            for click, (part, name) in HEARD.items():
                hears = {when: partial(self._meet, "portal", click, when) for when in FAULTS}
                watched(getattr(portal.world, part), name, **hears)
            with self._people(portal):
                for number in range(len(self._trial.ends) + MORE_LIVES):
                    outcome.codes.append(self._live(portal, number))
                    if outcome.codes[-1] == 0:
                        break
            self._look_at(portal)
        self._look_at_home()
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
        """Kill whom the end of this life names if this is the moment."""
        end, process = self._end, self._process
        if end is None or (kind, name, when) != (end.kind, end.name, end.when):
            return
        if process is None or process.poll() is not None:
            return  # its number may be another's by now
        self._end = None
        self._outcome.met += 1
        threading.Event().wait(end.delay_seconds)
        remains.kill(process.pid, end.victim)

    def _live(self, portal: Running, number: int) -> int:
        """Give the command, hear what it tells, and return how it ended."""
        self._end = end = self._trial.ends[number] if number < len(self._trial.ends) else None
        mortal = [sys.executable, str(ENTRY), "--ahead", str(number * AHEAD_SECONDS)]
        mortal += ["--writes", str(self._writes)] if number == 0 else []
        if end and end.kind == "write":
            mortal += ["--die", end.name, "--when", end.when]
        if end and end.kind == "fault":
            portal.post("fault", **{FAULTS[end.when]: 1}, path=end.name)
        words = ["certify", str(PROFILE), "--portal", portal.address, "--home", str(self._home), "--headless", "--json"]
        log = self._folder / f"log-{number}"
        code = self._process_of([*mortal, *words], log=log)
        self._outcome.typed.append(_typed(log))
        if end and end.kind == "fault":
            self._outcome.met += not portal.get("fault")[FAULTS[end.when]]
        return code

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
        with self._process as process, _patient(process):
            assert process.stdout is not None, "it was asked for"
            for count, line in enumerate(process.stdout, start=1):
                told = json.loads(line)
                self._outcome.lines[-1] = count
                if told.get("news") == "field":
                    self._meet("field", told["label"], "after")
                self._meet("instant", str(count), "after")
        if process.returncode == -signal.SIGKILL and self._end and self._end.kind == "write":
            self._outcome.met += 1
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
            outcome.broken_chain = [fault for case in ledger.cases() for fault in ledger.verify_chain(case.id)]
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
