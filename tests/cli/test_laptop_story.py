"""A company's week: killed, its script edited, answered from elsewhere, the lid closed; and one submission, one payment."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from tests.sweep.soundness import chain_faults

from run_flow.journal.clock import SystemClock
from run_flow.journal.ledger import Ledger

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGSTOP")
APPROVALS = "现在"


def edited(script: Path) -> None:
    """Say something differently, and give a step another name."""
    text = script.read_text("utf-8")
    text = text.replace("The account's name stands,", "The name of the account stands,")
    text = text.replace('@step(title="发票信息")\ndef invoice(', '@step(title="发票信息", was=("invoice",))\ndef bill(')
    text = text.replace("    naming(run)\n    invoice(run)\n", "    naming(run)\n    bill(run)\n")
    script.write_text(text, "utf-8")


def test_a_week_with_a_laptop_submits_once_and_pays_once(portal, people, laptop, scripts, home, run_flow):
    """Whatever happens to the process, the script and the lid: the same command goes on, and nothing is sent twice."""
    with people(leave_open=APPROVALS):
        monday = laptop(day=0)
        monday.waits_for("submit-approval")
        monday.hears(signal.SIGKILL)
        assert monday.ends()[0] == -signal.SIGKILL

    edited(scripts / "_certification_forms.py")

    with people(leave_open=APPROVALS):
        tuesday = laptop(day=1)
        answered = run_flow("answer", *tuesday.waits_for("submit-approval"), "是")  # at another terminal
        assert answered.returncode == 0, answered.stderr
        tuesday.waits_for("pay-approval")
        code, said = laptop(day=1).ends()
        assert (code, str(tuesday.pid) in said) == (9, True), said
        tuesday.hears(signal.SIGSTOP)  # the lid is closed

    with people():
        wednesday = laptop(day=2)
        assert wednesday.ends()[0] == 0

    tuesday.hears(signal.SIGCONT)  # the lid is opened
    code, said = tuesday.ends()
    assert code == 9, said
    assert "另一个进程" in said

    received = portal.received()
    assert [sum(received[name].values()) for name in ("submissions", "payments", "deposits")] == [1, 1, 1]
    with Ledger.open(home / "ledger.db", clock=SystemClock()) as ledger:
        (case,) = ledger.cases()
        assert chain_faults(ledger, case.id) == []
    assert "已办完" in run_flow("status").stdout
