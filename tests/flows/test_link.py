"""A 小程序 is registered and linked by one command, and which certification it ends with is read from the portal."""

from __future__ import annotations

from typing import Any

import pytest
from tests.flows.office import ROOT, Office

from run_flow.engine.scripts import load

NAME, EMAIL = "晴禾样例报修", "miniprogram@qinghe.example"


@pytest.fixture
def open_linking(open_office):
    """Return a function that opens the office of a company whose 服务号 is certified."""

    def furnish(scenario: str = "facts", **switches: Any) -> Office:
        return open_office(scenario, **{"start": "certified", **switches})

    return furnish


def go(office: Office, **facts: Any) -> None:
    """Give the command."""
    office.go(flow=load(ROOT / "flows", "link"), **facts)


def program(office: Office) -> dict[str, Any]:
    """Return the 小程序 as the portal has it."""
    return next(each for each in office.portal.get("state")["accounts"] if each["kind"] == "小程序")


def test_a_program_is_registered_from_the_certified_account(open_linking):
    """One registration with the reuse that the page offers: linked, described, certified as long as the 服务号 is."""
    office = open_linking()
    go(office)
    received = office.portal.received()
    assert received["fast_registrations"] == {EMAIL: 1}
    held = program(office)
    service = office.portal.world.service
    assert service.links.of(office.portal.world.program(held["app_id"])).state == "已关联"
    assert held["name"] == NAME
    assert held["certification"]["认证状态"] == "已认证"
    assert held["certification"]["认证有效期至"] == f"{service.certification.current.valid_until:%Y-%m-%d}"
