"""What a flow script works with: facts and questions out, and of the portal's pages what `Pages` reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from run_flow.engine import account, asks, deadlines, resume, rounds
from run_flow.engine.click import click_once
from run_flow.engine.pages import Found, Labels, Pages
from run_flow.engine.people import Amount, Text
from run_flow.engine.reasons import Reason, explained, mended
from run_flow.engine.session import Place
from run_flow.engine.waiting import hours
from run_flow.journal import events
from run_flow.language import _
from run_flow.plan.deadlines import deadline

if TYPE_CHECKING:
    from pathlib import Path

    from run_flow.engine.people import Answer
    from run_flow.engine.session import Session
    from run_flow.journal.rows import CaseRow
    from run_flow.plan.deadlines import Deadline
    from run_flow.portal import QR
    from run_flow.profile import Profile

_EVERY = hours(4)


class Run(Pages):
    """One execution of a flow for one case; ``item`` tells the second 小程序 from the first."""

    def __init__(self, session: Session, *, item: str = "") -> None:
        """Work on *item* of the session's run."""
        super().__init__(session)
        self.item = item

    @property
    def profile(self) -> Profile:
        """Return the company's facts; what the active step reads of them is noted."""
        return self.session.watched

    @property
    def known(self) -> Profile:
        """Return the company's facts to find one's way by: what is read here, no step sends."""
        return self.session.profile

    @property
    def case(self) -> CaseRow:
        """Return the case."""
        return self.session.case

    @property
    def round(self) -> int:
        """Return how often the item's steps have been begun afresh, from 1."""
        return rounds.number(self)

    @property
    def opened_for(self) -> tuple[str, ...]:
        """Return why the item's steps were begun afresh, each reason once: an order that was refused, a year."""
        return rounds.reasons(self)

    def for_item(self, name: str) -> Run:
        """Return the same run, working on the item *name*."""
        return Run(self.session, item=name)

    def new_round(self, reason: str, reasons: Sequence[Reason | Mapping[str, str]] = ()) -> bool:
        """Begin the item's steps afresh, once per *reason* (an order that was refused, a year); return whether it did."""
        return rounds.begin(self, reason, reasons)

    def open(self, *paths: str) -> None:
        """Open a page by its menu path, one of several spellings; a person signs in where the portal wants it."""
        from run_flow.portal import SignedOut

        try:
            self._retried(lambda: self._portal.open(*paths))
        except SignedOut:
            self.sign_in()
            self._retried(lambda: self._portal.open(*paths))
        while account.stay(self):  # somebody went over to another account meanwhile
            self._retried(lambda: self._portal.open(*paths))

    def visit(self, *paths: str) -> None:
        """Open a page for everybody by the front page's words ("立即注册 > 服务号"), one of several spellings: signed out."""
        self.session.account = None
        self._retried(lambda: self._portal.visit(*paths))

    def recognised(self) -> bool:
        """Return whether the front page leads to a back office by itself: the portal still knows the window."""
        return self._retried(self._portal.recognised)

    def enter(self, *names: str, kind: str = "服务号") -> None:
        """Be in the back office of the account that its header shows under one of *names*, the first one for people.

        A person who signs in is told which account to choose; where another one is open the window goes over to it,
        and every later sign-in of the run leads back to it. Nothing is done in an account that nobody knows.
        """
        from run_flow.portal import Account

        account.enter(self, Account(kind, names))

    def explain(self, opinions: Sequence[Mapping[str, str]]) -> tuple[Reason, ...]:
        """Return the reviewers' *opinions* (字段, 原因, 建议), each with its line of the profile and what to do there."""
        return explained(self.session, opinions)

    def mended(self, reason: Reason) -> Path | None:
        """Return the profile's document for *reason* where a person put another one in its place, else None."""
        return mended(self, reason)

    def ask(
        self,
        key: str,
        question: str,
        *,
        answer: Answer | None = None,
        role: str = "",
        channel: str = "",
        within: timedelta | Deadline | None = None,
        until: Callable[[], bool] | None = None,
        qr: Callable[[], QR | None] | None = None,
        secret: bool = False,
    ) -> str:
        """Return a person's answer, or "" where the portal moved on by itself.

        Args:
            key: Names the ask within the step; with the same words and kind of answer it is the same ask again.
            question: What is to be done or decided.
            answer: The kind of answer; without one only the portal can settle the ask.
            role: Who is to act.
            channel: Where they act.
            within: How long, from the moment it is first asked; a ``deadline`` also says what happens when it passes.
            until: Looks, without leaving the page, whether the portal moved on.
            qr: Takes the code to scan, again every three seconds.
            secret: The answer is handed over outside the ledger and not kept.
        """
        asked = asks.Question(
            key=key,
            text=question,
            answer=answer,
            role=role,
            channel=channel,
            within=within,
            until=until,
            qr=qr,
            secret=secret,
        )
        told = asks.ask(self.session, asked, self._place) or ""
        if isinstance(answer, Amount | Text):
            self.session.recorder.hear(told)
        if self.session.active:
            self.session.active.sources.answered(told, key=key)
        return told

    def wait_for(
        self,
        condition: Callable[[], Found],
        title: str,
        *,
        role: str = "",
        every: timedelta = _EVERY,
        within: timedelta | Deadline | None = None,
    ) -> Found:
        """Return what *condition* finds once the portal's people have decided; past patience, suspend until *every*."""
        key = f"{self._place.step}-review" if self._place.step else "review"
        asked = asks.Question(key=key, text=title, kind="review", role=role or _("平台审核"), within=within)
        return asks.review(self.session, condition, asked, self._place, every=every)

    def click_once(
        self,
        label: Labels,
        *,
        approve: str,
        within: timedelta | Deadline | None = None,
        refused: tuple[str, ...] = (),
        then: Callable[[], object] | None = None,
    ) -> None:
        """Click *label*, which cannot be undone, once: approved by a person, intended on disk, proven by the portal.

        Args:
            label: The button.
            approve: What a person agrees to.
            within: How long they have.
            refused: Words by which the portal says for certain that nothing came of the click (FormRefused).
            then: What a person does on the page that the click opens, before the portal is asked: pay with a phone.

        Raises OutcomeUnknown when the portal does not show within the step's ``settle`` what came of it.
        """
        click_once(self, label, approve=approve, within=within, refused=refused, then=then)

    def found(self, label: str, value: str) -> None:
        """Remember what the portal shows beside *label* of the item's account; the same value is written once."""
        told = self.session.redactor.text(value)
        facts = self.session.ledger.facts(self.session.case.id)
        if value and (self.item, label, told) not in {(row.item, row.label, row.value) for row in facts}:
            self.session.append(events.FactFound(run=self.session.run_id, item=self.item, label=label, value=told))

    def recall(self, label: str) -> str:
        """Return what the portal showed last beside *label* of the item's account, in any errand; "" before it did."""
        facts = self.session.ledger.facts(self.session.case.id)
        return next((row.value for row in facts if (row.item, row.label) == (self.item, label)), "")

    def deadline(self, key: str, title: str, *, until: str = "") -> None:
        """Have *title* done by the moment that the page states in *until*, else as the table of deadlines says.

        It is remembered with the case, for years if need be; the same moment is written once.
        """
        deadlines.remember(self.session, deadline(key, until=until), title, item=self.item)

    def met(self, key: str) -> None:
        """Know that what had to be done by the deadline *key* is done."""
        deadlines.meet(self.session, key, item=self.item)

    def tell(self, text: str) -> None:
        """Tell the operator a sentence."""
        self.session.narrator.say(self.session.redactor.shown(text))

    def sign_in(self) -> None:
        """Have a person sign in, unless the portal still knows us, and keep the session."""
        account.sign_in(self)

    def sign_out(self) -> None:
        """Leave whatever the portal knows the window by: an account, or a registration that is not finished."""
        self._portal.forget_sign_in()

    def keep_sign_in(self) -> None:
        """Keep the session that the portal opened without a scan, as it does at the end of a registration."""
        self.session.keep_sign_in()

    def adopt(self) -> None:
        """Look what became of clicks that an earlier process intended: the flow may see their fact and skip the step."""
        resume.adopt(self)

    def reread(self) -> None:
        """Compare again every form saved since the last submission that this process has not yet seen."""
        resume.reread(self)

    @property
    def _place(self) -> Place:
        if self.session.active:
            return self.session.active.place
        return Place(self.session.run_id, item=self.item, round=self.round)
