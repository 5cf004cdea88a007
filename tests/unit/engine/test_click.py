"""The one click: approved, intended, fenced, proven, never made twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.engine.errand import errand, paid, submit, submitted
from tests.unit.engine.model import FakePortal, Office
from tests.unit.engine.test_step import kinds, step_of

from run_flow import errors
from run_flow.engine.flow import Flow, flow, step
from run_flow.engine.people import AskView, Text
from run_flow.engine.run import Run
from run_flow.journal import events
from run_flow.journal.ledger import Ledger
from run_flow.portal import SignedOut


@flow(title="只提交")
def only(run: Run) -> None:
    """The application is with the portal."""
    submit(run)


class Watched:
    """A ledger that lets a test act right after an event is on disk."""

    def __init__(self, ledger: Ledger, kind: type[events.Event], act: Any) -> None:
        """Act after each event of *kind*."""
        self._ledger, self._kind, self._act = ledger, kind, act

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def append(self, *happened: Any, lease: Any) -> None:
        """Write, then act."""
        self._ledger.append(*happened, lease=lease)
        if isinstance(happened[-1], self._kind):
            self._act()


def watched(office: Office, kind: type[events.Event], act: Any) -> Any:
    """Return a ledger that acts after each event of *kind*."""
    return Watched(office.ledger(), kind, act)


def test_without_agreement_nothing_is_clicked(office: Office) -> None:
    """A no suspends the run; the next process asks anew."""
    office.people.acts["submit-approval"] = "否"
    for _process in range(2):
        with pytest.raises(errors.WaitingForPerson):
            office.go(only)
    assert office.model.submissions == []
    assert {view.id for view in office.people.seen} == {"submit-approval-1", "submit-approval-2"}


def test_what_a_person_does_not_agree_to_can_be_answered_anew(office: Office) -> None:
    """A mistyped answer is noticed at the approval: the next process asks for it again."""
    office.people.acts |= {"deposit": "0.73", "deposit-approval": "否"}
    with pytest.raises(errors.WaitingForPerson):
        office.go(errand)
    office.people.acts |= {"deposit": "0.37", "deposit-approval": "是"}
    office.go(errand)
    assert office.model.verified == ["0.37"]


def test_an_agreement_survives_the_process(office: Office) -> None:
    """Approved and then killed before the intent: the next process does not ask again."""

    def approve(_ask: AskView) -> None:
        with office.ledger() as ledger:
            ledger.answer("abababab", "submit-approval-1", "yes", by="answer")
        raise KeyboardInterrupt

    office.people.acts["submit-approval"] = approve
    with pytest.raises(KeyboardInterrupt):
        office.go(only)
    office.go(only)
    assert len(office.model.submissions) == 1
    assert [view.id for view in office.people.seen if view.kind == "approval"] == ["submit-approval-1"]


def test_after_a_long_approval_the_page_is_walked_to_again(office: Office) -> None:
    """An approval that took its time: the portal is looked at, the forms are compared, then comes the click."""
    office.people.acts["submit-approval"] = lambda _ask: office.clock.pass_by(minutes=20) or "是"
    office.go(only)
    assert office.portals[-1].compared == 1
    assert step_of(office, "submit").attempt == 1
    assert kinds(office).count("StepStarted") == 2
    assert len(office.model.submissions) == 1


def test_what_was_filled_in_long_ago_is_compared_before_the_click(office: Office) -> None:
    """An ask between a form and the submission took its time: this process reads its own forms again."""
    office.people.acts["landline"] = lambda _ask: office.clock.pass_by(minutes=20) or "26"
    office.go(errand)
    assert office.portals[-1].compared == 1


def test_a_click_by_the_person_in_the_window_is_adopted(office: Office) -> None:
    """While the approval waits the person may click themselves: then we do not."""

    def click(_ask: AskView) -> None:
        office.portals[-1].press("提交审核")

    office.people.acts["submit-approval"] = click
    office.go(only)
    assert len(office.model.submissions) == 1
    assert "StepIntended" not in kinds(office)
    assert step_of(office, "submit").how == "readback"


def test_a_missing_button_is_refused_before_the_intent(office: Office) -> None:
    """A label that leads to no button leaves no intent behind."""

    @step(title="提交", done_when=submitted)
    def lost(run: Run) -> None:
        run.open("home")
        run.click_once("提交审核", approve="提交吗?")

    @flow(title="找不到")
    def nowhere(run: Run) -> None:
        lost(run)

    with pytest.raises(errors.PortalChanged, match="提交审核"):
        office.go(nowhere)
    assert step_of(office, "lost").state == "failed"


def test_a_case_taken_over_before_the_click_is_not_clicked(office: Office) -> None:
    """The lid was closed between intent and click, and another process took the case: no click."""

    def take_over() -> None:
        office.clock.pass_by(minutes=5)
        with office.ledger() as other, other.lease("abababab"):
            pass

    with pytest.raises(errors.CaseHeld):
        office.go(only, ledger=watched(office, events.StepIntended, take_over))
    assert office.model.submissions == []


def test_after_a_gap_that_nobody_used_the_lease_is_taken_anew(office: Office) -> None:
    """The lid was closed and nobody came: the fence rises, and the click is made."""
    office.go(only, ledger=watched(office, events.StepIntended, lambda: office.clock.pass_by(minutes=5)))
    assert len(office.model.submissions) == 1
    with office.ledger() as ledger, ledger.lease("abababab") as lease:
        assert lease.fence == 3


def test_words_of_certain_refusal_clear_the_intent(office: Office) -> None:
    """A wrong amount is refused by the portal at once; the person is asked again, and the right one goes through."""
    amounts = ["0.11", "0.37"]
    office.people.acts["deposit"] = lambda _ask: amounts.pop(0)
    office.go(errand)
    assert office.model.verified == ["0.37"]
    assert ("打款验证", "refused") in office.told.steps
    assert office.told.said == ["金额不对,请再看一次银行流水"]
    with office.ledger() as ledger:
        cleared = [event.data for event in ledger.events(ledger.runs()[0].id) if event.kind == "StepCleared"]
    assert [(data["why"], data["reason"]) for data in cleared] == [("refused", "打款金额不正确，还可尝试2次")]


def test_unknown_complaints_are_no_refusal(office: Office) -> None:
    """Words that the flow does not know prove nothing: the outcome is unknown, the complaint is told."""
    office.model.lists_late = timedelta(days=1)
    office.prepare = lambda portal: setattr(
        portal, "error_texts", lambda: ["系统繁忙"] if office.model.submissions else []
    )
    with pytest.raises(errors.OutcomeUnknown, match="系统繁忙"):
        office.go(only)
    assert step_of(office, "submit").state == "intent"


def test_signed_out_at_the_click_nothing_came_of_it(office: Office) -> None:
    """The portal says so itself: somebody signs in, what was agreed to still holds, and the application is sent once."""
    sessions = [False]

    def agree(_ask: object) -> str:
        office.model.session = sessions.pop() if sessions else office.model.session
        return "是"

    office.people.acts["submit-approval"] = agree
    office.go(errand)
    assert len(office.model.submissions) == 1
    with office.ledger() as ledger:
        asks = {ask.id for ask in ledger.asks(state=None)}
    assert asks > {"submit-approval-1", "sign-in-1"}
    assert "submit-approval-2" not in asks
    assert ("提交审核", "refused") in office.told.steps


def test_signed_out_on_another_page_proves_nothing(office: Office) -> None:
    """Another page came up after the click and says so: the click may have been heard, so it is not made again."""

    def moved(portal: FakePortal) -> None:
        press = portal.press

        def pressed(label: str) -> None:
            press(label)
            portal.loads += 1
            raise SignedOut

        portal.press = pressed

    office.model.lists_late = timedelta(seconds=60)
    office.prepare = moved
    office.go(only)
    assert len(office.model.submissions) == 1
    assert "StepCleared" not in kinds(office)


def test_a_dry_run_stops_before_the_click(office: Office) -> None:
    """A dry run does everything up to the first irreversible click, asks nobody's approval, and says what was next."""
    with pytest.raises(errors.DryRunEnded, match="提交审核") as ended:
        office.go(errand, dry_run=True)
    assert ended.value.exit_code == 0
    assert office.model.draft["企业名称"] == "深圳甲公司"
    assert office.model.submissions == []
    assert not any(view.kind == "approval" for view in office.people.seen)
    office.go(errand)
    assert len(office.model.submissions) == 1


