"""小程序 are registered and linked by one command, and which certification they end with is read from the portal."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.flows.linking import (
    EMAIL,
    NAME,
    SECOND,
    add_program,
    differing,
    link_state,
    prepare,
    program,
    registered_alone,
    service_until,
)
from tests.flows.office import Office
from tests.flows.said_link import SAID, Said
from tests.flows.stages import one_quickly

from mock_portal.accounts import Kind
from run_flow.errors import PortalRefused, RunFlowError, WaitingForPerson


@pytest.fixture
def open_linking(open_office, tmp_path) -> Callable[..., Office]:
    """Return a function that opens the office of a company whose 服务号 is certified; its profile may be changed."""

    def furnish(scenario: str = "facts", **switches: Any) -> Office:
        office: Office = open_office(scenario, errand="link", **{"start": "certified", **switches})
        folder = shutil.copytree(office.profile_file.parent, tmp_path / "own")
        office.profile_file = folder / "profile.yaml"
        return office

    return furnish


def test_a_program_is_registered_from_the_certified_account(open_linking):
    """One registration with the reuse that the page offers: linked, described, certified as long as the 服务号 is."""
    office = open_linking()
    office.go()
    assert office.portal.received()["fast_registrations"] == {EMAIL: 1}
    held = program(office)
    assert (held["name"], link_state(office)) == (NAME, "已关联")
    assert held["certification"]["认证有效期至"] == service_until(office)
    assert "获取手机号：可申请" in office.told.said
    assert differing(office, least=7) == []


def test_a_registered_program_is_linked_and_takes_the_certification_over(open_linking):
    """One invitation, which its administrator accepts; then the separate application for the certification."""
    office = open_linking(fast_register=False)
    registered_alone(office)
    office.go()
    received = office.portal.received()
    app_id = program(office)["app_id"]
    assert (received["invitations"], received["reuses"]) == ({app_id: 1}, {app_id: 1})
    assert link_state(office) == "已关联"
    assert program(office)["certification"]["认证有效期至"] == service_until(office)


@pytest.mark.matrix
def test_a_program_that_inherits_needs_no_application(open_linking):
    """Where linking alone hands the certification on, nothing more is asked or paid."""
    office = open_linking("reuse_inherit", both_confirm=True)
    registered_alone(office)
    office.go()
    received = office.portal.received()
    assert (received["reuses"], received["payments"]) == ({}, {})
    assert program(office)["certification"]["认证状态"] == "已认证"


@pytest.mark.matrix
def test_a_program_that_inherits_nothing_is_certified_by_itself(open_linking):
    """A person agrees to the fee; the 小程序 has a certification of its own, after one supplement."""
    office = open_linking("reuse_none", review="supplement", verification="face")
    office.go()
    received = office.portal.received()
    (application,) = received["submissions"]
    assert (received["payments"], received["supplements"]) == ({application: 1}, {application: 1})
    assert "单独认证要付审核费（300.00 元/次）" in office.people.question("certify-alone")
    assert program(office)["certification"]["认证状态"] == "已认证"
    assert office.portal.world.service.certification.current.orders == []


BY_NAME = {said.name: said for said in SAID}


ENDING = {name: said for name, said in BY_NAME.items() if said.exit_code}


@pytest.mark.parametrize("name", one_quickly("uncertified", ENDING))
def test_what_the_portal_refuses_is_told_in_its_words(open_linking, name):
    """Each text reaches the operator with what to do about it, and the run ends as its kind of refusal does."""
    said: Said = BY_NAME[name]
    office = open_linking(**said.switches)
    prepare(office, said.before)
    office.people.whims.refuse = ("改为单独注册",)
    with pytest.raises(RunFlowError) as ended:
        office.go()
    assert said.text in ended.value.found
    assert ended.value.remedy
    assert ended.value.exit_code == said.exit_code


@pytest.mark.matrix
@pytest.mark.parametrize("name", [name for name in BY_NAME if name not in ENDING])
def test_a_certification_that_cannot_be_taken_over_ends_nothing(open_linking, name):
    """The text is told, nothing is taken over, and the 小程序 is linked and described all the same."""
    said: Said = BY_NAME[name]
    office = open_linking(**said.switches)
    prepare(office, said.before)
    office.people.whims.refuse = ("单独认证",)
    office.go()
    assert any(said.text in told for told in office.told.said)
    assert office.portal.received()["reuses"] == {}
    assert (link_state(office), program(office)["name"]) == ("已关联", NAME)


@pytest.mark.matrix
def test_a_program_is_registered_alone_where_the_portal_offers_nothing_else(open_linking):
    """Registered by itself with an e-mail of its own, then linked by the AppID that its back office shows."""
    office = open_linking(fast_register=False)
    office.go()
    received = office.portal.received()
    held = program(office)
    assert (received["registrations"], received["invitations"]) == ({EMAIL: 1}, {held["app_id"]: 1})
    assert (link_state(office), held["name"]) == ("已关联", NAME)
    assert held["certification"]["认证有效期至"] == service_until(office)


@pytest.mark.matrix
@pytest.mark.parametrize("name", ["personal", "monthly", "mailed", "activated", "security"])
def test_a_program_is_registered_alone_where_the_portal_bars_the_other_way(open_linking, name):
    """A person agrees, once; who is stopped on this way goes on it, also where the other one is open again."""
    said = BY_NAME[name]
    office = open_linking(**said.switches)
    prepare(office, said.before)
    office.people.whims.refuse = ("一个邮箱只能注册",)
    with pytest.raises(WaitingForPerson):
        office.go()
    office.portal.post("switch", fast_block="", fast_used=0)
    office.people.whims.refuse = ()
    office.go()
    assert said.text in office.people.question("register-alone")
    assert office.people.asked.count("register-alone") == 1
    assert office.portal.received()["registrations"] == {EMAIL: 1}
    [made] = [each for each in office.portal.world.accounts if each.email == EMAIL]
    assert link_state(office, made.app_id) == "已关联"
    with office.ledger() as ledger:
        assert [row.item for row in ledger.facts(office.case_id) if row.label == "快速注册" and said.text in row.value]


@pytest.mark.matrix
def test_a_refused_link_is_told_and_asked_for_again(open_linking):
    """The other administrator says no: exit 7; the same command sends one more invitation."""
    office = open_linking(fast_register=False)
    registered_alone(office)
    office.people.whims.refused_links = 1
    with pytest.raises(PortalRefused, match="管理员拒绝了关联"):
        office.go()
    office.go()
    assert office.portal.received()["invitations"] == {program(office)["app_id"]: 2}
    assert link_state(office) == "已关联"


@pytest.mark.matrix
def test_a_misread_picture_is_read_again(open_linking):
    """The portal's words, another picture, one registration; its administrator is bound where none is taken over."""
    office = open_linking("fast_administrator")
    office.people.whims.wrong_pictures = 1
    office.go()
    assert office.portal.received()["fast_registrations"] == {EMAIL: 1}
    assert office.people.asked.count("picture-code") == 2
    assert program(office)["administrator"] == office.profile.administrator.name


