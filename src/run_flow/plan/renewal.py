"""What falls due again a year after a certification."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from run_flow.language import N_
from run_flow.plan.calendar import months_after
from run_flow.plan.claim import Source, community, guide


@dataclass(frozen=True)
class Moment:
    """Something that happens between two days, as early or late as the certification was."""

    what: str
    earliest: date
    latest: date


@dataclass(frozen=True)
class Renewal:
    """What is renewed every year, and what comes before and after the day on which it expires."""

    key: str
    what: str
    moments: tuple[Moment, ...]
    sources: tuple[Source, ...]
    conditional: bool = False


_SOON = ((N_("平台提醒（3 个月前）"), -3, 0),)
_ACCOUNT = (*_SOON, (N_("到期：失去认证，名称可能被强制更改；复用认证的小程序一同失效"), 0, 0))
_PROGRAM = (
    *_SOON,
    (N_("平台提醒（2 个月前）"), -2, 0),
    (N_("平台提醒（1 个月前）"), -1, 0),
    (N_("平台提醒（7 天前）"), 0, -7),
    (N_("到期：影响发版和被搜索"), 0, 0),
    (N_("逾期 30 天：影响被分享"), 0, 30),
    (N_("逾期 60 天：影响新用户访问和支付"), 0, 60),
)
"""What happens how many months and days from the day of expiry."""


def renewals(account: tuple[date, date], *, programs: tuple[date, date] | None) -> tuple[Renewal, ...]:
    """Return the first renewals; each pair says when that certification is through, earliest and latest."""
    found = [Renewal("account", N_("服务号"), _moments(_ACCOUNT, account), (guide("P-30"), community("P-30")))]
    if programs:
        moments = _moments(_PROGRAM, programs)
        found.append(
            Renewal("programs", N_("每个小程序"), moments, (community("P-31", "2023-09-25"),), conditional=True)
        )
    return tuple(found)


def _moments(rules: tuple[tuple[str, int, int], ...], certified: tuple[date, date]) -> tuple[Moment, ...]:
    earliest, latest = (months_after(day, 12) for day in certified)
    return tuple(
        Moment(what, _moved(earliest, months, days), _moved(latest, months, days)) for what, months, days in rules
    )


def _moved(day: date, months: int, days: int) -> date:
    return months_after(day, months) + timedelta(days=days)
