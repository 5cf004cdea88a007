"""Working days: published, by statute, or as an office says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from run_flow.plan.calendar import WorkingCalendar, months_after

CALENDAR = WorkingCalendar()
DAYS = st.dates(date(2004, 1, 1), date(2035, 12, 31))


def test_the_fifth_working_day_after_the_holidays_is_a_make_up_saturday():
    """Mid-Autumn and National Day 2026 are jumped, the Saturday that is worked instead counts."""
    assert CALENDAR.after(date(2026, 9, 28), 5) == date(2026, 10, 10)


@pytest.mark.parametrize(("day", "first"), [("2026-10-10", "2026-10-10"), ("2026-10-01", "2026-10-08")])
def test_nought_days_after_a_day_off_is_the_next_day_at_work(day, first):
    """What is ready on a holiday is done on the first working day; on a working day, that day."""
    assert CALENDAR.after(date.fromisoformat(day), 0) == date.fromisoformat(first)


def test_a_year_without_a_notice_goes_by_statute_and_is_provisional():
    """Spring Festival 2027 is off, its make-up days are nobody's to know."""
    assert not CALENDAR.works(date(2027, 2, 8))
    assert CALENDAR.works(date(2027, 2, 11))
    assert CALENDAR.is_provisional(date(2027, 2, 11))
    assert not CALENDAR.is_provisional(date(2026, 12, 31))


@pytest.mark.parametrize("day", ["2027-10-01", "2030-05-01", "2034-01-02", "2034-10-03"])
def test_holidays_of_a_fixed_date_are_off_in_every_year(day):
    """May Day and National Day need no table; 2 January is an ordinary day."""
    assert CALENDAR.works(date.fromisoformat(day)) == day.endswith("01-02")


def test_an_office_goes_before_every_calendar():
    """A day off or at work by its own say-so is settled, and no longer provisional."""
    calendar = WorkingCalendar(off=frozenset({date(2027, 2, 11)}), work=frozenset({date(2027, 2, 14)}))
    assert not calendar.works(date(2027, 2, 11))
    assert calendar.works(date(2027, 2, 14))
    assert not calendar.is_provisional(date(2027, 2, 14))


@given(DAYS, st.integers(1, 60))
def test_so_many_working_days_lie_between(day, number):
    """Counting forward and counting back agree."""
    end = CALENDAR.after(day, number)
    assert CALENDAR.works(end)
    assert CALENDAR.count(day, end) - CALENDAR.works(day) == number


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-01-31", 1, "2026-02-28"), ("2028-02-29", 12, "2029-02-28"), ("2026-01-15", -3, "2025-10-15")],
)
def test_a_shorter_month_ends_on_its_last_day(day, months, later):
    """No reminder falls on 31 February."""
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(later)
