"""Working days in China: the published calendar, else weekends and statutory holidays, and what an office adds."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

FIRST, LAST = date(2004, 1, 1), date(2100, 12, 31)
"""Plans start within these days."""

_DAY = timedelta(days=1)
_YEARLY = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
_STATUTORY = {  # the statutory days that move, and the days off for those that fall on a weekend (P-33)
    2027: "02-05 02-08 02-09 02-10 04-05 05-03 05-04 06-09 09-15 10-04 10-05",
    2028: "01-03 01-25 01-26 01-27 01-28 04-04 05-29 10-04",
    2029: "02-12 02-13 02-14 02-15 04-04 06-18 09-24",
    2030: "02-04 02-05 02-06 02-07 04-05 06-05 09-12",
}


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days work; *off* and *work* go before every other calendar."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Tell whether offices work on *day*."""
        if day in self.off or day in self.work:
            return day in self.work
        published = _published(day)
        return _by_statute(day) if published is None else published

    def is_provisional(self, day: date) -> bool:
        """Tell whether nobody has published yet how *day* counts."""
        return day not in self.off | self.work and _published(day) is None

    def after(self, day: date, number: int) -> date:
        """Return the *number*-th working day after *day*; for 0, *day* itself or the first working day after it."""
        if number == 0 and self.works(day):
            return day
        left = max(1, number)
        while left:
            day += _DAY
            left -= self.works(day)
        return day

    def count(self, first: date, last: date) -> int:
        """Return how many working days there are from *first* to *last*, both included."""
        return sum(self.works(day) for day in days_of(first, last))


def days_of(first: date, last: date) -> Iterator[date]:
    """Yield each day from *first* to *last*, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def months_after(day: date, months: int) -> date:
    """Return *day* so many months later (earlier where negative), or the last day of that shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@cache
def _published(day: date) -> bool | None:
    """Return what the State Council's yearly notice says, None where there is none for the year."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def _by_statute(day: date) -> bool:
    if day.weekday() >= 5 or (day.month, day.day) in _YEARLY:
        return False
    return f"{day:%m-%d}" not in _STATUTORY.get(day.year, "").split()
