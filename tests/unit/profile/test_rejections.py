"""Reviewers' words lead to our own rules, those that docs/portal.md names."""

from __future__ import annotations

import re

import pytest

from run_flow.profile.rejections import _CODES, rule_of


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("营业执照照片不清晰，无法辨认登记信息", "document.blurred"),
        ("未提供盖章的申请公函，或公函信息与所填资料不一致", "document.no_seal"),
        ("证件为黑白复印件", "document.grey"),
        ("电话回访 30天内无法联系到运营者", "confirmed.calls"),
        ("无法告知打款金额", "confirmed.finance"),
        ("账号名称 与他人名称近似", "confirmed.names"),
        ("对公账户户名与申请主体不一致", "holder.mismatch"),
        ("该主体已在广西完成备案", "confirmed.filed_elsewhere"),
        ("营业执照有效期不足", "licence.expired"),
    ],
)
def test_a_reason_has_a_rule(said, code):
    """As reviewers write it."""
    rule = rule_of(said)
    assert rule is not None
    assert rule.code == code


def test_what_no_rule_tells_has_none():
    """Nothing is made up."""
    assert rule_of("资料有疑问") is None


def test_every_rule_of_the_table_is_in_the_documented_one(root):
    """docs/portal.md lists the reasons of rejection with the codes that answer them."""
    page = (root / "docs/portal.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`([a-z_.]+)`", page.partition("### 驳回原因与规则")[2]))
    assert {code for _words, code in _CODES} <= listed
