"""Asking people: durably, everywhere at once, until the answer, the portal or the deadline settles it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import structlog

from run_flow.engine.people import Answer, AskView, Code, give, settled
from run_flow.engine.standing import opened, ran_out, standing, taken
from run_flow.engine.waiting import TICK_MS
from run_flow.errors import AskExpired, PortalChanged, PortalDown, WaitingForPerson, WaitingForReview
from run_flow.journal import events
from run_flow.journal.files import codes
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.session import Place, Session
    from run_flow.journal.events import AskKind
    from run_flow.journal.rows import AskRow
    from run_flow.plan.deadlines import Deadline
    from run_flow.portal import QR

Found = TypeVar("Found")

CODE_EVERY = timedelta(seconds=3)

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked, of whom, until when; ``until`` looks whether the portal moved on by itself.

    An answer that is good for ``once`` does not serve again when its step is repeated. What else is true as the ask
    opens is told by ``opening``, which gets the ask's id, in the same write.
    """

    key: str
    text: str
    answer: Answer | None = None
    kind: AskKind = "ask"
    role: str = ""
    channel: str = ""
    within: timedelta | Deadline | None = None
    until: Callable[[], bool] | None = None
    qr: Callable[[], QR | None] | None = None
    secret: bool = False
    once: bool = False
    opening: Callable[[str], events.Event] | None = None

    @property
    def told(self) -> dict[str, object] | None:
        """Return the kind of answer as JSON."""
        return self.answer.as_json() if self.answer else None


def ask(session: Session, question: Question, place: Place) -> str | None:
    """Return the answer, or None where the portal moved on by itself.

    An ask with the same key, words and kind of answer that still stands is used again. Raises AskExpired past the
    deadline and WaitingForPerson past the process's patience; the ask then stays open for the next process.
    """
    question = _told_why(session, question, place)
    row = standing(session, question, place)
    if row is not None and row.state != "open":
        return taken(session, row)
    if row is None and question.until and question.until():
        return None
    if question.secret and not session.attended:
        raise WaitingForPerson(question.text)  # a secret is given to a process that waits for it
    if row is None and not session.attended and ran_out(session, question, place):
        raise WaitingForPerson(question.text)  # somebody was told once; it is asked again when somebody is there
    row = row or opened(session, question, place)
    secret = row.secret and not isinstance(question.answer, Code)  # a code is of no use once it was typed
    with session.recorder.aside(row.id, secret=secret):
        wait = _Wait(session, question, row)
        try:
            return wait.done()
        finally:
            wait.end()


def review(
    session: Session, condition: Callable[[], Found], question: Question, place: Place, *, every: timedelta
) -> Found:
    """Return what *condition* found; look each while, and suspend past the process's patience.

    The portal's people may take longer than they say: a deadline that passed is on disk once, and the looks go on.
    """
    found = _looked(condition)
    row = standing(session, question, place)
    if found:
        if row:
            session.ledger.overtake(events.AskOvertaken(run=row.run_id, ask=row.id), lease=session.lease)
        return found
    if row is None and ran_out(session, question, place):
        question = replace(question, within=None)
    row = row or opened(session, question, place)
    with session.recorder.aside(row.id):
        wait = _Wait(session, question, row)
        try:
            return wait.seen(condition, every=every)
        finally:
            wait.end()