@pytest.mark.matrix
def test_somebody_else_certifies_or_nobody(open_linking):
    """Nobody agrees to the fee: the 小程序 stays as it is, and the operator knows what it may not do."""
    office = open_linking("reuse_none")
    office.people.whims.refuse = ("单独认证",)
    office.go()
    assert office.portal.received()["payments"] == {}
    assert any(told.startswith("微信支付：未获得") for told in office.told.said)


@pytest.mark.matrix
def test_a_certification_that_ends_soon_is_renewed_first(open_linking):
    """The portal's warning is put to a person; who says no renews first."""
    office = open_linking(session_days=999)
    service = office.portal.world.service
    service.certification.grant(until=office.portal.world.clock.now() + timedelta(days=10))
    office.people.whims.refuse = ("先办年审",)
    with pytest.raises(PortalRefused, match="先办年审"):
        office.go()
    assert "不足15天" in office.people.question("soon-over")
    assert office.portal.received()["fast_registrations"] == {}


@pytest.mark.matrix
@pytest.mark.parametrize("skin", ["modern", "legacy"])
@pytest.mark.parametrize("embedded", [False, True])
@pytest.mark.parametrize("kind", ["company", "household"])
@pytest.mark.parametrize("way", ["registered", "linked"])
def test_every_look_and_hosting(open_linking, skin, embedded, kind, way):
    """The same in both looks and hostings, for both kinds of company: each field is the profile's."""
    office = open_linking(kind=kind, skin=skin, embedded=embedded, menu="old" if skin == "legacy" else "guide")
    if way == "linked":
        registered_alone(office)
    office.go()
    assert (link_state(office), program(office)["name"]) == ("已关联", office.profile.mini_programs[0].name)
    assert program(office)["certification"]["认证状态"] == "已认证"
    assert differing(office, least=5) == []


@pytest.mark.matrix
@pytest.mark.parametrize("way", ["registered", "linked", "alone"])
def test_several_programs_are_linked_by_one_command(open_linking, way):
    """Each is registered once, one after another, and has its own name, introduction and categories."""
    office = open_linking(fast_register=way != "alone")
    add_program(office, **SECOND)
    if way == "linked":
        registered_alone(office)
    office.go()
    received = office.portal.received()
    counts = {name: sum(received[name].values()) for name in ("fast_registrations", "registrations", "invitations")}
    assert (
        counts
        == {
            "registered": {"fast_registrations": 2, "registrations": 0, "invitations": 0},
            "linked": {"fast_registrations": 1, "registrations": 0, "invitations": 1},
            "alone": {"fast_registrations": 0, "registrations": 2, "invitations": 2},
        }[way]
    )
    made = {each.email: each for each in office.portal.world.accounts if each.kind is Kind.PROGRAM}
    assert {email: each.name for email, each in made.items()} == {EMAIL: NAME, SECOND["email"]: SECOND["name"]}
    assert all(link_state(office, each.app_id) == "已关联" and each.certified for each in made.values())
    assert differing(office, least=12) == []
