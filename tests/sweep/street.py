"""The world around the command: a portal that can kill it, and people who read and answer its ledger directly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.sweep.tearing import torn

from people import Ask, Crowd
from people.phone import Refused
from run_flow.engine.people import give
from run_flow.journal.clock import SystemClock
from run_flow.journal.files import Vault, codes
from run_flow.journal.ledger import Ledger
from run_flow.journal.rows import AskRow

LOOK_EVERY_SECONDS = 0.05


class Desk:
    """``run-flow asks --follow`` and ``run-flow answer`` for one home, without a process for each."""

    def __init__(self, home: Path) -> None:
        """Wait for the ledger of *home*."""
        self._home = home
        self._over = threading.Event()
        self._open_or_torn = threading.RLock()
        self._ledger: Ledger | None = None
        self._shown: set[tuple[str, str]] = set()

    def asks(self) -> Iterator[Ask]:
        """Yield each ask as it is opened, and again when its picture changes."""
        try:
            while not self._over.wait(LOOK_EVERY_SECONDS):
                for row in self._rows():
                    if (row.id, row.image) not in self._shown:
                        self._shown.add((row.id, row.image))
                        yield self._told(row)
        finally:
            self._leave()

    def answer(self, ask: Ask, text: str) -> None:
        """Answer in the ledger; raise Refused where it is not taken."""
        with self._open_or_torn:
            ledger = self._open()
            row = ledger.ask(ask.case, ask.id)
            if row is None or not give(ledger, Vault(self._case(ask.case) / "secrets"), row, text, by="people"):
                raise Refused("已经有人先回答了,或者已经过期")

    def tear(self) -> bool:
        """Tear the end of the journal off, as a cut of the power does; tell whether there was one."""
        with self._open_or_torn:
            self._shown.clear()
            with torn(self._home / "ledger.db") as was_torn:
                self._leave()
            return was_torn

    def close(self) -> str:
        """Stop reading; nothing to complain about."""
        self._over.set()
        return ""

    def _told(self, row: AskRow) -> Ask:
        picture = codes(self._case(row.case_id)).path(row.image)
        return Ask.read(json.dumps(row.as_json() | {"picture": str(picture) if picture else None}))

    def _rows(self) -> list[AskRow]:
        with self._open_or_torn:
            return list(self._open().asks()) if self._there() else []

    def _leave(self) -> None:
        if self._ledger:
            self._ledger.close()
        self._ledger = None

    def _there(self) -> bool:
        return (self._home / "cases").is_dir()  # made once the ledger is

    def _open(self) -> Ledger:
        self._ledger = self._ledger or Ledger.open(self._home / "ledger.db", clock=SystemClock())
        return self._ledger

    def _case(self, case_id: str) -> Path:
        return self._home / "cases" / case_id


class Street(Crowd):
    """The people of fixtures/, at a desk of the test's own process."""

    def __init__(self, *, home: Path, **facts: Any) -> None:
        """Live beside the ledger of *home*."""
        super().__init__(home=home, **facts)
        self.desk = Desk(home)
        self._start_command = lambda: self.desk


def watched(owner: Any, name: str, *, before: Callable[[], None], after: Callable[[], None]) -> None:
    """Have *before* and *after* called around the method *name* of a part of the portal."""
    real = getattr(owner, name)

    def told(*words: Any, **facts: Any) -> Any:
        before()
        done = real(*words, **facts)
        after()
        return done

    setattr(owner, name, told)
