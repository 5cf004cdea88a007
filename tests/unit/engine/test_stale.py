"""The profile changes after something was sent: told, asked, and never sent again by itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.unit.engine.facts import Office
from tests.unit.engine.model import People

from run_flow.engine.flow import flow, step
from run_flow.engine.run import Run
from run_flow.engine.stale import GO_ON, STOP
from run_flow.errors import WaitingForPerson

ASK = "profile-changed"


@pytest.fixture
def office(root: Path, tmp_path: Path) -> Office:
    """Return a desk whose people approve, and go on with what was sent."""
    office = Office(tmp_path / "home")
    office.file = shutil.copytree(root / "fixtures/profiles/company", tmp_path / "company") / "profile.yaml"
    office.people = People({"submit-approval": "是", ASK: GO_ON})
    return office


def submitted(run: Run) -> bool:
    """Tell whether the application was sent."""
    run.open("status")
    return run.read("认证状态") != "填写中"


@step(title="企业信息")
def company(run: Run) -> None:
    """The company stands in the form."""
    with run.form("企业信息") as form:
        form.fill("企业名称", run.profile.company.name)
        form.fill("经营范围", run.profile.company.scope)
        form.save()


@step(title="提交审核", done_when=submitted)
def submit(run: Run) -> None:
    """The application is with the portal."""
    run.open("confirm")
    run.click_once("提交审核", approve="提交审核吗?")


@step(title="命名")
def naming(run: Run) -> None:
    """The name stands in the form, and nothing sends it yet."""
    with run.form("命名") as form:
        form.fill("账号名称", run.profile.account.name)
        form.save()


@flow(title="小差事")
def errand(run: Run) -> None:
    """The company is certified; the process ends before it is, once for each time it is given."""
    if not submitted(run):
        company(run)
        submit(run)
    naming(run)
    raise WaitingForPerson("明天再来")


def go(office: Office, waiting_for: str = "明天再来") -> None:
    """Give the command once."""
    with pytest.raises(WaitingForPerson, match=waiting_for):
        office.go(errand)


def test_a_done_step_tells_its_fields_and_what_it_read(office):
    """The row holds labels and paths, and digests instead of values."""
    go(office)
    row = office.rows()["company"]
    assert row.fields == [
        {"form": "企业信息", "labels": ["企业名称"], "source": "company.name"},
        {"form": "企业信息", "labels": ["经营范围"], "source": "company.scope"},
    ]
    assert list(row.inputs) == ["company.name", "company.scope"]
    assert all(len(held) == 64 for held in row.inputs.values())
    assert office.profile.company.name not in str(row.inputs)


def test_a_changed_value_that_was_sent_is_asked_about_once(office):
    """Line and path are named; going on leaves the portal as it is, and this version is not asked about again."""
    go(office)
    office.edit("scope: 计算机", "scope: 电脑")
    go(office)
    [question] = office.asked
    assert f"profile.yaml:{office.line('scope: 电脑')} company.scope" in question
    assert "企业信息" in question
    assert "company.name" not in question
    assert office.rows()["company"].stale == ["company.scope"]
    go(office)
    assert len(office.asked) == 1
    assert len(office.model.submissions) == 1


def test_another_change_is_another_question(office):
    """What a person let stand was one version of the profile; what was sent itself is no question at all."""
    go(office)
    for words, asked in (("电脑", 1), ("软件", 2)):
        office.edit("scope: 计算机", f"scope: {words}")
        go(office)
        assert len(office.asked) == asked
        office.edit(f"scope: {words}", "scope: 计算机")
    go(office)
    assert len(office.asked) == 2


def test_a_person_may_stop_and_is_asked_again(office):
    """Nothing goes on before somebody has decided."""
    go(office)
    office.edit("scope: 计算机", "scope: 电脑")
    office.people.acts[ASK] = STOP
    go(office, "先停下.*company.scope")
    go(office, "先停下.*company.scope")
    assert len(office.asked) == 2
    office.people.acts[ASK] = GO_ON
    go(office)
    assert len(office.asked) == 3
    assert len(office.model.submissions) == 1


def test_a_question_that_nobody_answers_stays(office):
    """The process ends, the next one shows the same question."""
    go(office)
    office.edit("scope: 计算机", "scope: 电脑")
    del office.people.acts[ASK]
    go(office, "company.scope")
    go(office, "company.scope")
    with office.ledger() as ledger:
        assert [ask.id for ask in ledger.asks()] == [f"{ASK}-1"]


def test_what_was_not_sent_is_typed_again_and_not_asked_about(office):
    """The form that nothing sent yet gets the changed value; the operator hears which one."""
    go(office)
    office.edit("name: 晴禾样例服务 ", "name: 晴禾样例通 ")
    go(office)
    assert office.asked == []
    assert office.model.draft["账号名称"] == "晴禾样例通"
    [told] = office.told.said
    assert f"profile.yaml:{office.line('晴禾样例通')} account.name" in told


def test_a_change_of_what_no_step_used_is_told_as_such(office):
    """A fact for another errand changes nothing here."""
    go(office)
    office.edit("emergency_phone: 13800138055", "emergency_phone: 13800138056")
    go(office)
    assert office.asked == []
    assert len(office.told.said) == 1
    assert "没有用到" in office.told.said[0]


def test_an_unchanged_profile_is_not_mentioned(office):
    """The same command on the next day."""
    go(office)
    go(office)
    assert office.told.said == []


def test_after_a_refusal_nothing_is_stale(office):
    """A new round sends everything afresh, so that a mended profile is what is wanted."""

    @flow(title="小差事")
    def refused(run: Run) -> None:
        run.new_round("订单 1")
        raise WaitingForPerson("明天再来")

    object.__setattr__(refused, "name", errand.name)
    go(office)
    with pytest.raises(WaitingForPerson):
        office.go(refused)
    office.edit("scope: 计算机", "scope: 电脑")
    office.model.submissions.clear()
    go(office)
    assert office.asked == []
    assert office.model.draft["经营范围"].startswith("电脑")


def test_what_went_stale_is_not_walked_to_again_before_the_next_click(office):
    """A later irreversible step compares what is not sent yet; the stale form is not part of that."""
    go(office)
    office.edit("scope: 计算机", "scope: 电脑")

    @flow(title="小差事")
    def onward(run: Run) -> None:
        run.reread()
        raise WaitingForPerson("明天再来")

    object.__setattr__(onward, "name", errand.name)
    for known in (company, submit, naming):
        onward.body.__globals__.setdefault(known.key, known)
    began = len(office.told.steps)
    with pytest.raises(WaitingForPerson, match="明天再来"):
        office.go(onward)
    assert [title for title, _news in office.told.steps[began:]] == ["命名", "命名"]


def test_who_agreed_to_other_facts_is_asked_again(office):
    """An approval from another terminal is for what the profile said then; after a change it sends nothing."""
    office.people.acts["submit-approval"] = []
    go(office, "提交审核吗")
    with office.ledger() as ledger:
        [approval] = [ask for ask in ledger.asks() if ask.kind == "approval"]
        assert ledger.answer(approval.case_id, approval.id, "yes", by="another terminal")
    office.edit("scope: 计算机", "scope: 电脑")
    office.people.seen.clear()
    for _process in range(2):
        go(office, "提交审核吗")
    with office.ledger() as ledger:
        approvals = [ask for ask in ledger.asks(state=None) if ask.kind == "approval"]
    assert [(ask.id, ask.state) for ask in approvals] == [("submit-approval-1", "used"), ("submit-approval-2", "open")]
    assert office.model.submissions == []
