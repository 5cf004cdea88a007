"""One table says how long everybody has, what happens afterwards and when to remind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from run_flow.errors import RunFlowError
from run_flow.plan.deadlines import TABLE, deadline, moment, reminders
from run_flow.plan.people import DUTIES

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def test_every_deadline_says_what_follows_and_where_it_is_known_from():
    """Keys are told apart; each consequence is a sentence, each source a fact of docs/portal.md."""
    assert len({entry.key for entry in TABLE}) == len(TABLE)
    for entry in TABLE:
        assert entry.consequence
        assert entry.source.fact.startswith("P-")


def test_the_plan_says_what_the_table_says():
    """Whoever has a limit in the plan has it from the table; the same thing is stated once."""
    stated = {(entry.span, entry.then) for entry in TABLE}
    assert {(duty.within, duty.then) for duty in DUTIES if duty.within} <= stated


@pytest.mark.parametrize(
    ("key", "lasts"),
    [
        ("scan", timedelta(minutes=5)),
        ("activation", timedelta(hours=48)),
        ("payment", timedelta(hours=24)),
        ("file-sms", timedelta(hours=24)),
        ("file-face", timedelta(hours=24)),
        ("file-call", timedelta(hours=1)),
        ("transfer", timedelta(days=10)),
        ("supplement", timedelta(days=30)),
        ("review-call", timedelta(days=30)),
        ("register-certify", timedelta(days=30)),
        ("renewal", timedelta(days=365)),
    ],
)
def test_the_table_knows_how_long(key, lasts):
    """From the moment at which it begins."""
    assert deadline(key).ends(NOON) == NOON + lasts


def test_the_page_decides():
    """A moment that the page states goes before the table; without one the table is the fallback."""
    assert deadline("supplement", until="2026-12-01 18:00:00").ends(NOON) == datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert deadline("supplement", until="（没有显示）").ends(NOON) == NOON + timedelta(days=30)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2027-11-22", datetime(2027, 11, 22, 15, 59, 59, tzinfo=UTC)),
        ("2027年1月2日", datetime(2027, 1, 2, 15, 59, 59, tzinfo=UTC)),
        ("2027/01/02 08:05", datetime(2027, 1, 2, 0, 5, tzinfo=UTC)),
        ("截止 2027-01-02 08:05:09", datetime(2027, 1, 2, 0, 5, 9, tzinfo=UTC)),
        ("", None),
        ("2027-02-31", None),
        ("长期", None),
    ],
)
def test_a_pages_moment_is_chinas(text, at):
    """A day lasts to its end; what is no moment is none."""
    assert moment(text) == at


@pytest.mark.parametrize(
    ("lasts", "told"),
    [
        (timedelta(days=30), ("3 days", "1 day", "2:00:00")),
        (timedelta(hours=48), ("1 day", "2:00:00")),
        (timedelta(hours=24), ("2:00:00",)),
        (timedelta(minutes=5), ()),
    ],
)
def test_reminders_come_in_time_to_act(lasts, told):
    """Three days, a day, two hours before: only where at least as much time had passed by then."""
    assert tuple(str(before).removesuffix(", 0:00:00") for before in reminders(lasts)) == told


def test_the_yearly_renewal_is_told_months_ahead():
    """Three, two, one month by the calendar, and seven days."""
    until = datetime(2027, 11, 30, 15, 59, 59, tzinfo=UTC)
    days = [str((until - before).date()) for before in deadline("renewal").reminders(until)]
    assert days == ["2027-08-30", "2027-09-30", "2027-10-30", "2027-11-23"]


def test_another_key_is_refused_with_the_one_that_was_meant():
    """A flow script's slip is told."""
    with pytest.raises(RunFlowError, match="supplement"):
        deadline("suplement")
