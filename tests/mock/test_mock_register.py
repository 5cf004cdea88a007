"""The mock portal's registration: its pages, checks, ways of verification, refusals and time limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from tests.mock.applicant import PASSWORD, Applicant

from mock_portal.registration_refusals import NAMES, REFUSALS, SCANS

DAY = 86_400


@pytest.fixture
def apply(shared_portal) -> Iterator:
    """Return a function that begins the portal again, with nothing registered, for somebody who registers."""
    with ExitStack() as hired:

        def begin(scenario: str = "register", **facts) -> Applicant:
            applicant = Applicant(shared_portal, scenario=scenario, **facts)
            hired.enter_context(applicant.client)
            return applicant

        yield begin


def said(answer: dict) -> str:
    """Return what the portal complains about."""
    return str(answer["base_resp"]["err_msg"])


@pytest.mark.parametrize(("way", "state"), [("1", "待微信认证"), ("3", "注册成功")])
def test_an_account_stands_at_the_end(apply, way, state):
    """Without a transfer to wait for it is there at once, administered by the person who scanned."""
    applicant = apply()
    applicant.registered(way)
    assert applicant.registration["state"] == state
    (account,) = applicant.look("state")["accounts"]
    facts = (account["kind"], account["name"], account["email"], account["administrator"])
    assert facts == ("服务号", "晴禾样例服务", "service@qinghe.example", "顾一帆")
    assert applicant.look("received")["completions"] == {applicant.registration["id"]: 1}


def test_the_account_that_came_of_it_is_entered_from_the_last_page(apply):
    """The button of the last page opens the back office with a token."""
    applicant = apply()
    applicant.registered("3")
    office = applicant.shown("/acct/registerenter")
    assert "token=" in str(office.url)
    assert "晴禾样例服务" in office.text


def test_a_transfer_is_checked_the_next_working_day_and_then_there_is_an_account(apply):
    """支付验证: what was asked for, from the company's own account."""
    applicant = apply()
    applicant.registered("2")
    assert applicant.look("state")["accounts"] == []
    applicant.transfer()
    assert applicant.registration["remittance"]["verify_result"] == 1
    applicant.pass_days(1)
    assert applicant.registration["remittance"]["verify_result"] == 3
    assert applicant.registration["state"] == "注册成功"
    assert len(applicant.look("state")["accounts"]) == 1


@pytest.mark.parametrize(
    ("changes", "flag", "words"),
    [
        ({"amount": "1.00"}, 1, "金额不一致"),
        ({"name": "别的公司"}, 2, "户名不一致"),
        ({"from_account": "12345678"}, 4, "账号不一致"),
        ({"amount": "1.00", "from_account": "12345678"}, 5, "金额不一致、账号不一致"),
    ],
)
def test_a_transfer_that_does_not_match_says_what_differs(apply, changes, flag, words):
    """verify_result 2 with diff_flag; another transfer may follow until the time is over."""
    applicant = apply()
    applicant.registered("2")
    applicant.transfer(**changes)
    applicant.pass_days(1)
    found = applicant.registration["remittance"]
    assert (found["verify_result"], found["diff_flag"]) == (2, flag)
    assert f"验证失败：{words}" in applicant.shown("/acct/registerremit").text
    applicant.transfer()
    applicant.pass_days(1)
    assert applicant.registration["state"] == "注册成功"


def test_a_transfer_that_does_not_come_within_ten_days_has_the_entity_filled_in_again(apply):
    """verify_result 4."""
    applicant = apply()
    applicant.registered("2")
    applicant.phone("clock", advance=10 * DAY + 1)
    assert applicant.registration["remittance"]["verify_result"] == 4
    applicant.call("/acct/registerremit", {"again": True})
    assert applicant.at() == "entity"


def test_a_transfer_may_be_ignored(apply):
    """verify_result 5."""
    applicant = apply(remittance_ignored=True)
    applicant.registered("2")
    applicant.transfer()
    applicant.pass_days(1)
    assert applicant.registration["remittance"]["verify_result"] == 5


def test_whoever_chose_wechat_certification_has_thirty_days(apply):
    """Afterwards the account is gone and the entity is filled in again."""
    applicant = apply()
    applicant.registered("1")
    applicant.phone("clock", advance=31 * DAY)
    assert applicant.look("state")["accounts"] == []
    assert applicant.at() == "entity"


