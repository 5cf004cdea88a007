"""What reviewers object to is led back to the profile, or said to be not found there."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.engine.facts import stated

from run_flow.engine.reasons import Reason, explain, path_of, record
from run_flow.profile import Profile

LABELLED = {
    "company.name": frozenset({"主体名称", "企业名称"}),
    "company.credit_code": frozenset({"营业执照注册号/统一社会信用代码", "统一社会信用代码"}),
    "company.licence": frozenset({"企业工商营业执照", "营业执照照片"}),
    "operator.name": frozenset({"运营者姓名"}),
    "legal_person.name": frozenset({"法人姓名"}),
    "operator.phone": frozenset({"运营者手机号"}),
    "bank.account": frozenset({"对公账户账号", "银行账号"}),
    "invoice.account": frozenset({"银行账号"}),
    "account.trademark": frozenset({"商标注册证书"}),
}


@pytest.fixture
def profile(root: Path) -> Profile:
    """Return the company's sample."""
    return stated(root / "fixtures/profiles/company/profile.yaml")


def told(field: str, reason: str = "与营业执照不一致", suggestion: str = "请核对") -> dict[str, str]:
    """Return a row of the page's table."""
    return {"字段": field, "原因": reason, "建议": suggestion}


@pytest.mark.parametrize(
    ("name", "said", "path"),
    [
        ("企业名称", "", "company.name"),
        ("主体名称", "", "company.name"),
        (" 企业 名称：", "", "company.name"),
        ("统一社会信用代码", "", "company.credit_code"),
        ("营业执照注册号／统一社会信用代码", "", "company.credit_code"),
        ("营业执照", "照片不清晰", "company.licence"),
        ("企业营业执照（照片）", "照片不清晰", "company.licence"),
        ("运营者手机号码", "", "operator.phone"),
        ("商标注册证", "", "account.trademark"),
        ("mp_operator_mobile", "", "operator.phone"),
        ("business_license_stuff", "", "company.licence"),
        ("icp_subject.principal_info.mobile", "", "filing.principal.phone"),
        ("申请公函", "未提供", "letter"),
        ("电话回访", "", "operator.phone"),
        ("银行账号", "", ""),
        ("姓名", "", ""),
        ("补充资料", "次数已用完", ""),
        ("其他", "", ""),
    ],
)
def test_a_field_leads_to_one_path_or_to_none(profile, name, said, path):
    """By any of its labels, by what is like one, by the portal's own id; what may be two things is nothing."""
    assert path_of(name, said=said, labelled=LABELLED, profile=profile) == path


def test_a_reason_tells_line_document_and_mend(profile):
    """Everything that a person needs to mend it is there, also as JSON."""
    row = told("营业执照照片", "照片模糊，无法辨认", "请重新上传")
    reason = explain(row, labelled=LABELLED, profile=profile)
    file, line, _column = profile.where("company.licence").rsplit(":", 2)
    assert record(reason) == {
        "field": "营业执照照片",
        "reason": "照片模糊，无法辨认",
        "suggestion": "请重新上传",
        "path": "company.licence",
        "file": file,
        "line": int(line),
        "document": str(profile.company.licence),
        "mend": "对好焦重新拍，最好用扫描仪。",
    }
    for words in ("营业执照照片：照片模糊", "请重新上传。", f"{file}:{line} company.licence", "对好焦"):
        assert words in str(reason)


def test_what_is_not_stated_yet_has_no_line(profile):
    """A letter that the profile lacks: its path is told, a line would mislead."""
    reason = explain(told("申请公函", "未提供盖章的申请公函"), labelled=LABELLED, profile=profile)
    assert (reason.path, reason.line, reason.document) == ("letter", None, "")
    assert reason.place.endswith("profile.yaml letter")


def test_what_is_not_found_is_told_as_it_is(profile):
    """The reviewers' own words, and no place."""
    reason = explain(told("其他", "资料有疑问", ""), labelled=LABELLED, profile=profile)
    assert reason == Reason("其他", "资料有疑问", "")
    assert str(reason) == "其他：资料有疑问。"
    assert record(told("其他")) == told("其他")
