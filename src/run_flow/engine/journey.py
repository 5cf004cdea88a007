"""The journey: one errand after the other, each in a run of its own, from wherever the company stands.

A pure core: what the flow scripts, the ledger and the profile say gives how each errand stands. An errand that the
portal shows as done is found out by its own flow, which looks before it does anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from run_flow.language import _
from run_flow.plan.deadlines import TABLE, moment

if TYPE_CHECKING:
    from run_flow.engine.scripts import FlowTitle
    from run_flow.journal.ledger import Ledger
    from run_flow.journal.rows import DeadlineRow, FactRow, RunRow, StepRow
    from run_flow.plan.deadlines import Deadline
    from run_flow.profile import Profile

Stand = Literal["done", "found", "stands", "begun", "next", "later"]
PROGRAMS = "小程序"


@dataclass(frozen=True)
class Past:
    """What the ledger knows of a company: its runs, with the steps of each, and what was read back from the portal."""

    runs: Sequence[RunRow] = ()
    steps: Mapping[str, Sequence[StepRow]] | None = None
    facts: Sequence[FactRow] = ()

    @classmethod
    def of(cls, ledger: Ledger, case_id: str) -> Past:
        """Read it; a dry run did nothing."""
        runs = [run for run in ledger.runs(case_id) if not run.dry_run]
        return cls(runs, {run.id: ledger.steps(run.id) for run in runs}, ledger.facts(case_id))

    def runs_of(self, flow: str) -> list[RunRow]:
        """Return the runs of *flow*, the one that moved last first."""
        return [run for run in self.runs if run.flow == flow]

    def items(self, run: RunRow) -> set[str]:
        """Return what the run worked on or read of, by the names of its items."""
        read = {fact.item for fact in self.facts if fact.run_id == run.id}
        return read | {step.item for step in self._steps(run)}

    def moved(self, run: RunRow) -> bool:
        """Tell whether the run came as far as a step that cannot be undone."""
        return any(step.irreversible and step.state == "done" for step in self._steps(run))

    def acted(self, run: RunRow) -> bool:
        """Tell whether the run did anything that cannot be undone: else it found at the portal what others had done."""
        steps = [step for step in self._steps(run) if step.irreversible and step.state == "done"]
        return any(step.how != "readback" for step in steps)

    def _steps(self, run: RunRow) -> Sequence[StepRow]:
        return (self.steps or {}).get(run.id, ())


@dataclass(frozen=True)
class Errand:
    """One errand of the journey, and how it stands; ``run`` is its newest one."""

    title: FlowTitle
    stand: Stand
    run: RunRow | None = None

    @property
    def name(self) -> str:
        """Return the flow's name."""
        return self.title.name

    @property
    def over(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.stand in ("done", "found", "stands")


@dataclass(frozen=True)
class Renewal:
    """What has to be done again, by when, and from which day on it can be; ``errand`` is the flow's name."""

    title: str
    until: datetime
    opens: datetime
    errand: str


def course(titles: Sequence[FlowTitle], past: Past, profile: Profile, *, today: date) -> list[Errand]:
    """Return the errands in their order, each with how it stands: the first that is not over is next."""
    found: list[Errand] = []
    for title in reversed([each for each in chain(titles) if profile.mini_programs or each.of != PROGRAMS]):
        later = bool(found) and (found[-1].over or _began(found[-1], past))
        found.append(_errand(title, past, profile, today=today, proven=later))
    return list(_in_turn(reversed(found)))


def chain(titles: Sequence[FlowTitle]) -> list[FlowTitle]:
    """Return the errands on the way to the one that leads somewhere, the first one first; none where none does."""
    known = {title.name: title for title in titles}
    title = next((each for each in titles if each.leads_to), None)
    found: list[FlowTitle] = []
    while title and title not in found:
        found.insert(0, title)
        title = known.get(title.needs)
    return found


def renewals(deadlines: Sequence[DeadlineRow], profile: Profile) -> list[Renewal]:
    """Return what falls due again, the nearest first: as the portal said, else as the profile states."""
    known = {entry.key: entry for entry in TABLE if entry.errand}
    rows = [row for row in deadlines if row.key in known]
    found = [_renewal(known[row.key], row.title, row.until) for row in rows if row.met_at is None]
    said = {(row.key, row.item) for row in rows}
    for key, item, title, until in _stated_ends(profile):
        if (key, item) not in said and (ends := moment(f"{until}")):
            found.append(_renewal(known[key], title, ends))
    return sorted(found, key=lambda renewal: renewal.until)


def _renewal(entry: Deadline, title: str, until: datetime) -> Renewal:
    return Renewal(title, until, until - entry.reminders(until)[0], entry.errand)


def _stated_ends(profile: Profile) -> Iterator[tuple[str, str, str, date]]:
    """Yield what the profile states: which deadline of which item, its title, and the day."""
    if profile.account.certified_until:
        yield "renewal", "", _("服务号年审"), profile.account.certified_until
    for program in profile.mini_programs:
        if program.certified_until:
            title = _("小程序「{name}」年审").format(name=program.name)
            yield "renewal-program", program.name, title, program.certified_until


def _errand(title: FlowTitle, past: Past, profile: Profile, *, today: date, proven: bool) -> Errand:
    """Return how the errand stands by itself; *proven* where a later one could not have begun without it."""
    runs = past.runs_of(title.name)
    newest = next(iter(runs), None)
    if newest and newest.state != "done":
        return Errand(title, "begun", newest)
    if newest and _covers([run for run in runs if run.state == "done"], title, past, profile):
        return Errand(title, "done" if any(past.acted(run) for run in runs) else "found", newest)
    if proven or _stated(title, profile, today):
        return Errand(title, "stands", newest)
    return Errand(title, "next", newest)


def _covers(done: Sequence[RunRow], title: FlowTitle, past: Past, profile: Profile) -> bool:
    """Tell whether the errand was done for everything in the profile: a 小程序 may have been added since."""
    if title.of != PROGRAMS:
        return bool(done)
    items = {item for run in done for item in past.items(run)}
    return all(any(f"{item} ".startswith(f"{program.name} ") for item in items) for program in profile.mini_programs)


def _stated(title: FlowTitle, profile: Profile, today: date) -> bool:
    """Tell whether the profile says that the errand was done before run-flow came."""
    until = profile.account.certified_until
    return title.name == "certify" and until is not None and until >= today


def _began(errand: Errand, past: Past) -> bool:
    return any(past.moved(run) for run in past.runs_of(errand.name))


def _in_turn(errands: Iterator[Errand]) -> Iterator[Errand]:
    """Yield the errands; behind the one whose turn it is, the others come later."""
    turn = False
    for errand in errands:
        yield Errand(errand.title, "later", errand.run) if turn and errand.stand == "next" else errand
        turn = turn or not errand.over
