"""A document that the reviewers want again: the profile's where it was changed, else a person's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.unit.engine.facts import Office
from tests.unit.engine.model import People

from run_flow.engine.flow import flow, step
from run_flow.engine.reasons import OTHER, USE
from run_flow.engine.run import Run
from run_flow.errors import WaitingForPerson

WANTED = [{"字段": "营业执照照片", "原因": "模糊", "建议": "请重新上传"}]
LETTER = [{"字段": "申请公函", "原因": "未提供", "建议": "请上传"}]
ASK = "offer-申请公函"


@pytest.fixture
def office(root: Path, tmp_path: Path) -> Office:
    """Return a desk with a profile of its own."""
    office = Office(tmp_path / "home")
    office.file = shutil.copytree(root / "fixtures/profiles/company", tmp_path / "company") / "profile.yaml"
    office.people = People({"profile-changed": "1"})
    return office


@step(title="企业信息", done_when=lambda run: bool(run.session.portal.model.verified))
def company(run: Run) -> None:
    """The licence was sent."""
    with run.form("企业信息") as form:
        form.fill("营业执照照片", run.profile.company.licence)
    run.session.portal.model.verified.append("sent")


def found(office: Office, opinions: list[dict[str, str]]) -> Path | None:
    """Send the licence once, and return the profile's document that answers *opinions*."""
    documents: list[Path | None] = []

    @flow(title="补充")
    def more(run: Run) -> None:
        company(run)
        documents.append(run.mended(run.explain(opinions)[0]))
        raise WaitingForPerson("明天再来")

    with pytest.raises(WaitingForPerson):
        office.go(more)
    return documents[0]


def test_the_document_that_was_sent_is_not_offered_again(office):
    """The reviewers have seen it."""
    assert found(office, WANTED) is None
    assert office.people.seen == []


def test_another_picture_in_its_place_is_what_is_sent(office):
    """Nobody is asked which one: the profile says so."""
    assert found(office, WANTED) is None
    office.profile.company.licence.write_bytes(b"scanned again")
    assert found(office, WANTED) == office.profile.company.licence


@pytest.mark.parametrize(("answer", "used"), [(USE, True), (OTHER, False)])
def test_a_document_that_was_never_sent_is_offered(office, answer, used):
    """It may be the one that is wanted: a person says so, with the line of the profile before the eyes."""
    assert found(office, LETTER) is None
    office.edit("# letter: ", "letter: ")
    office.people.acts[ASK] = answer
    assert (found(office, LETTER) == office.profile.letter) is used
    assert f"profile.yaml:{office.line('letter: documents')} letter" in office.people.seen[-1].question
