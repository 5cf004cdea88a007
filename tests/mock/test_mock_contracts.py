"""What the forms take and refuse, in the portal's words."""

from __future__ import annotations

import pytest
from tests.mock.clerk import picture


@pytest.fixture
def clerk(hire):
    """Return somebody at 填写资料."""
    clerk = hire()
    clerk.agree()
    return clerk


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("customer_type", "12", "你的主体为企业类型，请选择正确的主体类型"),
        ("customer_type", "99", "请选择认证类型"),
        ("registered_id", "123", "请输入正确的营业执照注册号或统一社会信用代码"),
        ("business_license_stuff", [], "请上传企业工商营业执照"),
        ("established", "2999-01-01", "成立日期有误，请重新填写"),
        ("established", "2019-02-30", "成立日期有误，请重新填写"),
        ("valid_until", "2019-01-01", "营业期限已过，请重新填写"),
        ("mp_operator_name", "", "请填写运营者姓名"),
        ("mp_operator_idcard", "440304199209231017", "身份证格式不正确，或者年龄未满18周岁，请重新填写。"),
        ("mp_operator_idcard", "11010120200101001X", "身份证格式不正确，或者年龄未满18周岁，请重新填写。"),
        ("mp_operator_mobile", "12345678901", "请输入正确的手机号码"),
        ("verify_code", "12345", "验证码应为6位数字"),
        ("verify_code", "000000", "手机验证码错误"),
        ("mp_operator_email", "nobody", "请输入正确的邮箱地址"),
        ("account_name", "别的公司", "对公账户户名与申请主体不一致，请核实"),
        ("bank_account", "12a", "银行账号填写不正确，请重新填写"),
        ("bank_name", "", "请填写开户行"),
        ("qrcheck_ticket", "", "请扫描二维码验证运营者身份"),
    ],
)
def test_a_wrong_value_gets_the_portals_words(clerk, field, value, says):
    """Each rule refuses what breaks it, names the field, and keeps nothing."""
    answer = clerk.save("stuff", clerk.prove(clerk.materials()) | {field: value})
    assert answer["errors"][field] == says
    assert clerk.look("state")["values"] == {}
    assert clerk.look("received")["entries"][-1]["accepted"] is False


def test_everything_right_is_kept_and_listed(clerk):
    """A page without faults is taken, recorded with labels and hashes, and leads on."""
    values = clerk.prove(clerk.materials())
    assert "step=naming" in clerk.save("stuff", values)["redirect_url"]
    entry = clerk.look("received")["entries"][-1]
    assert entry["form"] == "填写资料"
    assert entry["fields"]["认证类型"] == "企业"
    assert entry["fields"]["主体名称"] == clerk.world.company.name
    assert entry["names"]["customer_type"] == "1"
    assert entry["uploads"]["企业工商营业执照"]["size"] == len(picture())


def test_what_was_proven_is_not_asked_again(clerk):
    """Phone and scan stay proven while their values stay; another phone number needs another code."""
    values = clerk.prove(clerk.materials())
    clerk.save("stuff", values)
    again = {name: value for name, value in values.items() if name not in ("verify_code", "qrcheck_ticket")}
    assert clerk.save("stuff", again)["base_resp"]["ret"] == 0
    assert set(clerk.save("stuff", again | {"mp_operator_mobile": "13900139000"})["errors"]) == {"verify_code"}
    assert set(clerk.save("stuff", again | {"mp_operator_name": "别人"})["errors"]) == {"qrcheck_ticket"}


def test_a_code_runs_out(clerk):
    """A code is refused once its time has passed."""
    values = clerk.prove(clerk.materials())
    clerk.phone("clock", advance=601)
    assert clerk.save("stuff", values)["errors"] == {"verify_code": "手机验证码错误"}


def test_somebody_elses_scan_proves_nothing(clerk):
    """A code that another person confirmed is not taken."""
    values = clerk.materials()
    facts = {"name": values["mp_operator_name"], "id_number": values["mp_operator_idcard"]}
    ticket = clerk.scan("operator", who="administrator", **facts)
    values |= {"verify_code": clerk.code(values["mp_operator_mobile"]), "qrcheck_ticket": ticket}
    assert set(clerk.save("stuff", values)["errors"]) == {"qrcheck_ticket"}


