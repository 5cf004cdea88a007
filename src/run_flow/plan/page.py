"""The plan as one page of HTML: nothing from outside, fit for paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from run_flow.language import _, spoken
from run_flow.plan import wording
from run_flow.plan.chart import chart
from run_flow.plan.costs import EVIDENCE, EXAMPLE, EXAMPLE_SOURCE, FEE_RULES, Comparison
from run_flow.plan.plan import Branch, Call, Plan
from run_flow.plan.standing import Standing

TEMPLATE = Path(__file__).with_name("page.html")


@dataclass(frozen=True)
class Section:
    """A heading with its table and its notes; *columns* names their widths in the template."""

    title: str
    remark: str = ""
    level: int = 2
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    columns: str = ""


def html(plan: Plan, standing: Standing | None = None) -> str:
    """Return the page of *plan*, or of how a company stands against it, in the language in use; all in it is escaped."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(TEMPLATE.read_text(encoding="utf-8"))
    facts = plan.facts
    start = wording.day(plan.start, calendar=plan.calendar)
    return template.render(
        language={"zh": "zh-CN", "en": "en"}[spoken()],
        title=(_("办理情况：{company}") if standing else _("办理计划：{company}")).format(company=facts.company),
        subtitle=_("服务号 {account} · 小程序 {programs} 个").format(
            account=facts.account, programs=len(facts.programs)
        ),
        ends=_("{start} 开始，办完：{ends}").format(start=start, ends=wording.days(*plan.ends, calendar=plan.calendar)),
        effort=wording.hands_on(plan),
        words={
            "time": _("先后与时间"),
            "fast": _("最快时"),
            "slow": _("最慢时"),
            "off": _("不上班"),
            "real": _("实际"),
            "today": _("今天"),
        },
        chart=chart(plan, standing),
        sections=[*(_stands(standing) if standing else ()), *_sections(plan)],
    )


def _stands(standing: Standing) -> Iterator[Section]:
    """Yield how the company stands: errands, what people are asked for, what was found, what falls due again."""
    head = (_("事情"), _("办到哪里"), _("计划办完"))
    yield Section(_("办到哪里"), f"{standing.today:%Y-%m-%d}", head=head, rows=standing.errands)
    for title, rows in ((_("等谁"), standing.asks), (_("平台给的"), standing.found), (_("每年要办"), standing.due)):
        if rows:
            yield Section(title, level=3, rows=rows)


def _sections(plan: Plan) -> Iterator[Section]:
    yield _stages(plan)
    yield _durations(plan)
    yield from _costs(plan)
    yield from _people(plan)
    yield from _renewals(plan)
    sources = _("来源等级与 P- 编号见 docs/portal.md。没有人用这套程序登录过真实后台。")
    yield Section(_("说明"), notes=(*wording.notes(plan), sources))


def _stages(plan: Plan) -> Section:
    rows = tuple(
        (
            str(row.number),
            wording.title(row.stage, programs=plan.facts.programs),
            wording.span(row.stage.hands_on.span) if row.stage.hands_on else "",
            wording.span(row.stage.span),
            wording.done(row, calendar=plan.calendar),
            wording.after(row, plan=plan),
            "\n".join(wording.claims(row.stage)),
        )
        for row in plan.rows
    )
    head = ("", _("阶段"), _("人手"), _("用时"), _("办完"), _("接"), _("来源"))
    return Section(_("各阶段"), level=3, head=head, rows=rows, columns="stages")


def _durations(plan: Plan) -> Section:
    rows = [
        (
            _(total.where),
            wording.span(total.claim.span),
            _("各步相加 {span}").format(span=wording.span(total.steps)) if total.steps else "",
        )
        for total in plan.totals
    ]
    rows.append((_("指南各步相加，按日历排"), wording.sum_of(plan.guide), ""))
    rows += [
        (_("我们的合计：{branch}").format(branch=_name(branch, plan)), wording.sum_of(branch.ends), _ends(branch, plan))
        for branch in plan.branches
    ]
    note = _("以上出自指南 2025-10-25 P-2；都按一个小程序算；它的时间表把工作日当作天来加。")
    return Section(_("一共多久"), _("指南自己的几个说法互相不一致"), rows=tuple(rows), notes=(note,))


