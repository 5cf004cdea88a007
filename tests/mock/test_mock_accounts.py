"""Several accounts on one portal: who may sign in to which, and how one goes over to another."""

from __future__ import annotations

import pytest
from tests.mock.clerk import Clerk

from mock_portal.accounts import Account, Kind
from mock_portal.certification import Refused

ASK = "/cgi-bin/scanloginqrcode?action=ask&f=json"


@pytest.fixture
def clerk(hire) -> Clerk:
    """Return somebody in the 服务号's back office."""
    return hire()


@pytest.fixture
def program(clerk) -> Account:
    """Return a 小程序 of the same administrator."""
    staff = clerk.world.service.people[:1]
    return clerk.world.register(Kind.PROGRAM, email="mini@example.com", name="样例报修", people=staff)


def login(clerk: Clerk) -> str:
    """Open the sign-in page and return the text of its code."""
    clerk.client.cookies.clear()
    clerk.client.post("/cgi-bin/bizlogin?action=startlogin")
    return clerk.look("phone/inbox")["codes"][0]["text"]


def test_the_phone_lists_the_accounts_and_one_is_chosen(clerk, program):
    """Scanning tells the page how many there are; the chosen one is opened."""
    text = login(clerk)
    listed = clerk.phone("phone/scan", text=text, who="administrator")["accounts"]
    assert [(each["name"], each["kind"]) for each in listed] == [("晴禾样例服务", "服务号"), ("样例报修", "小程序")]
    assert clerk.client.get(ASK).json()["acct_size"] == 2
    clerk.phone("phone/confirm", text=text, who="administrator", account=program.app_id)
    where = clerk.client.post("/cgi-bin/bizlogin?action=login").json()["redirect_url"]
    shown = clerk.client.get(where).text
    assert where.startswith("/wxamp/index/index")
    assert '<span class="mp_nickname">样例报修</span>' in shown


def test_somebody_with_several_accounts_has_to_choose(clerk, program):
    """Confirming without a choice is refused, with the accounts there are."""
    refused = clerk.phone("phone/confirm", text=login(clerk), who="administrator")["error"]
    assert "晴禾样例服务、样例报修" in refused
    assert program.shown in refused


def test_an_account_that_is_not_theirs_cannot_be_chosen(clerk, program):
    """The operator of the 服务号 does not administer the 小程序."""
    text = login(clerk)
    clerk.phone("phone/confirm", text=text, who="operator", account=program.app_id)
    assert clerk.client.get(ASK).json()["status"] == 5


def test_switching_gives_another_token(clerk, program):
    """The header's list leads to the other account; the token of before opens nothing any more."""
    before = clerk.token
    assert "样例报修" in clerk.page("/cgi-bin/home")
    moved = clerk.page("/cgi-bin/switchaccount", account=program.app_id)
    assert "登录超时" in clerk.page("/cgi-bin/home")
    clerk.token = moved.partition("token=")[2][:10] if moved else clerk.token
    session = next(iter(clerk.world.sessions.values()))
    assert session.account is program
    assert session.token != before


def test_each_account_has_its_own_certification(clerk, program):
    """What happens to one certification is not seen in the other account."""
    clerk.agree()
    assert clerk.look("state")["state"] == "填写中"
    assert program.certification.current.state == "未认证"
    assert program.certification.current.id != clerk.world.certification.current.id


def test_an_empty_portal_has_no_account(hire):
    """Nobody can be signed in where nothing is registered."""
    with pytest.raises(Refused):
        hire(start="empty")


def test_a_portal_may_begin_with_a_certified_account(hire):
    """The badge is there from the start, for a year."""
    clerk = hire(start="certified")
    assert clerk.status()["认证状态"] == "已认证"
    assert clerk.status()["认证有效期至"]
