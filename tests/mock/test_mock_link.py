"""小程序管理 without a browser: registering from a 服务号, linking, reusing the certification, telling of itself."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mock.clerk import Clerk

from mock_portal.accounts import Account, Kind
from mock_portal.fast_registration import MONTHLY, PERSONAL, SECURITY, TAKEN, UNCERTIFIED, UNFINISHED
from mock_portal.linking import INVITED, NOT_FOUND, State
from mock_portal.program_info import CATEGORIES

OPEN, FAST, REUSE, EDIT = "/cgi-bin/wxopen", "/cgi-bin/fastregister", "/cgi-bin/wxreuse", "/wxamp/basicprofile/edit"
ACCOUNT = {"email": "mini@example.com", "pw1": "qinghe2026", "pw2": "qinghe2026", "agree": "1"}


@pytest.fixture
def clerk(hire) -> Clerk:
    """Return somebody in the back office of a certified 服务号."""
    return hire(start="certified", session_days=999)


def program_of(clerk: Clerk, **facts: Any) -> Account:
    """Register a 小程序 by itself."""
    people = clerk.world.service.people[:1]
    return clerk.world.register(
        Kind.PROGRAM, email="mini@example.com", **{"name": "样例报修", "people": people, **facts}
    )


def said(answer: dict[str, Any]) -> str:
    """Return the portal's words."""
    return str(answer["base_resp"]["err_msg"])


def choose(clerk: Clerk, kind: str) -> dict[str, Any]:
    """Choose in the dialog 添加小程序."""
    return clerk.call(OPEN, {"kind": kind}, action="add")


def scan(clerk: Clerk) -> str:
    """Have the administrator scan."""
    return clerk.scan("administrator", who="administrator")


def send(clerk: Clerk, ticket: str, **changes: Any) -> dict[str, Any]:
    """Hand the new account's form in, with the code of its picture."""
    clerk.world.pictures.draw()
    values = ACCOUNT | {"imgcode": clerk.world.pictures.drawn[-1]} | changes
    return clerk.call(FAST, {"values": values}, action="send", qrcheck_ticket=ticket)


def registered(clerk: Clerk, **reuse: str) -> Account:
    """Register a 小程序 from the 服务号, up to the press on the mail's link."""
    ticket = scan(clerk)
    clerk.call(FAST, {"values": {"is_same_admin": "1"} | reuse}, action="reuse", qrcheck_ticket=ticket)
    assert send(clerk, ticket)["base_resp"]["ret"] == 0
    clerk.client.get(clerk.world.messages.mail[-1]["link"])
    return clerk.world.service.fast.sent[-1].program


@pytest.mark.parametrize(
    ("switches", "words"),
    [
        ({"fast_block": "personal"}, PERSONAL),
        ({"start": "registered"}, UNCERTIFIED),
        ({"fast_block": "security"}, SECURITY),
        ({"fast_used": 5}, MONTHLY.format(count=5)),
    ],
)
def test_the_dialog_says_why_none_can_be_registered(hire, switches, words):
    """Each reason in the portal's words; the form cannot be reached by its address either."""
    clerk = hire(**{"start": "certified", **switches})
    assert said(choose(clerk, "register")) == words
    assert "选择复用资质" not in clerk.page(FAST, action="step", step="reuse", qrcheck_ticket=scan(clerk))


def test_a_household_may_register_one_a_month(hire):
    """个体工商户: one; the next one only in another month."""
    clerk = hire(kind="household", start="certified", session_days=999)
    assert registered(clerk) is not None
    assert said(choose(clerk, "register")) == MONTHLY.format(count=1)
    clerk.pass_days(25)
    assert choose(clerk, "register")["base_resp"]["ret"] == 0


@pytest.mark.parametrize(
    ("reuse", "chosen", "certified"),
    [
        ("free", {"is_same_wx_verify": "1"}, True),
        ("free", {}, False),
        ("none", {"is_same_wx_verify": "1"}, False),
        ("inherit", {}, True),
    ],
)
def test_what_is_taken_over_depends_on_the_portal(hire, reuse, chosen, certified):
    """Reuse where it is offered and chosen, never, or by the link alone; as long as the 服务号's."""
    clerk = hire(start="certified", reuse=reuse)
    program = registered(clerk, **chosen)
    assert program.certified is certified
    until = clerk.world.service.certification.current.valid_until
    assert program.expiry.until == (until if certified else None)
    assert clerk.world.service.links.of(program).source == "SOURCE_FASTREGISTER"


