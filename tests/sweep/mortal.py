"""One life of a process at the errand: the real engine and ledger, and the moment at which it dies or stops."""

from __future__ import annotations

import logging
import os
import platform
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import structlog
from sqlalchemy import event
from sqlalchemy.engine import Connection
from tests.sweep.chores import blind, chores
from tests.sweep.hall import SharedClock
from tests.sweep.window import Line, Window
from tests.unrecorded import Unrecorded

from run_flow import errors
from run_flow.engine.execute import execute
from run_flow.engine.people import AskView, give
from run_flow.engine.session import Means
from run_flow.journal import events
from run_flow.journal.database import Database
from run_flow.journal.files import Vault
from run_flow.journal.lease import Lease
from run_flow.journal.ledger import Ledger
from run_flow.redact import Redactor

Defect = Literal["", "no-intent", "no-look"]
DONE_BY_DEED = frozenset({"payment", "review-review", "sign-in"})
WORDS = {"landline": "26", "manager": "张三"}


@dataclass(frozen=True)
class Life:
    """Where a life ends (its n-th moment; 0: by itself), and what is odd about its machine."""

    moment: int = 0
    signal: int = signal.SIGKILL
    ahead: timedelta = timedelta(0)
    room_bytes: int = 0
    """How long a file may become before the disk is full."""
    host: str = ""
    silent: bool = False
    """Nobody is there to answer."""
    defect: Defect = ""
    answers: bool = False
    """This is no life of the errand: somebody answers every open ask from another terminal."""


class Death:
    """Counts the moments of a life and ends it at the one that was chosen."""

    def __init__(self, life: Life, record: Path | None) -> None:
        """Write the name of each moment into *record*."""
        self._life, self._record = life, record
        self._count = 0
        self.doing = ""

    def comes(self, moment: str) -> None:
        """Die, or stop, if this is the moment."""
        if threading.current_thread() is not threading.main_thread():
            return
        self._count += 1
        if self._record:
            with self._record.open("a", encoding="utf-8") as file:
                file.write(f"{moment} ({self.doing})\n")
        if self._count == self._life.moment:
            os.kill(os.getpid(), self._life.signal)


