"""How a plan's figures are said: spans with their unit, sources with their date, days, money."""

from __future__ import annotations

from datetime import date

from run_flow.language import N_, _
from run_flow.plan.calendar import WorkingCalendar
from run_flow.plan.claim import Claim, Kind, Source, Span, Unit, guide, official
from run_flow.plan.costs import Costs
from run_flow.plan.plan import Branch, Call, Plan, Row
from run_flow.plan.renewal import Moment, Renewal
from run_flow.plan.schedule import Ends
from run_flow.plan.stages import Stage

KINDS = {
    Kind.GUIDE: N_("指南"),
    Kind.OFFICIAL: N_("官方"),
    Kind.PORTAL_CODE: N_("页面代码"),
    Kind.COMMUNITY: N_("民间"),
    Kind.INFERENCE: N_("推断"),
}
_UNITS = {
    Unit.MINUTES: (N_("{number} 分钟"), N_("1 分钟")),
    Unit.HOURS: (N_("{number} 小时"), N_("1 小时")),
    Unit.DAYS: (N_("{number} 天"), N_("1 天")),
    Unit.WORKING_DAYS: (N_("{number} 个工作日"), N_("1 个工作日")),
    Unit.MONTHS: (N_("{number} 个月"), N_("1 个月")),
}
PROVISIONAL = N_("暂定（国务院通知未收录）")
TENTATIVE = "*"
"""Behind a day that is provisional."""


def span(of: Span) -> str:
    """Return "3–5 个工作日"; nothing at all is done the same day."""
    if of.maximum == 0:
        return _("当天")
    many, one = _UNITS[of.unit]
    if of.minimum == of.maximum == 1:
        return _(one)
    return _(many).format(number=_range(of.minimum, of.maximum))


def source(of: Source) -> str:
    """Return "指南 2025-10-25 P-1"."""
    dated = of.dated or _("日期不详")
    return f"{_(KINDS[of.kind])} {dated} {of.fact}"


def claim(of: Claim) -> str:
    """Return what a source says, and who says it."""
    return _("{figure}（{source}）").format(figure=span(of.span), source=source(of.source))


def stated(says: str, by: Source) -> str:
    """Return a sentence of a table, and who says it."""
    return _("{says}（{source}）").format(says=_(says), source=source(by))


def claims(stage: Stage) -> list[str]:
    """Return what each source says of *stage*, its effort first."""
    said = [_("人手 {claim}").format(claim=claim(stage.hands_on))] if stage.hands_on else []
    return [*said, *(claim(one) for one in stage.takes)]


def after(row: Row, *, plan: Plan) -> str:
    """Return the numbers of the stages that *row* waits for."""
    numbers = {one.stage.key: one.number for one in plan.rows}
    return _("、").join(str(numbers[key]) for key in row.stage.after)


def title(stage: Stage, *, programs: tuple[str, ...]) -> str:
    """Return the stage's title, with its 小程序 and whether it comes up at all."""
    words = _(stage.title)
    if stage.program is not None and len(programs) > 1:
        words = f"{words} {stage.program + 1}/{len(programs)} · {programs[stage.program]}"
    return words + _("（视情况）") if stage.conditional else words


def day(of: date, *, calendar: WorkingCalendar) -> str:
    """Return *of*, marked where nobody has published yet how it counts."""
    return f"{of:%Y-%m-%d}{TENTATIVE if calendar.is_provisional(of) else ''}"


def days(earliest: date, latest: date, *, calendar: WorkingCalendar) -> str:
    """Return both days, or the one where they are the same."""
    first = day(earliest, calendar=calendar)
    return first if earliest == latest else f"{first} – {day(latest, calendar=calendar)}"


def done(row: Row, *, calendar: WorkingCalendar) -> str:
    """Return between which days *row* is through."""
    return days(row.fastest.ends, row.slowest.ends, calendar=calendar)


def hands_on(plan: Plan) -> str:
    """Return how long people work on it themselves."""
    hours, minutes = divmod(plan.hands_on_minutes, 60)
    sentence = _("人手合计 {hours} 小时 {minutes} 分钟（{source}），开发与测试不计。")
    return sentence.format(hours=hours, minutes=minutes, source=source(guide("P-1")))