def test_a_dry_run_asks_nobody_to_pay(office: Office) -> None:
    """What a person does irreversibly on a phone is not asked for either."""
    office.model.submissions.append(office.clock.now())
    with pytest.raises(errors.DryRunEnded, match="支付"):
        office.go(errand, dry_run=True)
    assert office.model.payments == []


def misplaced() -> list[Flow]:
    """Return errands that click where they may not."""

    @step(title="平常")
    def plain(run: Run) -> None:
        run.open("confirm")
        run.click_once("提交审核", approve="?")

    @step(title="两次", done_when=submitted)
    def twice(run: Run) -> None:
        run.open("confirm")
        run.click_once("提交审核", approve="?")
        run.click_once("提交审核", approve="?")

    @flow(title="一")
    def first(run: Run) -> None:
        plain(run)

    @flow(title="二")
    def second(run: Run) -> None:
        twice(run)

    @flow(title="三")
    def third(run: Run) -> None:
        run.click_once("提交审核", approve="?")

    return [first, second, third]


@pytest.mark.parametrize("number", range(3))
def test_a_misplaced_click_is_refused(office: Office, number: int) -> None:
    """A click needs a step with done_when, and is the only one in it."""
    office.people.acts["twice-approval"] = "是"
    with pytest.raises(errors.RunFlowError, match="click_once"):
        office.go(misplaced()[number])
    assert len(office.model.submissions) == (1 if number == 1 else 0)