class _Wait:
    """One pump: it looks at the surfaces, the ledger, the page and the time, and keeps the page alive meanwhile."""

    def __init__(self, session: Session, question: Question, row: AskRow) -> None:
        self.session, self.question, self.row = session, question, row
        self.view = replace(AskView.of(row), question=session.redactor.shown(question.text))
        self.began = session.clock.now()
        self._code_due = self.began
        self._codes, self._shown = codes(session.folder), set[str]()
        for surface in session.surfaces:
            surface.show(self.view)

    def done(self) -> str | None:
        while True:
            now = self.session.clock.now()  # read first: an answer accepted before the deadline is seen below
            self._gather()
            row = self._row()
            if row.state == "answered":
                return taken(self.session, row)
            if self.question.until and self.question.until() and self._overtaken():
                return None  # else an answer came first, and counts
            self._look_at_deadline(now)
            if now - self.began >= self.session.patience:
                raise WaitingForPerson(self.question.text)
            self._look_at_code(now)
            self._tick(now, row)

    def seen(self, condition: Callable[[], Found], *, every: timedelta) -> Found:
        look_at = self.began + self.session.look_every
        while True:
            now = self.session.clock.now()
            self._gather()
            if now >= look_at:
                look_at = now + self.session.look_every
                if found := _looked(condition):
                    self._overtaken()
                    return found
            if self._expired(now) or now - self.began >= self.session.patience:
                raise WaitingForReview(self.question.text, look_at=now + every)
            self._tick(now, self._row())

    def end(self) -> None:
        for surface in self.session.surfaces:
            surface.clear(self.row.id)
        for image in self._shown:
            self._codes.forget(image)
        if self.session.active:
            self.session.active.waited += self.session.clock.now() - self.began

    def _gather(self) -> None:
        for surface in self.session.surfaces:
            for ask_id, text in surface.take():
                if why := self._given(ask_id, text, by=surface.name):
                    surface.refuse(ask_id, why)

    def _given(self, ask_id: str, text: str, *, by: str) -> str:
        """Record an answer; return why it was not taken, empty where it was."""
        row = self.session.ledger.ask(self.session.case.id, ask_id)
        if row is None:
            return _("没有 {case} {ask} 这件事").format(case=self.session.case.id, ask=ask_id)
        try:
            applied = row.state == "open" and give(self.session.ledger, self.session.vault, row, text, by=by)
        except ValueError as error:
            return str(error)
        if applied:
            return ""
        now = self.session.ledger.ask(self.session.case.id, ask_id) or row
        return settled(now, now=self.session.clock.now())

    def _overtaken(self) -> bool:
        """Record that the portal moved on and return True, or return False: the ask is settled already."""
        overtaken = events.AskOvertaken(run=self.row.run_id, ask=self.row.id)
        return self.session.ledger.overtake(overtaken, lease=self.session.lease)

    def _row(self) -> AskRow:
        row = self.session.ledger.ask(self.session.case.id, self.row.id)
        assert row is not None, "an ask is never deleted"
        return row

    def _look_at_deadline(self, now: datetime) -> None:
        if self._expired(now):
            raise AskExpired(
                _("{question}：期限已过。{expiry}").format(question=self.question.text, expiry=self.row.expiry),
                remedy=_("办好以后，用同一条命令继续。"),
            )

    def _expired(self, now: datetime) -> bool:
        """Record that the deadline passed and return True, or return False: there is time, or the ask is settled."""
        if not self.row.deadline or now < self.row.deadline:
            return False
        expired = events.AskExpired(run=self.row.run_id, ask=self.row.id)
        return self.session.ledger.expire(expired, lease=self.session.lease)

    def _look_at_code(self, now: datetime) -> None:
        if self.question.qr is None or now < self._code_due:
            return
        self._code_due = now + CODE_EVERY
        if self.question.kind != "sign-in":
            self.session.portal.refuse_signed_out()  # the page would never hear of the scan
        try:
            code = self.question.qr()  # None while it is renewed
        except (PortalChanged, PortalDown) as error:  # the window shows the person what there is
            log.debug("no_code", error=str(error))
            return
        if code is None or code.text == self.view.code:
            return
        image = self._codes.keep(code.png)
        self._shown.add(image)
        self.session.append(events.AskPictured(run=self.row.run_id, ask=self.row.id, image=image))
        self.view = self.view.with_code(code.text, code.png)
        for surface in self.session.surfaces:
            surface.show(self.view)

    def _tick(self, now: datetime, row: AskRow) -> None:
        if row.state not in {"open", "answered"}:
            self.session.lease.check()  # settled by another process: the case was taken over behind a closed lid
        ends = self.began + self.session.patience
        if self.row.deadline:
            ends = min(ends, self.row.deadline)
        self.session.narrator.waiting(self.view, ends - now)
        self.session.portal.wait(TICK_MS)


def _told_why(session: Session, question: Question, place: Place) -> Question:
    """Return the question with what the portal said, where it refused what was answered in the step before."""
    if not place.step or question.once or question.kind not in {"ask", "approval"}:
        return question
    reason = ""
    for before, event in pairwise(session.ledger.events(place.run)):
        here = (event.data.get("step"), event.data.get("item"), event.data.get("round"))
        if event.kind == "StepCleared" and here == (place.step, place.item, place.round):
            over = before.kind in {"AskUsed", "AskCancelled"}  # else the answers still hold: nobody was signed in
            reason = event.data["reason"] if over and event.data["why"] == "refused" else reason
    if not reason:
        return question
    return replace(question, text=_("平台上次没有接受：{reason}。").format(reason=reason.rstrip("。")) + question.text)


def _looked(condition: Callable[[], Found]) -> Found | None:
    try:
        return condition() or None
    except PortalDown as error:
        log.warning("look_failed", error=str(error))
        return None
