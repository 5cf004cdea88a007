"""Weeks under a watch whose looks are real ones: everything is told once, and nothing is left lying."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.unit.engine.errand import deposit
from tests.unit.engine.model import Office

from run_flow import errors
from run_flow.engine.execute import case_folder
from run_flow.engine.flow import Flow, flow
from run_flow.engine.news import News
from run_flow.engine.people import Confirm, give
from run_flow.engine.remembered import remember
from run_flow.engine.run import Run
from run_flow.engine.watch import Watch
from run_flow.journal.files import Vault
from run_flow.plan.deadlines import deadline

CASE = "abababab"


class Weeks:
    """A watch over one case, which does *body* in each look."""

    def __init__(self, office: Office, body: Callable[[Run], None]) -> None:
        """Begin with a look of its own, where nobody attends."""
        self.office, self.flow = office, doing(body)
        self.told: list[News] = []
        self.looks = 0
        self.ledger = office.ledger()
        self.ledger.case_for(office.profile.key, office.profile.company.name)
        profile = office.home / "profile.yaml"
        profile.touch()
        remember(case_folder(office.home, CASE), profile)
        self.watch = Watch(self.ledger, office.clock, office.home, self._look, self.told.append)
        self.end = self._end()

    def _end(self) -> type[BaseException] | None:
        try:
            self.office.go(self.flow, attended=False)
        except BaseException as error:  # noqa: BLE001  what ends a look is the story
            return type(error)
        return None

    def _look(self, _run: object, _profile: Path) -> None:
        self.looks += 1
        self.office.go(self.flow, attended=False)

    def pass_by(self, *, hours: float, every: float = 6) -> None:
        """Let time pass; the watch goes round each *every* hours."""
        for _round in range(round(hours / every)):
            self.office.clock.pass_by(hours=every)
            self.watch.round()

    def answer(self, text: str) -> None:
        """Let somebody answer the one ask that is open."""
        [ask] = self.ledger.asks(CASE)
        assert give(self.ledger, Vault(self.office.home), ask, text, by="answer")

    @property
    def kinds(self) -> list[str]:
        """Return what was told, by kind."""
        return [news.kind for news in self.told]

    @property
    def asks(self) -> list[tuple[str, str]]:
        """Return every ask's id and state."""
        return [(ask.id, ask.state) for ask in self.ledger.asks(CASE, state=None)]


def doing(body: Callable[[Run], None]) -> Flow:
    """Return an errand that does *body*."""

    @flow(title="看一眼")
    def look(run: Run) -> None:
        body(run)

    return look


@pytest.fixture
def weeks(office: Office) -> Callable[[Callable[[Run], None]], Weeks]:
    """Return how to begin."""
    begun: list[Weeks] = []

    def begin(body: Callable[[Run], None]) -> Weeks:
        begun.append(Weeks(office, body))
        return begun[-1]

    yield begin
    for each in begun:
        each.ledger.close()


@pytest.mark.parametrize(
    ("key", "within", "hours", "told"),
    [
        ("administrator", timedelta(minutes=30), 0.25, ["ask", "passed"]),
        ("face", timedelta(hours=24), 2, ["ask", "reminder", "passed"]),
        ("deposit-amount", timedelta(days=10), 6, ["ask", "reminder", "reminder", "passed"]),
    ],
)
def test_what_only_a_window_can_settle_is_told_once(
    weeks: Callable[[Callable[[Run], None]], Weeks], key: str, within: timedelta, hours: float, told: list[str]
) -> None:
    """A code of half an hour, a face, a deposit: asked, reminded of, passed; then one look and silence for days."""
    story = weeks(lambda run: run.ask(key, "请扫码", within=within, until=lambda: False, qr=run.session.portal.qr))
    assert story.end is errors.WaitingForPerson
    story.watch.round()
    story.pass_by(hours=within.total_seconds() / 3600, every=hours)
    story.pass_by(hours=72)
    assert (story.kinds, story.looks) == (told, 1)
    assert story.asks == [(f"{key}-1", "expired")]
    assert story.watch.verdict() == 4


def test_a_flow_that_lives_with_a_deadline_of_the_page_is_not_looked_at_for_ever(
    weeks: Callable[[Callable[[Run], None]], Weeks],
) -> None:
    """What expired within a look was heard by that look: it is no reason for another one."""

    def supplement(run: Run) -> None:
        try:
            run.ask("supplement", "请补充", answer=Confirm(), within=deadline("supplement", until="2026-03-01"))
        except errors.AskExpired:
            run.ask("appeal", "请写申述理由", answer=Confirm())

    story = weeks(supplement)
    story.watch.round()
    story.pass_by(hours=72)
    assert (story.kinds, story.looks) == (["passed", "ask"], 0)
    story.answer("是")
    story.pass_by(hours=24)
    assert story.looks == 1


def test_a_review_that_takes_longer_than_it_should_is_looked_at_until_it_is_decided(
    weeks: Callable[[Callable[[Run], None]], Weeks],
) -> None:
    """That its thirty days passed is told once; whoever gives the command then does not end the looks either."""
    decided = []

    def review(run: Run) -> None:
        run.wait_for(lambda: bool(decided), "人工审核", within=timedelta(days=30))

    story = weeks(review)
    assert story.end is errors.WaitingForReview
    story.office.clock.pass_by(days=31)
    with pytest.raises(errors.WaitingForReview):
        story.office.go(story.flow)
    assert story.watch.verdict() == 5
    story.pass_by(hours=40 * 24, every=10 * 24)
    assert (story.kinds, story.looks) == (["state", "passed"], 4)
    decided.append("已认证")
    story.pass_by(hours=24)
    assert (story.kinds[-1], story.watch.verdict()) == ("state", 0)


def test_what_the_portal_refused_is_told_with_the_next_question(
    weeks: Callable[[Callable[[Run], None]], Weeks], office: Office
) -> None:
    """A wrong amount: whoever is asked again, and whoever approves, reads what the portal said of the one before."""
    office.model.submissions.append(office.clock.now())
    office.model.payments.append(office.clock.now())

    def verify(run: Run) -> None:
        while True:
            try:
                return deposit(run)
            except errors.FormRefused as refusal:
                run.tell(refusal.found)

    story = weeks(verify)
    for text in ("0.11", "是", office.model.deposit):
        story.watch.round()
        story.answer(text)
    story.watch.round()
    asked = [news.about.question for news in story.told if news.kind == "ask"]
    said = "平台上次没有接受：打款金额不正确，还可尝试2次。"
    assert asked == ["打款多少?", "金额 0.11 对吗?", f"{said}打款多少?", f"{said}金额 0.37 对吗?"]
    story.answer("是")
    story.watch.round()
    assert office.model.verified == [office.model.deposit]
