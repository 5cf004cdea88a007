"""One WeChat, several accounts: the errand is done in the right back office, whatever the phone or the window chose."""

from __future__ import annotations

import json

import pytest

from mock_portal.accounts import Account, Kind
from run_flow.engine.flow import flow
from run_flow.engine.run import Run
from run_flow.errors import DryRunEnded


@pytest.fixture
def office(open_office):
    """Return an office whose application is filled in already."""
    return open_office(at="filled")


def program(office, name="样例报修") -> Account:
    """Register a 小程序 of the same administrator."""
    world = office.portal.world
    return world.register(Kind.PROGRAM, email="mini@example.com", name=name, people=world.service.people)


def signed_in(office, account: Account) -> None:
    """Leave a session of *account* in the case's folder, as an earlier process does."""
    cookie, _token = office.portal.sign_in(account.app_id)
    kept = office.home / "cases" / office.case_id / "sign-in.json"
    kept.parent.mkdir(parents=True, mode=0o700)
    there = {"name": cookie["name"], "value": cookie["value"], "domain": "127.0.0.1", "path": "/", "expires": -1}
    there |= {"httpOnly": True, "secure": False, "sameSite": "Lax"}
    kept.write_text(json.dumps({"cookies": [there], "origins": []}), encoding="utf-8")


def accounts_of_sessions(office) -> set[str]:
    """Return whose back office the portal's sessions stand in."""
    return {session.account.shown for session in office.portal.world.sessions.values()}


@flow(title="看看")
def look(run: Run) -> None:
    """Each account was seen in its own back office."""
    for name, kind in (("样例报修", "小程序"), ("晴禾样例服务", "服务号"), ("样例报修", "小程序")):
        run.enter(name, kind=kind)
        run.open("设置与开发 > 微信认证", "设置 > 微信认证")
        run.found("后台", run.page.locator(".mp_nickname").inner_text())


def facts(office) -> list[str]:
    """Return what was seen, in order."""
    with office.ledger() as ledger:
        return [event.data["value"] for event in ledger.events(office.case_id) if event.kind == "FactFound"]


def test_the_errand_is_done_in_the_account_that_the_ask_names(office):
    """Of two accounts on the phone the 服务号 is chosen, as the question says, and the form is compared in it."""
    program(office)
    with pytest.raises(DryRunEnded):
        office.go(dry_run=True)
    assert "「晴禾样例服务」（服务号）" in office.people.question("sign-in")
    assert office.people.asked.count("sign-in") == 1
    assert accounts_of_sessions(office) == {"晴禾样例服务"}


def test_a_window_of_another_account_goes_over_to_the_right_one(office):
    """A session that is still open for another account is left by the header's list; nobody has to scan again."""
    signed_in(office, program(office))
    with pytest.raises(DryRunEnded):
        office.go(dry_run=True)
    assert "sign-in" not in office.people.asked
    assert accounts_of_sessions(office) == {"晴禾样例服务"}


def test_one_run_goes_from_account_to_account(office):
    """Each 小程序 and the 服务号 in its own back office, with one sign-in."""
    program(office)
    office.go(flow=look)
    assert facts(office) == ["样例报修", "晴禾样例服务", "样例报修"]
    assert office.people.asked == ["sign-in"]
