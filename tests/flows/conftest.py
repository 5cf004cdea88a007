"""A mock portal for everybody, begun again for each office; a browser of pytest-playwright's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import structlog
from ruamel.yaml import YAML
from tests.flows.figures import record
from tests.flows.filing import FilingOffice, profile_of, registered
from tests.flows.office import ROOT, Office
from tests.flows.stages import bring
from tests.mock.applicant import Applicant
from tests.mock.clerk import Clerk

from mock_portal.server import Running, start
from run_flow.portal import find_browser

SIZE = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the browser that the product would use, headless."""
    return {**browser_type_launch_args, "executable_path": str(find_browser(headless=True))}


@pytest.fixture(scope="session")
def shared_portal() -> Iterator[Running]:
    """Serve one portal; whoever opens an office begins it again."""
    with start(poll_seconds=0.05) as portal:
        yield portal


@pytest.fixture
def offices(request: pytest.FixtureRequest) -> Iterator[list[Office]]:
    """Return the offices of a test; in the end all are closed, and the last one is recorded for the table of figures."""
    opened: list[Office] = []
    yield opened
    for office in opened[-1:]:
        facts = {"errand": office.errand, "profile": office.profile_file, "since": office.since}
        record(request.node, world=office.portal.world, **facts)
    for office in opened:
        office.people.phone.close()
    structlog.reset_defaults()


@pytest.fixture
def open_office(shared_portal: Running, tmp_path: Path, new_context: Any, offices: list[Office]) -> Any:
    """Return a function that opens a company's office on the portal, in one look, hosting and scenario."""

    def furnish(
        scenario: str = "facts",
        *,
        at: str = "",
        kind: str = "company",
        wants: dict[str, Any] | None = None,
        lost: Sequence[str] = (),
        errand: str = "certify",
        **switches: Any,
    ) -> Office:
        """Begin at the stage *at*, to which somebody has come by hand; from there on the portal *wants* something else.

        What is *lost* of the draft has to be filled in again.
        """
        office = Office(
            shared_portal,
            profile=ROOT / "fixtures" / "profiles" / kind / "profile.yaml",
            home=tmp_path / "home",
            open_context=lambda **facts: new_context(locale="zh-CN", viewport=SIZE, **facts),
        )
        office.errand = errand
        clerk = (Applicant if errand == "register" else Clerk)(shared_portal, kind=kind, scenario=scenario, **switches)
        with clerk.client:
            bring(clerk, office.profile, to=at)
        shared_portal.post("switch", **wants or {})
        if lost:
            office.fault(forget_draft=lost)
        office.since = len(shared_portal.world.received.entries)
        offices.append(office)
        return office

    return furnish


@pytest.fixture
def open_filing(shared_portal: Running, tmp_path: Path, new_context: Any, offices: list[Office]) -> Any:
    """Return a function that opens the office of a company whose 小程序 are registered and to be filed."""

    def furnish(
        scenario: str = "facts",
        *,
        kind: str = "company",
        change: Any = None,
        ready: bool = True,
        **switches: Any,
    ) -> FilingOffice:
        """Begin with *change* made to the profile; *ready* where all is there that a filing needs before."""
        profile = profile_of(kind, tmp_path / "profile", change)
        told = YAML(typ="base").load(profile.read_text("utf-8"))
        shared_portal.post("reset", scenario=scenario, profile=told, switches=switches)
        office = FilingOffice(
            shared_portal,
            profile=profile,
            home=tmp_path / "home",
            open_context=lambda **facts: new_context(locale="zh-CN", viewport=SIZE, **facts),
        )
        office.errand = "file"
        registered(shared_portal.world, office.profile, ready=ready)
        office.since = len(shared_portal.world.received.entries)
        offices.append(office)
        return office

    return furnish
