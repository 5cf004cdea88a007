"""The small errand as a script on disk that is edited between the lives of its processes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.unit.engine.conftest import willing
from tests.unit.engine.model import Office, People

from run_flow.engine.flow import Flow
from run_flow.engine.scripts import load
from run_flow.journal.events import Event
from run_flow.journal.ledger import Ledger
from run_flow.journal.rows import AskRow

ERRAND = (Path(__file__).parent / "errand.py").read_text(encoding="utf-8")

Acts = dict[str, Any]


class Killed(BaseException):
    """The process is gone."""


class Doomed:
    """A ledger whose process dies just after the event that it waits for; *dead* writes nothing any more."""

    def __init__(self, ledger: Ledger, fatal: Callable[[Event], bool], *, before: bool = False) -> None:
        """Die after the event that is *fatal*, or before it."""
        self._ledger, self._fatal, self._before = ledger, fatal, before
        self._dead = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def append(self, *happened: Event, lease: Any) -> None:
        """Write events, or die."""
        fatal = any(self._fatal(event) for event in happened)
        self._die(now=fatal and self._before)
        self._ledger.append(*happened, lease=lease)
        self._die(now=fatal)

    def _die(self, *, now: bool) -> None:
        self._dead = self._dead or now
        if self._dead:
            raise Killed


class Willing(dict[str, Any]):
    """People who do rightly whatever they are asked, by whatever name a step goes."""

    def __init__(self, office: Office, script: str | None, *, knows: bool = True) -> None:
        """Answer *script* when the script changed (None is silence), and what became of a click where one *knows*."""
        super().__init__(willing(office).acts)
        self._office, self._script, self._knows = office, script, knows

    def get(self, key: str, default: Any = None) -> Any:
        """Return the act for *key*."""
        if key.startswith("script-"):
            return self._script
        if key.endswith("-outcome"):
            if not self._knows:
                return None
            done = self._office.model.verified if key.startswith("deposit") else self._office.model.submissions
            return "已完成" if done else "未完成"
        return "是" if key.endswith("-approval") else super().get(key, default)


class Desk:
    """An office whose script is edited."""

    def __init__(self, folder: Path) -> None:
        """Keep the script in *folder*."""
        self.folder = folder
        self.office = Office(folder / "home")
        self.write()

    def write(self, *edits: tuple[str, str]) -> None:
        """Write the errand with *edits* made to it."""
        text = ERRAND
        for before, now in edits:
            assert before in text, before
            text = text.replace(before, now)
        (self.folder / "errand.py").write_text(text, encoding="utf-8")

    @property
    def flow(self) -> Flow:
        """Return the flow as a new process loads it."""
        return load(self.folder, "errand")

    def go(self, *, says: str | None = "继续", knows: bool = True, ledger: Any = None) -> None:
        """Give the command once, with people who are as good as new."""
        self.office.told.said.clear()
        self.office.people = People(Willing(self.office, says, knows=knows))
        self.office.go(self.flow, ledger=ledger)

    def die(self, fatal: Callable[[Event], bool], *, before: bool = False) -> None:
        """Give the command once, and die at the event that is *fatal*."""
        doomed = Doomed(self.office.ledger(), fatal, before=before)
        try:
            self.go(ledger=doomed)
        except Killed:
            return
        raise AssertionError("nothing killed it")

    def asked(self, prefix: str = "script-") -> list[AskRow]:
        """Return what was asked about scripts, or under another *prefix*."""
        with self.office.ledger() as ledger:
            return [row for row in ledger.asks(state=None) if row.key.startswith(prefix)]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Return what the portal counts: submissions, payments, deposits named."""
        model = self.office.model
        return len(model.submissions), len(model.payments), len(model.verified)

    @property
    def states(self) -> list[str]:
        """Return the states of the runs."""
        with self.office.ledger() as ledger:
            assert [fault for case in ledger.cases() for fault in ledger.verify_chain(case.id)] == []
            return [run.state for run in ledger.runs()]
