"""The work is stopped in the middle: by the operator, by a second process, by paying another way, by a dry run."""

from __future__ import annotations

import sys
from datetime import timedelta

import pytest
from tests.flows.proof import leaks, uploaded
from tests.flows.stages import one_quickly
from tests.sweep.soundness import chain_faults

from run_flow.errors import CaseHeld, DryRunEnded, JournalUnwritable, WaitingForPerson, WindowClosed

FEE = "认证费"
MOMENTS = {"sign-in": "reviewed", "submit-approval": "filled", "payment": "submitted", "review": "reviewed"}


def pay_by_bank(office):
    """Transfer the fee to the account of the order."""
    order = office.portal.get("state")["orders"][0]
    office.portal.post("phone/bank/transfer", to_account=order["account"], amount=order["fee"])


def close(office):
    """Close the window, as a person does with the cross in its corner."""
    office.page.close()


class FullDisk:
    """A disk that takes no byte more from this process; Python hears of it as an error."""

    def begins(self):
        """Let no file grow."""
        import resource

        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, self._before[1]))

    def ends(self):
        """Make room again."""
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, self._before)


@pytest.fixture
def full_disk():
    """Return a disk that can be full; in the end there is room again."""
    import resource

    disk = FullDisk()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield disk
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("moment", one_quickly("payment", MOMENTS))
def test_a_window_closed_by_the_person_loses_nothing(open_office, moment):
    """Exit 4 at once; the same command opens another window and goes on."""
    office = open_office(at=MOMENTS[moment])
    office.people.hears[moment] = lambda: close(office)
    with pytest.raises(WindowClosed) as ended:
        office.go()
    assert ended.value.exit_code == 4
    assert office.run.state == "stopped"
    office.clock.ahead = timedelta(minutes=3)  # an intended click has had its time to show
    office.go()
    assert office.status == "已认证"
    assert office.counts == (1, 1)


def test_without_agreement_nothing_is_submitted(open_office):
    """A no ends the command with 4; a yes the next time submits once."""
    office = open_office(at="filled")
    office.go_up_to("提交审核")
    assert office.run.state == "waiting"
    assert office.counts == (0, 0)
    office.go_up_to(FEE)
    assert office.counts == (1, 0)


def test_a_dry_run_sends_nothing_and_is_no_obstacle(open_office):
    """Everything is filled in and compared, then it stops before the click and says which; the real run follows."""
    office = open_office(at="filled")
    files = uploaded(office)
    with pytest.raises(DryRunEnded) as ended:
        office.go(dry_run=True)
    assert ended.value.exit_code == 0
    assert "提交审核" in ended.value.waiting_for
    assert (office.counts, office.status) == ((0, 0), "填写中")
    assert leaks(office) == []
    assert uploaded(office) == files, "a draft that is right is left alone"
    office.go_up_to(FEE)
    assert office.counts == (1, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on a process's files is POSIX's")
def test_a_full_disk_stops_the_run_before_the_click(open_office, full_disk):
    """What cannot be recorded is not done: exit 11; with room again the same command goes on."""
    office = open_office(at="paid")
    office.people.first["deposit-approval"] = full_disk.begins
    with pytest.raises(JournalUnwritable) as ended:
        office.go()
    full_disk.ends()
    assert ended.value.exit_code == 11
    assert office.portal.received()["deposits"] == {}
    office.clock.ahead = timedelta(minutes=2)  # the lease that could not be given back runs out, for this process lives
    office.go()
    assert office.status == "已认证"
    assert sum(office.portal.received()["deposits"].values()) == 1
    with office.ledger() as ledger:
        assert chain_faults(ledger, office.case_id) == []


def test_a_second_process_is_told_who_works_on_the_case(open_office):
    """Exit 9 with the holder's process; the first one goes on undisturbed."""
    office = open_office(at="reviewed")
    refusals = []

    def second():
        with pytest.raises(CaseHeld) as ended:
            office.go()
        refusals.append(ended.value)

    office.people.hears["review"] = second
    office.go()
    (refusal,) = refusals
    assert refusal.exit_code == 9
    assert "进程" in refusal.found
    assert office.status == "已认证"


def test_a_fee_paid_by_bank_transfer_is_not_paid_again(open_office):
    """Somebody takes the other tab of the window instead of the code: the run sees it, and nobody scans."""
    office = open_office("bank_transfer", at="submitted")
    office.people.whims.ignore = ("支付 300",)

    def by_bank():
        office.page.get_by_role("button", name="关闭").click()
        office.page.get_by_text("对公银行转账", exact=True).click()
        pay_by_bank(office)
        office.page.get_by_role("button", name="我已完成转账").click()

    office.people.first["payment"] = by_bank
    office.go()
    assert office.status == "已认证"
    assert office.counts == (1, 1)


def test_the_fee_is_paid_by_wechat_beside_the_other_tab(open_office):
    """Where the page has two tabs, the one for WeChat is used."""
    office = open_office("bank_transfer", at="submitted")
    office.go()
    assert office.status == "已认证"
    paid = [entry["fields"]["付款"] for entry in office.portal.received()["entries"] if entry["form"] == "支付费用"]
    assert paid == ["微信支付"]


def test_a_payment_code_that_ran_out_is_drawn_anew(open_office):
    """The fee is paid with the code that is shown next, once."""
    office = open_office(at="submitted")
    office.people.first["payment"] = lambda: office.fault(expire_qr=True)
    office.go()
    assert office.status == "已认证"
    assert office.counts == (1, 1)


def test_a_payer_who_takes_days_is_waited_for(open_office):
    """Past the process's patience it ends; paid meanwhile or not, the same command asks the portal first."""
    office = open_office(at="submitted")
    office.people.whims.ignore = ("支付 300",)
    with pytest.raises(WaitingForPerson):
        office.go(patience_seconds=1)
    pay_by_bank(office)
    office.go()
    assert office.status == "已认证"
    assert office.counts == (1, 1)
    assert office.told.news("支付费用")[-1] == "adopted"
