"""What a flow script works with: the page's words in, facts and questions out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from run_flow import errors
from run_flow.engine import account, asks, deadlines, resume, rounds
from run_flow.engine.click import click_once
from run_flow.engine.forms import form_of
from run_flow.engine.hands import pause
from run_flow.engine.people import Amount, Text
from run_flow.engine.reasons import Reason, explained, mended
from run_flow.engine.session import Place
from run_flow.engine.waiting import hours, retried
from run_flow.journal import events
from run_flow.language import _
from run_flow.plan.deadlines import deadline

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from run_flow.engine.people import Answer
    from run_flow.engine.session import Session
    from run_flow.journal.rows import CaseRow
    from run_flow.plan.deadlines import Deadline
    from run_flow.portal import QR, Form, Portal
    from run_flow.profile import Profile

Found = TypeVar("Found")
Labels = str | tuple[str, ...]

_EVERY = hours(4)


class Run:
    """One execution of a flow for one case; ``item`` tells the second 小程序 from the first."""

    def __init__(self, session: Session, *, item: str = "") -> None:
        """Work on *item* of the session's run."""
        self.session = session
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
    def page(self) -> Page:
        """Return Playwright's page, for what the words below cannot say."""
        return self.session.portal.page

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

    def form(self, *titles: str) -> Form:
        """Return the form under one of *titles*, to be used in a ``with`` block."""
        return form_of(self.session, titles)

    def read(self, label: Labels, default: str | None = None) -> str:
        """Return what the page shows beside *label*, or *default*; raise PortalChanged without one."""
        value = self._retried(lambda: self._portal.read(label))
        if value is None and default is None:
            raise errors.PortalChanged(_("页面上没有“{label}”").format(label=_name(label)))
        return value if value is not None else default or ""

    def read_table(self, *titles: str) -> list[dict[str, str]]:
        """Return the rows of the table under one of *titles*, by its header; none where there is no table."""
        return self._retried(lambda: self._portal.read_table(*titles)) or []

    def explain(self, opinions: Sequence[Mapping[str, str]]) -> tuple[Reason, ...]:
        """Return the reviewers' *opinions* (字段, 原因, 建议), each with its line of the profile and what to do there."""
        return explained(self.session, opinions)

    def mended(self, reason: Reason) -> Path | None:
        """Return the profile's document for *reason* where a person put another one in its place, else None."""
        return mended(self, reason)

    def shows_button(self, label: Labels) -> bool:
        """Return whether the page shows exactly one button *label*, and it can be pressed."""
        return self._retried(lambda: self._portal.pressable(label))

    def shows(self, text: Labels) -> bool:
        """Return whether the page shows *text*."""
        texts = (text,) if isinstance(text, str) else text
        return self._retried(lambda: any(self._portal.shows(words) for words in texts))

    def shows_section(self, *titles: str) -> bool:
        """Return whether the page has a section under one of *titles*."""
        return self._retried(lambda: self._portal.shows_section(*titles))

    def complaints(self) -> list[str]:
        """Return what the page complains about: beside fields, at the top, in a dialog that only wants to be closed."""
        return self._retried(self._portal.error_texts)

    def qr(self, near: str | None = None) -> QR | None:
        """Return the code to scan in the top dialog, or in the section titled *near*; None where none is drawn."""
        return self._portal.qr(near)

    def download(self, label: Labels) -> Path:
        """Press *label* and return where the file it leads to was kept, in the case's folder."""
        return self._portal.download(label, self.session.folder / "downloads")

    def press(self, label: Labels, *, within: Labels | None = None) -> None:
        """Press a button or link whose effect may be repeated; anything else is ``click_once``'s.

        With *within* it is the one in the section of that title.
        """
        pause(self.session)
        self._portal.press(label, within=within)

    def verify(self, label: Labels, expected: str) -> None:
        """Make sure that the page shows *expected* beside *label*; raise ValueMismatch otherwise."""
        found = self.read(label, default="")
        if found != expected:
            told = self.session.redactor.text
            raise errors.ValueMismatch(told(found) or _("（空）"), expected=told(expected), doing=_name(label))

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
    def _portal(self) -> Portal:
        return self.session.portal

    @property
    def _place(self) -> Place:
        if self.session.active:
            return self.session.active.place
        return Place(self.session.run_id, item=self.item, round=self.round)

    def _retried(self, read: Callable[[], Found]) -> Found:
        return retried(read, portal=self._portal)


def _name(label: Labels) -> str:
    return label if isinstance(label, str) else label[0]
