"""What falls due again a year after a certification."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from run_flow.language import N_
from run_flow.plan.calendar import months_after
from run_flow.plan.claim import Source, Span, Unit, community, days, guide
from run_flow.plan.deadlines import deadline


@dataclass(frozen=True)
class Moment:
    """Something that happens between two days, as early or late as the certification was; ``then`` completes ``what``."""

    what: str
    earliest: date
    latest: date
    then: str


@dataclass(frozen=True)
class Renewal:
    """What is renewed every year, and what comes before and after the day on which it expires."""

    key: str
    what: str
    moments: tuple[Moment, ...]
    sources: tuple[Source, ...]
    conditional: bool = False


_YEARLY = deadline("renewal")
_REMINDED = (
    N_("平台提醒（3 个月前）"),
    N_("平台提醒（2 个月前）"),
    N_("平台提醒（1 个月前）"),
    N_("平台提醒（7 天前）"),
)
_AHEAD = tuple((what, ahead.times(-1)) for what, ahead in zip(_REMINDED, _YEARLY.ahead, strict=True))
_ACCOUNT = (*_AHEAD[:1], (N_("到期：{then}"), days(0)))
_PROGRAM = (
    *_AHEAD,
    (N_("到期：影响发版和被搜索"), days(0)),
    (N_("逾期 30 天：影响被分享"), days(30)),
    (N_("逾期 60 天：影响新用户访问和支付"), days(60)),
)
"""What happens how long after the day of expiry."""


def renewals(account: tuple[date, date], *, programs: tuple[date, date] | None) -> tuple[Renewal, ...]:
    """Return the first renewals; each pair says when that certification is through, earliest and latest."""
    found = [Renewal("account", N_("服务号"), _moments(_ACCOUNT, account), (guide("P-30"), community("P-30")))]
    if programs:
        moments = _moments(_PROGRAM, programs)
        found.append(
            Renewal("programs", N_("每个小程序"), moments, (community("P-31", "2023-09-25"),), conditional=True)
        )
    return tuple(found)


def _moments(rules: tuple[tuple[str, Span], ...], certified: tuple[date, date]) -> tuple[Moment, ...]:
    earliest, latest = (_moved(day, _YEARLY.span) for day in certified)
    return tuple(Moment(what, _moved(earliest, span), _moved(latest, span), _YEARLY.then) for what, span in rules)


def _moved(day: date, span: Span) -> date:
    if span.unit == Unit.MONTHS:
        return months_after(day, span.maximum)
    return day + timedelta(days=span.maximum)
