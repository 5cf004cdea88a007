"""A ledger in which something waits for people, and a laptop before a portal with people around it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from tests.cli.laptop import Laptop
from tests.flows.stages import bring
from tests.mock.clerk import Clerk
from tests.sweep.life import PROFILE, ROOT
from tests.sweep.street import Street

from mock_portal.server import start
from run_flow.journal import events
from run_flow.journal.clock import SystemClock
from run_flow.journal.ledger import Ledger
from run_flow.profile import load

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

    def ask(self, ask_id: str, *, answer: dict | None, within: timedelta = timedelta(days=2), **facts):
        """Open an ask as the engine does."""
        deadline: datetime = SystemClock().now() + within
        self.happened(
            events.AskOpened(
                run=self.run,
                step="deposit",
                ask=ask_id,
                key=ask_id.rpartition("-")[0],
                question="打款金额是多少？",
                answer=answer,
                role="财务",
                channel="银行流水",
                deadline=deadline,
                **{"kind": "ask", "secret": False} | facts,
            )
        )


@pytest.fixture
def case(home):
    """Return a case whose run waits; the ledger stands where the command looks for it."""
    ledger = Ledger.open(home / "ledger.db", clock=SystemClock())
    yield Case(ledger)
    ledger.close()


@pytest.fixture
def portal() -> Iterator:
    """Return a portal at which somebody has filled the form in by hand."""
    with start(poll_seconds=0.1) as running:
        clerk = Clerk(running)
        with clerk.client:
            bring(clerk, load(PROFILE), to="filled")
        yield running


@pytest.fixture
def scripts(tmp_path) -> Path:
    """Return a folder of flow scripts that may be edited."""
    return Path(shutil.copytree(ROOT / "flows", tmp_path / "flows"))


@pytest.fixture
def people(portal, home) -> Callable:
    """Return a function: people at work while the block runs, who leave the questions with certain words open."""

    @contextmanager
    def at_work(*, leave_open: str = "nothing") -> Iterator[None]:
        with Street(home=home, portal=portal.address, key=portal.key, profile=PROFILE, ignore=(leave_open,)):
            yield

    return at_work


@pytest.fixture
def laptop(portal, home, scripts, tmp_path) -> Callable[..., Laptop]:
    """Return a function that gives the same command, each time in a process of its own."""
    where = ["--portal", portal.address, "--home", str(home), "--flows", str(scripts)]

    number = count()

    def certify(*, day: int = 0, plan: Sequence[Sequence[str]] = (), **settings: str) -> Laptop:
        command = ["certify", str(PROFILE), *where, "--headless", "--json"]
        return Laptop(command, errors=tmp_path / f"errors-{next(number)}", day=day, plan=plan, **settings)

    return certify