class MortalDatabase(Database):
    """A database with moments: before each statement that writes, before each commit, after each commit."""

    def __init__(self, address: Path, death: Death) -> None:
        """Write to *address* until *death* comes."""
        self._death = death
        super().__init__(address)
        event.listen(self._engine, "before_cursor_execute", self._writes)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Lend a connection, as every database does."""
        with super().write() as connection:
            yield connection
            self._death.comes("before commit")
        self._death.comes("after commit")

    def _writes(self, _connection: Any, _cursor: Any, statement: str, *_facts: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE")):
            self._death.comes(" ".join(statement.split()[:3]))


class MortalLedger(Ledger):
    """A ledger that tells what it writes, and the hall which answers people were told are recorded."""

    def __init__(self, home: Path, clock: SharedClock, *, life: Life, death: Death, line: Line) -> None:
        """Open the ledger of *home*."""
        super().__init__(MortalDatabase(home / "ledger.db", death), clock)
        self._life, self._death, self._line = life, death, line

    def append(self, *happened: events.Event, lease: Lease) -> None:
        """Append the events; one planted defect is to forget what is intended."""
        kept = [each for each in map(self._told, happened) if each]
        self._death.doing = " + ".join(type(each).__name__ for each in kept)
        if kept:
            super().append(*kept, lease=lease)
        self._death.doing = ""

    def _told(self, happened: events.Event) -> events.Event | None:
        if self._life.defect and isinstance(happened, events.StepIntended):
            return None
        if self._life.defect and isinstance(happened, events.StepFailed):
            return replace(happened, intended=False)
        return happened

    def answer(self, case_id: str, ask_id: str, value: str | None, **facts: Any) -> bool:
        """Record an answer, as every ledger does."""
        self._death.doing = f"answer {ask_id}"
        applied = super().answer(case_id, ask_id, value, **facts)
        self._death.doing = ""
        if applied:
            self._line.say("accepted", ask=ask_id, value=value)
        return applied


class Person:
    """Whoever is asked: does it, or answers, as soon as the ask is there."""

    name = "people"

    def __init__(self, line: Line, death: Death) -> None:
        """Act at the hall through *line*."""
        self._line, self._death = line, death
        self._seen: set[str] = set()
        self._typed: list[tuple[str, str]] = []

    def show(self, ask: AskView) -> None:
        """Act on an ask that is new."""
        if ask.id in self._seen:
            return
        self._seen.add(ask.id)
        self._death.comes(f"{ask.id} seen")
        if text := act(self._line, ask.id, ask.kind, ask.question):
            self._typed.append((ask.id, text))
        self._death.comes(f"{ask.id} acted")

    def clear(self, _ask_id: str) -> None:
        """Go on."""

    def take(self) -> list[tuple[str, str]]:
        """Return one thing that was typed."""
        typed, self._typed = self._typed[:1], self._typed[1:]
        return typed

    def refuse(self, ask_id: str, why: str) -> None:
        """Shrug: the portal was quicker; an answer that counts is looked for in the ledger."""


class Told:
    """A narrator whom nobody hears."""

    def __getattr__(self, _name: str) -> Any:
        return lambda *_words, **_facts: None


def act(line: Line, ask_id: str, kind: str, question: str) -> str:
    """Do what is asked at the hall and return "", or return what the person answers."""
    key = ask_id.rpartition("-")[0]
    if key in DONE_BY_DEED:
        line.say({"payment": "pay", "review-review": "decide", "sign-in": "sign-in"}[key], ask=ask_id)
        return ""
    if kind == "outcome":
        label = _LABELS[key.removesuffix("-outcome")]
        return "已完成" if line.say("truth", label=label) else "未完成"
    return WORDS.get(key, "是")


def live(home: Path, port: int, life: Life, record: Path | None = None) -> None:
    """Be one process, from its start to its end; its exit code is the command's."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    if life.host:
        platform.node = lambda: life.host  # this process takes itself to be on another machine
    if life.room_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (life.room_bytes, life.room_bytes))
    clock, line, death = SharedClock(home / "clock", ahead=life.ahead), Line(port), Death(life, record)
    line.news = death.comes
    code = 0
    try:
        ledger = MortalLedger(home, clock, life=life, death=death, line=line)
        (_answer if life.answers else _work)(home, clock, ledger, line, life, death)
        ledger.close()
    except (errors.RunFlowError, errors.Suspended) as ended:
        code = ended.exit_code
    os._exit(code)


def _work(home: Path, clock: SharedClock, ledger: Ledger, line: Line, life: Life, death: Death) -> None:
    @contextmanager
    def opened(_folder: Path) -> Iterator[Window]:
        yield Window(line, clock)

    company = SimpleNamespace(name="深圳甲公司", credit_code="91440300MA5F00000X")
    facts = {"key": "ab" * 32, "digest": "d1", "company": company}
    profile = SimpleNamespace(**facts, secrets=list, where=lambda _field: "profile.yaml:1:1")
    execute(
        blind if life.defect == "no-look" else chores,
        profile,
        means=Means(
            ledger=ledger,
            clock=clock,
            surfaces=[] if life.silent else [Person(line, death)],
            narrator=Told(),
            redactor=Redactor(),
            patience=timedelta(seconds=20),
            look_every=timedelta(seconds=10),
        ),
        home=home,
        open_portal=opened,
        recorder=Unrecorded,
    )


def _answer(home: Path, _clock: SharedClock, ledger: Ledger, line: Line, _life: Life, death: Death) -> None:
    for ask in ledger.asks():
        death.comes(f"{ask.id} seen")
        text = act(line, ask.id, ask.kind, ask.question)
        if text:
            with suppress(ValueError):
                give(ledger, Vault(home / "cases" / ask.case_id / "secrets"), ask, text, by="another terminal")
        death.comes(f"{ask.id} answered")


_LABELS = {
    "submit": "提交审核",
    "pay": "去支付",
    "link": "确认关联",
    "file": "提交备案",
    "cancel": "确认注销",
}
