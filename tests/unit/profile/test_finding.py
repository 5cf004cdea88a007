"""A finding is one line that editors can jump to."""

import pytest

from run_flow.profile import Finding
from run_flow.profile.finding import harmless


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