@pytest.mark.parametrize(
    ("switches", "words"),
    [
        ({"email_check": "bound"}, "此邮箱已绑定客户端微信帐号，不能用于注册公众帐号"),
        ({"email_check": "busy"}, "操作过于频繁，请稍后再试"),
    ],
)
def test_an_email_is_looked_up(apply, switches, words):
    """210022 and 200013, as soon as the field is left and again when the form is handed in."""
    applicant = apply(**switches)
    looked = applicant.call("/acct/check", {"value": "a@b.cn"}, what="email")
    assert said(looked) == words
    assert said(applicant.basics(email_code="000000")) in (words, "验证码错误，请重新输入")


def test_an_email_registers_once(apply):
    """210023, for a registration that is not finished, too."""
    applicant = apply()
    applicant.basics()
    other = applicant.call("/acct/check", {"value": applicant.world.company.email}, what="email")
    assert (other["base_resp"]["ret"], said(other)) == (210023, "邮箱已经被注册过，请直接登录")


@pytest.mark.parametrize(
    ("rules", "password", "words"),
    [
        ("new", "short1", "密码长度不足8位，或者没有同时包含字母和数字"),
        ("new", "lettersonly", "密码长度不足8位，或者没有同时包含字母和数字"),
        ("new", "password1", "密码过于简单，请重新输入"),
        ("old", "five5", "密码长度不足6位，或者使用了非法字符"),
        ("old", "密码密码密码", "密码长度不足6位，或者使用了非法字符"),
    ],
)
def test_a_password_keeps_the_rules_of_its_page(apply, rules, password, words):
    """Old pages want six characters, new ones eight with letters and digits."""
    assert said(apply(password=rules).basics(pw1=password, pw2=password)) == words


def test_both_passwords_are_the_same(apply):
    """The second one repeats the first."""
    assert said(apply().basics(pw2="Other2026")) == "两次输入的密码不一致"


def test_only_sixteen_characters_of_a_password_count(apply):
    """What comes after them is cut off: whoever leaves it out gets in all the same."""
    applicant = apply()
    applicant.basics(pw1=f"{PASSWORD}123456AB", pw2=f"{PASSWORD}123456AB")
    posted = {"username": applicant.world.company.email, "pwd": f"{PASSWORD}123456"}
    assert "redirect_url" in applicant.call("/cgi-bin/bizlogin", posted, action="password")


def test_a_password_is_not_remembered_where_everybody_looks(apply):
    """What was received tells how long it was."""
    applicant = apply()
    applicant.basics()
    assert PASSWORD not in str(applicant.look("received"))


def test_a_picture_code_is_good_once(apply):
    """The old page wants one; a wrong one is used up."""
    applicant = apply("register_old")
    assert said(applicant.basics(imgcode="0000")) == "验证码错误，请重新输入"
    assert applicant.basics()["base_resp"]["ret"] == 0


def test_a_link_activates_within_two_days(apply):
    """In whatever browser it is opened; afterwards the registration is gone and the e-mail free."""
    applicant = apply("register_old")
    applicant.basics()
    link = applicant.world.messages.mail[-1]["link"]
    assert "激活公众平台账号" in applicant.shown().text
    applicant.phone("clock", advance=2 * DAY + 1)
    assert "链接已失效，请重新注册" in applicant.client.get(link).text
    assert applicant.basics()["base_resp"]["ret"] == 0
    applicant.client.get(applicant.world.messages.mail[-1]["link"])
    assert applicant.at() == "place"


def test_a_password_leads_back_to_the_page_that_is_not_finished(apply):
    """Whoever lost the cookie signs in; whoever has an account is to scan."""
    applicant = apply()
    applicant.begun()
    applicant.client.cookies.clear()
    posted = {"username": applicant.world.company.email, "pwd": PASSWORD}
    wrong = applicant.call("/cgi-bin/bizlogin", posted | {"pwd": "Wrong2026"}, action="password")
    assert said(wrong) == "账号或密码错误，请重新输入"
    applicant.call("/cgi-bin/bizlogin", posted, action="password")
    assert "主体信息登记" in applicant.shown().text
    applicant.entity("3")
    applicant.info()
    assert "扫码" in applicant.call("/cgi-bin/bizlogin", posted, action="password")["scan"]


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_the_entity_may_be_refused(apply, code):
    """Every code has its words, beside its field; nothing was registered."""
    applicant = apply(register_refused=code)
    applicant.begun()
    field, words = REFUSALS[code]
    answer = applicant.entity("3" if field == "legal_ticket" else "2")
    assert answer["errors"] == {field: words.format(most=50 if field == "legal_ticket" else 5)}
    assert applicant.look("received")["entities"] == {}


def test_a_legal_persons_face_lets_one_id_card_register_fifty(apply):
    """Five otherwise."""
    applicant = apply(register_refused="210009")
    applicant.begun()
    assert said(applicant.entity("3")) == "已有50个帐号登记过该身份证，请使用其他身份证"


