"""A step's contract: repeatable work is compared again, an irreversible click is made once.

An irreversible step: done? skip → the portal is looked at, adopt if it already stands there → fill (repeatable) →
approval → intent on disk → lease and wall clock checked again → the one click → the portal is looked at → done on
disk. Killed in between, the next process reads the portal until ``settle`` has passed since the intent; then it
adopts, repeats, or asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from run_flow import errors
from run_flow.engine.again import lapsed, served
from run_flow.engine.click import AlreadyStands, WalkAgain
from run_flow.engine.hands import fields
from run_flow.engine.outcome import DONE, decided
from run_flow.engine.provenance import proven
from run_flow.engine.session import Active, Place
from run_flow.engine.takeover import shared
from run_flow.engine.waiting import seen
from run_flow.journal import events
from run_flow.journal.lease import Holder
from run_flow.language import _
from run_flow.portal import ours

if TYPE_CHECKING:
    from run_flow.engine.run import Run
    from run_flow.journal.events import How
    from run_flow.journal.rows import StepRow

Unproven = Literal["ask", "redo"]

_MOST_WALKS = 5


@dataclass(frozen=True)
class Step:
    """A fact to be brought about, known by its function's name."""

    key: str
    title: str
    was: tuple[str, ...]
    done_when: Callable[[Run], bool] | None
    settle: timedelta
    unproven: Unproven
    body: Callable[[Run], None]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the name of today and those of earlier versions."""
        return (self.key, *self.was)

    @property
    def clicks(self) -> bool:
        """Whether the click is ours; otherwise a person does what is irreversible, on a phone."""
        code = getattr(self.body, "__code__", None)
        return code is not None and "click_once" in code.co_names

    @property
    def waits(self) -> bool:
        """Whether a person does what is irreversible on the page that our click opens: ``click_once(then=…)``."""
        code = getattr(self.body, "__code__", None)
        return code is not None and self.clicks and any("then" in names for names in _word_lists(code.co_consts))

    def __call__(self, run: Run) -> None:
        """Make the step's fact true, or see that it is."""
        names = run.session.names(self)
        row = run.session.ledger.step(run.session.run_id, names, item=run.item, round=run.round)
        place = Place(run.session.run_id, row.name if row else self.key, run.item, run.round)
        if row and row.state == "done" and row.irreversible:  # whatever the step is now, after an edit
            run.session.narrator.step(self.title, "skipped")
        elif self.done_when is None:
            self.repeat(run, row, place)
        else:
            _Once(self, run, row, place).do()

    def adopt(self, run: Run, row: StepRow) -> None:
        """Put on disk what became of the click that *row* intends, where the portal shows it."""
        place = Place(run.session.run_id, row.name, row.item, row.round)
        with run.session.entered(Active(self, place)) as active:
            if _Once(self, run, row, place).proven():
                self.finish(run, active, "readback")

    def repeat(self, run: Run, row: StepRow | None, place: Place) -> None:
        """Run the body, which types only what differs."""
        with run.session.entered(Active(self, place)) as active:
            self.walk(run, row, active)
            stood = row is not None and row.state == "done" and bool(active.forms) and not active.typed
            self.finish(run, active, "compared" if stood else "act")

    def walk(self, run: Run, row: StepRow | None, active: Active) -> None:
        """Run the body once; an error in it is on disk before it goes on."""
        attempt = (row.attempt if row else 0) + 1
        irreversible = self.done_when is not None
        run.session.append(
            events.StepStarted(**active.place.facts, title=self.title, attempt=attempt, irreversible=irreversible)
        )
        run.session.narrator.step(self.title, "started")
        active.filling = True
        try:
            shared(run, active, row, self.body)
        except Exception as error:
            failed = ours(error)
            self._failed(run, active, failed)
            if failed is error:
                raise
        else:
            return
        finally:
            active.filling = False
        raise failed  # outside: what Playwright says of a call holds what was typed

    def finish(self, run: Run, active: Active, how: How) -> None:
        """Put on disk that the fact is true, and how that is known."""
        session = run.session
        forms = tuple(title for title, form in active.forms if form.lasting)
        now = session.clock.now()
        session.compared.update({(run.item, run.round, title): now for title in forms})
        done = events.StepDone(
            **active.place.facts,
            title=self.title,
            irreversible=self.done_when is not None,
            how=how,
            forms=forms,
            fields=fields(active),
            inputs=active.sources.inputs(session.folder),
            screenshot=session.picture(),
        )
        session.append(*session.settled(active.place), *proven(session, active), done)
        if self.done_when is not None:
            session.portal.saved.clear()  # what was submitted is no draft any more
            session.compared.clear()
        session.narrator.step(self.title, "compared" if how == "compared" else "done" if how == "act" else "adopted")

    def _failed(self, run: Run, active: Active, error: Exception) -> None:
        if isinstance(error, errors.RunFlowError):
            error.doing = error.doing or f"{run.session.flow.title} › {self.title}"
        text = run.session.redactor.recorded(f"{type(error).__name__}: {error}")
        if not active.refused:
            failed = events.StepFailed(**active.place.facts, error=text, intended=active.clicked)
            shown = run.session.shown(active.place, "error")
            run.session.append(*proven(run.session, active, whole=True), failed, *shown)
        run.session.narrator.step(self.title, "refused" if active.refused else "failed")


