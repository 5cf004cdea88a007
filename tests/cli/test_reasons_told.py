"""What the reviewers wrote, as the operator reads it and as a program gets it."""

from __future__ import annotations

import json

from run_flow.cli.desk import Desk
from run_flow.cli.edge import ended
from run_flow.cli.reasons import lines
from run_flow.engine.reasons import Reason, record
from run_flow.errors import PortalRefused

FOUND = Reason(
    "营业执照", "不清晰", "请重新上传", "company.licence", "profile.yaml", 15, "/d/licence.jpg", "重新扫描。"
)


def test_a_reason_is_told_with_its_line_and_its_mend():
    """What is wrong, what the reviewers advise, where it stands, and what our own rule says."""
    assert list(lines([record(FOUND)])) == [
        "营业执照：不清晰",
        "    审核建议：请重新上传",
        "    资料：profile.yaml:15 company.licence /d/licence.jpg",
        "    改法：重新扫描。",
    ]


def test_a_reason_that_is_not_found_says_so():
    """It is shown as it is."""
    assert list(lines([record(Reason("其他", "有疑问", ""))])) == ["其他：有疑问", "    资料里没有找到这一项。"]


def test_an_older_journal_still_tells_its_reasons():
    """The page's own columns, as they were kept before."""
    assert list(lines([{"字段": "营业执照", "原因": "不清晰"}])) == ["字段 营业执照 · 原因 不清晰"]


def test_a_program_gets_every_part_of_a_reason(home, monkeypatch, capsys):
    """One JSON line: field, reason, suggestion, path, file, line, document, mend."""
    monkeypatch.setenv("RUN_FLOW_HOME", str(home))
    desk = Desk(["certify", "profile.yaml"], clock=None)
    desk.given["json"] = True
    assert ended(PortalRefused("没有通过", reasons=[FOUND]), desk) == 7
    told = capsys.readouterr()
    assert json.loads(told.out)["reasons"] == [record(FOUND)]
    assert "profile.yaml:15 company.licence" in told.err
