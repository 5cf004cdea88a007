"""A script edited between two lives of a run: nothing is sent twice, nothing is stranded, people are asked once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from tests.unit.engine.edited import EDITS, SUBMIT, Desk, Killed

from run_flow import errors
from run_flow.engine.people import give
from run_flow.journal import events
from run_flow.journal.events import Event
from run_flow.journal.files import Vault


def began(event: Event) -> bool:
    """Die when the script was read."""
    return isinstance(event, events.ScriptRead)


def filled(event: Event) -> bool:
    """Die when the operator's form is done."""
    return isinstance(event, events.StepDone) and event.step == "operator"


def intended(event: Event) -> bool:
    """Die between the intent and the click."""
    return isinstance(event, events.StepIntended) and event.step == "submit"


def submitted(event: Event) -> bool:
    """Die when the submission is done."""
    return isinstance(event, events.StepDone) and event.step == "submit"


MOMENTS: dict[str, Callable[[Event], bool] | None] = {
    "begun": began, "filled": filled, "intended": intended, "clicked": None, "submitted": submitted
}  # fmt: skip


def asks(edit: str, moment: str) -> bool:
    """Tell whether a person has to agree to *edit* at *moment*."""
    at = list(MOMENTS).index(moment)
    match edit:
        case "form removed":
            return at >= list(MOMENTS).index("filled")
        case "click renamed and changed" | "click removed":
            return at >= list(MOMENTS).index("intended")
        case "click changed" | "click's helper changed" | "click not ours any more":
            return True
        case _:
            return False


