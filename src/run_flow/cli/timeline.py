"""A plan in the terminal: aligned columns, bars of block characters, no line wider than a hundred columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import groupby

from run_flow.cli.screen import cut, padded, width
from run_flow.language import _
from run_flow.plan import wording
from run_flow.plan.calendar import days_of
from run_flow.plan.claim import Unit
from run_flow.plan.costs import EVIDENCE, EXAMPLE, EXAMPLE_SOURCE, FEE_RULES, Comparison
from run_flow.plan.plan import Branch, Call, Plan, Row

COLUMNS = 100
_INDENT = 4
_FAST, _SLOW, _BETWEEN, _OFF, _FREE = "█", "▓", "-", "░", " "
_TICK = 14


def picture(plan: Plan) -> Iterator[str]:
    """Yield what the plan comes to: the stages in their time, and who is needed in which."""
    yield from _head(plan)
    yield from _stages(plan)
    yield from _title(_("谁在什么时候"), _("日期是最早可能到最晚可能"))
    for _stage_of, calls in groupby(plan.calls, key=lambda call: call.duty.stage):
        here = list(calls)
        roles = dict.fromkeys(_(call.duty.role) for call in here)
        yield from wrapped(f"{_occasion(plan, here[0])}  {_('、').join(roles)}", indent=2, hang=2)
    yield from _notes(plan)
    yield from wrapped(_("加 --all 看每一步做什么、期限、依据、费用、续期；--html plan.html 写成网页。"), indent=2)


def lines(plan: Plan) -> Iterator[str]:
    """Yield the plan line by line."""
    for part in (_head, partial(_stages, sources=True), _durations, _costs, _people, _renewals, _notes):
        yield from part(plan)


def wrapped(text: str, *, indent: int, hang: int = 0) -> Iterator[str]:
    """Yield *text* in lines of at most `COLUMNS`, all but the first *hang* further in.

    Chinese breaks anywhere but before a closing mark, other words between spaces.
    """
    line, margin = "", indent
    for word in re.findall(r"[ ]+|[!-~]+|[^ -~][，。；：、）]*", text):
        if line and width(line + word.rstrip()) > COLUMNS - margin:
            yield " " * margin + line.rstrip()
            line, margin = "", indent + hang
        line += word if line else word.lstrip()
    if line:
        yield " " * margin + line.rstrip()


def _joined(parts: list[str], *, indent: int) -> Iterator[str]:
    """Yield *parts* side by side, each of them whole."""
    line = ""
    for part in parts:
        if line and width(f"{line} · {part}") > COLUMNS - indent:
            yield " " * indent + line
            line = ""
        line = f"{line} · {part}" if line else part
    yield " " * indent + line


def _head(plan: Plan) -> Iterator[str]:
    facts = plan.facts
    told = _("办理计划：{company} · 服务号 {account} · 小程序 {programs} 个")
    yield from wrapped(
        told.format(company=facts.company, account=facts.account, programs=len(facts.programs)), indent=0
    )
    begins, ends = wording.day(plan.start, calendar=plan.calendar), wording.days(*plan.ends, calendar=plan.calendar)
    yield _("{start} 开始，办完：{ends}").format(start=begins, ends=ends)
    for branch in plan.branches:
        yield _branch(plan, branch)
    yield wording.hands_on(plan)


def _branch(plan: Plan, branch: Branch) -> str:
    ends = wording.days(branch.ends.earliest, branch.ends.latest, calendar=plan.calendar)
    name = wording.branch(branch, programs=len(plan.facts.programs))
    columns = (padded(name, 34), padded(ends, 26), wording.yuan(branch.costs.yuan))
    return "  " + "  ".join(columns)


def _stages(plan: Plan, *, sources: bool = False) -> Iterator[str]:
    first, last = plan.start, max(row.slowest.ends for row in plan.rows)
    scale = -(-((last - first).days + 1) // (COLUMNS - _INDENT))
    key = _("{fast} 最快时  {slow} 最慢时  {between} 其间  {off} 不上班；一格 {days} 天").format(
        fast=_FAST, slow=_SLOW, between=_BETWEEN, off=_OFF, days=scale
    )
    yield from _title(_("先后与时间"), key)
    yield _axis(first, last, scale)
    for row in plan.rows:
        yield _stage(row, plan)
        if sources:
            yield from _joined(wording.claims(row.stage), indent=_INDENT)
        yield " " * _INDENT + _bar(row, plan, first=first, last=last, scale=scale)
    yield _axis(first, last, scale)


def _stage(row: Row, plan: Plan) -> str:
    """Return a stage's own line: its number, title, time, when it is through, what it waits for."""
    after = wording.after(row, plan=plan)
    takes = wording.span(row.stage.span)
    columns = (
        padded(cut(wording.title(row.stage, programs=plan.facts.programs), 34), 34),
        padded(takes, 19),
        padded(wording.done(row, calendar=plan.calendar), 25),
        _("接 {stages}").format(stages=after) if after else "",
    )
    return f"{row.number:>3} " + "  ".join(columns).rstrip()


def _axis(first: date, last: date, scale: int) -> str:
    """Return the days below which the bars stand."""
    labels = (f"{first + timedelta(days=number):%m-%d}" for number in range(0, (last - first).days + 1, _TICK * scale))
    return " " * _INDENT + "".join(padded(label, _TICK) for label in labels).rstrip()[: COLUMNS - _INDENT]


def _bar(row: Row, plan: Plan, *, first: date, last: date, scale: int) -> str:
    """Return one character for each *scale* days."""
    marks = [_mark(day, row, plan) for day in days_of(first, last)]
    cells = (marks[place : place + scale] for place in range(0, len(marks), scale))
    return "".join(min(cell, key=f"{_FAST}{_SLOW}{_BETWEEN}{_FREE}{_OFF}".index) for cell in cells).rstrip()


