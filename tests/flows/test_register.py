"""A company registers its 服务号 with one command: both generations of pages, three ways of verification, any end."""

from __future__ import annotations

import shutil
from itertools import product
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from tests.flows.office import ROOT
from tests.flows.proof import leaks, open_to_others
from tests.flows.said_register import EMAILS, ENTITIES, NAMED, SCANNED, Said

from comparison import registered
from run_flow.engine.flow import Flow
from run_flow.engine.scripts import load
from run_flow.errors import DryRunEnded, FormRefused, PortalRefused, WaitingForPerson

DAY = 86_400
ALONE = '''
from _registration import register_account
from run_flow import Run, flow

@flow(title="单独注册小程序")
def alone(run: Run) -> None:
    """Every 小程序 is registered alone."""
    for program in run.known.mini_programs:
        register_account(run.for_item(program.name))
'''
STEPS = ["基本信息", "选择注册地", "选择类型", "信息登记", "公众号信息", "注册结果"]
APPROVALS = ("一个邮箱只能注册", "以后不能更改", "主体信息提交后", "现在完成注册")
WAYS = {"支付验证": "2", "法定代表人验证": "3", "微信认证": "1"}
EVERY = list(product(("modern", "legacy"), (False, True), ("company", "household"), ("register", "register_old"), WAYS))


def registration(office: Any) -> dict[str, Any]:
    """Return the one registration that the portal holds."""
    (found,) = office.portal.get("state")["registrations"]
    return found


def stands(office: Any, *, way: str, scenario: str = "register") -> None:
    """Make sure that the account is registered once, by *way*, with what the profile states, and nothing else is left."""
    found, state, received = registration(office), office.portal.get("state"), office.portal.received()
    (account,) = state["accounts"]
    admin = office.profile.administrator.name
    assert (account["kind"], account["name"], account["administrator"]) == (
        "服务号",
        office.profile.account.name,
        admin,
    )
    assert found["way"] == way
    counts = {name: received[name] for name in ("registrations", "entities", "completions")}
    one = {found["id"]: 1}
    assert counts == {"registrations": {office.profile.account.email: 1}, "entities": one, "completions": one}
    assert [each for each in registered(received, office.profile_file, application=found["id"]) if not each.equal] == []
    assert [title for title, news in office.told.steps if news in ("done", "adopted")] == steps(way, scenario)
    assert (leaks(office), open_to_others(office)) == ([], [])


def steps(way: str, scenario: str) -> list[str]:
    """Return the steps that are done, in their order."""
    activated = ["邮箱激活"] if scenario == "register_old" else []
    transferred = ["支付验证"] if way == "支付验证" else []
    return [STEPS[0], *activated, *STEPS[1:-1], *transferred, STEPS[-1]]


def test_a_company_is_registered_by_one_command(open_office):
    """The page offers every way: it is the first that the profile can serve, a transfer from its own account."""
    office = open_office("register", errand="register")
    office.go()
    stands(office, way="支付验证")
    assert office.people.asked == [
        *("password", "mail-code", "register_basics-approval", "register_kind-approval", "phone-code"),
        *("administrator-scan", "register_entity-approval", "register_info-approval"),
        *("transfer", "register_transfer-review"),
    ]
    (transfer,) = office.portal.received()["remittances"].values()
    assert transfer == 1
    assert office.told.said[-1] == f"服务号已注册：{office.profile.account.name}"


def test_the_older_pages_are_known_too(open_office):
    """A link in a mail, a picture to read, the kind of account later; the legal person, who administers, scans once."""
    switches = {"skin": "legacy", "embedded": True}
    office = open_office("register_old", errand="register", kind="household", **switches)
    office.people.whims.wrong_pictures = 1
    office.go()
    stands(office, way="法定代表人验证", scenario="register_old")
    assert "administrator-scan" not in office.people.asked
    assert office.people.asked.count("picture-code") == 2


