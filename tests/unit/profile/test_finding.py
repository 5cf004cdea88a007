"""A finding is one line that editors can jump to."""

import pytest

from run_flow.profile import Finding
from run_flow.profile.finding import harmless
from run_flow.profile.quoting import quoted
from run_flow.profile.rulebook import ERRANDS


def test_a_finding_reads_as_file_line_column_field_code_message():
    """The mend is not part of the line."""
    finding = Finding("profile.yaml", 4, 16, "company.credit_code", "uscc.checksum", "校验位不符。", "逐位核对。")
    assert str(finding) == "profile.yaml:4:16: company.credit_code: uscc.checksum 校验位不符。"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13800138011", "…"),
        ("documents/operator-b13800138011.jpg", "documents/operator-b….jpg"),
        ("44010519880808002X", "…"),
        ("6222 0240 0000 0000 121", "…"),
        ("li@qq.com", "…"),
        ("li＠qq.com", "…"),
        ("x" * 61, "x" * 60 + "…"),
        ("documents/licence-2.jpg", "documents/licence-2.jpg"),
        ("credit_code", "credit_code"),
    ],
)
def test_a_value_in_a_keys_place_is_not_shown(text, shown):
    """Findings name keys and files, and people mistype."""
    assert harmless(text) == shown


@pytest.mark.parametrize(
    ("line", "field", "shown"),
    [
        ("  name: 晴禾        # 企业名称", "company.name", "name: 晴禾"),
        ("  name:             # 企业名称", "company.name", "name:  # 企业名称"),
        ("  name:", "company.name", "name:"),
        ("  - name:   # 名称 13800138011", "mini_programs.0.name", "- name:  # 名称 …"),
        ("  wechat:   # guyifan_qinghe", "administrator.wechat", "wechat:"),
        ("  name:     # 沈知夏", "legal_person.name", "name:"),
        ('{"account": {"password": "Abcd1234x", "nme": 1}}', "account.nme", ""),
        ("mini_programs: [{password: Abcd1234x}]", "mini_programs.0.name", "mini_programs: …"),
        ("  password: Ab{cd1234", "account.password", "password: ***"),
    ],
)
def test_a_line_is_shown_as_far_as_anybody_may_see_it(line, field, shown):
    """A blank with the words beside it; no secret, be it commented out or among other values on the line."""
    assert quoted(line, field) == shown


@pytest.mark.parametrize(
    ("field", "code", "errands"),
    [
        ("filing.principal.id_front", "document.broken", ("file",)),
        ("mini_programs.0.filing.remarks", "value.length", ("file",)),
        ("mini_programs.0.icon", "icon.size", ("link",)),
        ("mini_programs.0.name", "name.brand", ("register", "link", "file", "renew")),
        ("account.trademark", "trademark.missing", ("certify", "renew")),
        ("company.licence", "document.broken", ERRANDS),
    ],
)
def test_a_finding_knows_whom_it_concerns(field, code, errands):
    """The rule's errands, as far as they need the field."""
    finding = Finding("profile.yaml", 1, 1, field, code, "", "")
    assert finding.errands == errands
    assert finding.matters_to(None)
    assert finding.matters_to("my-own-flow")
    assert finding.matters_to("file") == ("file" in errands)
