"""A step's contract: done once, looked at first, decided by a person where nobody else can tell."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.engine.errand import company, errand, status, submit, submitted
from tests.unit.engine.model import ID_NUMBER, Office

from run_flow import errors
from run_flow.engine.flow import Flow, flow, step
from run_flow.engine.people import Text
from run_flow.engine.run import Run
from run_flow.journal import events
from run_flow.journal.rows import StepRow


def submitting(**contract: Any) -> Flow:
    """Return an errand that only submits, under *contract*."""

    @step(title="提交审核", done_when=submitted, **contract)
    def send(run: Run) -> None:
        run.open("confirm")
        run.click_once("提交审核", approve="提交吗?")

    @flow(title="只提交")
    def only(run: Run) -> None:
        company(run)
        send(run)

    return only


def step_of(office: Office, name: str) -> StepRow:
    """Return how far the step is."""
    with office.ledger() as ledger:
        return next(row for row in ledger.steps(ledger.runs()[0].id) if row.name == name)


def kinds(office: Office) -> list[str]:
    """Return the kinds of the events of the run."""
    with office.ledger() as ledger:
        return [event.kind for event in ledger.events(ledger.runs()[0].id)]


@pytest.fixture
def willing(office: Office) -> Office:
    """Return an office whose people approve of sending."""
    office.people.acts["send-approval"] = "是"
    return office


def test_a_repeated_form_is_compared_not_typed_again(office: Office) -> None:
    """On resume a form is compared, and nothing is typed that stands already."""
    office.people.acts.pop("submit-approval")
    for _process in range(2):
        with pytest.raises(errors.WaitingForPerson):
            office.go(errand)
    assert office.told.steps[:2] == [("企业信息", "started"), ("企业信息", "done")]
    assert ("企业信息", "compared") in office.told.steps
    assert step_of(office, "company").how == "compared"
    assert step_of(office, "company").attempt == 2
    assert office.told.resumed == [False, True]


def test_a_step_that_is_done_is_skipped(willing: Office) -> None:
    """What the journal knows as done is not even looked at."""
    looks = []

    def look(run: Run) -> bool:
        looks.append(run)
        return submitted(run)

    @step(title="提交审核", done_when=look)
    def send(run: Run) -> None:
        run.open("confirm")
        run.click_once("提交审核", approve="提交吗?")

    @flow(title="两次")
    def twice(run: Run) -> None:
        send(run)
        seen = len(looks)
        send(run)
        assert len(looks) == seen

    willing.go(twice)
    assert len(willing.model.submissions) == 1
    assert willing.told.steps[-1] == ("提交审核", "skipped")


def test_what_a_person_did_by_hand_is_adopted(willing: Office) -> None:
    """A step that already stands on the portal is not done again."""
    willing.model.submissions.append(willing.clock.now())
    willing.go(submitting())
    assert len(willing.model.submissions) == 1
    assert step_of(willing, "send").how == "readback"
    assert "StepIntended" not in kinds(willing)


def test_a_portal_that_lists_late_is_waited_for(willing: Office) -> None:
    """The portal may take its time to show a submission, up to settle."""
    willing.model.lists_late = timedelta(seconds=100)
    willing.go(submitting())
    assert len(willing.model.submissions) == 1
    assert step_of(willing, "send").how == "act"


def test_an_outcome_that_nobody_can_tell_ends_the_run(willing: Office) -> None:
    """Past settle the run ends with OutcomeUnknown and does not click again by itself."""
    willing.model.lists_late = timedelta(days=1)
    with pytest.raises(errors.OutcomeUnknown):
        willing.go(submitting())
    willing.people.acts["send-outcome"] = []
    with pytest.raises(errors.OutcomeUnknown) as unknown:
        willing.go(submitting())
    assert unknown.value.exit_code == 8
    assert len(willing.model.submissions) == 1
    with willing.ledger() as ledger:
        assert ledger.runs()[0].state == "unknown"
        assert [ask.kind for ask in ledger.asks()] == ["outcome"]


def test_a_person_decides_that_it_was_done(willing: Office) -> None:
    """已完成 makes the step done, and the decision is on record with who made it."""
    willing.model.lists_late = timedelta(days=1)
    willing.people.acts["send-outcome"] = "已完成"
    with pytest.raises(errors.OutcomeUnknown):
        willing.go(submitting())
    willing.go(submitting())
    assert len(willing.model.submissions) == 1
    assert step_of(willing, "send").how == "operator"
    with willing.ledger() as ledger:
        [decision] = [ask for ask in ledger.asks(state=None) if ask.kind == "outcome"]
        assert (decision.state, decision.value, decision.by) == ("used", "已完成", "people")


def test_a_person_decides_that_it_was_not_done(willing: Office) -> None:
    """未完成 clears the intent, and the click is made."""
    lost: list[str] = ["before"]

    def lose(when: str) -> None:
        if lost and when == lost[0]:
            lost.clear()
            raise errors.PortalDown

    willing.model.on_commit = lose
    willing.people.acts["send-outcome"] = "未完成"
    with pytest.raises(errors.PortalDown):
        willing.go(submitting())
    assert step_of(willing, "send").state == "intent"
    willing.go(submitting())
    assert len(willing.model.submissions) == 1
    assert "StepCleared" in kinds(willing)


def test_while_a_person_is_asked_the_portal_may_still_show_it(willing: Office) -> None:
    """A portal that lists very late settles the question by itself."""
    willing.model.lists_late = timedelta(minutes=10)
    willing.patience = timedelta(minutes=30)
    for ended in (errors.OutcomeUnknown, None):
        if ended:
            with pytest.raises(ended):
                willing.go(submitting())
        else:
            willing.go(submitting())
    assert len(willing.model.submissions) == 1
    assert step_of(willing, "send").how == "readback"


def test_redo_clicks_again_only_after_settle(willing: Office) -> None:
    """With unproven="redo" the click is made again, once the portal had its time and does not show it."""
    lost: list[str] = ["before"]

    def lose(when: str) -> None:
        if lost and when == lost[0]:
            lost.clear()
            raise errors.PortalDown

    willing.model.on_commit = lose
    with pytest.raises(errors.PortalDown):
        willing.go(submitting(unproven="redo"))
    intended = step_of(willing, "send").intent_at
    assert intended is not None
    willing.go(submitting(unproven="redo"))
    assert len(willing.model.submissions) == 1
    assert willing.model.submissions[0] >= intended + timedelta(minutes=2)
    assert not any(view.kind == "outcome" for view in willing.people.seen)


def test_an_intent_of_another_machine_is_always_asked_about(willing: Office) -> None:
    """A process that may still live elsewhere may still click: then a person decides, whatever the policy."""
    only = submitting(unproven="redo")
    willing.model.on_commit = lambda _when: (_ for _ in ()).throw(errors.PortalDown)
    with pytest.raises(errors.PortalDown):
        willing.go(only)
    with willing.ledger() as ledger:
        run = ledger.runs()[0]
        with ledger.lease(run.case_id) as lease:
            foreign = events.StepIntended(run=run.id, step="send", label="提交审核", owner="elsewhere|boot|1|1.0")
            ledger.append(foreign, lease=lease)
    willing.model.on_commit = lambda _when: None
    with pytest.raises(errors.OutcomeUnknown):
        willing.go(only)
    assert willing.model.submissions == []


def test_a_lost_reply_is_not_a_reason_to_click_again(willing: Office) -> None:
    """The portal committed and its reply was lost: the next process finds the submission."""
    willing.model.reply_lost = True
    with pytest.raises(errors.PortalDown):
        willing.go(submitting())
    willing.go(submitting())
    assert len(willing.model.submissions) == 1


def test_a_flow_that_skips_a_done_step_knows_that_it_is_done(willing: Office) -> None:
    """Killed before the reply, the flow sees its fact and skips the step: it is done in the journal all the same."""

    @step(title="提交审核", done_when=submitted)
    def send(run: Run) -> None:
        run.open("confirm")
        run.click_once("提交审核", approve="提交吗?")

    @step(title="之后", done_when=lambda _run: False)
    def later(run: Run) -> None:
        raise KeyboardInterrupt

    @flow(title="看到就跳过")
    def skipping(run: Run) -> None:
        if not submitted(run):
            company(run)
            send(run)
        later(run)

    willing.model.reply_lost = True
    with pytest.raises(errors.PortalDown):
        willing.go(skipping)
    with pytest.raises(KeyboardInterrupt):
        willing.go(skipping)
    assert (step_of(willing, "send").state, step_of(willing, "send").how) == ("done", "readback")
    assert step_of(willing, "company").attempt == 1, "what was submitted is no draft to be compared"
    with willing.ledger() as ledger:
        assert ledger.asks(state="open") == []


def test_a_renamed_step_keeps_its_past(willing: Office) -> None:
    """With was= a step that goes by a new name is still done."""

    def only_named(name: str, **contract: Any) -> Flow:
        def body(run: Run) -> None:
            run.open("confirm")
            run.click_once("提交审核", approve="提交吗?")

        body.__name__ = name
        hand_in = step(title="提交审核", done_when=submitted, **contract)(body)

        @flow(title="改名")
        def renaming(run: Run) -> None:
            hand_in(run)
            raise KeyboardInterrupt

        return renaming

    with pytest.raises(KeyboardInterrupt):
        willing.go(only_named("send"))
    willing.model.submissions.clear()
    with pytest.raises(KeyboardInterrupt):
        willing.go(only_named("hand_in", was=("send",)))
    assert willing.model.submissions == []
    assert willing.told.steps[-1] == ("提交审核", "skipped")


def test_another_round_does_the_steps_afresh_once_per_reason(willing: Office) -> None:
    """A recorded rejection opens another round; the same rejection does not open a third one."""

    @flow(title="重来")
    def again(run: Run) -> None:
        submit(run)
        if len(willing.model.submissions) == 1:
            assert run.new_round("订单 1", [{"原因": "不清晰"}])
            assert not run.new_round("订单 1")
            willing.model.lists_late = timedelta(0)
            willing.model.draft.clear()
            assert run.round == 2
            assert run.for_item("小程序").round == 1
        willing.model.lists_late = timedelta(days=-1)

    willing.go(again)
    with willing.ledger() as ledger:
        [opened] = ledger.rounds(ledger.runs()[0].id)
        assert (opened.round, opened.reasons) == (2, [{"原因": "不清晰"}])


def test_suspension_is_not_swallowed(office: Office) -> None:
    """A flow's except Exception cannot swallow a suspension."""

    @flow(title="贪心")
    def greedy(run: Run) -> None:
        with suppress(Exception):  # as a careless script does
            run.ask("name", "叫什么?", answer=Text())

    with pytest.raises(errors.WaitingForPerson) as waiting:
        office.go(greedy)
    assert waiting.value.exit_code == 4


