"""Signing in when the code runs out, the wrong person scans, or the session ends in the middle of the work."""

from __future__ import annotations

import pytest
from tests.flows import said_certify
from tests.flows.proof import differing, received_labels, wanted_labels

from run_flow.errors import DryRunEnded
from run_flow.portal.signin import SAID

FEE = "认证费"


def test_a_code_that_ran_out_is_drawn_again(open_office):
    """The portal draws another code by itself, people are shown it, and scan that one."""
    office = open_office(at="reviewed")
    office.people.first["sign-in"] = lambda: office.fault(expire_qr=True)
    office.go()
    assert office.status == "已认证"
    assert office.people.refused == ["二维码已失效"]
    assert office.people.asked.count("sign-in") == 1


def test_a_code_that_ran_out_for_good_is_refreshed(open_office):
    """After five codes the portal stops and wants a click: it gets one."""
    office = open_office(at="reviewed", login_qr_seconds=0)

    def notice():
        office.page.get_by_text("二维码已过期").wait_for()
        office.portal.post("switch", login_qr_seconds=300)

    office.people.hears["sign-in"] = notice
    office.go()
    assert office.status == "已认证"
    assert office.people.asked.count("sign-in") == 1


def test_a_stranger_who_scans_the_sign_in_is_of_no_use(open_office):
    """Somebody without this account fails, and the right person scans the next code."""
    office = open_office(at="reviewed")
    office.people.whims.wrong_scans = 1
    office.go()
    assert office.status == "已认证"
    assert len({view.code for view in office.people.seen if view.kind == "sign-in" and view.code}) == 2


def test_an_account_without_an_email_is_told_so(open_office):
    """The portal's words reach the operator; once the e-mail is bound the same ask goes on."""
    office = open_office(at="reviewed", **{said_certify.UNBOUND.scenario: True})
    office.people.second["sign-in"] = lambda: office.portal.post("switch", unbound_email=False)
    office.go()
    assert office.status == "已认证"
    assert office.people.asked.count("sign-in") == 1
    [words] = [text for text, _outcome in SAID if text in said_certify.UNBOUND.text]
    assert words in "".join(office.told.said)


def test_the_session_is_kept_for_the_next_process(open_office):
    """The same command a minute later needs nobody to sign in."""
    office = open_office("facts", at="paid")
    office.people.whims.ignore = ("网银",)
    with pytest.raises(BaseException, match="网银"):
        office.go(patience_seconds=0.3)
    office.people.whims.ignore = ()
    office.go()
    assert office.people.asked.count("sign-in") == 1


def test_a_session_that_ends_while_the_form_is_filled_asks_once(open_office):
    """One more sign-in, and the work goes on where it was, up to the last page."""
    office = open_office(at="filled", lost=["verify_code", "business_license_stuff"])
    office.people.first["phone-code"] = lambda: office.fault(expire_sessions=True)
    with pytest.raises(DryRunEnded):
        office.go(dry_run=True)
    assert office.people.asked == ["sign-in", "phone-code", "sign-in", "phone-code"]
    assert differing(office) == []
    assert received_labels(office) == wanted_labels(office, "facts")
    assert office.counts == (0, 0)


@pytest.mark.matrix
def test_a_session_that_ends_before_the_submission_asks_once(open_office):
    """Signed out while a person thinks about the approval, run-flow signs in again and submits once."""
    office = open_office(at="filled")
    office.people.first["submit-approval"] = lambda: office.fault(expire_sessions=True)
    office.go_up_to(FEE)
    assert office.people.asked.count("sign-in") == 2
    assert office.counts == (1, 0)


@pytest.mark.matrix
def test_a_session_that_ends_before_the_payment_asks_once(open_office):
    """The fee is paid once, whatever happened to the session."""
    office = open_office(at="submitted")
    office.people.first["pay-approval"] = lambda: office.fault(expire_sessions=True)
    office.go()
    assert office.status == "已认证"
    assert office.people.asked.count("sign-in") == 2
    assert office.counts == (1, 1)


@pytest.mark.parametrize(
    ("stage", "ask"), [("submitted", "payment"), pytest.param("filled", "identity", marks=pytest.mark.matrix)]
)
def test_a_session_that_ends_while_somebody_scans_is_noticed(open_office, stage, ask):
    """The page would wait for ever for a scan that it cannot hear of; somebody signs in, and the work goes on."""
    office = open_office(at=stage, lost=["qrcheck_ticket"] if ask == "identity" else ())
    office.people.first[ask] = lambda: office.fault(expire_sessions=True)
    office.go()
    assert office.status == "已认证"
    assert office.people.asked.count("sign-in") == 2
    assert office.counts == (1, 1)


def test_a_short_session_ends_during_the_review(open_office):
    """Days later somebody signs in again, and the decision is read."""
    office = open_office("short_session", at="paid")
    office.go()
    assert office.status == "已认证"
    assert office.people.asked.count("sign-in") >= 2  # over a weekend, once more before the deposit


def test_a_page_that_says_timed_out_is_signed_in_again(open_office):
    """The full page 登录超时 is understood wherever it turns up."""
    office = open_office(at="reviewed")

    def expire():
        assert said_certify.TIMEOUT.text in office.portal.client.get("/cgi-bin/home").text
        office.fault(pages_expired=1)

    office.people.first["review"] = expire
    office.go()
    assert office.status == "已认证"
