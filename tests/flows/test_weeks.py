"""Forty-seven days of a certification, looked after by a watch: people act on some of them, the portal on others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.flows.office import ROOT, Office
from tests.flows.proof import leaks, open_to_others

from run_flow.engine.execute import case_folder
from run_flow.engine.news import News
from run_flow.engine.people import give
from run_flow.engine.remembered import remember
from run_flow.engine.scripts import load
from run_flow.engine.watch import Watch, keep_watching
from run_flow.errors import WaitingForPerson, WaitingForReview
from run_flow.journal.files import Vault

LETTER = ROOT / "fixtures/profiles/company/documents/letter.jpg"


class Over(Exception):
    """The certification is through."""


class Weeks:
    """The days as they pass, for the portal and for us alike; what happens on them; and a watch that is restarted."""

    def __init__(self, office: Office) -> None:
        """Begin now."""
        self.office = office
        self.began: datetime = office.clock.now()
        self.plan: list[tuple[float, Callable[[], object]]] = []
        self.told: list[tuple[int, News]] = []
        self.tokens: set[str] = set()
        self.through = False
        self.flow = load(ROOT / "flows", "certify")

    @property
    def day(self) -> float:
        """Return how many days have passed."""
        return (self.office.clock.now() - self.began) / timedelta(days=1)

    def on(self, day: float, happens: Callable[[], object]) -> None:
        """Let something happen on that day."""
        self.plan.append((day, happens))

    def pass_by(self) -> None:
        """Let the weeks pass until the portal has certified the account; each look at the ledger is hours apart."""
        with self.office.ledger() as ledger:
            watch = Watch(ledger, self.office.clock, self.office.home, self._look, self._tell)
            with pytest.raises(Over):
                keep_watching(watch, look_every=timedelta(hours=4), sleep=self._sleep)

    def certified(self, *, wanted: float, brought: float, signed_in: float, approved: float) -> None:
        """Certify over weeks; finance names the deposit on day 9.

        On the other days, in this order, the reviewers want the letter, it is brought, somebody signs in, they approve.
        """
        office = self.office
        office.people.whims.ignore = ("网银", "人工审核")
        with pytest.raises(WaitingForPerson, match="网银"):
            office.go(patience_seconds=0.3)
        remember(case_folder(office.home, office.case_id), office.profile_file)
        self.on(9.3, lambda: self.answer("deposit-amount", office.portal.get("state")["deposit"]["amount"]))
        self.on(9.5, lambda: self.answer("deposit-approval", "是"))
        self.on(wanted, lambda: office.portal.post("phone/reviewer/supplement"))
        self.on(brought, lambda: self.answer("supplement-申请公函", str(LETTER)))
        self.on(signed_in, lambda: signs_in(office))
        self.on(approved, lambda: office.portal.post("phone/reviewer/approve"))
        self.pass_by()

    def answer(self, key: str, text: str) -> None:
        """Answer from another terminal, whoever asked."""
        with self.office.ledger() as ledger:
            [ask] = [ask for ask in ledger.asks() if ask.key == key]
            vault = Vault(case_folder(self.office.home, ask.case_id) / "secrets")
            assert give(ledger, vault, ask, text, by="answer")

    def _sleep(self, span: timedelta) -> None:
        self.office.clock.ahead += span
        self.office.portal.post("clock", advance=span.total_seconds())
        while self.plan and self.plan[0][0] <= self.day:
            self.plan.pop(0)[1]()
        if self.through:
            raise Over

    def _look(self, _run: object, profile: Path) -> Any:
        assert profile == self.office.profile_file
        self.tokens |= {session.token for session in self.office.portal.world.sessions.values()}
        return self.office.go(attended=False, flow=self.flow)

    def _tell(self, news: News) -> None:
        self.told.append((int(self.day), news))
        self.through = bool(news.run) and news.run.state == "done"


def test_a_certification_takes_47_days_and_calls_people_only_when_it_needs_them(open_office):
    """One submission, one payment; each alert once, each deadline told before it passes; nobody sits beside it.

    Day 0 submitted and paid · day 9 finance names the deposit, a day before it is too late · day 12 the reviewers ask
    for the letter · day 41 it is brought, and the sign-in of day 0 has run out · the same evening somebody signs in,
    and it is handed in · day 47 certified.
    """
    office = open_office(at="filled", review="hand")
    weeks = Weeks(office)
    weeks.certified(wanted=12, brought=41.5, signed_in=41.7, approved=47)

    assert office.status == "已认证"
    assert int(weeks.day) == 47
    assert office.counts == (1, 1)
    assert sum(office.portal.received()["supplements"].values()) == 1
    assert told(weeks) == [
        (7, "reminder", "deposit-amount"),
        (9, "reminder", "deposit-amount"),
        (9, "ask", "deposit-approval"),
        (9, "state", "review"),
        (12, "ask", "supplement-申请公函"),
        (39, "reminder", "supplement-申请公函"),
        (41, "reminder", "supplement-申请公函"),
        (41, "sign-in", "sign-in"),
        (41, "state", "review"),
        (47, "state", "done"),
    ]
    assert office.people.asked.count("sign-in") == 2
    with office.ledger() as ledger:
        [renewal] = ledger.deadlines()
    assert (renewal.key, (renewal.until - weeks.began).days) == ("renewal", 47 + 365)
    assert leaks(office) == []
    assert open_to_others(office) == []
    assert kept_anywhere(office, weeks.tokens) == []


def signs_in(office: Office) -> None:
    """Give the ordinary command: people sign in, what was brought is handed in, and the review goes on."""
    with pytest.raises(WaitingForReview):
        office.go(patience_seconds=2)


def told(weeks: Weeks) -> list[tuple[int, str, str]]:
    """Return the day, the kind and the subject of everything that was told; nothing was told twice."""
    lines = [
        (day, news.kind, getattr(news.about, "key", "") or (news.run.state if news.run else ""))
        for day, news in weeks.told
        if not getattr(news.about, "run_id", "") or news.kind != "ask" or news.about.state != "used"
    ]
    assert max(Counter(lines).values()) == 1
    return lines


def kept_anywhere(office: Office, tokens: set[str]) -> list[str]:
    """Return the files of the home in which a token of the portal's addresses stands."""
    assert tokens
    files = [path for path in office.home.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(token.encode() in path.read_bytes() for token in tokens)]
