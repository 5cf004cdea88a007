"""The guard, the switches, the faults and the clock."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from mock_portal import switches
from mock_portal.clock import CHINA, working_days_after
from mock_portal.server import start

ROOT = Path(__file__).resolve().parents[2]
HTML = {"accept": "text/html"}


@pytest.mark.parametrize("host", ["example.com", "10.0.0.1:80", "127.0.0.1.example.com", "evil.localhost:9"])
def test_another_host_is_refused(host, hire):
    """Only loopback names are served, so that no web site reaches the mock."""
    assert hire().client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("path", ["phone", "state", "received", "clock", "phone/inbox", "scenarios"])
def test_the_key_is_needed(path, hire):
    """Phone and control are closed without the key, and open with it in either place."""
    clerk = hire()
    client = clerk.client
    assert client.get(f"/__mock__/{path}").status_code == 403
    assert client.get(f"/__mock__/{path}?key=wrong").status_code == 403
    assert client.get(f"/__mock__/{path}?key={clerk.key}").status_code == 200
    if path != "phone":
        assert client.get(f"/__mock__/{path}", headers={"x-mock-key": clerk.key}).status_code == 200


def test_every_scenario_says_what_it_is(hire):
    """Each scenario has one sentence, and its switches exist."""
    found = hire().look("scenarios")
    assert {"facts", "guide"} <= set(found["scenarios"])
    for name, scenario in found["scenarios"].items():
        assert scenario["says"].endswith("。")
        assert switches.settings(name) | scenario["switches"] == switches.settings(name)


@pytest.mark.parametrize("change", [{"nonsense": True}, {"skin": "pink"}, {"embedded": "yes"}, {"deposit_tries": "3"}])
def test_a_wrong_switch_is_refused(change, hire):
    """Unknown names and impossible values are said, and change nothing."""
    clerk = hire()
    before = clerk.look("switch")
    assert "error" in clerk.phone("switch", **change)
    assert clerk.look("switch") == before


def test_a_reset_begins_again_with_another_company(hire):
    """Everything is forgotten; scenario and company are the new ones."""
    clerk = hire(skin="legacy")
    clerk.fill()
    clerk.phone("reset", scenario="guide", company={"name": "另一家公司", "kind": "个体工商户", "legal_person": "李四"})
    state = clerk.look("state")
    assert (state["state"], state["company"]["name"]) == ("未认证", "另一家公司")
    assert (state["switches"]["fields"], state["switches"]["skin"]) == ("guide", "modern")
    assert clerk.look("received")["entries"] == []
    assert "登录超时" in clerk.page("/cgi-bin/home")


def test_working_days_leave_the_weekend_out():
    """A Friday's next working day is Monday."""
    friday = datetime(2026, 11, 20, 15, tzinfo=CHINA)
    assert working_days_after(friday, days=1) == datetime(2026, 11, 23, 15, tzinfo=CHINA)
    assert working_days_after(friday, days=5) == datetime(2026, 11, 27, 15, tzinfo=CHINA)


