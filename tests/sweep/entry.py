"""The real command with a clock that is ahead, and a journal in which its own process dies: for the sweep alone.

python entry.py --ahead 180 --die "StepIntended submit" --when after --writes FILE certify PROFILE ...
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from run_flow.cli import main
from run_flow.journal import events
from run_flow.journal.clock import Clock, SystemClock
from run_flow.journal.database import Database
from run_flow.journal.lease import Lease
from run_flow.journal.ledger import Ledger


class Ahead:
    """The machine's clock, so many seconds ahead: the command is given again some minutes later."""

    def __init__(self, seconds: float) -> None:
        """Be *seconds* ahead."""
        self._by = timedelta(seconds=seconds)

    def now(self) -> datetime:
        """Return the moment it is there."""
        return SystemClock().now() + self._by


class Death:
    """Where the process dies: at a write of a name, just before it is committed or just after."""

    def __init__(self, write: str, when: str, *, writes: Path | None) -> None:
        """Die at *write*: ``name``, the second of a name ``name #2``, the fifth of all ``#5``.

        The name of each write is kept in the file *writes*.
        """
        self._write, self._when, self._writes = write, when, writes
        self._met: Counter[str] = Counter()
        self.doing = self._last = ""

    def begins(self) -> str:
        """Return the name of the write that begins, its number among those of its name included."""
        name = self.doing or f"lease after {self._last}"
        if threading.current_thread() is not threading.main_thread():
            name = "heartbeat"
        self._last = self.doing or self._last
        self._met[name] += 1
        name = name if self._met[name] == 1 else f"{name} #{self._met[name]}"
        if self._writes:
            with self._writes.open("a", encoding="utf-8") as file:
                file.write(f"{name}\n")
        return name

    def comes(self, write: str, when: str) -> None:
        """Die if this is the moment."""
        if self._write in (write, f"#{self._met.total()}") and when == self._when:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalDatabase(Database):
    """A database at whose writes the process may die: before the commit everything is written, nothing holds."""

    def __init__(self, address: str | Path, death: Death) -> None:
        """Write to *address* until *death* comes."""
        self._death = death
        super().__init__(address)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Lend a connection, as every database does."""
        name = self._death.begins()
        with super().write() as connection:
            yield connection
            self._death.comes(name, "before")
        self._death.comes(name, "after")


class MortalLedger(Ledger):
    """A ledger that tells its database what it is about to write."""

    def __init__(self, address: str | Path, *, clock: Clock, death: Death) -> None:
        """Open the ledger at *address*."""
        self._death = death
        with self._doing("schema"):
            database = MortalDatabase(address, death)
        super().__init__(database, clock)

    def case_for(self, key: str, company: str) -> Any:
        """Return the case, as every ledger does."""
        with self._doing("case"):
            return super().case_for(key, company)

    def append(self, *happened: events.Event, lease: Lease) -> None:
        """Append the events, as every ledger does."""
        with self._doing(" + ".join(map(told, happened))):
            super().append(*happened, lease=lease)

    def answer(self, case_id: str, ask_id: str, *words: Any, **facts: Any) -> bool:
        """Record an answer, as every ledger does."""
        with self._doing(f"answer {ask_id}"):
            return super().answer(case_id, ask_id, *words, **facts)

    @contextmanager
    def _doing(self, what: str) -> Iterator[None]:
        self._death.doing = what
        try:
            yield
        finally:
            self._death.doing = ""


def told(event: events.Event) -> str:
    """Name an event and what it happened to."""
    about = getattr(event, "ask", "") or getattr(event, "step", "")
    return f"{type(event).__name__} {about}".strip()


def live(arguments: list[str]) -> int:
    """Run the command and return its exit code, unless the process dies before."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ahead", type=float, default=0, metavar="SECONDS")
    parser.add_argument("--die", default="", metavar="WRITE")
    parser.add_argument("--when", choices=("before", "after"))
    parser.add_argument("--writes", type=Path, metavar="FILE")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    told = parser.parse_args(arguments)
    death = Death(told.die, told.when, writes=told.writes)

    def mortal(address: str | Path, *, clock: Clock) -> Ledger:
        return MortalLedger(address, clock=clock, death=death)

    return main(told.command, clock=Ahead(told.ahead), open_ledger=mortal)


if __name__ == "__main__":
    sys.exit(live(sys.argv[1:]))
