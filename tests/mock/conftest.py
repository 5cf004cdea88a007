"""A portal per test, and a person at its desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.mock.clerk import Clerk
from tests.mock.desk import Desk

from mock_portal.server import Running, start

ROOT = Path(__file__).resolve().parents[2]
SHELLS = ("/usr/lib/chromium/chromium-headless-shell", "chromium-headless-shell", "chromium", "google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the machine's own headless browser where there is one."""
    found = next((path for name in SHELLS if (path := shutil.which(name))), None)
    return browser_type_launch_args | ({"executable_path": found} if found else {})


@pytest.fixture(scope="session")
def shared_portal() -> Iterator[Running]:
    """Serve one portal for everybody who needs no browser."""
    with start() as portal:
        yield portal


@pytest.fixture
def hire(shared_portal):
    """Return a function that signs a clerk in to the shared portal, begun again."""
    with ExitStack() as hired:

        def sign_in(**facts) -> Clerk:
            clerk = Clerk(shared_portal, **facts)
            hired.enter_context(clerk.client)
            return clerk

        yield sign_in


@pytest.fixture
def open_portal() -> Iterator:
    """Return a function that serves a portal until the test ends."""
    with ExitStack() as open_ones:

        def serve(*, kind: str = "company", **facts) -> Running:
            profile = ROOT / "fixtures" / "profiles" / kind / "profile.yaml"
            return open_ones.enter_context(start(profile=profile, **{"poll_seconds": 0.1, **facts}))

        yield serve


@pytest.fixture
def open_desk(open_portal, page):
    """Return a function that serves a portal and seats a signed-in person before it."""

    def seat(*, kind: str = "company", **facts) -> Desk:
        folder = ROOT / "fixtures" / "profiles" / kind
        profile = YAML(typ="base").load((folder / "profile.yaml").read_text("utf-8"))
        desk = Desk(page, open_portal(kind=kind, **facts), profile, folder)
        desk.sign_in()
        return desk

    return seat
