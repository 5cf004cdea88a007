"""Killed at every journal write, the errand still ends with one submission and one payment."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.sweep.soundness import chain_faults
from tests.unit.engine.conftest import willing
from tests.unit.engine.errand import errand
from tests.unit.engine.model import Office

from run_flow.journal.ledger import Ledger


class Killed(BaseException):
    """The process is gone."""


class DyingLedger:
    """A ledger whose process dies at the n-th write; from then on it writes nothing any more."""

    def __init__(self, ledger: Ledger, number: int, *, before: bool) -> None:
        """Die before or after write *number*; 0 is never."""
        self._ledger, self._number, self._before = ledger, number, before
        self.writes = 0
        self._dead = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def close(self) -> None:
        """Stay open for the next life."""

    def append(self, *happened: Any, lease: Any) -> None:
        """Write events, or die."""
        self._write(lambda: self._ledger.append(*happened, lease=lease))

    def overtake(self, overtaken: Any, *, lease: Any) -> Any:
        """Write that the portal moved on, or die."""
        return self._write(lambda: self._ledger.overtake(overtaken, lease=lease))

    def expire(self, expired: Any, *, lease: Any) -> Any:
        """Write that a deadline passed, or die."""
        return self._write(lambda: self._ledger.expire(expired, lease=lease))

    def answer(self, *words: Any, **facts: Any) -> bool:
        """Write an answer, or die."""
        return self._write(lambda: self._ledger.answer(*words, **facts))

    def _write(self, write: Any) -> Any:
        if self._dead:
            raise Killed
        self.writes += 1
        self._dead = self.writes == self._number
        if self._dead and self._before:
            raise Killed
        written = write()
        if self._dead:
            raise Killed
        return written


def fresh(folder: Path) -> Office:
    """Return an office that has done nothing yet."""
    office = Office(folder)
    office.people = willing(office)
    return office


def live(office: Office, *deaths: tuple[int, bool]) -> int:
    """Give the command until it is done, dying as told; return how many writes the first life made."""
    first = 0
    with office.ledger() as opened:
        for number, before in (*deaths, (0, False)):
            ledger = DyingLedger(opened, number, before=before)
            try:
                office.go(errand, ledger=ledger)  # type: ignore[arg-type]
            except Killed:
                office.people = willing(office)  # a new process shows its asks anew
            first = first or ledger.writes
    return first


def counts(office: Office) -> tuple[int, int, list[str]]:
    """Return what the portal counts: submissions, payments, deposits named."""
    return len(office.model.submissions), len(office.model.payments), office.model.verified


def answered_twice(office: Office) -> list[str]:
    """Return the questions that people had to answer more than once."""
    with office.ledger() as ledger:
        asks = [ask for ask in ledger.asks(state=None) if ask.kind != "approval"]
        keys = [ask.key for ask in asks if ask.value is not None]
        faults = [fault for case in ledger.cases() for fault in chain_faults(ledger, case.id)]
    assert faults == []
    return sorted({key for key in keys if keys.count(key) > 1})


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_killed_at_every_write_it_submits_and_pays_once(tmp_path: Path, *, before: bool) -> None:
    """Whichever write is the last one, the same command ends with one submission, one payment and no lost answer."""
    writes = live(fresh(tmp_path / "whole"))
    assert writes > 20
    for number in range(1, writes + 1):
        office = fresh(tmp_path / str(number))
        live(office, (number, before))
        assert counts(office) == (1, 1, ["0.37"]), number
        assert answered_twice(office) == [], number


def test_killed_again_and_again_it_submits_and_pays_once(tmp_path: Path) -> None:
    """Processes that die one after the other, each somewhere else, do no more harm than one."""
    chance = random.Random(20260302)
    for number in range(12):
        office = fresh(tmp_path / str(number))
        deaths = [(chance.randint(1, 25), chance.random() < 0.5) for _ in range(3)]
        live(office, *deaths)
        assert counts(office) == (1, 1, ["0.37"]), deaths
        assert answered_twice(office) == [], deaths


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("late_seconds", [0, 90])
def test_killed_by_the_portal_it_submits_once(office: Office, when: str, late_seconds: int) -> None:
    """Killed while the portal commits, even one that lists late, the next process looks before it clicks."""
    office.model.lists_late = timedelta(seconds=late_seconds)
    deaths = [when]

    def die(moment: str) -> None:
        if deaths == [moment]:
            deaths.clear()
            raise Killed

    office.model.on_commit = die
    ledger = DyingLedger(office.ledger(), 0, before=True)
    with pytest.raises(Killed):
        office.go(errand, ledger=ledger)  # type: ignore[arg-type]
    office.go(errand)
    assert counts(office) == (1, 1, ["0.37"])
