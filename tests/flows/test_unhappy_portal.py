"""The portal is down, slow, late, elsewhere, or loses its answer: what is a read is tried again, nothing is sent twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.flows.stages import one_quickly

from run_flow.errors import OutcomeUnknown, PortalChanged, PortalDown

CLICKS = {"submit": ("filled", "提交审核", "action=submit"), "deposit": ("paid", "对公打款验证", "remitverify")}


def test_a_portal_that_stumbles_is_read_again(open_office):
    """A few server errors in a row are waited out."""
    office = open_office(at="reviewed")
    office.fault(fail=2, path="wxverifyorder")
    office.go()
    assert office.status == "已认证"


def test_a_portal_that_stays_broken_ends_the_run(open_office):
    """Server errors without end: exit 11; later the same command goes on."""
    office = open_office(at="paid")
    office.fault(fail=99, path="wxverifyorder")
    with pytest.raises(PortalDown) as ended:
        office.go()
    assert ended.value.exit_code == 11
    assert "502" in ended.value.found
    assert office.run.state == "failed"
    office.fault(fail=0)
    office.go()
    assert office.status == "已认证"


def test_a_portal_that_does_not_answer_ends_the_run(open_office):
    """Nobody listens at the address: exit 11, said in our words."""
    office = open_office()
    office.address = "http://127.0.0.1:9/"
    with pytest.raises(PortalDown) as ended:
        office.go()
    assert ended.value.exit_code == 11


def test_a_slow_portal_is_waited_for(open_office):
    """Seconds for each page and call change nothing."""
    office = open_office(at="paid")
    office.fault(slow_seconds=0.4)
    office.go()
    assert office.status == "已认证"


def test_a_redirect_to_another_host_is_refused(open_office):
    """An unexpected host is not typed into: exit 6, naming both."""
    office = open_office(at="reviewed")
    office.fault(redirect=1)
    with pytest.raises(PortalChanged) as ended:
        office.go()
    assert ended.value.exit_code == 6
    assert "localhost" in ended.value.found
    assert "127.0.0.1" in ended.value.expected
    office.go()
    assert office.status == "已认证"


def test_announcements_are_closed(open_office):
    """A notice in front of every page hides nothing."""
    office = open_office(at="paid")
    office.fault(announcement=99)
    office.go()
    assert office.status == "已认证"


def test_the_older_menu_is_followed(open_office):
    """Settings, account, tab, link: the same page by another way."""
    office = open_office("old_menu", at="reviewed")
    office.go()
    assert office.status == "已认证"


@pytest.mark.parametrize("step", one_quickly("deposit", CLICKS))
def test_a_status_that_lags_behind_is_waited_for(open_office, step):
    """The page still shows the old state for a while after the click: nothing is clicked again."""
    stage, title, _path = CLICKS[step]
    office = open_office(at=stage)
    office.people.first[f"{step}-approval"] = lambda: office.fault(late_status=2)
    office.go()
    assert office.status == "已认证"
    assert office.counts == (1, 1)
    assert sum(office.portal.received()["deposits"].values()) == 1
    assert office.told.news(title) == ["started", "done"]


@pytest.mark.parametrize("step", one_quickly("submit", CLICKS))
def test_an_answer_that_is_lost_is_found_out_by_reading(open_office, step):
    """The portal took it and its answer never came: the same command reads that it is done."""
    stage, title, path = CLICKS[step]
    office = open_office(at=stage)
    office.people.first[f"{step}-approval"] = lambda: office.fault(lose_answer=1, path=path)
    with pytest.raises(PortalDown):
        office.go()
    office.go()
    assert office.status == "已认证"
    assert office.counts == (1, 1)
    assert sum(office.portal.received()["deposits"].values()) == 1
    assert office.told.news(title)[-1] in {"done", "adopted"}


def test_a_submission_that_was_not_heard_is_made_again(open_office):
    """A server error instead of an answer: after the time in which it could still show, somebody looks it up."""
    office = open_office(at="filled")
    office.people.first["submit-approval"] = lambda: office.fault(fail=1, path="action=submit")
    with pytest.raises(PortalDown):
        office.go()
    assert office.counts == (0, 0)
    office.clock.ahead = timedelta(minutes=3)
    office.go_up_to("认证费")
    assert "submit-outcome" in office.people.asked
    assert office.counts == (1, 0)


def test_a_deposit_that_was_not_heard_is_for_a_person_to_judge(open_office):
    """Whether the amount was taken cannot be told from the page: somebody looks it up, and it is sent once."""
    office = open_office(at="paid")
    office.people.first["deposit-approval"] = lambda: office.fault(fail=1, path="remitverify")
    with pytest.raises(PortalDown):
        office.go()
    office.clock.ahead = timedelta(minutes=3)
    office.people.whims.ignore = ("上次点击",)
    with pytest.raises(OutcomeUnknown) as ended:
        office.go(patience_seconds=0.5)
    assert ended.value.exit_code == 8
    assert office.run.state == "unknown"
    office.people.whims.ignore = ()
    office.go()
    assert office.status == "已认证"
    assert "deposit-outcome" in office.people.asked
    assert sum(office.portal.received()["deposits"].values()) == 1
