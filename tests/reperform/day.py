"""A day at the mock portal: an errand done by one command, recorded, and exported as a bundle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from ruamel.yaml import YAML
from tests.flows.filing import FilingOffice, registered
from tests.flows.office import ROOT, Office

from mock_portal.server import Running
from run_flow.audit import bundle, signing
from run_flow.audit.provenance import Provenance
from run_flow.audit.recorder import RAW, Recorder
from run_flow.audit.verify import Head
from run_flow.engine.scripts import load
from run_flow.errors import RunFlowError, Suspended
from run_flow.journal.clock import SystemClock
from run_flow.portal import find_browser
from run_flow.profile import load as load_profile

SIZE = {"width": 1280, "height": 900}
SCENARIOS = {"certify": "facts", "register": "register", "link": "facts", "file": "facts", "renew": "renewal"}
SWITCHES = {"link": {"start": "certified"}}


def sample(kind: str = "company") -> Path:
    """Return the profile of a sample company."""
    return ROOT / "fixtures" / "profiles" / kind / "profile.yaml"


class Day:
    """One company before the portal, begun again for one errand."""

    def __init__(
        self, portal: Running, folder: Path, errand: str = "certify", *, profile: Path | None = None, **switches: Any
    ) -> None:
        """Lie the records of the day in *folder*."""
        self.portal, self.folder, self.errand = portal, folder, errand
        self.file = profile or sample()
        self.profile = load_profile(self.file)
        self.home = folder / "home"
        told = YAML(typ="base").load(self.file.read_text("utf-8"))
        scenario = switches.pop("scenario", SCENARIOS[errand])
        portal.post("reset", scenario=scenario, profile=told, switches=SWITCHES.get(errand, {}) | switches)
        if errand == "file":
            registered(portal.world, self.profile)

    def go(self, *, prepare: Callable[[Office], object] = lambda _office: None, processes: int = 1) -> None:
        """Give the command, so many times at most, each in a process of its own; *prepare* what happens meanwhile."""
        with self.office() as office:
            prepare(office)
            for _process in range(processes - 1):
                with suppress(Suspended, RunFlowError, KeyboardInterrupt):
                    office.go(flow=load(ROOT / "flows", self.errand))
            office.go(flow=load(ROOT / "flows", self.errand))

    @contextmanager
    def office(self) -> Iterator[Office]:
        """Lend the desk at which the command is given: everything done there is recorded."""
        case = self.home / "cases" / self.profile.key[:8]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_browser(headless=True), traces_dir=case / RAW)
            kind = FilingOffice if self.errand == "file" else Office

            def context(**facts: Any) -> Any:
                return browser.new_context(locale="zh-CN", viewport=SIZE, **facts)

            office = kind(self.portal, profile=self.file, home=self.home, open_context=context)
            office.errand = self.errand
            office.recorder = lambda folder, run: self._recorder(office, folder, run)
            try:
                yield office
            finally:
                office.people.phone.close()
                browser.close()

    def export(self) -> Path:
        """Return the bundle of everything so far."""
        return exported(self.home, self.profile.key[:8], self.folder / "bundle.zip")

    def _recorder(self, office: Office, folder: Path, run: str) -> Recorder:
        return Recorder(
            folder,
            run,
            redactor=office.redactor,
            public=self.profile.public(),
            provenance=Provenance(folder, self.profile),
            stated=self.profile.stated(),
        )


def recorded(portal: Running, folder: Path, errand: str = "certify", **facts: Any) -> Path:
    """Do *errand* once and return the bundle of it."""
    day = Day(portal, folder, errand, **facts)
    day.go()
    return day.export()


def exported(home: Path, case: str, path: Path) -> Path:
    """Return the bundle of everything that lies of *case* at *home*, written to *path*."""
    from run_flow.journal.ledger import Ledger

    with Ledger.open(home / "ledger.db", clock=SystemClock()) as ledger:
        bundle.export(
            path,
            ledger.chain(case),
            case=case,
            run=None,
            head=Head.of(ledger.chain_head(case)),
            folder=home / "cases" / case,
            key=signing.key(home),
            now=SystemClock().now(),
            report=lambda _content: b"<html></html>",
        )
    return path