def test_a_certification_that_ends_soon_is_asked_about(clerk):
    """Within 15 days the portal warns, once; whoever goes on is let."""
    clerk.pass_days(250)
    clerk.phone("clock", advance=5 * 86_400)
    ticket, values = scan(clerk), {"is_same_admin": "1", "is_same_wx_verify": "1"}
    assert clerk.world.service.fast.soon_over()
    warned = clerk.call(FAST, {"values": values}, action="reuse", qrcheck_ticket=ticket)
    assert "先完成公众号微信认证年审" in warned["confirm"]
    sure = clerk.call(FAST, {"values": values, "sure": True}, action="reuse", qrcheck_ticket=ticket)
    assert "step=account" in sure["redirect_url"]


@pytest.mark.parametrize("changes", [{"pw2": "other2026"}, {"pw1": "12345678"}, {"imgcode": "0000"}, {"agree": ""}])
def test_a_wrong_form_sends_nothing(clerk, changes):
    """Passwords, picture and agreement are checked; no mail goes out."""
    assert send(clerk, scan(clerk), **changes)["base_resp"]["ret"] == 1
    assert clerk.look("received")["fast_registrations"] == {}


def test_an_email_that_is_taken_is_refused(clerk):
    """201014."""
    program_of(clerk)
    assert said(send(clerk, scan(clerk))) == TAKEN


def test_one_registration_at_a_time(clerk):
    """An unfinished one is told by how far it is; it can be deleted until it is activated."""
    ticket = scan(clerk)
    clerk.call(FAST, {"values": {}}, action="reuse", qrcheck_ticket=ticket)
    send(clerk, ticket)
    assert said(choose(clerk, "register")) == UNFINISHED[State.MAILED]
    link = clerk.world.messages.mail[-1]["link"]
    clerk.call(FAST, action="resend")
    assert clerk.world.messages.mail[-1]["link"] == link
    clerk.client.get(link)
    assert said(choose(clerk, "register")) == UNFINISHED[State.ACTIVATED]
    assert said(clerk.call(FAST, action="del")) == UNFINISHED[State.ACTIVATED]


def test_a_link_in_a_mail_runs_out(clerk):
    """After 48 hours the press comes to nothing; the registration can be deleted."""
    ticket = scan(clerk)
    clerk.call(FAST, {"values": {"is_same_admin": "1"}}, action="reuse", qrcheck_ticket=ticket)
    send(clerk, ticket)
    clerk.phone("clock", advance=49 * 3600)
    assert "链接已失效" in clerk.client.get(clerk.world.messages.mail[-1]["link"]).text
    assert clerk.call(FAST, action="del")["base_resp"]["ret"] == 0
    assert choose(clerk, "register")["base_resp"]["ret"] == 0


def test_a_full_account_registers_without_linking(hire):
    """The page warns beforehand; the new 小程序 is not in the list."""
    clerk = hire(start="certified", linked_same=10)
    assert "将不与公众号关联" in clerk.page(FAST, action="step", step="intro")
    assert clerk.world.service.links.of(registered(clerk)) is None


def search(clerk: Clerk, app_id: str) -> dict[str, Any]:
    """Search for an AppID."""
    return clerk.call(OPEN, {"appid": app_id}, action="search", qrcheck_ticket=scan(clerk))


def invite(clerk: Clerk, program: Account) -> dict[str, Any]:
    """Send an invitation."""
    return clerk.call(OPEN, {"appid": program.app_id}, action="link", qrcheck_ticket=scan(clerk))


def test_linking_wants_the_administrators_scan(clerk):
    """Without it neither search nor invitation is heard."""
    program = program_of(clerk)
    for action in ("search", "link"):
        assert clerk.call(OPEN, {"appid": program.app_id}, action=action)["base_resp"]["ret"] == -19
    assert clerk.look("received")["invitations"] == {}