def test_a_step_inside_a_step_is_refused(office: Office) -> None:
    """Steps do not nest: a restart could not tell which of them to repeat."""

    @step(title="外")
    def outer(run: Run) -> None:
        company(run)

    @flow(title="套")
    def nested(run: Run) -> None:
        outer(run)

    with pytest.raises(errors.RunFlowError, match="company"):
        office.go(nested)


def test_an_error_is_recorded_redacted_and_says_what_was_being_done(office: Office) -> None:
    """A failed step leaves its error in the journal, without any secret, and the run can go on."""

    @step(title="出错")
    def failing(run: Run) -> None:
        raise errors.PortalChanged(f"找不到 {ID_NUMBER}")

    @flow(title="会出错")
    def broken(run: Run) -> None:
        failing(run)

    with pytest.raises(errors.PortalChanged) as changed:
        office.go(broken)
    assert changed.value.doing == "会出错 › 出错"
    assert step_of(office, "failing").state == "failed"
    assert "‹id_number›" in step_of(office, "failing").error
    assert ID_NUMBER.encode() not in b"".join(path.read_bytes() for path in office.home.glob("journal.db*"))


def test_forms_of_an_earlier_process_are_read_again_before_the_click(willing: Office) -> None:
    """A draft that the portal lost is typed again before anything is submitted, even if the flow skips its step."""

    @step(title="提交审核", done_when=submitted)
    def send(run: Run) -> None:
        run.open("confirm")
        run.click_once("提交审核", approve="提交吗?")

    @flow(title="跳过")
    def skipping(run: Run) -> None:
        if not run.session.ledger.steps(run.session.run_id):
            company(run)
        assert status(run) == "填写中"
        send(run)

    willing.people.acts["send-approval"] = []
    with pytest.raises(errors.WaitingForPerson):
        willing.go(skipping)
    willing.model.draft.clear()
    willing.people.acts["send-approval"] = "是"
    willing.people.seen.clear()
    willing.go(skipping)
    assert willing.model.draft == {"企业名称": "深圳甲公司"}
    assert len(willing.model.submissions) == 1


def test_a_form_whose_step_is_gone_blocks_the_click(willing: Office) -> None:
    """What cannot be compared is not submitted."""

    @flow(title="没了")
    def gone(run: Run) -> None:
        if run.session.ledger.steps(run.session.run_id):
            submit(run)
        else:
            local(run)
            raise KeyboardInterrupt

    def local(run: Run) -> None:
        globals_free_step(run)

    with pytest.raises(KeyboardInterrupt):
        willing.go(gone)
    with pytest.raises(errors.PortalChanged, match="old_form"):
        willing.go(gone)
    assert willing.model.submissions == []


def globals_free_step(run: Run) -> None:
    """Do a step that a later version of the script no longer has."""

    @step(title="旧表")
    def old_form(run: Run) -> None:
        with run.form("旧表") as form:
            form.fill("旧", "值")
            form.save()

    old_form(run)