def test_a_households_account_may_be_the_legal_persons(hire):
    """个体工商户 may give the legal person's card, and must choose its own kind."""
    clerk = hire(kind="household")
    clerk.agree()
    legal = clerk.world.company.person("legal_person").name
    values = clerk.prove(clerk.materials(account_name=legal))
    assert clerk.save("stuff", values | {"customer_type": "1"})["errors"] == {
        "customer_type": "你的主体为个体工商户类型，请选择正确的企业类型"
    }
    assert clerk.save("stuff", values)["base_resp"]["ret"] == 0


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"naming_basis": "", "nick_name": "样例"}, {"naming_basis": "请选择命名依据"}),
        ({"naming_basis": "1", "nick_name": "样"}, {"nick_name": "名称为4到30个字符"}),
        ({"naming_basis": "1", "nick_name": "样" * 26}, {"nick_name": "公众号名称过长"}),
        ({"naming_basis": "2", "nick_name": "样例服务"}, {"brand_register_stuff": "商标注册证书不能为空"}),
    ],
)
def test_a_name_has_a_basis_and_a_length(clerk, values, errors):
    """The name is counted in GBK, and a trademark needs its certificate."""
    assert clerk.save("naming", values)["errors"] == errors


def test_a_name_may_be_taken(hire):
    """With name_clash the portal knows the name already."""
    clerk = hire(scenario="name_clash")
    clerk.agree()
    says = clerk.save("naming", {"naming_basis": "1", "nick_name": "样例服务"})["errors"]["nick_name"]
    assert says.startswith("名称与平台内已有名称重复")


@pytest.mark.parametrize(("kind", "missing"), [("0", 0), ("1", 3), ("2", 7)])
def test_an_invoice_wants_what_its_kind_needs(clerk, kind, missing):
    """No invoice needs nothing, a plain one three fields, a special one seven."""
    assert len(clerk.save("invoice", {"invoice_type": kind}).get("errors", {})) == missing


@pytest.mark.parametrize(
    ("content", "ret", "says"),
    [(b"%PDF-1.4", -11, "请上传合法的图片格式"), (b"x" * (2 * 1024 * 1024 + 1), 1, "图片太大")],
)
def test_an_upload_must_be_a_picture_of_two_megabytes_at_most(clerk, content, ret, says):
    """What is no picture, or too large, is refused and not recorded."""
    answer = clerk.upload("business_license_stuff", content)
    assert (answer["base_resp"]["ret"], answer["base_resp"]["err_msg"]) == (ret, says)
    assert not [entry for entry in clerk.look("received")["entries"] if entry["form"] == "上传图片"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF"])
def test_pictures_of_every_kind_are_taken(clerk, kind):
    """Its content decides what a picture is."""
    assert clerk.upload("business_license_stuff", picture(kind=kind))["base_resp"]["ret"] == 0


def test_the_letter_is_asked_for_only_where_the_portal_wants_it(hire):
    """With letter the form has 申请公函 and a template to download, a PDF."""
    assert "申请公函" not in hire().page("/acct/wxverify", step="stuff")
    clerk = hire(scenario="letter")
    clerk.agree()
    assert "下载公函模板" in clerk.page("/acct/wxverify", action="step", step="stuff")
    assert clerk.save("stuff", clerk.prove(clerk.materials()))["errors"] == {"application_letter": "请上传申请公函"}
    reply = clerk.client.get("/cgi-bin/template", params={"token": clerk.token, "name": "sqh_enterprise"})
    assert reply.content.startswith(b"%PDF")


GUIDE = {
    "type": ["认证类型"],
    "company": ["企业名称", "统一社会信用代码", "营业执照照片"],
    "legal": ["法人姓名", "法人身份证号", "法人身份证正面", "法人身份证反面"],
    "operator": ["运营者姓名", "运营者身份证号", "运营者身份证正面", "运营者身份证反面", "运营者手机号", "运营者邮箱"],
    "bank": ["开户名称", "银行账号", "开户银行"],
}


@pytest.mark.parametrize("part", GUIDE)
def test_the_guides_fields_stand_each_on_their_page(part, hire):
    """Scenario guide has every field of guide.md, a page per section."""
    clerk = hire(scenario="guide")
    clerk.agree()
    page = clerk.page("/acct/wxverify", action="step", step="stuff", part=part)
    assert all(f">{label}</label>" in page for label in GUIDE[part])
