"""The stages on the calendar: in order, one filing after another, as fast and as slow as sources say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from run_flow.plan.calendar import WorkingCalendar
from run_flow.plan.claim import Kind
from run_flow.plan.schedule import ends, filed_meanwhile, said_by, walk
from run_flow.plan.stages import stages

CALENDAR = WorkingCalendar()
START = date(2026, 3, 2)


@given(st.integers(0, 4), st.booleans(), st.booleans(), st.dates(date(2024, 1, 1), date(2027, 6, 30)))
def test_nothing_begins_before_what_it_waits_for_is_through(programs, reused, slowest, start):
    """Every dependency holds, at either pace, from any day."""
    kept = stages(programs, reused=reused)
    slots = walk(kept, start=start, calendar=CALENDAR, slowest=slowest)
    for stage in kept:
        slot = slots[stage.key]
        assert start <= slot.begins <= slot.ends
        assert all(slots[key].ends <= slot.begins for key in stage.after)


@given(st.integers(0, 3), st.dates(date(2024, 1, 1), date(2027, 6, 30)))
def test_the_fastest_is_never_later_than_the_slowest(programs, start):
    """A range is a range, and certifying each 小程序 never makes it shorter."""
    reused, alone = (ends(stages(programs, reused=kind), start=start, calendar=CALENDAR) for kind in (True, False))
    assert reused.earliest <= reused.latest <= alone.latest
    assert reused.earliest <= alone.earliest


def test_a_persons_own_work_falls_on_a_working_day():
    """Who starts on a Saturday registers on Monday."""
    slots = walk(stages(0, reused=True), start=date(2026, 3, 7), calendar=CALENDAR)
    assert slots["register"].begins == date(2026, 3, 9)


def test_a_review_is_counted_in_working_days_and_development_in_days():
    """Each span keeps its own unit."""
    slots = walk(stages(1, reused=True), start=START, calendar=CALENDAR, slowest=True)
    assert CALENDAR.count(slots["review"].begins, slots["review"].ends) == 15
    assert slots["develop"].ends - slots["develop"].begins == timedelta(days=14)


def test_filings_come_one_after_another():
    """The second 小程序 is filed when the bureau is through with the first."""
    slots = walk(stages(3, reused=True), start=START, calendar=CALENDAR)
    assert slots["file-bureau-1"].ends <= slots["file-2"].begins
    assert slots["file-bureau-2"].ends <= slots["file-3"].begins


def test_without_a_mini_program_the_plan_ends_with_the_certification():
    """Nothing to link, to develop or to file."""
    assert stages(0, reused=True)[-1].key == "review"


def test_filing_during_development_is_never_slower():
    """The portal asks for facts, categories and certification before a filing, not for the finished program."""
    kept = stages(1, reused=True)
    meanwhile = ends(filed_meanwhile(kept), start=START, calendar=CALENDAR)
    assert meanwhile.earliest < ends(kept, start=START, calendar=CALENDAR).earliest


def test_the_guides_own_steps_do_not_give_its_own_totals():
    """The slowest way of the guide's steps takes longer than 35 days, and than day 47."""
    guide = ends(said_by(Kind.GUIDE, stages(1, reused=True)), start=START, calendar=CALENDAR)
    assert guide.days[1] > 47


@pytest.mark.parametrize("number", [1, 3])
def test_effort_grows_with_the_mini_programs(number):
    """Ten minutes for each link; each filing is a stage of its own."""
    efforts = {stage.key: stage.hands_on.span for stage in stages(number, reused=True) if stage.hands_on}
    assert efforts["programs"].maximum == 10 * number
    assert sum(key.startswith("file-") for key in efforts) == number
