"""Companies to plan for, known by nothing but their facts."""

from __future__ import annotations

from datetime import date

import pytest

from run_flow.plan.calendar import WorkingCalendar
from run_flow.plan.plan import Facts, draw_up

START = date(2026, 3, 2)
"""A Monday of a year whose calendar is published."""


def facts(*programs, household=False):
    """Return a company with these 小程序."""
    return Facts("样例公司", household, "样例服务", programs)


def plan_of(*programs, household=False, start=START, calendar=None):
    """Return the plan of a company with these 小程序."""
    return draw_up(facts(*programs, household=household), start=start, calendar=calendar or WorkingCalendar())


@pytest.fixture
def draw():
    """Return the function that draws a plan."""
    return plan_of
