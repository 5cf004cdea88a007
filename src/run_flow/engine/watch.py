"""Keep looking after cases: due reviews, answers that nobody used yet, deadlines that come near.

A look is an unattended execution of the flow. What was told is in the journal, so that a watch that was killed does
not tell it again: an open sign-in ask keeps everybody from looking until a person signed in; a reminder was given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import structlog

from run_flow import errors
from run_flow.engine import deadlines
from run_flow.engine.execute import case_folder
from run_flow.engine.news import Ear, News
from run_flow.engine.remembered import first_told, remembered
from run_flow.journal import events
from run_flow.journal.lease import at_work
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.journal.clock import Clock
    from run_flow.journal.ledger import Ledger
    from run_flow.journal.rows import CaseRow, RunRow

DONE, PERSON, REVIEW = 0, errors.WaitingForPerson.exit_code, errors.WaitingForReview.exit_code
_LATER = timedelta(minutes=10)  # a profile that cannot be used is tried again

log = structlog.get_logger()


class Look(Protocol):
    """Someone who goes on with a run as far as nobody is needed; whatever ends that is raised."""

    def __call__(self, run: RunRow, profile: Path) -> object:
        """Look at *run*, for the company of *profile*."""
        ...


@dataclass
class Watch:
    """What is looked after: the cases of *profiles*, or all of them, their profiles where they were last.

    ``tell`` hears each new fact once.
    """

    ledger: Ledger
    clock: Clock
    home: Path
    look: Look
    tell: Callable[[News], None]
    profiles: Mapping[str, Path] = field(default_factory=dict)
    _unusable: dict[str, datetime] = field(default_factory=dict)
    _down: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ear = Ear(self.ledger)
        for case in self.cases():
            self._ear.begin(case.id)

    def round(self) -> None:
        """Remind of what comes near, look at what is due, and tell what is new."""
        for case in self.cases():
            self._remind(case)
            for run in self._due(case):
                self._look(case, run)
            for news in self._ear.news(case):
                self.tell(self._told(news))

    def awaited(self) -> Iterator[News]:
        """Yield whom the cases wait for, whether that was told before or not."""
        for case in self.cases():
            for run in self._runs(case):
                if not self._goes_on_by_itself(case, run):
                    for news in self._ear.standing(case, run):
                        yield self._told(news)

    def pause(self, look_every: timedelta) -> timedelta:
        """Return how long nothing is due; an answer may come at any time, so *look_every* at most."""
        now = self.clock.now()
        runs = [run for case in self.cases() for run in self._runs(case)]
        moments = [run.look_at for run in runs if run.look_at and run.look_at > now]
        for case in self.cases():
            moments += deadlines.upcoming(self.ledger, case.id, now=now)
        return min([look_every, *(moment - now for moment in moments)])

    def verdict(self) -> int:
        """Return the exit code: a person is needed, before reviews are outstanding, before nothing is left."""
        runs = [(case, run) for case in self.cases() for run in self._runs(case)]
        waits = [REVIEW if self._goes_on_by_itself(case, run) else PERSON for case, run in runs]
        return min(waits, default=DONE)

    def cases(self) -> list[CaseRow]:
        """Return the cases that are looked after: with something to do, or with a deadline."""
        ids = {run.case_id for run in self.ledger.open_runs()} | {row.case_id for row in self.ledger.deadlines()}
        ids |= self._ear.cases
        wanted = ids & self.profiles.keys() if self.profiles else ids
        return [case for case_id in sorted(wanted) if (case := self.ledger.case(case_id))]

    def _runs(self, case: CaseRow) -> list[RunRow]:
        return [run for run in self.ledger.runs(case.id) if run.state != "done" and not run.dry_run]

    def _held(self, case: CaseRow) -> bool:
        return at_work(case.lease_owner, case.lease_until, now=self.clock.now())

    def _goes_on_by_itself(self, case: CaseRow, run: RunRow) -> bool:
        return run.id not in self._unusable and (run.state == "review" or self._held(case))

    # Looking

    def _due(self, case: CaseRow) -> Iterator[RunRow]:
        """Yield the runs to look at; none while somebody else does, or while a person has to sign in first."""
        for run in self._runs(case):
            held = self._held(case) or any(ask.kind == "sign-in" for ask in self.ledger.asks(case.id))
            if not held and self._is_due(run):
                yield run

    def _is_due(self, run: RunRow) -> bool:
        now = self.clock.now()
        if self._unusable.get(run.id, now) > now:
            return False
        if run.state == "review":
            return run.look_at is None or run.look_at <= now
        return run.state == "running" or (run.state in {"waiting", "unknown"} and self._settled_since(run))

    def _settled_since(self, run: RunRow) -> bool:
        """Whether an ask was answered, or expired after the last process ended, and no process has used that yet."""
        asks = self.ledger.asks(run.case_id, run_id=run.id, state=None)
        settled = {ask.id for ask in asks if ask.state in {"answered", "expired"}}
        if not settled:
            return False
        happened = self.ledger.events(run.id)
        since = {
            "AskAnswered": max(event.seq for event in happened if event.kind in {"RunStarted", "RunResumed"}),
            "AskExpired": max(event.seq for event in happened if event.kind == "RunEnded"),  # before: it knew itself
        }
        latest = [event for event in happened if event.seq > since.get(event.kind, event.seq)]
        return any(event.data["ask"] in settled for event in latest)

    def _look(self, case: CaseRow, run: RunRow) -> None:
        """Look at *run*; how it was left is in the journal, and what kept it from being begun is told once."""
        before = self.ledger.head(case.id)
        self._down.pop(run.id, None)
        try:
            self.look(run, self._profile(case))
        except errors.JournalUnwritable:
            raise
        except errors.CaseHeld:
            return  # whoever holds it goes on with it
        except (Exception, errors.Suspended) as error:  # one case must not keep the others waiting
            log.info("looked", run=run.id, exc_info=not isinstance(error, (errors.RunFlowError, errors.Suspended)))
            if self.ledger.head(case.id) == before:
                self._complain(case, run, error)
                return
            if isinstance(error, errors.PortalDown):
                self._down[run.id] = str(error)
        self._unusable.pop(run.id, None)
        first_told(case_folder(self.home, case.id), "")

    def _profile(self, case: CaseRow) -> Path:
        known = self.profiles.get(case.id) or remembered(case_folder(self.home, case.id)).profile
        if not known:
            raise errors.Usage(_("不知道资料文件在哪里"))
        if not Path(known).is_file():
            raise errors.Usage(_("资料文件不在原处：{path}").format(path=known))
        return Path(known)

    def _complain(self, case: CaseRow, run: RunRow, error: BaseException) -> None:
        self._unusable[run.id] = self.clock.now() + _LATER
        remedy = error.remedy if isinstance(error, errors.RunFlowError) else ""
        why = " ".join(filter(None, (str(error) or type(error).__name__, remedy)))
        if first_told(case_folder(self.home, case.id), why):
            self.tell(self._told(News(kind="profile", case=case, run=run, why=why)))

    def _told(self, news: News) -> News:
        known = self.profiles.get(news.case.id) or remembered(case_folder(self.home, news.case.id)).profile
        down = self._down.get(news.run.id, "") if news.run and news.kind == "state" else ""
        return replace(news, profile=Path(known) if known else None, why=news.why or down)

    # Reminding

    def _remind(self, case: CaseRow) -> None:
        """Put on disk which reminders are given now, and what passed; a case that is held is left to its holder."""
        if self._held(case) or not deadlines.owed(self.ledger, case.id, now=self.clock.now()):
            return  # behind a closed lid a lease runs out, and its holder lives
        try:
            with self.ledger.lease(case.id) as lease:
                for owed in deadlines.owed(self.ledger, case.id, now=self.clock.now()):
                    if isinstance(owed, events.AskExpired):
                        self.ledger.expire(owed, lease=lease)
                    else:
                        self.ledger.append(owed, lease=lease)
        except errors.CaseHeld:
            return


def keep_watching(watch: Watch, *, look_every: timedelta, sleep: Callable[[timedelta], object]) -> None:
    """Go round for ever; *sleep* lets time pass, and is where somebody ends it."""
    while True:
        watch.round()
        sleep(watch.pause(look_every))