def test_fail_is_not_heard_and_ends(hire):
    """So many matching requests get 502 and leave no trace; then all is well."""
    clerk = hire()
    clerk.fill()
    clerk.phone("fault", fail=2, path="action=submit")
    replies = [clerk.client.post("/acct/wxverify", params={"action": "submit", "token": clerk.token}) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [502, 502, 200]
    assert clerk.look("received")["submissions"] == {"A1": 1}


def test_lose_answer_is_heard(hire):
    """A post whose answer is lost has happened all the same."""
    clerk = hire()
    clerk.fill()
    clerk.phone("fault", lose_answer=1, path="action=submit")
    reply = clerk.client.post("/acct/wxverify", params={"action": "submit", "token": clerk.token})
    assert reply.status_code == 502
    assert clerk.look("received")["submissions"] == {"A1": 1}


def test_late_status_lags_behind_and_catches_up(hire):
    """The status page shows the former state so many times, then the true one."""
    clerk = hire()
    clerk.fill()
    clerk.submit()
    clerk.phone("fault", late_status=2)
    seen = ["待支付" in clerk.page("/acct/wxverifyorder") for _ in range(3)]
    assert seen == [False, False, True]


def test_a_lost_draft_shows_empty_fields(hire):
    """forget_draft loses the named values, or all of them."""
    clerk = hire()
    clerk.fill()
    clerk.phone("fault", forget_draft=["bank_account"])
    assert "bank_account" not in clerk.look("state")["values"]
    clerk.phone("fault", forget_draft=True)
    assert clerk.look("state")["values"] == {}


def test_faults_of_sessions_and_pages(hire):
    """A page can time out although the session lives; sessions can be ended; pages can lead elsewhere."""
    clerk = hire()
    clerk.phone("fault", pages_expired=1)
    assert ["登录超时" in clerk.page("/cgi-bin/home") for _ in range(2)] == [True, False]
    clerk.phone("fault", redirect=1)
    reply = clerk.client.get("/cgi-bin/home", params={"token": clerk.token}, headers=HTML)
    assert reply.headers["location"].startswith("http://localhost")
    clerk.phone("fault", announcement=1)
    assert ["我知道了" in clerk.page("/cgi-bin/home") for _ in range(2)] == [True, False]
    clerk.phone("fault", expire_sessions=True)
    assert "登录超时" in clerk.page("/cgi-bin/home")
    assert "error" in clerk.phone("fault", nonsense=1)


def test_all_codes_can_be_let_expire(hire):
    """expire_qr ends every code on display."""
    clerk = hire()
    clerk.call("/cgi-bin/qrcheck", {"kind": "operator"}, action="getticket")
    clerk.phone("fault", expire_qr=True)
    assert clerk.look("phone/inbox")["codes"] == []


@pytest.mark.parametrize(("menu", "words"), [("new", "设置与开发"), ("old", "公众号设置"), ("guide", "小程序管理")])
def test_the_menu_has_aliases(menu, words, hire):
    """Each of the three menus leads to 微信认证, the old one by 账号详情."""
    clerk = hire(menu=menu)
    home = clerk.page("/cgi-bin/home")
    assert words in home
    assert ("微信认证</a>" in home) is (menu != "old")
    assert ("申请微信认证" in clerk.page("/cgi-bin/settingpage")) is (menu == "old")


def test_resume_may_lead_to_the_last_step(hire):
    """继续填写 leads to the first page, or with resume_last to the furthest one reached."""
    for scenario, step in (("facts", "step=stuff"), ("resume_last", "step=invoice")):
        clerk = hire(scenario=scenario)
        clerk.fill()
        page = clerk.page("/acct/wxverifyorder")
        button = next(line for line in page.splitlines() if "继续填写" in line)
        assert step in button


def test_the_command_says_where_it_listens(root):
    """Python -m mock_portal --json gives address, phone page and key on one line, and serves there."""
    command = [sys.executable, "-m", "mock_portal", "--json", "--company-name", "命令行公司"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(root / "fixtures")}
    ) as process:
        try:
            said = json.loads(process.stdout.readline())
            reply = httpx.get(said["address"] + "/__mock__/state", headers={"x-mock-key": said["key"]}, trust_env=False)
            assert reply.json()["company"]["name"] == "命令行公司"
            assert httpx.get(said["phone"], trust_env=False).status_code == 200
        finally:
            process.terminate()


def test_two_portals_can_run_at_once():
    """Each has a port, a key and a state of its own."""
    with start() as one, start(scenario="guide") as other:
        assert one.address != other.address
        assert (one.get("state")["scenario"], other.get("state")["scenario"]) == ("facts", "guide")
        assert (
            httpx.get(one.address + "/__mock__/state", headers={"x-mock-key": other.key}, trust_env=False).status_code
            == 403
        )
