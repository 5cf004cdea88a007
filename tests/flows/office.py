"""One company's desk before a real browser: the same command may be given again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page
from tests.flows.neighbours import Neighbours
from tests.unrecorded import Unrecorded

from mock_portal.server import Running
from run_flow.engine.execute import RunResult, execute
from run_flow.engine.flow import Flow
from run_flow.engine.people import AskView
from run_flow.engine.scripts import load
from run_flow.engine.session import Means
from run_flow.errors import WaitingForPerson
from run_flow.journal.clock import SystemClock
from run_flow.journal.ledger import Ledger
from run_flow.log import configure
from run_flow.portal import Portal
from run_flow.profile import Profile
from run_flow.profile import load as load_profile
from run_flow.redact import Redactor

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.1


class Clock:
    """The machine's time, and days that a test lets pass at our desk."""

    def __init__(self) -> None:
        """Begin now."""
        self.ahead = timedelta()

    def now(self) -> datetime:
        """Return the moment."""
        return SystemClock().now() + self.ahead


class Told:
    """A narrator that remembers what the operator was told."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.steps: list[tuple[str, str]] = []
        self.fields: list[str] = []
        self.said: list[str] = []
        self.resumed: list[bool] = []

    def run(self, _title: str, *, resumed: bool, **_facts: str) -> None:
        """Remember whether the run went on."""
        self.resumed.append(resumed)

    def step(self, title: str, news: str) -> None:
        """Remember the news."""
        self.steps.append((title, news))

    def field(self, label: str) -> None:
        """Remember the field."""
        self.fields.append(label)

    def waiting(self, _ask: AskView, _left: timedelta) -> None:
        """Wait in silence."""

    def say(self, text: str) -> None:
        """Remember the sentence."""
        self.said.append(text)

    def news(self, title: str) -> list[str]:
        """Return what was told of the step *title*."""
        return [news for known, news in self.steps if known == title]


class Office:
    """A profile, a home, people, and a browser that opens on the mock portal for each process."""

    def __init__(
        self, portal: Running, *, profile: Path, home: Path, open_context: Callable[..., BrowserContext]
    ) -> None:
        """Sit down before *portal*."""
        self.portal, self.home = portal, home
        self.errand = "certify"
        self.since = 0
        self.address = portal.address
        self.profile_file = profile
        self.profile: Profile = load_profile(profile)
        self.people = Neighbours(portal, profile=profile, pictures=home.parent / "pictures")
        self.told = Told()
        self.clock = Clock()
        self.redactor = Redactor()
        self.recorder: Callable[[Path, str], Any] = Unrecorded
        self.page: Page
        self._open_context = open_context

    @property
    def case_id(self) -> str:
        """Return the case."""
        return self.profile.key[:8]

    def go(
        self,
        *,
        dry_run: bool = False,
        patience_seconds: float = PATIENCE_SECONDS,
        flow: Flow | None = None,
        attended: bool = True,
    ) -> RunResult:
        """Give the command once, in a process of its own as far as the ledger and the browser can tell."""
        with ExitStack() as closing:
            log = configure(
                redact=self.redactor.data, file=self.home / "logs" / "run-flow.log", form="json", level=None
            )
            closing.enter_context(log)
            ledger = closing.enter_context(self.ledger())
            return execute(
                flow or load(ROOT / "flows", self.errand),
                self.profile,
                means=Means(
                    ledger=ledger,
                    clock=self.clock,
                    surfaces=[self.people] if attended else [],
                    narrator=self.told,
                    redactor=self.redactor,
                    patience=timedelta(seconds=patience_seconds),
                    look_every=timedelta(seconds=LOOK_EVERY_SECONDS),
                    dry_run=dry_run,
                    attended=attended,
                ),
                home=self.home,
                open_portal=self._opened,
                recorder=self.recorder,
            )

    def go_up_to(self, click: str) -> None:
        """Give the command and agree to everything but to the click whose question contains *click*."""
        refuse, self.people.whims.refuse = self.people.whims.refuse, (click,)
        with pytest.raises(WaitingForPerson, match=click):
            self.go()
        self.people.whims.refuse = refuse

    def ledger(self) -> Ledger:
        """Open the ledger."""
        return Ledger.open(self.home / "ledger.db", clock=self.clock)

    @property
    def run(self) -> Any:
        """Return the newest run as the ledger has it."""
        with self.ledger() as ledger:
            return ledger.runs(self.case_id)[0]

    @property
    def counts(self) -> tuple[int, int]:
        """Return how many submissions and payments the portal counts, over all applications."""
        received = self.portal.received()
        return sum(received["submissions"].values()), sum(received["payments"].values())

    @property
    def status(self) -> str:
        """Return where the portal says the certification stands."""
        return str(self.portal.get("state")["state"])

    def fault(self, **facts: Any) -> None:
        """Let something go wrong at the portal."""
        self.portal.post("fault", **facts)

    @contextmanager
    def _opened(self, folder: Path) -> Iterator[Portal]:
        kept = folder / "sign-in.json"
        context = self._open_context(**({"storage_state": kept} if kept.exists() else {}))
        self.page = context.new_page()
        redacted = self.redactor.text
        try:
            yield Portal(self.page, address=self.address, hide=lambda text: redacted(text) != text, shown=redacted)
        finally:
            with suppress(Error):
                context.close()
