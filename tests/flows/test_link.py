"""小程序 are registered and linked by one command, and which certification they end with is read from the portal."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

import pytest
from tests.flows.linking import EMAIL, NAME, go, link_state, prepare, program, registered_alone, service_until
from tests.flows.office import Office
from tests.flows.said_link import SAID, Said
from tests.flows.stages import one_quickly

from run_flow.errors import RunFlowError


@pytest.fixture
def open_linking(open_office, tmp_path) -> Callable[..., Office]:
    """Return a function that opens the office of a company whose 服务号 is certified; its profile may be changed."""

    def furnish(scenario: str = "facts", **switches: Any) -> Office:
        office: Office = open_office(scenario, **{"start": "certified", **switches})
        folder = shutil.copytree(office.profile_file.parent, tmp_path / "own")
        office.profile_file = folder / "profile.yaml"
        return office

    return furnish


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
    office = open_linking("reuse_none", review="supplement", verification="face")
    go(office)
    received = office.portal.received()
    (application,) = received["submissions"]
    assert (received["payments"], received["supplements"]) == ({application: 1}, {application: 1})
    assert "单独认证要付审核费（300.00 元/次）" in office.people.question("certify-alone")
    assert program(office)["certification"]["认证状态"] == "已认证"
    assert office.portal.world.service.certification.current.orders == []


BY_NAME = {said.name: said for said in SAID}


@pytest.mark.parametrize("name", one_quickly("uncertified", BY_NAME))
def test_what_the_portal_refuses_is_told_in_its_words(open_linking, name):
    """Each text reaches the operator with what to do about it, and the run ends as its kind of refusal does."""
    said: Said = BY_NAME[name]
    office = open_linking(**said.switches)
    prepare(office, said.before)
    with pytest.raises(RunFlowError) as ended:
        go(office)
    assert said.text in ended.value.found
    assert ended.value.remedy
    assert ended.value.exit_code == said.exit_code
    assert not office.portal.received()["reuses"]