@pytest.mark.matrix
@pytest.mark.parametrize(("skin", "embedded", "kind", "scenario", "way"), EVERY)
def test_a_company_is_registered_in_every_combination(open_office, skin, embedded, kind, scenario, way):
    """Every skin, hosting, kind of company, generation of pages and way of verification."""
    if kind == "household" and way == "支付验证":
        pytest.skip("the account is the person's own: no transfer can come from it")
    switches = {"skin": skin, "embedded": embedded, "allowed_register_type": WAYS[way]}
    office = open_office(scenario, errand="register", kind=kind, **switches)
    office.go()
    stands(office, way=way, scenario=scenario)


@pytest.mark.parametrize("cookie", ["kept", pytest.param("lost", marks=pytest.mark.matrix)])
def test_it_goes_on_after_every_stop(open_office, cookie):
    """Stopped before each click that counts: the cookie, else e-mail and password, leads back to the page."""
    office = open_office("register_certify", errand="register")
    for approval in APPROVALS:
        office.go_up_to(approval)
        if cookie == "lost":
            office.fault(expire_sessions=True)
    office.go()
    stands(office, way="微信认证")
    assert ("password" in office.people.asked[5:]) is (cookie == "lost")


@pytest.mark.matrix
def test_whatever_was_heard_is_not_sent_again(open_office):
    """The answer to the submission is lost: the portal is looked at, and it stands there."""
    office = open_office("register_face", errand="register")
    office.fault(lose_answer=1, path="/acct/contractorsubmit")
    with pytest.raises(Exception, match="502"):
        office.go()
    office.go()
    assert registration(office)["state"] == "注册成功"
    assert list(office.portal.received()["entities"].values()) == [1]


@pytest.mark.matrix
def test_a_dry_run_registers_nothing(open_office):
    """It stops before the first click: not even the e-mail is taken."""
    office = open_office("register", errand="register")
    with pytest.raises(DryRunEnded):
        office.go(dry_run=True)
    assert office.portal.get("state")["registrations"] == []


def test_an_account_that_is_there_already_is_adopted(open_office):
    """Its e-mail is taken: password and scan show that it is the company's own 服务号."""
    office = open_office("facts", errand="register")
    office.go()
    assert office.portal.get("state")["registrations"] == []
    assert office.told.news("注册结果") == ["started", "done"]


@pytest.mark.matrix
def test_a_subscription_account_is_explained(open_office):
    """It cannot become a 服务号: another e-mail is needed."""
    office = open_office("subscription", errand="register")
    with pytest.raises(PortalRefused, match="注册的是订阅号") as ended:
        office.go()
    assert "换一个没有用过的邮箱" in ended.value.remedy


def refused(open_office: Any, case: Said) -> None:
    """Give the command; the portal's words end it, and nothing was registered that should not be."""
    office = open_office("register", errand="register", **case.switches)
    with pytest.raises(FormRefused) as ended:
        office.go()
    assert normalize("NFKC", case.words) in normalize("NFKC", ended.value.found)
    assert ended.value.exit_code == case.exit_code
    assert office.portal.get("state")["accounts"] == []


@pytest.mark.matrix
@pytest.mark.parametrize("case", [*EMAILS, *ENTITIES, *SCANNED, *NAMED], ids=lambda case: case.code)
def test_what_the_portal_refuses_is_told_in_its_words(open_office, case):
    """Every code of the registration."""
    refused(open_office, case)


def test_a_company_with_too_many_accounts_is_told_so(open_office):
    """210013, as soon as its name is typed."""
    refused(open_office, ENTITIES[0])


@pytest.mark.matrix
def test_a_code_and_a_scan_that_fail_are_asked_for_again(open_office):
    """One wrong code by mail and by message each, one stranger's scan."""
    office = open_office("register_face", errand="register")
    office.people.whims.wrong_codes = 2
    office.people.whims.wrong_scans = 1
    office.go()
    stands(office, way="法定代表人验证")


