"""The entity is verified in each way, also when the first attempt goes wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.flows import said_certify

from run_flow.errors import PortalDown, WaitingForPerson, WaitingForReview


def deposits(office):
    """Return how many amounts the portal was told."""
    return sum(office.portal.received()["deposits"].values())


def test_a_wrong_deposit_is_told_and_asked_again(open_office):
    """The portal's words reach the operator, the next amount is right, and both were approved."""
    office = open_office(at="paid")
    office.people.whims.wrong_deposits = 1
    office.go()
    assert office.status == "已认证"
    assert deposits(office) == 2
    assert said_certify.AMOUNT.text in "".join(office.told.said)
    assert office.told.news("对公打款验证") == ["started", "refused", "started", "done"]
    assert office.people.asked.count("deposit-approval") == 2


def test_three_wrong_deposits_lead_to_a_supplement(open_office):
    """When the tries are used up the reviewers want a document, and the company is certified with it."""
    office = open_office(at="paid")
    office.people.whims.wrong_deposits = 3
    office.go()
    assert office.status == "已认证"
    assert deposits(office) == 3
    assert office.portal.received()["supplements"] == {"A1": 1}
    assert "无法告知打款金额" in office.people.question("supplement-主体验证")


@pytest.mark.matrix
def test_what_a_person_takes_for_done_is_waited_for(open_office):
    """Said to be done though the portal does not show it: it is waited for, not asked of the portal again and again."""
    office = open_office(at="paid")
    office.fault(fail=3, path="remitverify?f=json")
    with pytest.raises(PortalDown):
        office.go()
    office.fault(fail=0)
    office.clock.ahead = timedelta(minutes=5)
    office.people.hears["deposit-outcome"] = lambda: office.people.type("deposit-outcome", "已完成")
    office.people.whims.ignore = ("有没有生效", "更新认证状态")
    with pytest.raises(WaitingForReview, match="更新认证状态"):
        office.go(patience_seconds=1)
    assert office.run.state == "review"


def test_an_amount_out_of_range_never_reaches_the_portal(open_office):
    """What cannot be a deposit is refused where it is typed."""
    office = open_office(at="paid")
    office.people.first["deposit-amount"] = lambda: office.people.type("deposit-amount", "1.00")
    office.go()
    assert deposits(office) == 1
    assert any("0.01" in why and "0.99" in why for why in office.people.refused)


def test_the_companys_own_transfer_verifies_it(open_office):
    """The clerk transfers what the page says; the portal compares it and the money comes back."""
    office = open_office("transfer", at="paid")
    office.go()
    assert office.status == "已认证"
    lines = office.portal.get("phone/bank/statement")["lines"]
    assert [(line["direction"], line["memo"]) for line in lines] == [("out", "微信认证"), ("in", "打款验证退款")]
    assert office.people.asked.count("transfer") == 1


def test_a_transfer_past_its_deadline_is_begun_again(open_office):
    """An expired demand is renewed, and the new one is paid."""
    office = open_office("transfer", at="paid")
    before = office.portal.get("state")["transfer"]
    office.portal.post("clock", advance=11 * 86_400)
    office.go()
    after = office.portal.get("state")["transfer"]
    assert (office.status, after["result"]) == ("已认证", "验证成功")
    assert (after["amount"], after["until"]) != (before["amount"], before["until"])
    assert after["until"][:10] in office.people.question("transfer")


def test_a_transfer_that_does_not_match_is_told_and_asked_again(open_office):
    """The portal says what differs; the operator hears it and the next transfer is right."""
    office = open_office("transfer", at="paid")
    people = office.people

    def from_a_wrong_account():
        demand = office.portal.get("state")["transfer"]
        wrong = {"to_account": demand["account"], "amount": demand["amount"], "name": "别的公司"}
        office.portal.client.post("/__mock__/phone/bank/transfer", json=wrong).raise_for_status()
        people.type("transfer", "已转账")
        people.whims.ignore = ("转账",)

    people.first["transfer"] = from_a_wrong_account
    people.first["transfer-review"] = lambda: setattr(people.whims, "ignore", ())
    office.go()
    assert office.status == "已认证"
    assert "户名不符" in "".join(office.told.said)
    assert people.asked.count("transfer") == 2
    assert "户名不符" in people.question("transfer")


def test_the_legal_person_proves_to_be_there(open_office):
    """The face is the legal person's own, on the own phone."""
    office = open_office("face", at="paid")
    office.go()
    assert office.status == "已认证"
    assert office.people.asked.count("face") == 1


@pytest.mark.matrix
def test_somebody_elses_face_does_not_count(open_office):
    """After a stranger's scan the page shows another code, which the legal person scans."""
    office = open_office("face", at="paid")
    office.people.first["face"] = lambda: setattr(office.people.whims, "wrong_scans", 1)
    office.go()
    assert office.status == "已认证"
    codes = {view.code for view in office.people.seen if view.id == "face-1" and view.code}
    assert len(codes) == 2


@pytest.mark.matrix
def test_nobody_at_the_bank_leaves_the_ask_open(open_office):
    """Past the process's patience the run ends with 4; the same command uses the same ask."""
    office = open_office(at="paid")
    office.people.whims.ignore = ("网银",)
    with pytest.raises(WaitingForPerson) as ended:
        office.go(patience_seconds=0.5)
    assert ended.value.exit_code == 4
    assert office.run.state == "waiting"
    office.people.whims.ignore = ()
    office.go()
    assert office.status == "已认证"
    assert office.people.asked.count("deposit-amount") == 1


@pytest.mark.matrix
def test_a_deposit_nobody_names_in_time_expires(open_office):
    """After ten days the ask is over, and the same command begins another one."""
    from datetime import timedelta

    from run_flow.errors import AskExpired

    office = open_office(at="paid")
    office.people.whims.ignore = ("网银",)
    office.people.first["deposit-amount"] = lambda: setattr(office.clock, "ahead", timedelta(days=11))
    with pytest.raises(AskExpired) as ended:
        office.go(patience_seconds=30 * 86_400)
    assert ended.value.exit_code == 4
    office.people.whims.ignore = ()
    office.go()
    assert office.status == "已认证"
    assert office.people.asked.count("deposit-amount") == 2
