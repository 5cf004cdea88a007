"""The reviewers ask for more, refuse, telephone, or take their time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.flows import said_certify
from tests.flows.proof import differing

from run_flow.errors import PortalRefused, WaitingForReview


def supplements(office):
    """Return how often something was handed in later."""
    return sum(office.portal.received()["supplements"].values())


def suspended(office):
    """Give the command, which ends because the reviewers take their time, and return how."""
    office.people.whims.ignore = ("人工审核",)
    with pytest.raises(WaitingForReview) as ended:
        office.go(patience_seconds=0.3)
    office.people.whims.ignore = ()
    assert ended.value.exit_code == 5
    assert office.run.state == "review"
    return ended.value


def test_the_review_is_looked_at_again_days_later(open_office):
    """Suspended with the time to look again; when the days have passed the same command ends it, asking nobody."""
    office = open_office(at="reviewed")
    ended = suspended(office)
    assert ended.look_at - office.clock.now() > timedelta(hours=3)
    assert office.run.look_at == ended.look_at
    office.portal.post("clock", working_days=6)
    asked = len(office.people.asked)
    office.go()
    assert office.status == "已认证"
    assert office.people.asked[asked:] == []
    assert office.told.resumed == [False, True]


def test_what_the_reviewers_want_is_handed_in(open_office):
    """Their reason and the last day are told, a person brings the document, and the company is certified."""
    office = open_office(said_certify.SUPPLEMENT.scenario, at="reviewed")
    office.go()
    assert office.status == "已认证"
    assert supplements(office) == 1
    question = office.people.question("supplement-申请公函")
    assert said_certify.SUPPLEMENT.text in question
    with office.ledger() as ledger:
        ask = next(ask for ask in ledger.asks(state=None) if ask.key == "supplement-申请公函")
    stated = office.portal.world.certification.current.supplement_until
    assert ask.deadline == stated.replace(microsecond=0)
    entry = next(entry for entry in office.portal.received()["entries"] if entry["form"] == "补充资料")
    assert entry["accepted"]
    assert list(entry["uploads"]) == ["申请公函"]


@pytest.mark.matrix
def test_the_third_supplement_still_counts_and_the_fourth_is_refused(open_office):
    """Three chances, each asked and approved by itself; then the portal refuses for good."""
    office = open_office(at="reviewed", review="hand")
    office.people.whims.verdicts = ["supplement"] * 4
    with pytest.raises(PortalRefused) as ended:
        office.go()
    assert supplements(office) == 3
    assert office.people.asked.count("supplement-approval") == 3
    assert "次数已用完" in str(ended.value.reasons)


@pytest.mark.matrix
def test_a_third_supplement_is_enough(open_office):
    """What is right at last is right."""
    office = open_office(at="reviewed", review="hand")
    office.people.whims.verdicts = ["supplement"] * 3 + ["approve"]
    office.go()
    assert office.status == "已认证"
    assert supplements(office) == 3


@pytest.mark.matrix
def test_a_new_application_has_supplements_of_its_own(open_office):
    """What was handed in for the application that was refused does not count for the next one."""
    office = open_office(at="reviewed", review="hand")
    office.people.whims.verdicts = ["supplement", "reject"]
    with pytest.raises(PortalRefused):
        office.go()
    office.people.whims.verdicts = ["supplement", "approve"]
    office.go()
    assert office.status == "已认证"
    assert office.portal.received()["supplements"] == {"A1": 1, "A2": 1}


@pytest.mark.matrix
def test_thirty_days_later_a_supplement_is_too_late(open_office):
    """Nobody brought the document in time: refused, with the portal's reason."""
    office = open_office("supplement", at="reviewed")
    office.people.whims.ignore = ("公函",)
    with pytest.raises(BaseException, match="公函"):
        office.go(patience_seconds=2)
    office.portal.post("clock", advance=31 * 86_400)
    with pytest.raises(PortalRefused) as ended:
        office.go()
    assert "未在规定时间内补充资料" in str(ended.value.reasons)
    assert supplements(office) == 0


def test_a_rejection_ends_with_its_reasons_and_is_begun_again_on_request_only(open_office):
    """Exit 7 with field, reason and advice; then the same command asks, applies anew and pays a second fee."""
    office = open_office(said_certify.REFUSED.scenario, at="reviewed")
    with pytest.raises(PortalRefused) as ended:
        office.go()
    assert ended.value.exit_code == said_certify.REFUSED.exit_code
    [reason] = ended.value.reasons
    assert (reason.field, reason.path) == ("营业执照", "company.licence")
    assert reason.reason == said_certify.REFUSED.text
    assert reason.suggestion == "请重新上传清晰、完整的彩色营业执照照片"
    assert office.run.state == "refused"
    office.portal.post("switch", review="approve")

    office.people.whims.refuse = ("重新申请",)
    with pytest.raises(PortalRefused):
        office.go()
    assert office.counts == (1, 1)

    office.people.whims.refuse = ("认证费",)
    with pytest.raises(BaseException, match="没有得到同意"):
        office.go()
    assert office.portal.received()["submissions"] == {"A1": 1, "A2": 1}
    assert office.portal.received()["payments"] == {"A1": 1}

    office.people.whims.refuse = ()
    office.go()
    assert office.status == "已认证"
    assert office.portal.received()["submissions"] == {"A1": 1, "A2": 1}
    assert office.portal.received()["payments"] == {"A1": 1, "A2": 1}
    assert differing(office) == []


def test_no_result_before_the_telephone_was_answered(open_office):
    """The reviewers call; days pass for nothing until the operator takes the call."""
    office = open_office("call", at="reviewed")
    office.portal.post("clock", working_days=6)
    suspended(office)
    assert office.status == "审核中"
    office.people.first["review"] = bool
    office.go()
    assert office.status == "已认证"
    assert office.portal.get("phone/inbox")["calls"][0]["state"] == "answered"


def test_a_call_nobody_takes_ends_the_application(open_office):
    """Thirty days without an answer: refused, and told why."""
    office = open_office("call", at="reviewed")
    office.portal.post("clock", advance=31 * 86_400)
    with pytest.raises(PortalRefused) as ended:
        office.go()
    assert "无法联系到运营者" in str(ended.value.reasons)