@pytest.mark.parametrize("code", sorted(SCANS))
def test_a_wechat_may_not_be_able_to_administer(apply, code):
    """What the page is told of the scan."""
    applicant = apply(register_scan=code)
    applicant.begun()
    ticket = applicant.scan("registrant", who="administrator", name="顾一帆")
    asked = applicant.client.get("/cgi-bin/qrcheck", params={"action": "ask", "qrcheck_ticket": ticket}).json()
    assert (asked["status"], asked["why"]) == (2, SCANS[code])


def test_a_company_may_have_registered_enough(apply):
    """210013, with the form by which it asks for more."""
    applicant = apply("principal_full")
    applicant.begun()
    answer = applicant.call(
        "/acct/check", {"name": applicant.world.company.name, "is_individual": "0"}, what="principal"
    )
    assert answer["base_resp"]["ret"] == 210013
    assert answer["appeal"] == "/acct/principallimitappeal"


@pytest.mark.parametrize(
    ("kind", "chosen", "words"),
    [
        ("company", "1", "你的主体为企业类型，请选择正确的主体类型"),
        ("household", "0", "你的主体为个体工商户类型，请选择正确的企业类型"),
    ],
)
def test_the_kind_of_company_has_to_be_right(apply, kind, chosen, words):
    """The portal knows what the company is."""
    applicant = apply(kind=kind)
    applicant.begun()
    answer = applicant.call(
        "/acct/check", {"name": applicant.world.company.name, "is_individual": chosen}, what="principal"
    )
    assert (answer["field"], said(answer)) == ("is_individual", words)


@pytest.mark.parametrize("code", sorted(NAMES))
def test_a_name_may_not_be_free(apply, code):
    """Every code has its words; another name is free."""
    applicant = apply(taken_names="晴禾样例服务", taken_because=code)
    applicant.begun()
    applicant.entity("3")
    assert applicant.info()["errors"]["nick_name"] == NAMES[code]
    assert applicant.info(nick_name="晴禾样例售后")["base_resp"]["ret"] == 0


def test_a_name_that_wants_proof_is_taken_with_it(apply):
    """65204: an ID card and the licence."""
    applicant = apply(taken_names="晴禾样例服务", taken_because="65204")
    applicant.begun()
    applicant.entity("3")
    assert applicant.call("/acct/check", {"value": "晴禾样例服务"}, what="name")["proof"]
    assert "请上传身份证" in str(applicant.info()["errors"])
    proof = {name: [applicant.upload(name)["id"]] for name in ("proof_id_card", "proof_license")}
    assert applicant.info(**proof)["base_resp"]["ret"] == 0


def test_an_introduction_may_be_refused(apply):
    """65202."""
    applicant = apply(intro_refused=True)
    applicant.begun()
    applicant.entity("3")
    assert applicant.info()["errors"] == {"intro": "功能介绍含有违规内容，请修改后提交"}


def test_the_kind_of_account_is_chosen_before_or_after_the_first_form(apply):
    """服务号 by itself where it is first, 公众号 where it is decided later."""
    assert [
        word
        for word in ("服务号", "公众号", "小程序")
        if f">{word}</" in apply().shown("/cgi-bin/registermidpage").text
    ] == ["服务号", "公众号", "小程序"]
    later = apply("register_old")
    assert ">服务号</" not in later.shown("/cgi-bin/registermidpage").text
    later.basics()
    later.client.get(later.world.messages.mail[-1]["link"])
    later.call("/acct/contractorpage", {"place": "中国大陆"}, action="place")
    assert "订阅号" in later.shown().text


def test_only_one_way_of_verification_may_be_offered(apply):
    """allowed_register_type."""
    applicant = apply("register_face")
    applicant.begun()
    page = applicant.shown().text
    assert "法定代表人验证" in page
    assert "支付验证</span>" not in page
    assert said(applicant.entity("2")) == "请选择主体验证方式"


def test_a_mini_program_is_registered_without_a_name(apply):
    """waregister: no place, no kind, no 公众号信息; its name is given in its own back office."""
    applicant = apply()
    applicant.begun(path="/wxopen/waregister")
    applicant.entity("1")
    (account,) = applicant.look("state")["accounts"]
    assert (account["kind"], account["name"]) == ("小程序", "")
    assert str(applicant.shown("/acct/registerenter").url).endswith("lang=zh_CN")


def test_a_call_without_a_registration_is_timed_out(apply):
    """200003, and its pages lead to the front page."""
    applicant = apply()
    assert applicant.call("/acct/contractorsubmit", step="entity")["base_resp"]["ret"] == 200003
    assert applicant.shown().url.path == "/"
