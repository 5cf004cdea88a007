"""Signing in by QR code, and staying signed in."""

from __future__ import annotations

import httpx
import pytest
from tests.mock.clerk import Clerk

from mock_portal.web import COOKIE

ASK = "/cgi-bin/scanloginqrcode?action=ask&f=json"


@pytest.fixture
def clerk(hire):
    """Return somebody whose browser has just opened the sign-in page."""
    clerk = hire()
    clerk.client.cookies.clear()
    clerk.client.post("/cgi-bin/bizlogin?action=startlogin")
    return clerk


def shown(clerk: Clerk) -> str:
    """Return the text of the code on the sign-in page."""
    return clerk.look("phone/inbox")["codes"][0]["text"]


def status(client: httpx.Client) -> int:
    """Ask as the page does."""
    return client.get(ASK).json()["status"]


def test_a_login_waits_is_scanned_and_confirmed(clerk):
    """0, then 4, then 1, and the login gives an address with a token that opens the office."""
    text = shown(clerk)
    seen = [status(clerk.client)]
    clerk.phone("phone/scan", text=text)
    seen.append(status(clerk.client))
    clerk.phone("phone/confirm", text=text)
    seen.append(status(clerk.client))
    assert seen == [0, 4, 1]
    where = clerk.client.post("/cgi-bin/bizlogin?action=login").json()["redirect_url"]
    assert "微信公众平台" in clerk.client.get(where).text
    assert "退出登录" in clerk.client.get(where).text


def test_the_front_page_knows_a_living_session(hire):
    """Whoever is signed in is led to the office; once the session ran out, the front page is the sign-in page."""
    clerk = hire()
    assert f"token={clerk.token}" in clerk.client.get("/").headers["location"]
    clerk.phone("fault", expire_sessions=True)
    assert "微信扫一扫" in clerk.client.get("/").text


def test_a_stranger_has_no_account(clerk):
    """A WeChat without an account is told so, and cannot confirm."""
    clerk.phone("phone/scan", text=shown(clerk), who="stranger")
    answer = clerk.client.get(ASK).json()
    assert (answer["status"], answer["acct_size"]) == (4, 0)
    clerk.phone("phone/confirm", text=shown(clerk), who="stranger")
    assert status(clerk.client) == 5


def test_a_code_expires(clerk):
    """Past its life the code is 3, and a phone cannot scan it."""
    text = shown(clerk)
    clerk.phone("clock", advance=301)
    assert status(clerk.client) == 3
    assert clerk.phone("phone/scan", text=text) == {"error": "二维码已失效"}


@pytest.mark.parametrize(("how", "code"), [("fail", 5), ("refresh", 2)])
def test_cancelling_fails_or_draws_another_code(clerk, how, code):
    """Both answers of the real page can be had."""
    clerk.phone("phone/cancel", text=shown(clerk), how=how)
    assert status(clerk.client) == code


def test_an_account_without_mail_is_sent_to_bind_one(clerk):
    """With unbound_email the answer is 5 with binduin."""
    clerk.phone("switch", unbound_email=True)
    clerk.phone("phone/confirm", text=shown(clerk))
    answer = clerk.client.get(ASK).json()
    assert (answer["status"], bool(answer["binduin"])) == (5, True)


def test_a_login_is_not_given_before_it_is_confirmed(clerk):
    """Asking for the session early gives none."""
    answer = clerk.client.post("/cgi-bin/bizlogin?action=login").json()
    assert answer["base_resp"]["ret"] == -1


@pytest.mark.parametrize("path", ["/cgi-bin/home", "/acct/wxverifyorder", "/acct/wxverify", "/cgi-bin/settingpage"])
def test_a_page_needs_cookie_and_token(path, hire):
    """Without the token of its own session every page is the timeout, and every call 200003."""
    clerk = hire()
    clerk.token = "1234567890"
    assert "登录超时，请重新登录" in clerk.page(path)
    assert clerk.call("/acct/wxverify", action="submit")["base_resp"]["ret"] == 200003


def test_a_session_ends_after_its_days(hire):
    """With short_session four days later one has to sign in again."""
    clerk = hire(scenario="short_session")
    clerk.phone("clock", advance=4 * 86_400 + 60)
    assert "登录超时" in clerk.page("/cgi-bin/home")


def test_signing_in_again_changes_the_token(hire):
    """Each login has a token of its own."""
    clerk = hire()
    session = clerk.world.sign_in()
    assert session.token != clerk.token
    assert len(session.token) >= 8


def test_signing_out_ends_the_session(hire):
    """After 退出登录 the old address opens nothing."""
    clerk = hire()
    cookie = clerk.client.cookies.get(COOKIE)
    clerk.client.get("/cgi-bin/logout")
    clerk.client.cookies.set(COOKIE, cookie)
    assert "登录超时" in clerk.page("/cgi-bin/home")