def sum_of(of: Ends) -> str:
    """Return how long all takes, in working days and in days."""
    return _("{working} 个工作日，{days} 天").format(working=_range(*of.working_days), days=_range(*of.days))


def branch(of: Branch, *, programs: int) -> str:
    """Return which branch this is."""
    if not programs:
        return _("到服务号认证为止")
    return _("小程序能复用认证") if of.reused else _("小程序要单独认证")


def yuan(amount: int) -> str:
    """Return an amount of money a year."""
    return _("{yuan} 元/年").format(yuan=amount) if amount else _("免费")


def saved(of: int) -> str:
    """Return what is saved a year, or what more is paid."""
    if of < 0:
        return _("多付 {yuan} 元").format(yuan=-of)
    return _("节省 {yuan} 元").format(yuan=of)


def complaint(of: Costs) -> str:
    """Return the claim that a 个体工商户 pays less, and how little backs it."""
    if of.complaint is None:
        return ""
    sentence = _("个体工商户每次认证 {each} 元：只有一条投诉佐证（{source}），没有计入；属实时共 {yuan} 元/年。")
    facts = of.complaint
    return sentence.format(each=facts.yuan_each, source=source(facts.source), yuan=facts.yuan)


def occasion(call: Call) -> str:
    """Return whether the stage of *call* comes up at all, and how often."""
    conditional = _("（视情况）") if call.conditional else ""
    return conditional + (_("（每个小程序一次）") if call.times > 1 else "")


def renewal(of: Renewal) -> str:
    """Return what is renewed, and when that comes up at all."""
    return _(of.what) + (_("（单独认证时）") if of.conditional else "")


def moment(of: Moment) -> str:
    """Return what happens before, on or after the day of expiry."""
    return _(of.what).format(then=_(of.then))


def within(call: Call) -> str:
    """Return how long a person has for it, and how often it may be tried."""
    limit = _("{span}内").format(span=span(call.duty.within)) if call.duty.within else _("期限不详")
    if call.duty.chances:
        limit += _("，{chances} 次机会").format(chances=call.duty.chances)
    return limit


def then(call: Call) -> str:
    """Return what follows when it is not done in time."""
    return _("过期：{then}").format(then=_(call.duty.then)) if call.duty.within else _(call.duty.then)


def meanwhile(plan: Plan) -> str:
    """Return what filing during development gains, "" where there is nothing to file."""
    if not plan.meanwhile:
        return ""
    earliest = min(one.earliest for one in plan.meanwhile)
    latest = max(one.latest for one in plan.meanwhile)
    sentence = _(
        "指南把备案排在开发之后；官方的前置条件只有信息、类目和认证（{source}）。与开发同时备案，全部办完是 {days}。"
    )
    return sentence.format(source=source(official("P-12")), days=days(earliest, latest, calendar=plan.calendar))


def notes(plan: Plan) -> list[str]:
    """Return what holds for the whole plan."""
    said = [meanwhile(plan)] + [
        _("超出限额：{limit}（{source}）").format(
            limit=_(limit.says).format(number=limit.number), source=source(limit.source)
        )
        for limit in plan.limits
    ]
    if plan.facts.registered:
        names = _("、").join(plan.facts.registered)
        said.append(_("已有 AppID，只需关联：{names}（{source}）").format(names=names, source=source(official("P-22"))))
    if len(plan.facts.programs) > 1:
        said.append(_("每单备案一个小程序，一个办完再办下一个（民间 P-11）；开发按同时进行计（推断）。"))
    said.append(_("银行和管局可能不把调休上班的周六、周日算作工作日。"))
    if any(plan.calendar.is_provisional(one) for one in (plan.start, plan.ends[1])):
        said.append(
            _(
                "{mark} {provisional}：按周末和法定假日推算，可在资料旁的 calendar.yaml 里写 off、work 日期列表来改。"
            ).format(mark=TENTATIVE, provisional=_(PROVISIONAL))
        )
    return [sentence for sentence in said if sentence]


def _range(minimum: int, maximum: int) -> str:
    return str(maximum) if minimum == maximum else f"{minimum}–{maximum}"
