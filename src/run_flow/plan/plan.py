"""The plan: what is known of a company, a start and a calendar, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from run_flow.plan.calendar import WorkingCalendar
from run_flow.plan.claim import Kind, Unit
from run_flow.plan.costs import Costs, costs
from run_flow.plan.limits import Limit, exceeded
from run_flow.plan.people import DUTIES, Duty
from run_flow.plan.renewal import Renewal, renewals
from run_flow.plan.schedule import Ends, Slot, ends, filed_meanwhile, said_by, walk
from run_flow.plan.stages import Stage, stages
from run_flow.plan.totals import Total, totals
from run_flow.profile.tree import Tree


@dataclass(frozen=True)
class Facts:
    """What a plan needs to know of a company; *registered* are those of its 小程序 that have an AppID."""

    company: str
    household: bool
    account: str
    programs: tuple[str, ...]
    registered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A stage with its slots: *fastest* where everything goes fast, *slowest* where nothing does."""

    number: int
    stage: Stage
    fastest: Slot
    slowest: Slot

    @property
    def possible(self) -> Slot:
        """Return all days on which the stage can be."""
        return Slot(self.fastest.begins, self.slowest.ends)


@dataclass(frozen=True)
class Branch:
    """The rest of the plan where 小程序 reuse the certification, or where each is certified."""

    reused: bool
    ends: Ends
    costs: Costs


@dataclass(frozen=True)
class Call:
    """A duty with the days between which it comes up."""

    duty: Duty
    conditional: bool
    times: int
    earliest: date
    latest: date


@dataclass(frozen=True)
class Plan:
    """All that is known beforehand of one company's errands."""

    facts: Facts
    start: date
    calendar: WorkingCalendar
    rows: tuple[Row, ...]
    branches: tuple[Branch, ...]
    guide: Ends
    meanwhile: tuple[Ends, ...]
    totals: tuple[Total, ...]
    calls: tuple[Call, ...]
    renewals: tuple[Renewal, ...]
    limits: tuple[Limit, ...]

    @property
    def hands_on_minutes(self) -> int:
        """Return how long people work on it themselves, all stages together (P-1)."""
        efforts = [row.stage.hands_on.span for row in self.rows if row.stage.hands_on]
        return sum(span.maximum * (60 if span.unit == Unit.HOURS else 1) for span in efforts)

    @property
    def ends(self) -> tuple[date, date]:
        """Return when all is done, whatever the branch."""
        return min(branch.ends.earliest for branch in self.branches), max(
            branch.ends.latest for branch in self.branches
        )


def facts_of(tree: Tree) -> Facts:
    """Return what the plan needs of a profile, which may be far from complete."""
    programs = {program: tree.said(f"{program}.name") or program for program in tree.items("mini_programs")}
    return Facts(
        company=tree.said("company.name") or tree.file,
        household=tree.said("company.kind") == "个体工商户",
        account=tree.said("account.name") or "—",
        programs=tuple(programs.values()),
        registered=tuple(name for program, name in programs.items() if tree.said(f"{program}.app_id")),
    )


def draw_up(facts: Facts, *, start: date, calendar: WorkingCalendar) -> Plan:
    """Return the plan of *facts* from *start* on."""
    number = len(facts.programs)
    reused, alone = (stages(number, reused=reused) for reused in (True, False))
    fastest = walk(reused, start=start, calendar=calendar)
    slowest = walk(alone, start=start, calendar=calendar, slowest=True)
    rows = tuple(
        Row(place, stage, fastest[stage.key], slowest[stage.key]) for place, stage in enumerate(alone, start=1)
    )
    branches = [
        Branch(is_reused, ends(kind, start=start, calendar=calendar), costs_of(facts, reused=is_reused))
        for is_reused, kind in ((True, reused), (False, alone))
    ]
    meanwhile = tuple(ends(filed_meanwhile(kind), start=start, calendar=calendar) for kind in (reused, alone))
    return Plan(
        facts=facts,
        start=start,
        calendar=calendar,
        rows=rows,
        branches=tuple(branches if number else branches[:1]),
        guide=ends(said_by(Kind.GUIDE, reused), start=start, calendar=calendar),
        meanwhile=meanwhile if number else (),
        totals=totals(),
        calls=_calls(rows),
        renewals=_renewals(rows),
        limits=exceeded(number, new=number - len(facts.registered), household=facts.household),
    )


def costs_of(facts: Facts, *, reused: bool) -> Costs:
    """Return what one branch costs this company."""
    return costs(len(facts.programs), reused=reused, household=facts.household)


def _calls(rows: Sequence[Row]) -> tuple[Call, ...]:
    """Return who is called when; a filing's duty comes up once for each 小程序."""
    found = []
    for duty in DUTIES:
        of_duty = [row for row in rows if _kind(row.stage) == duty.stage]
        if of_duty:
            first, last = of_duty[0], of_duty[-1]
            conditional = first.stage.conditional
            found.append(Call(duty, conditional, len(of_duty), first.fastest.begins, last.slowest.ends))
    return tuple(found)


def _kind(stage: Stage) -> str:
    return stage.key if stage.program is None else stage.key.rpartition("-")[0]


def _renewals(rows: Sequence[Row]) -> tuple[Renewal, ...]:
    done = {row.stage.key: (row.fastest.ends, row.slowest.ends) for row in rows}
    return renewals(done["review"], programs=done.get("programs-certify"))