def test_the_other_administrator_accepts(clerk):
    """Invited once, then accepted in the assistant by the right person only."""
    program = program_of(clerk)
    assert search(clerk, program.app_id)["program"]["app_id"] == program.app_id
    invite(clerk, program)
    assert said(search(clerk, program.app_id)) == INVITED
    assert "只有" in clerk.phone("phone/assistant/accept", app_id=program.app_id, who="operator")["error"]
    assert clerk.phone("phone/assistant/accept", app_id=program.app_id)["state"] == "已关联"
    assert said(search(clerk, program.app_id)) == "该小程序已添加。"


def test_both_administrators_may_have_to_confirm(hire):
    """State 12 between the two."""
    clerk = hire(start="certified", both_confirm=True)
    program = program_of(clerk)
    invite(clerk, program)
    assert clerk.phone("phone/assistant/accept")["state"] == "等待公众号管理员确认"
    assert clerk.phone("phone/assistant/accept")["state"] == "已关联"


def test_a_refused_link_may_be_asked_for_again(clerk):
    """State 3, and another invitation."""
    program = program_of(clerk)
    invite(clerk, program)
    assert clerk.phone("phone/assistant/refuse")["state"] == "小程序管理员拒绝"
    assert invite(clerk, program)["base_resp"]["ret"] == 0
    assert clerk.look("received")["invitations"] == {program.app_id: 2}


@pytest.mark.parametrize("most", [10, 50])
def test_the_limit_is_the_portals(hire, most):
    """10 of the same company, or 50 as the guide has it, in all and in a month."""
    clerk = hire(start="certified", link_same_most=most, linked_same=most - 1)
    first, second = program_of(clerk), program_of(clerk, name="样例商城")
    assert f"（上限 {most} 个）" in clerk.page(OPEN, action="manage")
    invite(clerk, first)
    assert f"已关联{most}个与公众号主体相同的小程序" in said(search(clerk, second.app_id))


def test_an_unknown_appid_is_not_found(clerk):
    """Nor is the 服务号's own."""
    assert said(search(clerk, "wx0000000000000000")) == NOT_FOUND
    assert said(search(clerk, clerk.world.service.app_id)) == NOT_FOUND


def test_unlinking_wants_a_scan_and_makes_room(clerk):
    """The 小程序 leaves the list."""
    program = program_of(clerk)
    invite(clerk, program)
    clerk.phone("phone/assistant/accept")
    assert clerk.call(OPEN, action="unlink")["base_resp"]["ret"] == -1
    clerk.call(OPEN, {"ticket": scan(clerk)}, action="scanned", appid=program.app_id)
    assert clerk.world.service.links.of(program) is None


def linked(clerk: Clerk) -> Account:
    """Have a linked 小程序."""
    program = program_of(clerk)
    invite(clerk, program)
    clerk.phone("phone/assistant/accept")
    return program


def test_the_certification_is_taken_over_in_three_steps(clerk):
    """A scan, then the submission; a second time is refused (1202)."""
    program = linked(clerk)
    where = {"appid": program.app_id}
    assert "notice" in clerk.call(REUSE, action="begin", **where)["redirect_url"]
    assert clerk.call(REUSE, action="submit", **where)["base_resp"]["ret"] == -1
    ticket = scan(clerk)
    assert "confirm" in clerk.call(REUSE, {"ticket": ticket}, action="scanned", **where)["redirect_url"]
    clerk.call(REUSE, action="submit", qrcheck_ticket=ticket, **where)
    assert program.certified
    assert clerk.call(REUSE, action="begin", **where)["base_resp"]["ret"] == 1202
    assert "小程序认证过期时间" in clerk.page(OPEN, action="detail", **where)
    assert clerk.look("received")["reuses"] == {program.app_id: 1}


@pytest.mark.parametrize(("reuse", "offered"), [("free", True), ("none", False), ("inherit", False)])
def test_only_one_of_the_portals_offers_it(hire, reuse, offered):
    """The details show 申请 only where the certification may be reused by applying."""
    clerk = hire(start="certified", reuse=reuse)
    shown = clerk.page(OPEN, action="detail", appid=linked(clerk).app_id)
    assert ("申请" in shown) is offered


