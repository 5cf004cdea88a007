"""The steps of the certification serve a 小程序 on its own, in its own back office, and the yearly review."""

from __future__ import annotations

import shutil

import pytest
from tests.flows.office import ROOT

from mock_portal.accounts import Kind
from run_flow.engine.scripts import load
from run_flow.errors import WaitingForPerson

PAID = ("待验证", "审核中", "待补充", "已认证")

PROGRAMS = '''"""小程序认证。"""

from __future__ import annotations

from run_flow import Run, flow

from _certification import apply, conclude


@flow(title="小程序认证")
def programs(run: Run) -> None:
    """Each 小程序 of the profile is certified."""
    mine = [run.for_item(program.name) for program in run.known.mini_programs]
    for program in mine:
        apply(program)
    for program in mine:
        conclude(program)
'''


@pytest.fixture
def programs(tmp_path):
    """Return an errand of its own beside the shipped steps."""
    folder = shutil.copytree(ROOT / "flows", tmp_path / "flows", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "programs.py").write_text(PROGRAMS, encoding="utf-8")
    return load(folder, "programs")


def test_a_program_is_applied_for_in_its_own_back_office(open_office, programs):
    """The draft, the order and the fee are the 小程序's own, and the 服务号 is as it was; nothing is sent twice."""
    office = open_office()
    world = office.portal.world
    [stated] = office.profile.mini_programs
    mine = world.register(Kind.PROGRAM, email=stated.email, name=stated.name, people=world.service.people)
    office.people.whims.ignore = ("网银",)
    for _process in range(2):
        with pytest.raises(WaitingForPerson, match="到账金额"):
            office.go(flow=programs, patience_seconds=5)
    assert mine.data()["certification"]["认证状态"] == "待验证"
    assert world.service.data()["certification"]["认证状态"] not in PAID
    assert office.counts == (1, 1)
    assert office.people.asked.count("sign-in") == 1
    with office.ledger() as ledger:
        steps = ledger.steps(office.run.id)
    assert {step.item for step in steps} == {stated.name}
    assert mine.certification.current.values["nick_name"] == stated.name


RENEWAL = '''"""年审。"""

from __future__ import annotations

from run_flow import Run, flow

from _certification_status import status, submitted


@flow(title="年审")
def renewal(run: Run) -> None:
    """Where the certification stands was told, before the yearly review and in it."""
    run.tell(f"{status(run)} {submitted(run)}")
    run.new_round(run.read("认证有效期至"))
    run.tell(f"{status(run)} {submitted(run)}")
'''


def test_last_years_certification_is_no_yearly_review(open_office, tmp_path):
    """In a round for the day until which it was good the review is due, though the page says 已认证."""
    folder = shutil.copytree(ROOT / "flows", tmp_path / "flows", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "renewal.py").write_text(RENEWAL, encoding="utf-8")
    office = open_office(start="certified")
    office.go(flow=load(folder, "renewal"))
    assert office.told.said == ["已认证 True", "待年审 False"]