@pytest.mark.matrix
def test_another_name_is_tried_where_the_first_is_taken(open_office):
    """In the order of the profile."""
    office = open_office("register_face", errand="register", taken_names="晴禾样例服务、晴禾样例报修服务")
    office.people.whims.refuse = ("现在完成注册",)
    with pytest.raises(WaitingForPerson, match="晴禾样例售后"):
        office.go()


@pytest.mark.matrix
def test_a_name_that_wants_proof_gets_it(open_office):
    """65204: ID card, licence and trademark."""
    office = open_office("register_face", errand="register", taken_names="晴禾样例服务", taken_because="65204")
    office.go()
    stands(office, way="法定代表人验证")


@pytest.mark.matrix
def test_a_transfer_that_does_not_match_is_made_again(open_office):
    """verify_result 2 is told with what differs; the same command asks for another transfer."""
    office = open_office("register_pay", errand="register")
    office.people.first["transfer"] = lambda: spoil(office)
    with pytest.raises(FormRefused, match=r"验证失败.金额不一致"):
        office.go()
    office.people.whims.ignore = ()
    office.go()
    stands(office, way="支付验证")


def spoil(office: Any) -> None:
    """Have somebody transfer another amount, and the portal compare it, before the clerk acts."""
    wanted = registration(office)["remittance"]
    office.portal.post("phone/bank/transfer", to_account=wanted["account"], amount="1.00")
    office.portal.post("clock", working_days=1)
    office.people.whims.ignore = ("网银",)
    office.people.type("transfer", "已转账")


@pytest.mark.matrix
def test_what_was_registered_can_be_certified(open_office):
    """The same company, the same home: the next errand goes on in the account's back office."""
    office = open_office("register_certify", errand="register")
    office.go()
    assert office.portal.get("state")["accounts"][0]["certification"] == {"认证状态": "未认证"}
    office.errand = "certify"
    office.go()
    assert office.status == "已认证"


@pytest.mark.matrix
def test_another_registration_is_left_alone(open_office, tmp_path):
    """The window knows one that is not finished: the next errand begins its own, and does not go on with that one."""
    office = open_office("register_face", errand="register")
    office.people.whims.refuse = ("主体信息提交后",)
    with pytest.raises(WaitingForPerson):
        office.go(flow=alone(tmp_path))
    office.people.whims.refuse = ()
    office.go()
    program, service = office.portal.get("state")["registrations"]
    assert (program["kind"], program["stage"]) == ("小程序", "entity")
    assert (service["kind"], service["state"]) == ("服务号", "注册成功")


@pytest.mark.matrix
def test_a_mini_program_is_registered_by_the_same_steps(open_office, tmp_path):
    """Its own e-mail, no name yet, the same company and administrator."""
    office = open_office("register_face", errand="register")
    office.go(flow=alone(tmp_path))
    (account,) = office.portal.get("state")["accounts"]
    program = office.profile.mini_programs[0]
    assert (account["kind"], account["email"], account["name"]) == ("小程序", program.email, "")
    assert account["administrator"] == office.profile.administrator.name


def alone(folder: Path) -> Flow:
    """Return the errand that registers each 小程序 of a profile alone."""
    for file in (ROOT / "flows").glob("_registration*.py"):
        shutil.copy(file, folder)
    (folder / "alone.py").write_text(ALONE, encoding="utf-8")
    return load(folder, "alone")


@pytest.mark.matrix
def test_a_transfer_that_came_too_late_has_the_company_filled_in_again(open_office):
    """verify_result 4: the page is filled in anew, with the same account."""
    office = open_office("register_pay", errand="register")
    office.people.whims.ignore = ("网银",)
    with pytest.raises(WaitingForPerson):
        office.go(patience_seconds=1)
    office.portal.post("clock", advance=10 * DAY + 1)
    office.people.whims.ignore = ()
    office.go()
    assert registration(office)["state"] == "注册成功"
    assert list(office.portal.received()["entities"].values()) == [2]
