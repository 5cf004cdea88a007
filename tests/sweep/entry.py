"""The real command with a clock that is ahead, and a journal at whose writes things happen: for the sweep alone.

python entry.py --ahead 180 --plan '[["StepIntended submit", "after", "kill"]]' --did FILE --writes FILE certify PROFILE ...
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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

DAYS = timedelta(days=3)


class Ahead:
    """The machine's clock, so much ahead: the command is given again some minutes later, or the clock is set."""

    def __init__(self, seconds: float) -> None:
        """Be *seconds* ahead."""
        self.by = timedelta(seconds=seconds)

    def now(self) -> datetime:
        """Return the moment it is there."""
        return SystemClock().now() + self.by


class Fate:
    """What happens at which write, just before it is committed or just after: one thing after the other."""

    def __init__(self, plan: list[list[str]], *, clock: Ahead, did: Path | None, writes: Path | None) -> None:
        """Wait for each ``[write, when, deed]`` of the *plan*: a ``name``, its second ``name #2``, the fifth of all ``#5``.

        A line is left in the file *did* for each deed, and in the file *writes* for each write.
        """
        self._plan, self._clock, self._did, self._writes = plan, clock, did, writes
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
        _note(self._writes, name)
        return name

    def comes(self, write: str, when: str) -> None:
        """Let it happen if this is the moment."""
        if not self._plan or self._plan[0][1] != when or self._plan[0][0] not in (write, f"#{self._met.total()}"):
            return
        deed = self._plan.pop(0)[2]
        _note(self._did, deed)
        if deed in ("kill", "tear"):
            os.kill(os.getpid(), signal.SIGKILL)
        elif deed == "full":
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        else:
            self._clock.by += DAYS if deed == "ahead" else -DAYS


class MortalDatabase(Database):
    """A database at whose writes things happen: before the commit everything is written, nothing holds."""

    def __init__(self, address: str | Path, fate: Fate) -> None:
        """Write to *address* until *fate* comes."""
        self._fate = fate
        super().__init__(address)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Lend a connection, as every database does."""
        name = self._fate.begins()
        with super().write() as connection:
            yield connection
            self._fate.comes(name, "before")
        self._fate.comes(name, "after")


class MortalLedger(Ledger):
    """A ledger that tells its database what it is about to write."""

    def __init__(self, address: str | Path, *, clock: Clock, fate: Fate) -> None:
        """Open the ledger at *address*."""
        self._fate = fate
        with self._doing("schema"):
            database = MortalDatabase(address, fate)
        super().__init__(database, clock)

    def case_for(self, key: str, company: str) -> Any:
        """Return the case, as every ledger does."""
        with self._doing("case"):
            return super().case_for(key, company)

    def append(self, *happened: events.Event, lease: Lease) -> None:
        """Append the events, as every ledger does."""
        with self._doing(" + ".join(map(told, happened))):
            super().append(*happened, lease=lease)

    def overtake(self, overtaken: events.AskOvertaken, *, lease: Lease) -> bool:
        """Record that the portal moved on, as every ledger does."""
        with self._doing(told(overtaken)):
            return super().overtake(overtaken, lease=lease)

    def expire(self, expired: events.AskExpired, *, lease: Lease) -> bool:
        """Record that a deadline passed, as every ledger does."""
        with self._doing(told(expired)):
            return super().expire(expired, lease=lease)

    def answer(self, case_id: str, ask_id: str, *words: Any, **facts: Any) -> bool:
        """Record an answer, as every ledger does."""
        with self._doing("answer"):
            return super().answer(case_id, ask_id, *words, **facts)

    @contextmanager
    def _doing(self, what: str) -> Iterator[None]:
        self._fate.doing = what
        try:
            yield
        finally:
            self._fate.doing = ""


def told(event: events.Event) -> str:
    """Name an event and what it happened to, the same in every life."""
    about = re.sub(r"-\d+$", "", getattr(event, "ask", "")) or getattr(event, "step", "")
    return f"{type(event).__name__} {about}".strip()


def _note(file: Path | None, line: str) -> None:
    if file:
        with suppress(OSError), file.open("a", encoding="utf-8") as lines:  # the disk may be full by now
            lines.write(f"{line}\n")


def live(arguments: list[str]) -> int:
    """Run the command and return its exit code, unless the process dies before."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ahead", type=float, default=0, metavar="SECONDS")
    parser.add_argument("--plan", type=json.loads, default=[], metavar="JSON")
    parser.add_argument("--did", type=Path, metavar="FILE")
    parser.add_argument("--writes", type=Path, metavar="FILE")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    told = parser.parse_args(arguments)
    clock = Ahead(told.ahead)
    fate = Fate(told.plan, clock=clock, did=told.did, writes=told.writes)

    def mortal(address: str | Path, *, clock: Clock) -> Ledger:
        return MortalLedger(address, clock=clock, fate=fate)

    return main(told.command, clock=clock, open_ledger=mortal)


if __name__ == "__main__":
    sys.exit(live(sys.argv[1:]))
