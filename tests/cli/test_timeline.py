"""The plan in the terminal: no line too wide, whatever the names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from run_flow.cli.screen import width
from run_flow.cli.timeline import COLUMNS, lines, wrapped
from run_flow.plan.calendar import WorkingCalendar
from run_flow.plan.plan import Facts, draw_up

NAMES = st.text(st.characters(codec="gbk", exclude_categories=["C", "Z"]), min_size=2, max_size=30)


def _plan(*programs, household=False, start=date(2026, 11, 23)):
    return draw_up(Facts("样例公司", household, "样例服务", programs), start=start, calendar=WorkingCalendar())


@given(st.lists(NAMES, max_size=3), st.booleans())
def test_no_line_is_wider_than_the_terminal(programs, household):
    """A hundred columns, Chinese counted as two."""
    assert max(width(line) for line in lines(_plan(*programs, household=household))) <= COLUMNS


def test_each_stage_has_its_bar():
    """The fastest days are solid; the weekend is shaded on every line that has room."""
    text = list(lines(_plan("甲")))
    bars = [line for line in text if line.strip() and not line.strip("█▓-░ ")]
    assert len(bars) == 12
    assert bars[0].startswith("    █    ░░")


def test_a_weekend_is_no_part_of_a_review():
    """A bar in working days leaves it shaded; one in days runs through it."""
    text = list(lines(_plan("甲")))
    review = text[next(n for n, line in enumerate(text) if line.startswith("  5 服务号认证审核")) + 3]
    develop = text[next(n for n, line in enumerate(text) if line.startswith("  8 开发与测试")) + 2]
    assert "▓░░▓" in review
    assert "██████████" in develop


@pytest.mark.parametrize("words", ["字" * 200, "word " * 60, "混 mixed 排 " * 20])
def test_wrapped_text_loses_nothing(words):
    """What was said is said on several lines."""
    found = list(wrapped(words, indent=4, hang=2))
    assert "".join("".join(found).split()) == "".join(words.split())
    assert max(map(width, found)) <= COLUMNS
