"""A look where nobody attends: what a person has to do is asked durably, and nothing is done that needs one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.unit.engine.errand import deposit, errand, review
from tests.unit.engine.model import Office

from run_flow import errors
from run_flow.engine.flow import Flow, flow, step
from run_flow.engine.people import Code, give
from run_flow.engine.run import Run
from run_flow.journal.files import Vault

CASE = "abababab"


def looked(office: Office, does: Flow, ends: type[BaseException]) -> BaseException:
    """Look once and return how it ended; the window is not kept open."""
    ticks = len(office.portals)
    with pytest.raises(ends) as ended:
        office.go(does, attended=False)
    assert len(office.portals) == ticks + 1
    return ended.value


def asks(office: Office) -> list[tuple[str, str]]:
    """Return every ask's kind and state."""
    with office.ledger() as ledger:
        return [(ask.kind, ask.state) for ask in ledger.asks(state=None)]


def state(office: Office) -> tuple[str, object]:
    """Return how the run was left and when it is looked at again."""
    with office.ledger() as ledger:
        run = ledger.runs()[0]
        return run.state, run.look_at


def doing(body: Callable[[Run], None]) -> Flow:
    """Return an errand that does *body*."""

    @flow(title="看一眼")
    def look(run: Run) -> None:
        body(run)

    return look


def test_what_a_person_has_to_do_is_asked_and_the_look_ends_at_once(office: Office) -> None:
    """Not a moment is waited; the answer comes by `run-flow answer` and the next look uses it."""
    before = office.clock.now()
    looked(office, errand, errors.WaitingForPerson)
    assert office.clock.now() == before
    assert (asks(office), state(office)[0]) == ([("ask", "open")], "waiting")
    with office.ledger() as ledger:
        give(ledger, Vault(office.home), ledger.asks()[0], "26", by="answer")
    looked(office, errand, errors.WaitingForPerson)
    assert asks(office) == [("ask", "used"), ("approval", "open")]
    assert office.model.draft["座机"] == "26.00"


def test_a_review_is_looked_at_and_left(office: Office) -> None:
    """Once, and it says when to look again."""
    ended = looked(office, doing(review), errors.WaitingForReview)
    assert state(office) == ("review", ended.look_at)
    assert ended.look_at > office.clock.now()
    office.model.decided = "已认证"
    office.go(doing(review), attended=False)
    assert state(office)[0] == "done"


def test_a_lost_sign_in_is_one_ask_until_somebody_attends(office: Office) -> None:
    """It outlives the look, and names the command; whoever gives that signs in and the ask is closed."""
    office.model.session = False
    for _time in range(2):
        looked(office, doing(review), errors.WaitingForPerson)
    assert asks(office) == [("sign-in", "open")]
    with office.ledger() as ledger:
        [ask] = ledger.asks(CASE)
    assert "run-flow look PROFILE" in ask.question
    assert not (office.home / "cases" / CASE / "sign-in.json").exists()
    office.go(doing(review))
    assert {entry for entry in asks(office) if entry[0] == "sign-in"} == {("sign-in", "cancelled"), ("sign-in", "used")}
    assert {view.id for view in office.people.seen if view.kind == "sign-in"} == {"sign-in-2"}


@pytest.mark.parametrize(
    ("ended", "minutes"),
    [
        (errors.PortalDown, 15),
        (errors.BrowserMissing, 15),
        (errors.DisplayMissing, 15),
        (errors.WindowClosed, 15),
        (KeyboardInterrupt, 0),
    ],
)
def test_what_only_got_in_the_way_is_looked_at_again(office: Office, ended: type[BaseException], minutes: int) -> None:
    """A cloud over the portal, a browser that is being renewed or died, a watch that was stopped: nobody is called."""

    def falls(_run: Run) -> None:
        raise ended

    looked(office, doing(falls), ended)
    told, look_at = state(office)
    assert told == "review"
    assert (look_at - office.clock.now()).total_seconds() == minutes * 60


def test_a_secret_is_not_asked_for_where_nobody_waits_for_it(office: Office) -> None:
    """It would be given to a process that is gone."""

    def code(run: Run) -> None:
        run.ask("code", "请填写验证码", answer=Code(), secret=True)

    looked(office, doing(code), errors.WaitingForPerson)
    assert (asks(office), state(office)[0]) == ([], "waiting")


def test_a_click_that_somebody_has_to_go_on_from_is_not_made(office: Office) -> None:
    """A code to pay with runs out before anybody sees it."""

    @step(title="提交审核", done_when=lambda run: bool(office.model.submissions))
    def submit(run: Run) -> None:
        """The application is with the portal."""
        run.open("confirm")
        run.click_once("提交审核", approve="提交吗?", then=lambda: run.ask("scan", "扫码", until=lambda: False))

    looked(office, doing(submit), errors.WaitingForPerson)
    assert (asks(office), office.model.submissions) == ([], [])


def test_an_approval_given_elsewhere_is_acted_on_once(office: Office) -> None:
    """The look makes the click that a person agreed to."""
    office.model.draft["打款金额"] = office.model.deposit
    office.model.payments.append(office.clock.now())
    for answer in (office.model.deposit, "是"):
        looked(office, doing(deposit), errors.WaitingForPerson)
        with office.ledger() as ledger:
            [ask] = ledger.asks(CASE)
            give(ledger, Vault(office.home), ask, answer, by="answer")
    office.go(doing(deposit), attended=False)
    assert office.model.verified == [office.model.deposit]
