"""小程序备案 on the mock portal: its entry, its blocks, faces, phones, reviews and the way back."""

from __future__ import annotations

import re

import pytest
from tests.mock.filer import Filer

from mock_portal import faces, filing_refusals, phone_check
from mock_portal.filing import NO_ORDER, NOT_NOW, ONE_AT_A_TIME

DAY = 86_400


@pytest.fixture
def hire(shared_portal):
    """Return a function that puts a clerk into the back office of a 小程序."""
    hired: list[Filer] = []

    def employ(**facts) -> Filer:
        hired.append(Filer(shared_portal, **facts))
        return hired[-1]

    yield employ
    for each in hired:
        each.client.close()


def test_a_filing_goes_from_the_scan_to_the_number(hire):
    """States 1024, 2, 4 and 6 in turn; both phones verified; the number has the usual form."""
    filer = hire()
    assert filer.pairs()["code"] == 1024
    filer.handed_in()
    assert (filer.pairs()["备案状态"], filer.pairs()["code"]) == ("平台审核中", 2)
    filer.pass_days(2)
    assert (filer.pairs()["备案状态"], filer.pairs()["短信核验"], filer.pairs()["code"]) == (
        "管局审核中",
        "等待核验",
        4,
    )
    for check in filer.filing.phones.checks:
        filer.phone("phone/filing/verify", phone=check.phone, code=check.code)
    filer.pass_days(20)
    assert (filer.pairs()["备案状态"], filer.pairs()["code"]) == ("已备案", 6)
    assert re.fullmatch(r"粤B2-20090059-1626X", filer.pairs()["备案号"])
    assert filer.look("received")["submissions"] == {"B1": 1}


@pytest.mark.parametrize("bits", range(8))
def test_the_status_numbers_what_is_missing(hire, bits):
    """1024 and a bit each for information, category and certification; the reason stands at both entries."""
    filer = hire()
    if bits & 1:
        filer.program.information = ""
    if bits & 2:
        filer.program.categories = ()
    if bits & 4:
        filer.program.certification.revoke()
    assert filer.pairs()["code"] == 1024 + bits
    told = filer.begin()
    assert (told["ret"] == 0) == (bits == 0)
    if bits:
        assert told["say"] in filer.page("/wxamp/icp/entry")
        assert told["say"] in filer.page("/wxamp/index/index")


@pytest.mark.parametrize("entry", ["name", "maintenance"])
def test_a_closed_entry_says_why(hire, entry):
    """available=0: the name, or the bureau's maintenance."""
    filer = hire(filing_entry=entry)
    assert filer.begin()["say"] == filer.filing.closed() != ""


def test_no_form_without_the_administrators_scan(hire):
    """The portal wants the scan first, the administrator's and no other's."""
    filer = hire()
    assert filer.do("begin")["ret"] == 202100
    ticket = filer.scan("administrator", who="operator")
    assert filer.do("begin", qrcheck_ticket=ticket)["ret"] == 202100
    assert filer.begin()["ret"] == 0
    assert filer.do("begin")["ret"] == 0


