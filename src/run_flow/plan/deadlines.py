"""How long everybody has, in one table: the plan tells it, flows ask within it, `run-flow watch` reminds of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from difflib import get_close_matches

from run_flow.errors import RunFlowError
from run_flow.language import N_, _
from run_flow.plan.calendar import months_after
from run_flow.plan.claim import (
    Source,
    Span,
    Unit,
    community,
    days,
    guide,
    hours,
    minutes,
    months,
    official,
    portal_code,
)

CHINA = timezone(timedelta(hours=8))
REMINDERS = (timedelta(days=3), timedelta(days=1), timedelta(hours=2))
"""How long before its end somebody is reminded of what lasts at least twice as long."""

_LAST_SECOND = time(23, 59, 59)
_MOMENT = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\D{0,2}(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


@dataclass(frozen=True)
class Deadline:
    """How long somebody has, what happens afterwards, and who says so.

    ``ahead`` is when to remind, where that is not as for all others; ``errand`` the flow to be begun then, where none is
    under way; ``stated`` the moment that the page named.
    """

    key: str
    span: Span
    then: str
    source: Source
    ahead: tuple[Span, ...] = ()
    errand: str = ""
    stated: datetime | None = None

    @property
    def terms(self) -> tuple[Span, str, Source]:
        """Return how long, what happens when it passes, and who says so."""
        return self.span, self.then, self.source

    @property
    def consequence(self) -> str:
        """Return what happens when it passes, in the language in use."""
        return _(self.then)

    def ends(self, begun: datetime) -> datetime:
        """Return when what was *begun* has to be done: as the page stated, else as the table does."""
        return self.stated or _moved(begun, self.span)

    @property
    def opens(self) -> str:
        """Return the day on which the first reminder of the moment that the page named comes, "" where it named none."""
        if self.stated is None:
            return ""
        return f"{self.stated - self.reminders(self.stated)[0]:%Y-%m-%d}"

    def reminders(self, until: datetime) -> tuple[timedelta, ...]:
        """Return how long before *until* to remind, the earliest first."""
        if self.ahead:
            return tuple(until - _moved(until, span.times(-1)) for span in self.ahead)
        return reminders(until - _moved(until, self.span.times(-1)))


YEARLY = (months(3), months(2), months(1), days(7))
TABLE = (
    Deadline("activation", hours(48), N_("链接作废，重新注册"), community("P-14")),
    Deadline("scan", minutes(5), N_("二维码作废，换一张重扫；已填的内容还在"), portal_code("P-13")),
    Deadline("transfer", days(10), N_("验证过期，重新填写"), portal_code("P-3")),
    Deadline("register-face", minutes(5), N_("换一张重扫；失败次数过多只能换验证方式"), portal_code("P-16")),
    Deadline("register-certify", days(30), N_("主体信息重新填写"), community("P-17")),
    Deadline("payment", hours(24), N_("重新提交（24 小时是接口的规定，页面的期限没有人知道）"), official("P-19")),
    Deadline("certify-face", minutes(5), N_("换打款验证"), portal_code("P-16")),
    Deadline("review-call", days(30), N_("联系不上即失败，不退费"), community("P-20")),
    Deadline("supplement", days(30), N_("认证失败，不退费"), community("P-21")),
    Deadline("file-face", hours(24), N_("重新发起，每天有限额；刷脸结果 3 天内有效"), official("P-23")),
    Deadline("file-call", hours(1), N_("约 1 小时后再打一次，仍不接就退回"), community("P-24")),
    Deadline("file-sms", hours(24), N_("整单自动退回，重新提交"), community("P-9")),
    Deadline("renewal", months(12), N_("失去认证，名称可能被强制更改；复用认证的小程序一同失效"), guide("P-30"), ahead=YEARLY, errand="renew"),
    Deadline("renewal-program", months(12), N_("影响发版和被搜索；过 30 天影响被分享；过 60 天影响新用户访问和支付"), community("P-31", "2023-09-25"), ahead=YEARLY, errand="renew"),
)  # fmt: skip
"""In the order in which they come up."""


def errand(key: str) -> str:
    """Return the flow that is to be begun when the deadline *key* comes near, "" where one is under way."""
    return next((entry.errand for entry in TABLE if entry.key == key), "")


def deadline(key: str, *, until: str = "") -> Deadline:
    """Return the table's deadline *key*; where the page names a moment in *until*, the page decides."""
    known = {entry.key: entry for entry in TABLE}
    if key not in known:
        meant = "、".join(get_close_matches(key, known, n=1) or known)
        raise RunFlowError(_("期限表里没有 {key}，有：{known}").format(key=key, known=meant))
    return replace(known[key], stated=moment(until))


def moment(text: str) -> datetime | None:
    """Return the moment that *text* of a page names, China's time; a day lasts to its end; None where it names none."""
    found = _MOMENT.search(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        clock = time(hour, minute, second) if found[4] else _LAST_SECOND
        at = datetime.combine(date(year, month, day), clock, CHINA)
    except ValueError:
        return None
    return at.astimezone(UTC)


def reminders(whole: timedelta) -> tuple[timedelta, ...]:
    """Return how long before its end to remind of something that lasts *whole*, the earliest first."""
    return tuple(before for before in REMINDERS if whole >= 2 * before)


def _moved(at: datetime, span: Span) -> datetime:
    if span.unit == Unit.MONTHS:
        return datetime.combine(months_after(at.date(), span.maximum), at.timetz())
    return at + timedelta(**{span.unit.value: span.maximum})