def _word_lists(constants: tuple[object, ...]) -> list[tuple[object, ...]]:
    """Return the lists of words among a function's constants: the keywords of its calls are such lists."""
    return [words for words in constants if isinstance(words, tuple)]


class _Once:
    """One process's attempt at a step that must not happen twice."""

    def __init__(self, step: Step, run: Run, row: StepRow | None, place: Place) -> None:
        self.step, self.run, self.row, self.place = step, run, row, place
        self.session = run.session

    def do(self) -> None:
        with self.session.entered(Active(self.step, self.place)) as active:
            known = self._resolved() if self.row and self.row.state == "intent" else self._standing()
            if known:
                self.step.finish(self.run, active, known)
                return
        for walk in range(_MOST_WALKS):
            if walk or self.session.stale:
                self.session.reread()  # people took their time: a draft may be lost meanwhile
            if self._walked():
                return
        raise errors.PortalChanged(
            _("走到点击的那一页以后，按钮又不见了"),
            doing=self.step.title,
            remedy=_("看看浏览器窗口，然后用同一条命令继续。"),
        )

    def proven(self) -> bool:
        """Tell whether the portal shows what an intended click brought about, once it had its time."""
        assert self.row is not None
        assert self.row.intent_at is not None
        since = min(self.row.intent_at, self.session.clock.now())  # the clock may have been ahead then
        return seen(self._look, until=since + self.step.settle, **self.session.time)

    def _walked(self) -> bool:
        """Run the body up to its end; False when the page grew stale and has to be walked to again."""
        self._stop_dry_run()
        self.run.reread()
        with self.session.entered(Active(self.step, self.place)) as active:
            try:
                self.step.walk(self.run, self.row, active)
            except WalkAgain:
                return False
            except AlreadyStands:
                self.step.finish(self.run, active, "readback")
                return True
            if not active.clicked:
                self._prove_what_a_person_did()
            self.step.finish(self.run, active, "act")
            return True

    def _stop_dry_run(self) -> None:
        if self.session.dry_run and not self.step.clicks:
            raise errors.DryRunEnded(self.step.title)

    def _standing(self) -> How | None:
        return "readback" if self._look() else None

    def _look(self) -> bool:
        assert self.step.done_when is not None
        return bool(self.step.done_when(self.run))

    def _prove_what_a_person_did(self) -> None:
        until = self.session.clock.now() + self.step.settle
        if not seen(self._look, until=until, **self.session.time):
            raise errors.OutcomeUnknown(
                _("平台还没有显示“{title}”已完成").format(title=self.step.title),
                doing=self.step.title,
                remedy=_("在平台上核实，然后用同一条命令继续。"),
            )

    def _resolved(self) -> How | None:
        """Find out what became of an intended click: done, or None once it may be made again."""
        row = self.row
        assert row is not None
        if self.proven():
            return "readback"
        if self._surely_ended(row.intent_owner or "") and (self.step.unproven == "redo" or self._lapsed()):
            self._clear("policy")
            return None
        self._wait_for_the_stopped(row)
        return self._decided()

    def _lapsed(self) -> bool:
        return self.row is not None and lapsed(self.session, self.step, self.row)

    def _surely_ended(self, owner: str) -> bool:
        """Whether the process that meant to click cannot click any more: an older one that still lives may."""
        return owner == self.session.lease.owner or Holder.parse(owner).is_dead

    def _wait_for_the_stopped(self, row: StepRow) -> None:
        """Refuse to decide while the process that meant to click may wake up and do it: a laptop's lid."""
        holder = Holder.parse(row.intent_owner or "")
        if str(holder) == self.session.lease.owner or row.error or not holder.is_living:
            return  # it ended, told how its click ended, or only people can know
        raise errors.CaseHeld(
            _("进程 {pid} 暂停了，恢复运行后还可能点击“{title}”").format(pid=holder.pid, title=self.step.title),
            doing=self.step.title,
            remedy=_("先结束那个进程，再用同一条命令继续。"),
        )

    def _decided(self) -> How | None:
        decision = decided(self.session, self.step.title, self.place, until=self._now_and_then())
        if decision == DONE:
            return "operator"
        if self._look():
            return "readback"
        self._clear("operator" if decision else "policy")
        return None

    def _now_and_then(self) -> Callable[[], bool]:
        """Return a look whether the question has answered itself; it does not look too often."""
        owner = (self.row and self.row.intent_owner) or ""
        ended = self._surely_ended(owner)
        due = self.session.clock.now() + self.session.look_every

        def look() -> bool:
            nonlocal due
            if self.session.clock.now() < due:
                return False
            due = self.session.clock.now() + self.session.look_every
            return self._look() or (ended and self._lapsed())

        return look

    def _clear(self, why: events.ClearedBy) -> None:
        """Make way for the click; only where it is made again by policy do the answers that led to it still hold."""
        ended = served(self.session, self.place, redo=why == "policy" and not self.step.waits)
        self.session.append(*ended, events.StepCleared(**self.place.facts, why=why))
        self.session.narrator.step(self.step.title, "redo")