REFUSED = [
    ("subject", {"region": "浙江/杭州/西湖"}, "region", filing_refusals.elsewhere("广东"), {"filing_elsewhere": "广东"}),
    ("subject", {}, "certificate_photo", filing_refusals.LICENCE_ENDS, {"filing_licence": "ending"}),
    ("subject", {"name": "别的公司"}, "name", filing_refusals.ANOTHER_ENTITY, {}),
    ("subject", {"certificate_number": "91440300MA5YB10700"}, "certificate_number", filing_refusals.ANOTHER_ENTITY, {}),
    ("subject", {"address": "广东省深圳市南山区样例路 8 号"}, "address", "通讯地址无需重复填写省市区", {}),
    ("subject", {"region": ""}, "region", "请选择地区", {}),
    ("principal", {"principal_valid": "2016-07-01~2020-01-01"}, "principal_valid", "证件有效期不足，请更换在有效期内的证件", {}),
    ("principal", {"principal_is_legal": "0"}, "authorization_letter", "请上传授权书", {}),
    ("principal", {"principal_emergency": "13800138011"}, "principal_emergency", filing_refusals.OWN_EMERGENCY, {}),
    ("program", {"remarks": "报修"}, "remarks", "备注应为20到200字", {}),
    ("program", {"approval_1": ""}, "approval_1", "请选择前置审批类型，没有也要选择“以上都不涉及”", {}),
    ("program", {"approval_1": "2"}, "approval_1_number", "请填写前置审批号", {}),
    ("program", {"service_rows": "2", "service_2": "生活服务/家政服务"}, "service_2", filing_refusals.SAME_SERVICE, {}),
    ("program", {"service_rows": "2"}, "service_2", "请选择服务内容类型", {}),
    ("program", {"approval_rows": "2", "approval_2": "2", "approval_2_number": "1", "approval_2_file": ["x"]}, "approval_2_file", "请上传前置审批文件", {}),
    ("manager", {"manager_mobile": "13800138011"}, "manager_mobile", filing_refusals.SHARED_PHONE, {}),
    ("manager", {"manager_name": "别人"}, "manager_name", filing_refusals.NOT_THE_ADMINISTRATOR, {}),
    ("papers", {}, "sheet", "请上传核验单", {"filing_province": "papers"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("block", "changes", "field", "say", "switches"),
    REFUSED,
    ids=[f"{row[0]}-{row[2]}-{n}" for n, row in enumerate(REFUSED)],
)
def test_a_block_that_is_wrong_is_refused(hire, block, changes, field, say, switches):
    """In the portal's words, at its field; the block counts as verified only when nothing is wrong."""
    filer = hire(**switches)
    filer.begin()
    filer.show_face()
    if block == "manager":
        filer.verify("principal")
    told = filer.verify(block, **changes)
    assert told["errors"][field] == say
    assert block not in filer.filing.record.reached


def test_the_same_approval_twice_and_none_with_another_are_refused(hire):
    """A kind is stated once; 以上都不涉及 stands alone."""
    filer = hire()
    filer.begin()
    given = {"approval_1_number": "1", "approval_1_file": filer.picture("a"), "approval_2_number": "2", "approval_2_file": filer.picture("b")}  # fmt: skip
    twice = filer.verify("program", approval_rows="2", approval_1="2", approval_2="2", **given)
    assert twice["errors"]["approval_2"] == filing_refusals.SAME_APPROVAL
    none = filer.verify("program", approval_rows="2", approval_1="0", approval_2="2", **given)
    assert none["errors"]["approval_1"] == filing_refusals.NONE_AND_ANOTHER


def test_nothing_is_handed_in_before_every_block_is_verified(hire):
    """下一步 names the first block that is not; and the preview wants 我同意."""
    filer = hire()
    filer.begin()
    assert filer.do("next", part="subject")["say"] == "请先完成“主办单位信息”的验证"
    assert filer.submit()["ret"] == -19
    filer.show_face()
    for block in ("subject", "principal", "program", "manager", "papers"):
        filer.verify(block)
    assert "preview" in filer.do("next", part="subject")["redirect_url"]
    assert filer.do("submit", agree=False)["ret"] == 1
    assert filer.submit()["ret"] == 0


@pytest.mark.parametrize(("how", "says"), [("right", True), ("wrong", False), ("none", None)])
def test_the_licence_is_read(hire, how, says):
    """What is read in the picture is offered: right, wrong or not at all."""
    filer = hire(filing_ocr=how)
    read = filer.do("recognise")["read"]
    assert (read.get("name") == filer.world.company.name if read else None) is says


def test_a_face_is_shown_in_time_by_the_administrator(hire):
    """Somebody else's and a covered one fail and may be tried again; a notice lasts a day, a result three."""
    filer = hire()
    filer.begin()
    filer.do("face")
    task = filer.filing.faces.tasks[-1].id
    assert filer.phone("phone/filing/face", task=task, who="operator")["said"] == faces.FAULTS["other"]
    assert filer.phone("phone/filing/face", task=task, how="background")["said"] == faces.FAULTS["background"]
    assert filer.do("standing")["standing"] == faces.FAULTS["background"]
    assert filer.phone("phone/filing/face", task=task)["said"] == "人脸核身通过"
    assert filer.do("standing")["proof"] == task
    filer.phone("clock", advance=3 * DAY + 60)
    assert filer.do("standing")["standing"] == faces.EXPIRED
    filer.do("face")
    filer.phone("clock", advance=DAY + 60)
    assert filer.phone("phone/filing/face", task=filer.filing.faces.tasks[-1].id)["error"] == "核身通知已过期"


def test_faces_are_asked_for_so_often_a_day(hire):
    """The limit of the day is said; the next day it begins again."""
    filer = hire(filing_faces_a_day=1)
    filer.begin()
    assert filer.do("face")["ret"] == 0
    assert filer.do("face")["say"] == faces.TOO_OFTEN
    filer.phone("clock", advance=DAY)
    assert filer.do("face")["ret"] == 0


def test_each_phone_is_verified_once(hire):
    """With the code and the last six of the ID; the first is told to wait for the others, the last that all is done."""
    filer = hire()
    filer.with_the_bureau(verified=False)
    first, second = filer.filing.phones.checks
    wrong = {"phone": first.phone, "code": first.code, "id_last": "000000"}
    assert filer.phone("phone/filing/verify", **wrong)["error"] == phone_check.UNKNOWN
    assert filer.phone("phone/filing/verify", phone=first.phone, code=first.code)["said"] == phone_check.OTHERS
    assert filer.phone("phone/filing/verify", phone=first.phone, code=first.code)["error"] == phone_check.UNKNOWN
    old = second.code
    filer.phone("phone/filing/again", phone=second.phone)
    assert filer.phone("phone/filing/verify", phone=second.phone, code=old)["error"] == phone_check.UNKNOWN
    assert filer.phone("phone/filing/verify", phone=second.phone, code=second.code)["said"] == phone_check.COMPLETE
    assert filer.pairs()["短信核验"] == "已完成"


def test_one_message_goes_to_each_distinct_phone(hire):
    """Who is both gets one."""
    filer = hire(kind="household")
    filer.begin()
    filer.show_face()
    for block in ("subject", "principal", "program", "papers"):
        assert filer.verify(block)["ret"] == 0, block
    assert filer.do("verify", part="manager", values={"manager_same": "1"})["ret"] == 0
    filer.submit()
    filer.phone("phone/filing/approve")
    assert len([message for message in filer.world.messages.sms if "verify" in message]) == 1


def test_a_day_later_the_whole_filing_comes_back(hire):
    """Not verified in time: 管局驳回, with the reason; it can be handed in again."""
    filer = hire()
    filer.with_the_bureau(verified=False)
    filer.phone("clock", advance=DAY + 60)
    assert (filer.pairs()["备案状态"], filer.pairs()["短信核验"]) == ("管局驳回", "已超时")
    assert filer.filing.record.opinions[0]["field"] == "短信核验"
    assert filer.submit()["ret"] == 0


def test_the_platform_calls_twice(hire):
    """Missed, it rings again after an hour; missed again, the filing comes back; taken, the review goes on."""
    missed = hire(filing_call=True)
    missed.handed_in()
    assert missed.pairs()["电话核实"] == "未接通"
    missed.phone("clock", advance=3700)
    missed.pairs()
    assert [call["state"] for call in missed.look("phone/inbox")["calls"]] == ["missed", "ringing"]
    missed.phone("clock", advance=3700)
    assert missed.pairs()["备案状态"] == "平台驳回"
    taken = hire(filing_call=True)
    taken.handed_in()
    taken.phone("phone/call/answer")
    assert taken.pairs()["电话核实"] == "已接通"
    taken.pass_days(2)
    assert taken.pairs()["备案状态"] == "管局审核中"


def test_a_filing_is_withdrawn_only_while_the_platform_reviews_it(hire):
    """86368 before there is an order, 86330 afterwards."""
    filer = hire()
    assert (filer.do("withdraw")["ret"], filer.do("withdraw")["say"]) == (86368, NO_ORDER)
    filer.handed_in()
    assert filer.do("withdraw")["ret"] == 0
    assert filer.pairs()["备案状态"] == "填写中"
    assert filer.submit()["ret"] == 0
    filer.phone("phone/filing/approve")
    assert (filer.do("withdraw")["ret"], filer.do("withdraw")["say"]) == (86330, NOT_NOW)


@pytest.mark.parametrize(("who", "code", "state"), [("platform", 3, "平台驳回"), ("bureau", 5, "管局驳回")])
def test_what_is_refused_is_mended_in_place(hire, who, code, state):
    """With the reviewers' reasons; what was verified stands, and the next order is reviewed anew."""
    filer = hire()
    filer.handed_in() if who == "platform" else filer.with_the_bureau()
    reasons = [{"field": "备注", "reason": "过于笼统", "suggest": "请写清楚"}]
    assert filer.phone("phone/filing/reject", reasons=reasons)["code"] == code
    assert filer.pairs()["备案状态"] == state
    assert "过于笼统" in filer.page("/wxamp/icp/entry")
    assert filer.submit()["ret"] == 0
    assert filer.look("received")["submissions"] == {"B1": 2}


def test_a_second_program_finds_the_company_filed(hire):
    """Its facts are there, to be read only; one order at a time where the portal says so."""
    filer = hire(names=("样例报修", "样例巡检"), filing_subject="locked", filing_one=True)
    filer.handed_in()
    filer.enter(1)
    assert filer.begin()["ret"] == 0
    filer.show_face()
    for block in ("subject", "principal", "program", "manager", "papers"):
        filer.verify(block)
    assert filer.submit()["say"] == ONE_AT_A_TIME
    filer.programs[0].filing.approve()
    for check in filer.programs[0].filing.phones.checks:
        check.done = True
    filer.programs[0].filing.number()
    assert "已验证，主体信息以已完成的备案为准" in filer.page("/wxamp/icp/form")
    assert filer.submit()["ret"] == 0


def test_a_paper_is_made_for_this_filing(hire):
    """The sheet, the authorization and the commitment are PDFs; there is no other paper."""
    filer = hire()
    filer.begin()
    for name in ("icp_sheet", "icp_authorization", "icp_commitment"):
        got = filer.client.get("/wxamp/icp/template", params={"name": name, "token": filer.token})
        assert got.content.startswith(b"%PDF"), name
    assert (
        filer.client.get("/wxamp/icp/template", params={"name": "other", "token": filer.token}).json()["base_resp"][
            "ret"
        ]
        == -1
    )


def test_small_pictures_are_refused(hire):
    """A filing's pictures have 720 by 1280 pixels at least, upright or not."""
    filer = hire()
    filer.begin()
    assert filer.upload("certificate_photo")["base_resp"]["err_msg"] == "图片尺寸错误"
    assert filer.picture("certificate_photo", size=(720, 1280))
