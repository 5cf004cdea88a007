"""A filing on its way: taken back, one after another, telephoned about, waited for, with faces and papers."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from PIL import Image, ImageDraw
from tests.flows.office import ROOT
from tests.flows.test_file import differing, facts

from run_flow.engine.scripts import load
from run_flow.errors import AskExpired, FormRefused, Usage, WaitingForReview


def withdraw(office: Any) -> None:
    """Give the command that takes a filing back."""
    office.go(flow=load(ROOT / "flows", "withdraw"))


def suspended(office: Any, title: str) -> None:
    """Give the command, which ends because the reviewers whose work is *title* take their time."""
    office.people.whims.ignore = (title,)
    with pytest.raises(WaitingForReview, match=title):
        office.go(patience_seconds=8)
    office.people.whims.ignore = ()


def test_a_filing_is_taken_back_and_handed_in_again(open_filing):
    """While the platform reviews it a person may have it back; the first command then hands it in anew, as a new order."""
    office = open_filing(filing_review="hand")
    suspended(office, "可能来电核实")
    withdraw(office)
    assert office.stages == ["填写中"]
    assert office.portal.received()["withdrawals"] == {"B1": 1}
    office.portal.post("switch", filing_review="approve")
    office.go()
    assert (office.stages, office.submissions) == (["已备案"], {"B1": 2})
    assert differing(office) == []


@pytest.mark.parametrize("dry_run", [True, False])
def test_what_was_never_filed_is_not_asked_for_a_sign_in(open_filing, dry_run):
    """Its 小程序 may not be there at all: what comes first is said, before any page is opened."""
    office = open_filing()
    with pytest.raises(Usage, match="还没有提交过备案") as refused:
        office.go(flow=load(ROOT / "flows", "withdraw"), dry_run=dry_run)
    assert "run-flow file" in refused.value.remedy
    assert office.page.url == "about:blank"


@pytest.mark.matrix
def test_what_is_with_the_bureau_cannot_be_taken_back(open_filing):
    """It is said so before anything is clicked; and where the platform decides meanwhile, in its own words (86330)."""
    office = open_filing(filing_review="hand")
    suspended(office, "可能来电核实")
    office.people.first["take_back-approval"] = lambda: office.portal.post("phone/filing/approve")
    with pytest.raises(FormRefused, match="备案审核订单未处于可以撤回的状态"):
        withdraw(office)
    with pytest.raises(FormRefused, match="只有平台初审完成以前可以撤回"):
        withdraw(office)
    assert office.stages == ["管局审核中"]


def second(profile: dict[str, Any]) -> None:
    """State one more 小程序."""
    first = profile["mini_programs"][0]
    program = copy.deepcopy(first)
    program |= {"name": "晴禾样例巡检", "short_name": "晴禾巡检", "email": "second@qinghe.example"}
    program["filing"]["services"] = ["工具/设备管理", "生活服务/维修服务"]
    profile["mini_programs"].append(program)


@pytest.mark.matrix
@pytest.mark.parametrize("scenario", ["facts", "filing_second"])
def test_several_mini_programs_are_filed_one_after_another(open_filing, scenario):
    """Each is one order; the company's facts may stand already, to be read only."""
    office = open_filing(scenario, change=second)
    office.go()
    assert (office.stages, office.submissions) == (["已备案", "已备案"], {"B1": 1, "B2": 1})
    assert differing(office) == []
    assert differing(office, filing="B2", program=1) == []
    assert office.held(1)["principal_name"] == office.profile.legal_person.name


@pytest.mark.matrix
@pytest.mark.parametrize("scenario", ["filing_papers", "filing_misread", "filing_face_qr", "old_menu", "filing_call"])
def test_it_is_filed_whatever_the_portal_wants(open_filing, scenario):
    """Sheets to sign, a misread licence, a code for the face, other menus, a call: one submission, all of it right."""
    office = open_filing(scenario)
    office.go()
    assert (office.stages, office.submissions) == (["已备案"], {"B1": 1})
    assert differing(office) == []
    if scenario == "filing_papers":
        assert {"paper-核验单", "paper-真实性承诺书"} <= set(office.people.asked)
        assert office.held()["sheet"]


