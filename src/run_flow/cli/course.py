"""Where a company stands, as one picture: its errands in their order, what was found, what falls due again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from run_flow.cli.screen import moment, padded, width
from run_flow.engine.journey import Past, course, renewals
from run_flow.language import _

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from run_flow.cli.desk import Desk
    from run_flow.engine.journey import Errand, Renewal
    from run_flow.engine.scripts import FlowTitle
    from run_flow.journal.rows import FactRow
    from run_flow.plan.plan import Plan
    from run_flow.plan.standing import Standing
    from run_flow.profile import Profile

MARKS = {"done": "✓", "found": "✓", "stands": "✓", "begun": "●", "next": "○", "later": "·"}


def errands_of(desk: Desk, titles: Sequence[FlowTitle], profile: Profile) -> tuple[Past, list[Errand]]:
    """Return what the ledger knows of the company of *profile*, and how each of its errands stands."""
    case = desk.ledger.case_of(profile.key)
    past = Past.of(desk.ledger, case.id) if case else Past()
    return past, course(titles, past, profile, today=_today(desk))


def lines(desk: Desk, errands: Sequence[Errand], plan: Plan | None = None) -> Iterator[str]:
    """Yield a line for each errand: its mark, its title, how it stands, and when the plan has it."""
    rows = [(errand.title.title, stand(desk, errand), planned(errand, plan)) for errand in errands]
    wide, widest = (max((width(row[column]) for row in rows), default=0) for column in (0, 1))
    for errand, (title, stands, when) in zip(errands, rows, strict=True):
        yield f"  {MARKS[errand.stand]} {padded(title, wide)}  {padded(stands, widest)}  {when}".rstrip()


def stand(desk: Desk, errand: Errand) -> str:
    """Return in words how *errand* stands."""
    from run_flow.cli.status import state_of

    run = errand.run
    if errand.stand == "done" and run and run.ended_at:
        return _("{day} 办完").format(day=f"{run.ended_at.astimezone():%Y-%m-%d}")
    if errand.stand == "found" and run and run.ended_at:
        return _("{day} 看到平台上已经办好").format(day=f"{run.ended_at.astimezone():%Y-%m-%d}")
    if errand.stand == "begun" and run:
        told = state_of(desk, run)
        return told + (_("，{when} 再看").format(when=moment(run.look_at)) if run.look_at else "")
    return {"stands": _("此前已经办好"), "next": _("接下来办"), "later": _("以后")}.get(errand.stand, "")


def planned(errand: Errand, plan: Plan | None) -> str:
    """Return between which days the plan has *errand* done, "" where it does not know it."""
    from run_flow.plan import wording

    rows = [row for row in plan.rows if row.stage.errand == errand.name] if plan else []
    if not plan or not rows:
        return ""
    ends = max(row.fastest.ends for row in rows), max(row.slowest.ends for row in rows)
    return _("计划 {days}").format(days=wording.days(*ends, calendar=plan.calendar))


def found(facts: Sequence[FactRow], profile: Profile) -> list[tuple[str, str]]:
    """Return what the portal showed of the 服务号 and of each 小程序."""
    programs = [(each.name, _("小程序「{name}」").format(name=each.name)) for each in profile.mini_programs]
    names = [("", _("服务号「{name}」").format(name=profile.account.name)), *programs]
    told = [
        (name, "  ".join(f"{fact.label} {fact.value}" for fact in facts if fact.item == item)) for item, name in names
    ]
    return [(name, said) for name, said in told if said]


def due_again(desk: Desk, renewals: Sequence[Renewal], file: Path) -> list[tuple[str, str]]:
    """Return what falls due again: by when, since when, and by which command."""
    shown = []
    for renewal in renewals:
        days = {"until": f"{renewal.until.astimezone():%Y-%m-%d}", "opens": f"{renewal.opens.astimezone():%Y-%m-%d}"}
        open_ = renewal.opens <= desk.clock.now()
        told = (
            _("{until} 到期，现在就可以办：{command}") if open_ else _("{until} 到期，大约 {opens} 起可以办：{command}")
        )
        shown.append((renewal.title, told.format(command=f"run-flow {renewal.errand} {file}", **days)))
    return shown


@dataclass(frozen=True)
class Picture:
    """One company at one moment: what the plan says, what happened, what the portal gave."""

    desk: Desk
    file: Path
    profile: Profile
    plan: Plan
    past: Past
    errands: Sequence[Errand]
    renewals: Sequence[Renewal]

    def lines(self) -> Iterator[str]:
        """Yield the picture for a terminal."""
        yield from lines(self.desk, self.errands, self.plan)
        yield from (f"  {title}：{told}" for title, told in due_again(self.desk, self.renewals, self.file))

    def record(self) -> list[dict[str, object]]:
        """Return the errands for a program."""
        return [
            {"flow": each.name, "title": each.title.title, "stands": each.stand, "run": each.run and each.run.id}
            for each in self.errands
        ]

    def html(self) -> str:
        """Return the page: the plan's timeline with what really happened."""
        from run_flow.plan.page import html

        return html(self.plan, self._standing())

    def _standing(self) -> Standing:
        from run_flow.cli.awaited import line_of
        from run_flow.plan.standing import Happened, Standing

        desk, begun = self.desk, [each for each in self.errands if each.run]
        asks = [ask for each in begun if each.run for ask in desk.ledger.asks(each.run.case_id, run_id=each.run.id)]
        return Standing(
            today=_today(desk),
            happened=tuple(
                Happened(
                    title=each.title.title,
                    says=stand(desk, each),
                    begins=each.run.started_at.astimezone().date(),
                    ends=each.run.ended_at.astimezone().date()
                    if each.run.state == "done" and each.run.ended_at
                    else None,
                    waits=each.run.state != "done",
                )
                for each in begun
                if each.run
            ),
            errands=tuple((each.title.title, stand(desk, each), planned(each, self.plan)) for each in self.errands),
            found=tuple(found(self.past.facts, self.profile)),
            asks=tuple((line_of(desk, ask),) for ask in asks),
            due=tuple(due_again(desk, self.renewals, self.file)),
        )


def picture(desk: Desk, file: Path) -> Picture | None:
    """Return the picture of the company of the profile *file*, None where that makes no profile or nothing was begun."""
    from run_flow.cli.root import flows_folder
    from run_flow.engine.scripts import titles
    from run_flow.plan.overrides import calendar_beside
    from run_flow.plan.plan import draw_up, facts_of
    from run_flow.profile.loading import examined

    tree, profile = examined(file, today=_today(desk))
    case = desk.ledger.case_of(profile.key) if profile else None
    if profile is None or case is None:
        return None
    for kind, value in profile.secrets():
        desk.redactor.learn(kind, value)
    past, errands = errands_of(desk, titles(flows_folder(desk.words)), profile)
    start = min((run.started_at.astimezone().date() for run in past.runs), default=_today(desk))
    plan = draw_up(facts_of(tree), start=start, calendar=calendar_beside(file))
    return Picture(
        desk, file, profile, plan, past, errands, renewals(desk.ledger.deadlines(case.id, met=True), profile)
    )


def _today(desk: Desk) -> date:
    return desk.clock.now().astimezone().date()