def _mark(day: date, row: Row, plan: Plan) -> str:
    works = plan.calendar.works(day)
    if works or row.stage.span.unit == Unit.DAYS:
        for slot, mark in ((row.fastest, _FAST), (row.slowest, _SLOW), (row.possible, _BETWEEN)):
            if slot.begins <= day <= slot.ends:
                return mark
    return _FREE if works else _OFF


def _durations(plan: Plan) -> Iterator[str]:
    yield from _title(_("一共多久"), _("指南自己的几个说法互相不一致"))
    for total in plan.totals:
        steps = _("各步相加 {span}").format(span=wording.span(total.steps)) if total.steps else ""
        yield _table((_(total.where), 44), (wording.span(total.claim.span), 18), (steps, 0))
    yield from wrapped(_("以上出自指南 2025-10-25 P-2；都按一个小程序算；它的时间表把工作日当作天来加。"), indent=2)
    name = _("指南各步相加，按日历排")
    yield _table((name, 44), (wording.sum_of(plan.guide), 0))
    for branch in plan.branches:
        name = _("我们的合计：{branch}").format(branch=wording.branch(branch, programs=len(plan.facts.programs)))
        yield _table((name, 44), (wording.sum_of(branch.ends), 0))


def _costs(plan: Plan) -> Iterator[str]:
    yield from _title(_("费用"), _("能不能复用认证，说法不一；以页面为准") if plan.facts.programs else "")
    for branch in plan.branches:
        yield " " * 2 + wording.branch(branch, programs=len(plan.facts.programs))
        for line in branch.costs.lines:
            what = _("{what} × {times}").format(what=_(line.what), times=line.times)
            yield _table((what, 42), (wording.yuan(line.yuan), 15), (wording.source(line.source), 0), indent=4)
        yield _table((_("总计"), 42), (wording.yuan(branch.costs.yuan), 0), indent=4)
        if complaint := wording.complaint(branch.costs):
            yield from wrapped(complaint, indent=4)
        if plan.facts.programs:
            for statement in EVIDENCE[branch.reused]:
                yield from wrapped(f"· {wording.stated(statement.says, statement.source)}", indent=4, hang=2)
    yield from _comparisons(plan)
    for rule in FEE_RULES:
        yield from wrapped(wording.stated(rule.says, rule.source), indent=2)


def _comparisons(plan: Plan) -> Iterator[str]:
    """Yield the guide's second table: its example, then the same sum for this profile."""
    yield _table((_("与每个小程序单独认证相比"), 46), (_("服务号方案"), 15), (_("单独认证"), 15), (_("差额"), 0))
    example = _("指南的例子（{source}）：{programs} 个小程序").format(
        source=wording.source(EXAMPLE_SOURCE), programs=EXAMPLE.programs
    )
    yield _comparison(example, EXAMPLE)
    for branch in plan.branches:
        if branch.costs.comparison:
            name = wording.branch(branch, programs=len(plan.facts.programs))
            yield _comparison(
                _("本资料 {programs} 个：{branch}").format(programs=len(plan.facts.programs), branch=name),
                branch.costs.comparison,
            )


def _comparison(name: str, of: Comparison) -> str:
    return _table(
        (name, 46),
        (wording.yuan(of.with_account_yuan), 15),
        (wording.yuan(of.alone_yuan), 15),
        (wording.saved(of.saved_yuan), 0),
    )


def _people(plan: Plan) -> Iterator[str]:
    yield from _title(_("谁在什么时候"), _("日期是最早可能到最晚可能"))
    stage = ""
    for call in plan.calls:
        if call.duty.stage != stage:
            stage = call.duty.stage
            yield f"  {_occasion(plan, call)}"
        yield from wrapped(_("{role}：{does}").format(role=_(call.duty.role), does=_(call.duty.does)), indent=4, hang=2)
        limit = _("{within}；{then}（{source}）").format(
            within=wording.within(call), then=wording.then(call), source=wording.source(call.duty.source)
        )
        yield from wrapped(limit, indent=8)


def _occasion(plan: Plan, call: Call) -> str:
    """Return in which stage *call* comes, and between which days."""
    titles = {row.stage.key.removesuffix("-1"): _(row.stage.title) for row in plan.rows}
    when = wording.days(call.earliest, call.latest, calendar=plan.calendar)
    return f"{titles[call.duty.stage]}{wording.occasion(call)}  {when}"


def _renewals(plan: Plan) -> Iterator[str]:
    yield from _title(_("每年续期"), _("从认证通过的实际日期算起"))
    for renewal in plan.renewals:
        sources = " · ".join(wording.source(source) for source in renewal.sources)
        yield f"  {wording.renewal(renewal)}  {sources}"
        for moment in renewal.moments:
            when = wording.days(moment.earliest, moment.latest, calendar=plan.calendar)
            yield from wrapped(f"{padded(when, 26)} {wording.moment(moment)}", indent=4, hang=27)


def _notes(plan: Plan) -> Iterator[str]:
    yield from _title(_("说明"))
    for note in wording.notes(plan):
        yield from wrapped(note, indent=2)
    yield from wrapped(_("来源等级与 P- 编号见 docs/portal.md。没有人用这套程序登录过真实后台。"), indent=2)


def _title(words: str, remark: str = "") -> Iterator[str]:
    yield ""
    yield f"{words}  {remark}".rstrip()


def _table(*columns: tuple[str, int], indent: int = 2) -> str:
    return " " * indent + "  ".join(padded(text, wide) for text, wide in columns).rstrip()