@pytest.mark.matrix
def test_services_and_approvals_have_rows_of_their_own(open_filing, tmp_path):
    """Each kind of service, and each approval with its number and document."""

    def change(profile: dict[str, Any]) -> None:
        filing = profile["mini_programs"][0]["filing"]
        filing["services"] = ["生活服务/家政服务", "工具/办公", "工具/预约报名"]
        filing["pre_approval"] = [
            {"kind": "出版", "number": "新出发证字第 0001 号", "document": "documents/letter.jpg"},
            {"kind": "教育", "number": "教民第 0002 号", "document": "documents/approval.png"},
        ]
        approval = Image.new("RGB", (1240, 1754), "white")
        pen = ImageDraw.Draw(approval)
        for y in range(100, 1700, 24):
            pen.text((120, y), "APPROVAL 0002 SPECIMEN " * 6, fill="black")
        approval.save(tmp_path / "profile" / "documents" / "approval.png")

    office = open_filing(change=change)
    office.go()
    held = office.held()
    assert [held[f"service_{number}"] for number in (1, 2, 3)] == ["生活服务/家政服务", "工具/办公", "工具/预约报名"]
    assert [held["approval_1"], held["approval_2"], held["approval_2_number"]] == ["2", "3", "教民第 0002 号"]
    assert office.stages == ["已备案"]


@pytest.mark.matrix
def test_a_principal_who_is_not_the_legal_person_shows_an_authorization(open_filing):
    """The letter and who the legal person is are with the portal."""

    def change(profile: dict[str, Any]) -> None:
        profile["filing"]["principal"]["same_as"] = "operator"
        profile["filing"]["authorization"] = "documents/letter.jpg"

    office = open_filing(change=change)
    office.go()
    assert office.held()["principal_is_legal"] == "0"
    assert office.held()["legal_person_name"] == office.profile.legal_person.name
    assert office.held()["authorization_letter"]
    assert office.stages == ["已备案"]


@pytest.mark.matrix
def test_a_face_that_nobody_shows_in_time_is_asked_for_again(open_filing):
    """The notice lasts a day: past that the command ends with 4, and the next one has another notice sent."""
    office = open_filing()
    office.people.whims.ignore = ("人脸", "刷脸")
    office.people.hears["face"] = lambda: skip(office, hours=25)
    with pytest.raises(AskExpired):
        office.go()
    office.people.whims.ignore = ()
    office.go()
    assert office.stages == ["已备案"]
    assert len(office.programs[0].filing.faces.tasks) == 2


def skip(office: Any, *, hours: int) -> None:
    """Let hours pass at the portal and at our desk."""
    from datetime import timedelta

    office.portal.post("clock", advance=hours * 3600)
    office.clock.ahead += timedelta(hours=hours)


@pytest.mark.matrix
def test_a_phone_that_is_still_to_be_verified_keeps_the_filing_waiting(open_filing):
    """Somebody says that all is done while another has not: it is told, and waited for."""
    office = open_filing()
    office.people.whims.ignore = ("12381", "短信核验")
    office.people.hears["sms"] = lambda: office.people.type("sms", "已核验")
    with pytest.raises(WaitingForReview):
        office.go(patience_seconds=10)
    assert any("请等待其他核验人进行短信核验" in said for said in office.told.said)
    office.people.whims.ignore = ()
    for check in list(office.programs[0].filing.phones.checks):
        office.portal.post("phone/filing/verify", phone=check.phone, code=check.code)
    office.go()
    assert facts(office)["备案状态"] == "已备案"


@pytest.mark.matrix
def test_a_status_that_comes_late_makes_nobody_submit_twice(open_filing):
    """After the click the page shows what it said before: it is looked at again, and the filing is handed in once."""
    office = open_filing()
    office.people.first["submit-approval"] = lambda: office.fault(late_status=3)
    office.go()
    assert (office.stages, office.submissions) == (["已备案"], {"B1": 1})
