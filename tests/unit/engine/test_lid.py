"""What a process finds that another one, stopped or on a machine whose clock was ahead, left behind at its click."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from sqlalchemy import update
from tests.unit.engine.conftest import willing
from tests.unit.engine.errand import errand
from tests.unit.engine.model import Office
from tests.unit.engine.test_kills import DyingLedger, Killed

from run_flow import errors
from run_flow.journal import schema
from run_flow.journal.lease import Holder, _started


def killed_at_its_click(office: Office) -> None:
    """Give the command, whose process dies when the portal has taken the click; it lists the submission late."""
    office.model.lists_late = timedelta(hours=1)

    def die(moment: str) -> None:
        if moment == "after" and len(office.model.submissions) == 1:
            office.model.on_commit = lambda _moment: None
            raise Killed

    office.model.on_commit = die
    with pytest.raises(Killed):
        office.go(errand, ledger=DyingLedger(office.ledger(), 0, before=True))  # type: ignore[arg-type]


def left_by(office: Office, pid: int) -> None:
    """Make the intent that of the process *pid* of this machine."""
    me = Holder.current()
    owner = str(Holder(me.host, me.boot, pid, _started(pid)))
    with office.ledger() as ledger, ledger._database.write() as connection:
        connection.execute(update(schema.steps).where(schema.steps.c.state == "intent").values(intent_owner=owner))


def test_nobody_decides_while_a_stopped_process_may_still_click(office: Office) -> None:
    """The process that meant to click is there still: it is named, to be ended first, and nothing is asked."""
    killed_at_its_click(office)
    left_by(office, os.getppid())
    with pytest.raises(errors.CaseHeld, match=str(os.getppid())):
        office.go(errand)
    with office.ledger() as ledger:
        assert [ask.kind for ask in ledger.asks(state=None) if ask.kind == "outcome"] == []
    assert len(office.model.submissions) == 1


def test_an_intent_of_a_clock_that_was_ahead_is_not_waited_for(office: Office) -> None:
    """The clock is put right after the click: the portal gets its usual time from now, not the days in between."""
    office.clock.pass_by(days=30)
    killed_at_its_click(office)
    office.clock.pass_by(days=-30)
    began = office.clock.now()
    office.model.lists_late = timedelta(days=-60)  # by the portal's own clock it was long ago
    office.people = willing(office)
    office.go(errand)
    assert office.clock.now() - began < timedelta(hours=1)
    assert len(office.model.submissions) == 1
