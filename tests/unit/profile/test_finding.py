"""A finding is one line that editors can jump to."""

from run_flow.profile import Finding


def test_a_finding_reads_as_file_line_column_field_code_message():
    """The mend is not part of the line."""
    finding = Finding("profile.yaml", 4, 16, "company.credit_code", "uscc.checksum", "校验位不符。", "逐位核对。")
    assert str(finding) == "profile.yaml:4:16: company.credit_code: uscc.checksum 校验位不符。"