def _costs(plan: Plan) -> Iterator[Section]:
    remark = _("能不能复用认证，说法不一；以页面为准") if plan.facts.programs else ""
    rules = tuple(wording.stated(rule.says, rule.source) for rule in FEE_RULES)
    yield Section(_("费用"), remark, notes=rules)
    for branch in plan.branches:
        yield _branch_costs(branch, plan)
    head = (_("与每个小程序单独认证相比"), _("服务号方案"), _("单独认证"), _("差额"))
    example = _("指南的例子（{source}）：{programs} 个小程序").format(
        source=wording.source(EXAMPLE_SOURCE), programs=EXAMPLE.programs
    )
    told = _("本资料 {programs} 个：{branch}")
    mine = (
        _compared(told.format(programs=len(plan.facts.programs), branch=_name(branch, plan)), branch.costs.comparison)
        for branch in plan.branches
        if branch.costs.comparison
    )
    yield Section("", level=3, head=head, rows=(_compared(example, EXAMPLE), *mine))


def _branch_costs(branch: Branch, plan: Plan) -> Section:
    costs = branch.costs
    rows = tuple(
        (
            _("{what} × {times}").format(what=_(line.what), times=line.times),
            wording.yuan(line.yuan),
            wording.source(line.source),
        )
        for line in costs.lines
    )
    said = EVIDENCE[branch.reused] if plan.facts.programs else ()
    notes = [wording.stated(statement.says, statement.source) for statement in said]
    complaint = [wording.complaint(costs)] if costs.complaint else []
    total = (_("总计"), wording.yuan(costs.yuan), "")
    return Section(_name(branch, plan), level=3, rows=(*rows, total), notes=(*complaint, *notes), columns="costs")


def _compared(name: str, of: Comparison) -> tuple[str, ...]:
    return name, wording.yuan(of.with_account_yuan), wording.yuan(of.alone_yuan), wording.saved(of.saved_yuan)


def _people(plan: Plan) -> Iterator[Section]:
    yield Section(_("谁在什么时候"), _("日期是最早可能到最晚可能"))
    titles = {row.stage.key.removesuffix("-1"): _(row.stage.title) for row in plan.rows}
    for key, title in titles.items():
        calls = [call for call in plan.calls if call.duty.stage == key]
        if calls:
            when = wording.days(calls[0].earliest, calls[0].latest, calendar=plan.calendar)
            rows = tuple(_call(call) for call in calls)
            yield Section(title + wording.occasion(calls[0]), when, level=3, rows=rows, columns="people")


def _call(call: Call) -> tuple[str, ...]:
    return (
        _(call.duty.role),
        _(call.duty.does),
        wording.within(call),
        wording.then(call),
        wording.source(call.duty.source),
    )


def _renewals(plan: Plan) -> Iterator[Section]:
    yield Section(_("每年续期"), _("从认证通过的实际日期算起"))
    for renewal in plan.renewals:
        rows = tuple(
            (wording.days(moment.earliest, moment.latest, calendar=plan.calendar), wording.moment(moment))
            for moment in renewal.moments
        )
        sources = " · ".join(wording.source(source) for source in renewal.sources)
        yield Section(wording.renewal(renewal), sources, level=3, rows=rows, columns="renewals")


def _name(branch: Branch, plan: Plan) -> str:
    return wording.branch(branch, programs=len(plan.facts.programs))


def _ends(branch: Branch, plan: Plan) -> str:
    return wording.days(branch.ends.earliest, branch.ends.latest, calendar=plan.calendar)
