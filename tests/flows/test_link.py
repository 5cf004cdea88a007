"""小程序 are registered and linked by one command, and which certification they end with is read from the portal."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.flows.office import ROOT, Office

from mock_portal.accounts import Account, Kind
from run_flow.engine.scripts import load
from run_flow.errors import PortalRefused
from run_flow.profile import load as load_profile

NAME, EMAIL = "晴禾样例报修", "miniprogram@qinghe.example"


@pytest.fixture
def open_linking(open_office, tmp_path) -> Callable[..., Office]:
    """Return a function that opens the office of a company whose 服务号 is certified; its profile may be changed."""

    def furnish(scenario: str = "facts", **switches: Any) -> Office:
        office: Office = open_office(scenario, **{"start": "certified", **switches})
        folder = shutil.copytree(office.profile_file.parent, tmp_path / "own")
        office.profile_file = folder / "profile.yaml"
        return office

    return furnish


def go(office: Office, **facts: Any) -> None:
    """Give the command."""
    office.go(flow=load(ROOT / "flows", "link"), **facts)


def state_program(office: Office, **facts: Any) -> None:
    """Change what the profile says of its 小程序."""
    yaml = YAML()
    told = yaml.load(office.profile_file)
    told["mini_programs"][0] |= facts
    yaml.dump(told, office.profile_file)
    office.profile = load_profile(office.profile_file)


def registered_alone(office: Office, **facts: Any) -> Account:
    """Have a 小程序 that was registered by itself, and its AppID in the profile."""
    world = office.portal.world
    people = world.service.people[:1]
    program = world.register(Kind.PROGRAM, email=EMAIL, **{"name": NAME, "people": people, **facts})
    state_program(office, app_id=program.app_id)
    return program


def program(office: Office) -> dict[str, Any]:
    """Return the 小程序 as the portal has it."""
    return next(each for each in office.portal.get("state")["accounts"] if each["kind"] == "小程序")


def link_state(office: Office) -> str:
    """Return where the portal says the link stands."""
    service = next(each for each in office.portal.get("state")["accounts"] if each["kind"] == "服务号")
    return service["links"][program(office)["app_id"]]


def service_until(office: Office) -> str:
    """Return until when the 服务号 is certified."""
    return f"{office.portal.world.service.certification.current.valid_until:%Y-%m-%d}"


def test_a_program_is_registered_from_the_certified_account(open_linking):
    """One registration with the reuse that the page offers: linked, described, certified as long as the 服务号 is."""
    office = open_linking()
    go(office)
    assert office.portal.received()["fast_registrations"] == {EMAIL: 1}
    held = program(office)
    assert (held["name"], link_state(office)) == (NAME, "已关联")
    assert held["certification"]["认证有效期至"] == service_until(office)
    assert "获取手机号：可申请" in office.told.said


def test_a_registered_program_is_linked_and_takes_the_certification_over(open_linking):
    """One invitation, which its administrator accepts; then the separate application for the certification."""
    office = open_linking(fast_register=False)
    registered_alone(office)
    go(office)
    received = office.portal.received()
    app_id = program(office)["app_id"]
    assert (received["invitations"], received["reuses"]) == ({app_id: 1}, {app_id: 1})
    assert link_state(office) == "已关联"
    assert program(office)["certification"]["认证有效期至"] == service_until(office)


def test_a_program_that_inherits_needs_no_application(open_linking):
    """Where linking alone hands the certification on, nothing more is asked or paid."""
    office = open_linking("reuse_inherit", both_confirm=True)
    registered_alone(office)
    go(office)
    received = office.portal.received()
    assert (received["reuses"], received["payments"]) == ({}, {})
    assert program(office)["certification"]["认证状态"] == "已认证"


def test_a_program_that_inherits_nothing_is_certified_by_itself(open_linking):
    """A person agrees to the fee; the 小程序 has a certification of its own, after one supplement."""
    office = open_linking("reuse_none", review="supplement")
    go(office)
    received = office.portal.received()
    (application,) = received["submissions"]
    assert (received["payments"], received["supplements"]) == ({application: 1}, {application: 1})
    assert "单独认证要付审核费（300.00 元/次）" in office.people.question("certify-alone")
    assert program(office)["certification"]["认证状态"] == "已认证"
    assert office.portal.world.service.certification.current.orders == []


def test_nothing_is_linked_before_the_account_is_certified(open_linking):
    """The portal's own reason is told, and what comes first: exit 7."""
    office = open_linking(start="registered")
    with pytest.raises(PortalRefused, match="未完成微信认证，无法复用资质申请小程序") as ended:
        go(office)
    assert "run-flow certify" in ended.value.remedy
    assert office.portal.received()["fast_registrations"] == {}