def info(clerk: Clerk, **changes: Any) -> dict[str, Any]:
    """Hand the form 小程序信息 in."""
    values = {"nick_name": "样例报修", "intro": "客户扫码报修设备。", "category1": CATEGORIES[0]}
    values["icon"] = [clerk.upload("icon")["id"]]
    return clerk.call(EDIT, {"values": values | changes})


@pytest.fixture
def office(hire):
    """Return a function that seats somebody in the back office of a new 小程序."""

    def seat(**switches: Any) -> tuple[Clerk, Account]:
        clerk = hire(start="certified", session_days=999, **switches)
        program = program_of(clerk, name="")
        cookie, clerk.token = clerk.portal.sign_in(program.app_id)
        clerk.client.cookies.set(cookie["name"], cookie["value"])
        return clerk, program

    return seat


def test_a_program_gets_its_name(office):
    """Name, introduction, icon and categories stand in 基本设置; the header shows the name."""
    clerk, program = office()
    assert info(clerk)["base_resp"]["ret"] == 0
    shown = clerk.page("/wxamp/basicprofile/index")
    assert program.name == "样例报修"
    assert all(words in shown for words in ("客户扫码报修设备。", CATEGORIES[0], "未获得（需完成微信认证）"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"nick_name": "样"}, "名称为4到30个字符"),
        ({"short_name": "修报样例"}, "简称需从名称中按顺序截取"),
        ({"intro": "短"}, "介绍为4到120个字"),
        ({"category1": ""}, "请选择服务类目"),
        ({"category2": CATEGORIES[0]}, "服务类目不能重复"),
        ({"icon": []}, "请上传小程序头像"),
    ],
)
def test_what_a_program_says_is_checked(office, changes, words):
    """The rules of each field, in the portal's words."""
    clerk, program = office()
    assert words in said(info(clerk, **changes))
    assert program.name == ""


def test_a_name_that_is_taken_is_refused(office):
    """211001; the company's own 服务号 may have the same name."""
    clerk, program = office()
    clerk.world.register(Kind.PROGRAM, email="other@example.com", name="样例报修")
    assert "名称与平台内已有名称重复" in said(info(clerk))
    assert info(clerk, nick_name=clerk.world.service.name)["base_resp"]["ret"] == 0
    assert program.name == clerk.world.service.name


def test_another_name_wants_a_scan_and_may_be_had_twice(office):
    """202100; two changes before the release."""
    clerk, program = office()
    info(clerk)
    assert info(clerk, nick_name="样例商城")["base_resp"]["ret"] == 202100
    for name in ("样例商城", "样例点单", "样例服务"):
        values = {"nick_name": name, "intro": "客户扫码报修设备。", "category1": CATEGORIES[0]}
        values["icon"] = program.info.values["icon"]
        answer = clerk.call(EDIT, {"values": values, "qrcheck_ticket": scan(clerk)})
    assert "次数已用完" in said(answer)
    assert program.name == "样例点单"


def test_an_introduction_changes_five_times_a_month(office):
    """The sixth is refused; the next month has five again."""
    clerk, program = office()
    info(clerk)
    icon = program.info.values["icon"]
    answers = [info(clerk, intro=f"第{number}次介绍", icon=icon) for number in range(6)]
    assert [answer["base_resp"]["ret"] for answer in answers] == [0, 0, 0, 0, 0, 1]
    clerk.pass_days(25)
    assert info(clerk, intro="下个月的介绍", icon=icon)["base_resp"]["ret"] == 0


def test_a_protected_name_is_reviewed_for_seven_working_days(office):
    """Until then the 小程序 has none."""
    clerk, program = office(protected_word="报修")
    info(clerk)
    assert program.name == ""
    clerk.pass_days(6)
    clerk.page("/wxamp/basicprofile/index")
    assert program.name == ""
    clerk.pass_days(1)
    clerk.page("/wxamp/basicprofile/index")
    assert program.name == "样例报修"
