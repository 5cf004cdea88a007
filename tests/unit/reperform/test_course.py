"""How that day's journal goes on: where a stopped process ends again, and while what its clock may hurry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.unit.engine.model import Office

from run_flow import flow
from run_flow.audit.chain import Told
from run_flow.journal import events
from run_flow.reperform.course import BrokenOff, Course, Followed
from run_flow.reperform.recording import Process
from run_flow.reperform.stage import Clock

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLACE = {"run": "r", "step": "submit", "item": "", "round": 1}


def process(*happened):
    """Return a process in which each of *happened* came so many seconds after its beginning: kind, second, facts."""
    told = [("RunResumed", 0, {}), *happened]
    return Process(
        "r",
        "certify",
        dry_run=False,
        events=[
            Told(number, (BEGAN + timedelta(seconds=second)).isoformat(), kind, "r", facts)
            for number, (kind, second, facts) in enumerate(told, 1)
        ],
        script={},
    )


STARTED = ("StepStarted", 1, PLACE)
START = events.StepStarted(**PLACE, title="提交审核", attempt=1, irreversible=True)
INTENT = events.StepIntended(**PLACE, label="提交", owner="x")


def test_a_process_that_was_killed_does_not_come_further():
    """What it had written is written again; the first thing that it had not is where it ends, for good."""
    course = Course(process(STARTED))
    course.goes_on((START,))
    for beyond in (INTENT, START, events.RunEnded(run="r", state="failed")):
        with pytest.raises(BrokenOff):
            course.goes_on((beyond,))


def test_a_process_that_goes_another_way_before_it_was_killed_is_not_broken_off():
    """A step that fails now and was done that day is a difference, as is how it ends; over it is not until then."""
    course = Course(process(STARTED, ("StepDone", 2, PLACE), ("StepStarted", 3, PLACE | {"step": "pay"})))
    course.goes_on((START,))
    course.goes_on((events.StepFailed(**PLACE, error="", intended=False), events.RunEnded(run="r", state="failed")))
    assert not course.over


def test_a_step_that_only_failed_because_its_process_was_stopped_may_be_done():
    """The window was closed over it, and how that ended does not come again."""
    course = Course(process(STARTED, ("StepFailed", 2, PLACE), ("RunEnded", 3, {"state": "stopped"})))
    assert not course.over
    course.goes_on((START,))
    assert course.over
    with pytest.raises(BrokenOff):
        course.goes_on((INTENT,))


def test_a_process_that_ended_by_itself_may_go_another_way():
    """That is a difference, found by comparing; a question's number may be another one."""
    asked = ("AskOpened", 2, {"ask": "submit-approval-2", "kind": "approval"})
    course = Course(process(STARTED, asked, ("RunEnded", 9, {"state": "waiting"})))
    facts = {"question": "?", "answer": None, "role": "", "channel": "", "secret": False, "deadline": None}
    opened = events.AskOpened(**PLACE, ask="submit-approval-1", key="submit-approval", kind="approval", **facts)
    course.goes_on((START, INTENT, opened))
    assert course.coming.kind == "RunEnded"


@pytest.mark.parametrize(
    ("coming", "hurries"),
    [
        (("AskOpened", 120, {"ask": "submit-outcome-1", "kind": "outcome"}), True),
        (("StepDone", 120, PLACE), False),
        (("AskOpened", 3, {"ask": "submit-approval-1", "kind": "approval"}), False),
    ],
)
def test_the_clock_hurries_while_nothing_came_that_day(coming, hurries):
    """Up to the moment at which it was given up, and not beyond; what did come is waited for as long as it takes."""
    course = Course(process(coming, ("RunEnded", 300, {"state": "done"})))
    assert course.vain == (BEGAN + timedelta(seconds=120) if hurries else None)


def test_a_click_after_which_a_process_was_killed_is_not_waited_for():
    """Nobody knows what came of it; and the clock is soon where its wait ends."""
    course = Course(process(("StepIntended", 1, PLACE)))
    assert course.vain is None
    course.goes_on((INTENT,))
    clock = Clock(BEGAN)
    clock.hurries = lambda: course.vain
    since = datetime.now(UTC)
    while datetime.now(UTC) - since < timedelta(milliseconds=100):
        clock.now()
    assert clock.now() - BEGAN > timedelta(seconds=2)
    clock.jump(BEGAN)
    assert clock.now() > BEGAN


def test_ctrl_c_while_a_killed_process_is_done_again_ends_the_command(tmp_path):
    """The engine lets the person's interrupt out, not the kill of that day, and writes nothing that nobody wrote then."""
    office = Office(tmp_path / "home")
    office.ledger().close()

    @flow(title="会停")
    def interrupted(_run):
        raise KeyboardInterrupt

    course = Course(process())
    with pytest.raises(KeyboardInterrupt) as stopped:
        office.go(interrupted, ledger=Followed(office.home / "journal.db", clock=office.clock, course=course))
    assert stopped.type is KeyboardInterrupt
    with office.ledger() as ledger:
        assert [run.state for run in ledger.runs()] == ["running"]
