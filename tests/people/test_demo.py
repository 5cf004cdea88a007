"""The demo certifies a sample company and tells what the portal received."""

from __future__ import annotations

import json
from pathlib import Path


def test_the_demo_certifies_by_one_submission_and_one_payment(run_flow, tmp_path):
    """Whoever watches sees who did what; a program is told the end in one line."""
    ended = run_flow("demo", "--headless", "--json", settings={"TMPDIR": str(tmp_path)})
    told = json.loads(ended.stdout)
    assert (ended.returncode, told["state"]) == (0, "已认证"), ended.stderr[-2000:]  # its end tells why
    assert (told["submissions"], told["payments"], told["differing"]) == (1, 1, [])
    assert told["fields"] > 20
    assert (Path(told["home"]) / "ledger.db").is_file()
    for seen in ("模拟手机", "$ run-flow certify", "◆ 付款人用微信扫码，付了 300.00 元", "收到提交 1 次，付款 1 次"):
        assert seen in ended.stderr
