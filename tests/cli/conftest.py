"""A ledger in which something waits for people, written by the real ledger."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from run_flow.journal import events
from run_flow.journal.clock import SystemClock
from run_flow.journal.ledger import Ledger

KEY = "1a2b3c4d" + "0" * 56


class Case:
    """A case with a run that waits."""

    def __init__(self, ledger: Ledger) -> None:
        """Open the case and begin a run."""
        self.ledger = ledger
        self.id = ledger.case_for(KEY, "深圳市样例科技有限公司").id
        self.run = f"{self.id}-certify-1"
        self.happened(events.RunStarted(run=self.run, flow="certify", digest="d"))
        self.happened(events.StepStarted(run=self.run, step="company", title="企业信息", attempt=1, irreversible=False))
        self.happened(
            events.StepDone(run=self.run, step="company", title="企业信息", irreversible=False, how="compared")
        )

    def happened(self, event: events.Event) -> None:
        """Append *event* as the engine does, under a lease."""
        with self.ledger.lease(self.id) as lease:
            self.ledger.append(event, lease=lease)

    def ask(self, ask_id: str, *, answer: dict | None, secret: bool = False, within: timedelta = timedelta(days=2)):
        """Open an ask as the engine does."""
        deadline: datetime = SystemClock().now() + within
        self.happened(
            events.AskOpened(
                run=self.run,
                step="deposit",
                ask=ask_id,
                key=ask_id.rpartition("-")[0],
                kind="ask",
                question="打款金额是多少？",
                answer=answer,
                role="财务",
                channel="银行流水",
                deadline=deadline,
                secret=secret,
            )
        )


@pytest.fixture
def case(home):
    """Return a case whose run waits; the ledger stands where the command looks for it."""
    ledger = Ledger.open(home / "ledger.db", clock=SystemClock())
    yield Case(ledger)
    ledger.close()