def test_a_person_who_did_not_do_it_leaves_it_open(office: Office) -> None:
    """A step without a click of ours must be proven too."""

    @step(title="支付", done_when=submitted)
    def paying(run: Run) -> None:
        run.ask("name", "付了吗?", answer=Text())

    @flow(title="付")
    def fee(run: Run) -> None:
        paying(run)

    office.people.acts["name"] = "付了"
    with pytest.raises(errors.OutcomeUnknown, match="支付"):
        office.go(fee)


def paying(office: Office, then: Callable[[Run], object]) -> Flow:
    """Return an errand that opens the code to pay by a click, and then does *then*."""

    @step(title="支付费用", done_when=paid)
    def fee(run: Run) -> None:
        run.open("verify")
        run.click_once("提交验证", approve="现在支付吗?", then=lambda: then(run))

    @flow(title="付费")
    def paying(run: Run) -> None:
        fee(run)

    office.people.acts["fee-approval"] = "是"
    office.model.draft["打款金额"] = "-"
    return paying


def test_what_follows_the_click_comes_before_the_proof(office: Office) -> None:
    """A person pays under the code that the click opened; then the portal is asked."""
    office.go(paying(office, lambda _run: office.model.payments.append(office.clock.now())))
    assert step_of(office, "fee").how == "act"


def test_killed_under_the_code_it_is_not_opened_again_for_a_paid_fee(office: Office) -> None:
    """The person paid while the process died: the next one finds the payment and asks nobody."""

    def die(_run: Run) -> None:
        office.model.payments.append(office.clock.now())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.go(paying(office, die))
    assert step_of(office, "fee").state == "intent"
    office.go(paying(office, die))
    assert step_of(office, "fee").how == "readback"
    assert len(office.model.payments) == 1