def lost(edit: str, moment: str) -> bool:
    """Tell whether the script cannot look any more for a click that was intended."""
    edits = {"click renamed and changed", "click removed", "click not ours any more"}
    return edit in edits and moment in {"intended", "clicked"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk whose script can be edited."""
    return Desk(tmp_path)


def live_until(desk: Desk, moment: str) -> None:
    """Give the command once, and have it killed at *moment*."""
    fatal = MOMENTS[moment]
    if fatal is not None:
        desk.die(fatal)
        return

    def die(when: str) -> None:
        if when == "after":
            desk.office.model.on_commit = lambda _when: None
            raise Killed

    desk.office.model.on_commit = die
    desk.die(lambda event: isinstance(event, events.StepFailed | events.RunEnded), before=True)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("edit", EDITS)
def test_whatever_is_edited_whenever_the_run_ends_done_with_one_submission(desk: Desk, edit: str, moment: str) -> None:
    """The person is asked once where it is not safe, not at all where it is, and what became of a lost click, too."""
    live_until(desk, moment)
    desk.write(*EDITS[edit])
    desk.finish()
    assert desk.counts == (1, 1, 1)
    assert desk.states == ["done"]
    assert len(desk.asked()) == asks(edit, moment)
    assert len(desk.asked("submit-outcome")) == (lost(edit, moment) or moment == "intended")
    assert {ask.state for ask in desk.asked()} <= {"used"}


@pytest.mark.parametrize(("edit", "moment"), [each for each in product(EDITS, MOMENTS) if asks(*each)])
def test_who_stops_can_put_the_old_script_back(desk: Desk, edit: str, moment: str) -> None:
    """A no ends the process and is good once; the run waits, and the old script goes on without a question."""
    live_until(desk, moment)
    desk.write(*EDITS[edit])
    for _time in range(2):
        with pytest.raises(errors.WaitingForPerson, match="放回原来的脚本") as stopped:
            desk.go(says="停下")
        assert stopped.value.exit_code == 4
        assert desk.states == ["waiting"]
    assert [ask.state for ask in desk.asked()] == ["cancelled", "cancelled"]
    desk.write()
    desk.finish()
    assert len(desk.asked()) == 2
    assert (desk.counts, desk.states) == ((1, 1, 1), ["done"])


@pytest.mark.parametrize("edit", ["form removed", "click changed"])
def test_nobody_there_suspends_and_an_answer_from_elsewhere_goes_on(desk: Desk, edit: str) -> None:
    """The ask is durable: whoever answers it beforehand is not asked again, nor is the same version."""
    live_until(desk, "filled")
    desk.write(*EDITS[edit])
    for _time in range(2):
        with pytest.raises(errors.WaitingForPerson):
            desk.go(says=None)
    [ask] = desk.asked()
    assert (ask.state, ask.role) == ("open", "经办人")
    with desk.office.ledger() as ledger:
        give(ledger, Vault(desk.folder / "vault"), ask, "1", by="answer")
    desk.go(says=None)
    assert len(desk.asked()) == 1
    assert (desk.counts, desk.states) == ((1, 1, 1), ["done"])


def test_each_version_is_asked_about_once(desk: Desk) -> None:
    """What was agreed to is the script from then on; another edit is another question, and the older one is closed."""
    live_until(desk, "filled")
    desk.write(*EDITS["click changed"])
    with pytest.raises(errors.WaitingForPerson):
        desk.go(says=None)
    desk.write(*EDITS["click's helper changed"])
    desk.die(lambda event: isinstance(event, events.StepIntended))
    desk.go(says=None)
    assert [ask.state for ask in desk.asked()] == ["cancelled", "used"]
    assert (desk.counts, desk.states) == ((1, 1, 1), ["done"])


def test_killed_before_the_agreement_is_on_record_it_is_not_asked_again(desk: Desk) -> None:
    """The answer is the event: the next process takes it, and the person's word about the click, too."""
    live_until(desk, "clicked")
    desk.write(*EDITS["click renamed and changed"])
    desk.die(began, before=True)
    desk.go(says=None)
    assert (len(desk.asked()), len(desk.asked("submit-outcome"))) == (1, 1)
    assert (desk.counts, desk.states) == ((1, 1, 1), ["done"])


def test_a_click_that_nobody_can_look_for_ends_with_8_until_a_person_tells(desk: Desk) -> None:
    """Where the step is put back instead, the portal itself tells, and the question is closed."""
    live_until(desk, "clicked")
    desk.write(*EDITS["click removed"])
    with pytest.raises(errors.OutcomeUnknown) as unknown:
        desk.go(knows=False)
    assert unknown.value.exit_code == 8
    assert desk.states == ["unknown"]
    desk.write()
    desk.go(says=None)
    assert [ask.state for ask in desk.asked("submit-outcome")] == ["cancelled"]
    assert (desk.counts, desk.states) == ((1, 1, 1), ["done"])


def test_a_portal_that_lists_late_does_not_take_a_click_twice_after_a_rename(desk: Desk) -> None:
    """A person says that it was sent; a step in its stead waits until the portal can show it, and adopts it."""
    desk.office.model.lists_late = timedelta(seconds=100)
    live_until(desk, "clicked")
    desk.write(*EDITS["click renamed and changed"])
    desk.go()
    assert (desk.counts, desk.states) == ((1, 1, 1), ["done"])


def test_a_form_that_may_be_clicked_now_looks_before_it_clicks(desk: Desk) -> None:
    """A step that was only filled in and became one that cannot be undone is agreed to, then done once."""
    form = SUBMIT.replace(", done_when=submitted", "").replace(
        '    run.click_once("提交审核", approve="提交审核吗?")\n', ""
    )
    form = form.replace(
        'run.open("confirm")', 'run.open("confirm")\n    with run.form("确认") as page:\n        page.save()'
    )
    desk.write((SUBMIT, form))
    desk.die(submitted)
    desk.write()
    desk.go()
    assert "还没有办" in desk.asked()[0].question
    assert (desk.counts, desk.states) == ((1, 1, 1), ["done"])


def test_a_payment_that_lost_its_proof_is_not_asked_for_again(desk: Desk) -> None:
    """A step that is done and cannot be undone is skipped, whatever the script makes of it later."""
    desk.die(lambda event: isinstance(event, events.StepDone) and event.step == "pay")
    desk.write((", done_when=paid", ""))
    desk.go()
    assert len(desk.asked("pay")) == 1
    assert (desk.counts, desk.states) == ((1, 1, 1), ["done"])


def test_the_operator_is_told_what_changed(desk: Desk) -> None:
    """One sentence for each edit that is safe, once."""
    live_until(desk, "filled")
    desk.write(*EDITS["added"], *EDITS["form changed"])
    desk.go()
    assert desk.office.told.said == ["流程脚本新增了步骤“发票信息”，轮到时会办。", "步骤“运营者信息”改了，会重新核对。"]
    assert desk.office.model.draft["邮箱"] == "a@b.cn"
    desk.go()
    assert desk.office.told.said == []


def test_a_run_of_an_older_version_is_recorded_and_misses_what_vanished(desk: Desk) -> None:
    """Without a recorded script the rows tell what is gone, and nothing else is told."""
    live_until(desk, "filled")
    desk.write(*EDITS["form removed"], *EDITS["click changed"])
    with desk.office.ledger() as ledger:
        [run] = ledger.runs()
        with ledger.lease(run.case_id) as lease:
            ledger.append(events.ScriptRead(run=run.id, digest="", steps=()), lease=lease)
    desk.go()
    [ask] = desk.asked()
    assert "运营者信息" in ask.question
    assert "提交审核" not in ask.question
    assert (desk.office.told.said, desk.states) == ([], ["done"])
