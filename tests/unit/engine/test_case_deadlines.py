"""Deadlines: of an ask with what happens afterwards, of a case for as long as it takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from tests.unit.engine.model import Office, People

from run_flow import deadline, errors
from run_flow.engine.flow import Flow, flow
from run_flow.engine.people import Text
from run_flow.engine.run import Run
from run_flow.journal.rows import DeadlineRow

ENDS = datetime(2027, 3, 10, 15, 59, 59, tzinfo=UTC)


def doing(body: Callable[[Run], object]) -> Flow:
    """Return an errand that does *body*."""

    @flow(title="期限")
    def errand(run: Run) -> None:
        body(run)

    return errand


def deadlines(office: Office) -> list[DeadlineRow]:
    """Return what the case has still to do."""
    with office.ledger() as ledger:
        return ledger.deadlines()


def kinds(office: Office) -> list[str]:
    """Return the deadlines' events."""
    with office.ledger() as ledger:
        return [event.kind for event in ledger.events("abababab") if event.kind.startswith("Deadline")]


def test_an_ask_says_what_happens_when_its_deadline_passes(office: Office) -> None:
    """On disk, and wherever it is shown."""
    office.people = People({"supplement": "好"})
    office.go(doing(lambda run: run.ask("supplement", "请补充", answer=Text(), within=deadline("supplement"))))
    with office.ledger() as ledger:
        [ask] = ledger.asks(state=None)
    assert ask.deadline - ask.opened_at == timedelta(days=30)
    assert ask.expiry == office.people.seen[0].expiry == "认证失败，不退费"


def test_the_page_may_state_the_deadline_of_an_ask(office: Office) -> None:
    """It goes before the table."""
    office.people = People({"supplement": "好"})
    stated = deadline("supplement", until="2026-03-20 18:00:00")
    office.go(doing(lambda run: run.ask("supplement", "请补充", answer=Text(), within=stated)))
    assert office.people.seen[0].deadline == datetime(2026, 3, 20, 10, tzinfo=UTC)


def test_an_ask_that_ran_out_says_the_consequence(office: Office) -> None:
    """The operator reads what is lost."""
    office.people = People({})
    office.patience = timedelta(hours=2)
    scan = doing(lambda run: run.ask("scan", "请扫码", within=deadline("scan")))
    with pytest.raises(errors.AskExpired, match="换一张重扫"):
        office.go(scan)


def test_the_case_remembers_what_the_page_states(office: Office) -> None:
    """Once, however often the flow reads it; another moment is written, and met ones are no more."""
    renewal = doing(lambda run: run.deadline("renewal", "服务号年审", until="2027-03-10"))
    for _time in range(2):
        office.go(renewal)
    [row] = deadlines(office)
    assert (row.key, row.title, row.until) == ("renewal", "服务号年审", ENDS)
    assert "失去认证" in row.expiry
    office.go(doing(lambda run: run.deadline("renewal", "服务号年审", until="2028-03-10")))
    assert [row.until.year for row in deadlines(office)] == [2028]
    for _time in range(2):
        office.go(doing(lambda run: run.met("renewal")))
    assert deadlines(office) == []
    assert kinds(office) == ["DeadlineSet", "DeadlineSet", "DeadlineMet"]


def test_without_a_word_of_the_page_the_table_counts_from_the_first_time(office: Office) -> None:
    """A run that is done again moves nothing; a page that states nothing takes back nothing."""
    certify = doing(lambda run: run.deadline("register-certify", "完成微信认证"))
    began = office.clock.now()
    for _day in range(2):
        office.go(certify)
        office.clock.pass_by(days=1)
    [row] = deadlines(office)
    assert row.until == began + timedelta(days=30)
    assert kinds(office) == ["DeadlineSet"]


def test_each_item_has_its_own(office: Office) -> None:
    """The second 小程序 has another day; what nobody set cannot be met."""

    def both(run: Run) -> None:
        run.met("renewal")
        run.for_item("甲").deadline("renewal", "年审", until="2027-03-10")
        run.for_item("乙").deadline("renewal", "年审", until="2027-04-10")
        run.for_item("甲").met("renewal")

    office.go(doing(both))
    assert [row.item for row in deadlines(office)] == ["乙"]
