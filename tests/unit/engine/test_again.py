"""A click may be made again only where a person says so or nothing can have come of it; where money moves they are asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from tests.unit.engine.errand import errand as whole
from tests.unit.engine.errand import paid, submit, submitted
from tests.unit.engine.model import FakePortal, Office
from tests.unit.engine.test_step import kinds, step_of
from tests.unit.engine.test_takeover import asked

from run_flow import errors
from run_flow.engine.flow import Flow, flow, step
from run_flow.engine.run import Run
from run_flow.journal import events


def paying(office: Office) -> Flow:
    """Return an errand whose click draws a code under which a person pays within a day."""

    @step(title="支付费用", done_when=paid)
    def fee(run: Run) -> None:
        run.open("verify")
        run.click_once(
            "提交验证",
            approve="现在支付吗?",
            then=lambda: run.ask(
                "payment",
                "请扫码支付",
                role="付款人",
                within=timedelta(hours=24),
                until=lambda: bool(office.model.payments),
                qr=run.session.portal.qr,
            ),
        )

    @flow(title="付费")
    def errand(run: Run) -> None:
        fee(run)

    office.people.acts |= {"fee-approval": "是", "fee-outcome": [], "payment": pay(office)}
    office.model.draft["打款金额"] = "-"
    return errand


def pay(office: Office) -> Callable[[object], None]:
    """Return somebody who pays."""
    return lambda _ask: office.model.payments.append(office.clock.now())


def killed(office: Office, errand: Flow) -> None:
    """Give the command, and kill its process while the code is shown."""
    office.people.acts["payment"] = lambda _ask: setattr(office.portals[-1], "closed", True)
    with pytest.raises(errors.WindowClosed):
        office.go(errand)
    office.people.acts["payment"] = pay(office)
    office.people.seen.clear()
    assert step_of(office, "fee").state == "intent"


def test_long_after_a_kill_the_code_is_shown_again_once_a_person_agrees(office: Office) -> None:
    """No outcome is asked: the old code has lapsed and nothing came of it; the approval says that it is another time.

    What the person is told to pay within a day is another ask with another day, not one that ran out before the click.
    """
    errand = paying(office)
    killed(office, errand)
    office.clock.pass_by(hours=25)
    office.people.acts["fee-approval"] = []
    with pytest.raises(errors.WaitingForPerson):
        office.go(errand)
    assert office.model.payments == []
    [first, second] = asked(office, "fee-approval")
    assert (first.state, second.state) == ("used", "open")
    assert "没有看到办成" in second.question
    office.people.acts["fee-approval"] = "是"
    office.people.seen.clear()
    office.go(errand)
    assert len(office.model.payments) == 1
    assert asked(office, "fee-outcome") == []
    [old, new] = asked(office, "payment")
    assert (old.state, new.state) == ("expired", "used")
    assert new.deadline > office.clock.now() + timedelta(hours=23)


def test_soon_after_a_kill_a_person_is_asked_and_time_answers_too(office: Office) -> None:
    """The old code may still be scanned: only a person knows; when it lapses the question answers itself."""
    errand = paying(office)
    office.patience = timedelta(hours=30)
    killed(office, errand)
    shown = office.clock.now()
    office.people.acts["fee-outcome"] = lambda _ask: office.clock.pass_by(hours=25)
    office.go(errand)
    [outcome] = asked(office, "fee-outcome")
    assert (outcome.state, outcome.by) == ("used", "portal")
    assert len(asked(office, "fee-approval")) == 2
    assert len(office.model.payments) == 1
    assert office.model.payments[0] >= shown + timedelta(hours=24)


def test_within_a_day_of_a_kill_only_a_person_knows(office: Office) -> None:
    """How long an order can be paid is not known: the interface says a day, and so long no second code is drawn."""
    errand = paying(office)
    killed(office, errand)
    office.clock.pass_by(hours=23)
    with pytest.raises(errors.OutcomeUnknown):
        office.go(errand)
    assert [row.state for row in asked(office, "fee-outcome")] == ["open"]
    assert len(asked(office, "fee-approval")) == 1


def test_a_code_that_does_not_change_is_as_old_as_its_process(office: Office) -> None:
    """A code that was shown for hours leaves no trace after its first: it counts from the end of who showed it."""
    errand = paying(office)
    office.people.acts["payment"] = []
    office.model.draft["打款金额"] = "-"
    started = office.clock.now()

    def same(portal: FakePortal) -> None:
        portal.qr = lambda _near=None: SimpleNamespace(png=b"same", text="same")  # type: ignore[method-assign]

    def stays(_ask: object) -> None:
        office.clock.pass_by(hours=20)

    office.prepare, office.patience = same, timedelta(hours=20)
    office.people.acts["payment"] = stays
    with pytest.raises(errors.WaitingForPerson):
        office.go(errand)
    office.people.seen.clear()
    office.patience = timedelta(minutes=1)
    office.clock.pass_by(hours=5)
    assert office.clock.now() > started + timedelta(hours=24, minutes=10)
    with pytest.raises(errors.OutcomeUnknown):
        office.go(errand)
    assert len(asked(office, "fee-approval")) == 1


@pytest.mark.parametrize("hours", [1, 30, 24 * 30])
def test_a_payment_that_the_page_showed_is_never_made_again_by_itself(office: Office, hours: int) -> None:
    """The page said that it is paid, and the list never did: whoever approves would be told what is not so."""
    shown: list[bool] = []
    real: list[bool] = []

    @step(title="支付费用", done_when=lambda _run: False)
    def fee(run: Run) -> None:
        run.open("verify")
        ask = {"within": timedelta(hours=24), "until": lambda: bool(shown), "qr": run.session.portal.qr}
        run.click_once("提交验证", approve="现在支付吗?", then=lambda: run.ask("payment", "请扫码支付", **ask))

    @flow(title="付费")
    def errand(run: Run) -> None:
        fee(run)

    def pays(_ask: object) -> None:
        real.append(True)
        shown.append(True)

    office.people.acts |= {"fee-approval": "是", "fee-outcome": [], "payment": pays}
    office.model.draft["打款金额"] = "-"
    for _process in range(3):
        with pytest.raises(errors.OutcomeUnknown):
            office.go(errand)
        office.clock.pass_by(hours=hours)
        office.people.seen.clear()
    assert len(real) == 1
    assert [row.by for row in asked(office, "payment")] == ["portal"]
    assert [row.state for row in asked(office, "fee-outcome")] == ["open"]
    assert len(asked(office, "fee-approval")) == 1


def test_a_payment_that_a_person_says_they_made_is_never_made_again_by_itself(office: Office) -> None:
    """我已点过 under an ask that an earlier code left open: however long ago, only a person knows."""
    errand = paying(office)
    killed(office, errand)
    office.people.acts |= {"fee-outcome": "未完成", "fee-hands": "我已点过"}
    office.prepare = lambda portal: setattr(portal.banner, "over", True)
    with pytest.raises(errors.OutcomeUnknown):
        office.go(errand)
    office.prepare = lambda _portal: None
    office.people.acts["fee-outcome"] = []
    office.people.seen.clear()
    assert [row.state for row in asked(office, "payment")] == ["open"]
    office.clock.pass_by(days=2)
    with pytest.raises(errors.OutcomeUnknown):
        office.go(errand)
    assert [row.state for row in asked(office, "fee-outcome")] == ["used", "open"]
    assert office.model.payments == []


def test_after_a_click_by_a_person_a_redo_is_ours(office: Office) -> None:
    """我已点过 where a click that shows nothing may be repeated is good once: the next process clicks itself."""

    @step(title="提交审核", done_when=submitted, unproven="redo")
    def submit(run: Run) -> None:
        run.open("confirm")
        run.click_once("提交审核", approve="提交审核吗?")

    @flow(title="提交")
    def only(run: Run) -> None:
        submit(run)

    office.people.acts["submit-hands"] = "我已点过"
    office.prepare = lambda portal: setattr(portal.banner, "over", True)
    with pytest.raises(errors.OutcomeUnknown):
        office.go(only)
    office.prepare = lambda _portal: None
    office.people.seen.clear()
    office.go(only)
    assert len(office.model.submissions) == 1
    assert [row.state for row in asked(office, "submit-hands")] == ["used"]


def test_a_code_that_is_not_paid_in_time_ends_as_its_deadline_says(office: Office) -> None:
    """While its own process shows it the deadline counts as ever, and then a person is asked what came of it."""
    errand = paying(office)
    office.patience = timedelta(hours=30)
    office.people.acts["payment"] = lambda _ask: office.clock.pass_by(hours=25)
    with pytest.raises(errors.AskExpired):
        office.go(errand)
    office.patience = timedelta(minutes=1)
    office.clock.pass_by(days=3)
    with pytest.raises(errors.OutcomeUnknown):
        office.go(errand)
    assert len(asked(office, "fee-approval")) == 1


def test_a_payment_with_the_old_code_is_found(office: Office) -> None:
    """Paid while no process ran: nobody is asked for approval, and no code is drawn."""
    errand = paying(office)
    killed(office, errand)
    office.model.payments.append(office.clock.now())
    office.go(errand)
    assert len(office.model.payments) == 1
    assert len(asked(office, "fee-approval")) == 1
    assert step_of(office, "fee").how == "readback"


def test_a_payment_with_the_old_code_that_comes_while_asked_is_found(office: Office) -> None:
    """The person scans the old code from a photograph while the outcome is asked."""
    errand = paying(office)
    killed(office, errand)
    office.patience = timedelta(minutes=15)
    office.people.acts["fee-outcome"] = pay(office)
    office.go(errand)
    assert len(office.model.payments) == 1
    assert len(asked(office, "fee-approval")) == 1


def test_a_process_on_another_machine_may_still_show_its_code(office: Office) -> None:
    """However long ago: whether somebody paid there, only a person knows."""
    errand = paying(office)
    killed(office, errand)
    with office.ledger() as ledger:
        run = ledger.runs()[0]
        with ledger.lease(run.case_id) as lease:
            foreign = events.StepIntended(run=run.id, step="fee", label="支付", owner="elsewhere|boot|1|1.0")
            ledger.append(foreign, lease=lease)
    office.clock.pass_by(hours=2)
    with pytest.raises(errors.OutcomeUnknown):
        office.go(errand)
    assert office.model.payments == []


def test_after_not_done_the_agreement_is_asked_for_afresh(office: Office) -> None:
    """What a person agreed to served the click that came to nothing; the next click wants its own."""
    lost = ["before"]

    def lose(when: str) -> None:
        if lost and when == lost[0]:
            lost.clear()
            raise errors.PortalDown

    @flow(title="只提交")
    def only(run: Run) -> None:
        submit(run)

    office.model.on_commit = lose
    with pytest.raises(errors.PortalDown):
        office.go(only)
    office.people.acts |= {"submit-outcome": "未完成", "submit-approval": []}
    with pytest.raises(errors.WaitingForPerson):
        office.go(only)
    assert office.model.submissions == []
    assert [row.state for row in asked(office, "submit-approval")] == ["used", "open"]
    office.people.acts["submit-approval"] = "是"
    office.people.seen.clear()
    office.go(only)
    assert len(office.model.submissions) == 1


def test_not_done_does_not_outweigh_a_portal_that_shows_it(office: Office) -> None:
    """The portal lists the submission in the very moment in which a person says 未完成: nothing is clicked again."""
    office.model.lists_late = timedelta(days=1)

    @flow(title="只提交")
    def only(run: Run) -> None:
        submit(run)

    with pytest.raises(errors.OutcomeUnknown):
        office.go(only)

    def not_done(_ask: object) -> str:
        office.model.lists_late = timedelta(0)
        return "未完成"

    office.people.acts["submit-outcome"] = not_done
    office.go(only)
    assert len(office.model.submissions) == 1
    assert "StepCleared" not in kinds(office)


def test_an_amount_is_shown_in_a_new_approval_after_not_done(office: Office) -> None:
    """The amount that led to the click is not lost, and not used in silence either."""

    def lose(when: str) -> None:
        if when == "before" and office.model.draft.get("打款金额"):
            office.model.on_commit = lambda _when: None
            raise errors.PortalDown

    office.model.on_commit = lose
    with pytest.raises(errors.PortalDown):
        office.go(whole)
    office.people.acts["deposit-outcome"] = "未完成"
    office.go(whole)
    assert office.model.verified == ["0.37"]
    assert len(asked(office, "deposit")) == 1
    assert ["0.37" in row.question for row in asked(office, "deposit-approval")] == [True, True]
