"""Cases are looked after: each look when it is due, each alert once, whatever restarts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from tests.unit.engine.model import Office

from run_flow import errors
from run_flow.engine.execute import case_folder
from run_flow.engine.news import News
from run_flow.engine.people import give
from run_flow.engine.remembered import remember, remembered
from run_flow.engine.watch import Watch, keep_watching
from run_flow.journal import events
from run_flow.journal.database import Database
from run_flow.journal.files import Vault
from run_flow.journal.lease import TTL, Holder
from run_flow.journal.ledger import Ledger
from run_flow.journal.schema import cases

CASE, RUN = "abababab", "abababab-certify-1"
MINUTE = timedelta(minutes=1)


class Watched:
    """A case on disk, a look that does what a test says, and what was told."""

    def __init__(self, office: Office, folder: Path) -> None:
        """Open the case and begin a run."""
        self.office, self.clock, self.home = office, office.clock, office.home
        self.ledger: Ledger = office.ledger()
        self.ledger.case_for(office.profile.key, office.profile.company.name)
        self.profile = folder / "profile.yaml"
        self.profile.touch()
        remember(case_folder(self.home, CASE), self.profile)
        self.looks: list[str] = []
        self.sees: Callable[[], None] = lambda: None
        self.told: list[News] = []
        self.happened(events.RunStarted(run=RUN, flow="certify", digest="d"))

    def happened(self, *facts: events.Event) -> None:
        """Let a process write what it did."""
        with self.ledger.lease(CASE) as lease:
            self.ledger.append(*facts, lease=lease)

    def left(self, state: events.RunState, *, look_at: datetime | None = None, reason: str = "人工审核") -> None:
        """Let a process leave the run."""
        self.happened(events.RunEnded(run=RUN, state=state, reason=reason, look_at=look_at))

    def asked(self, ask: str = "deposit-1", *, kind: events.AskKind = "ask", within: timedelta | None = None) -> None:
        """Let a process ask."""
        until = self.clock.now() + within if within else None
        facts = {"question": "打款多少", "answer": {"kind": "confirm"}, "role": "财务", "channel": "网银"}
        place = {"run": RUN, "step": "deposit", "key": ask[:-2]}
        self.happened(
            events.AskOpened(**place, ask=ask, kind=kind, deadline=until, secret=False, expiry="认证失败", **facts)
        )

    def answer(self, ask: str = "deposit-1") -> None:
        """Let a person answer."""
        row = self.ledger.ask(CASE, ask)
        assert row is not None
        assert give(self.ledger, Vault(self.home), row, "是", by="财务")

    def watch(self) -> Watch:
        """Start a watch, as a process of its own does."""
        return Watch(self.ledger, self.clock, self.home, self._look, self.told.append)

    def _look(self, run: object, profile: Path) -> None:
        assert profile == self.profile
        self.looks.append(f"{self.clock.now():%d %H:%M}")
        self.happened(events.RunResumed(run=RUN, digest="d"))
        self.sees()

    @property
    def kinds(self) -> list[str]:
        """Return what was told, by kind."""
        return [news.kind for news in self.told]


@pytest.fixture
def case(office: Office, tmp_path: Path) -> Watched:
    """Return a case."""
    watched = Watched(office, tmp_path)
    yield watched
    watched.ledger.close()


def reviewing(case: Watched, *, hours: float = 4) -> None:
    """Let each look find the review still going on."""
    case.sees = lambda: case.left("review", look_at=case.clock.now() + timedelta(hours=hours))
    case.sees()


def test_a_review_is_looked_at_when_it_is_due(case: Watched) -> None:
    """Not a minute before, and again after the next four hours."""
    reviewing(case)
    watch = case.watch()
    for _hour in range(9):
        watch.round()
        case.clock.pass_by(hours=1)
    assert case.looks == ["02 13:00", "02 17:00"]
    assert case.told == []


def test_a_portal_that_cannot_be_reached_is_told_as_such_and_not_as_a_review(case: Watched) -> None:
    """Once, with the reason; when it is there again the review's state is told."""
    reviewing(case, hours=1)

    def down() -> None:
        case.left("review", look_at=case.clock.now() + timedelta(minutes=15), reason="平台暂时打不开")
        raise errors.PortalDown("平台暂时打不开")

    reviews, case.sees = case.sees, down
    watch = case.watch()
    case.clock.pass_by(hours=1)
    for _time in range(2):
        watch.round()
        case.clock.pass_by(hours=1)
    case.sees = reviews
    watch.round()
    assert [(news.kind, news.why) for news in case.told] == [("state", "平台暂时打不开"), ("state", "")]


def test_who_is_awaited_can_be_told_again(case: Watched) -> None:
    """What was told before stands: who is asked, else how the run was left; what goes on by itself is nobody's."""
    case.asked()
    case.left("waiting")
    assert [(news.kind, news.about and news.about.id) for news in case.watch().awaited()] == [("ask", "deposit-1")]
    case.happened(events.AskCancelled(run=RUN, ask="deposit-1"))
    assert [(news.kind, news.profile) for news in case.watch().awaited()] == [("state", case.profile)]
    case.left("review")
    assert list(case.watch().awaited()) == []


def test_an_answer_that_nobody_used_is_used_once(case: Watched) -> None:
    """Given by `run-flow answer` while no process waits; one look, whatever comes of it."""
    case.asked()
    case.left("waiting")
    watch = case.watch()
    watch.round()
    assert case.looks == []
    case.answer()
    case.sees = lambda: case.left("waiting", reason="打款多少")
    for _time in range(3):
        watch.round()
    assert len(case.looks) == 1


@pytest.mark.parametrize("state", ["stopped", "failed", "refused"])
def test_what_a_person_has_to_mend_is_left_to_the_person(case: Watched, state: events.RunState) -> None:
    """An answer does not change that."""
    case.asked()
    case.left(state)
    case.answer()
    case.watch().round()
    assert case.looks == []


def test_a_run_whose_process_died_is_gone_on_with(case: Watched) -> None:
    """A watch that was killed in a look looks again."""
    case.sees = lambda: case.left("review", look_at=case.clock.now() + MINUTE)
    case.watch().round()
    assert len(case.looks) == 1


def test_a_dry_run_is_never_gone_on_with(case: Watched) -> None:
    """A look would be in earnest."""
    case.happened(events.RunResumed(run=RUN, digest="d", dry_run=True))
    case.left("review")
    case.watch().round()
    assert case.looks == []


def test_a_case_that_somebody_works_on_is_left_alone(case: Watched) -> None:
    """Neither looked at nor reminded of; once it is free it is."""
    case.asked(within=timedelta(days=10))
    case.left("review")
    watch = case.watch()
    case.clock.pass_by(days=9.5)
    with case.ledger.lease(CASE):
        watch.round()
        assert (case.looks, case.told) == ([], [])
    reviewing(case)
    case.clock.pass_by(hours=5)
    watch.round()
    assert (len(case.looks), case.kinds[-1]) == (1, "reminder")


@pytest.mark.parametrize("state", ["review", "running"])
def test_a_case_whose_holder_went_down_with_its_machine_is_looked_at_again(
    case: Watched, state: events.RunState
) -> None:
    """After a reboot nobody can tell whether the process lives: its lease, which it keeps no more, tells."""
    if state == "review":
        case.left("review")
    held_elsewhere(case)
    watch = case.watch()
    watch.round()
    assert case.looks == []
    case.clock.pass_by(seconds=61)
    case.sees = lambda: case.left("review", look_at=case.clock.now() + MINUTE)
    watch.round()
    assert (len(case.looks), watch.verdict()) == (1, 5)


def held_elsewhere(case: Watched) -> None:
    """Let a process before the last boot of this machine hold the case."""
    me = Holder.current()
    owner, now = Holder(me.host, "another boot", 4242, 1.0), case.clock.now()
    database = Database(case.home / "journal.db")
    with database.write() as connection:
        connection.execute(update(cases).values(lease_owner=str(owner), lease_since=now, lease_until=now + TTL))
    database.close()


def test_a_living_process_behind_a_closed_lid_keeps_its_case(case: Watched) -> None:
    """Its lease ran out while the machine slept; a reminder is no reason to take the case from it."""
    case.asked(within=timedelta(days=10))
    case.left("waiting")
    with case.ledger.lease(CASE) as lease:
        watch = case.watch()
        case.clock.pass_by(days=9, hours=1)
        watch.round()
        lease.check()
    assert case.told == []
    watch.round()
    assert case.kinds == ["reminder"]


def test_a_case_taken_before_the_look_is_tried_again(case: Watched) -> None:
    """The other process wins, and nobody is told."""
    case.left("review")
    watch = case.watch()

    def taken() -> None:
        raise errors.CaseHeld

    case.sees = taken
    watch.round()
    reviewing(case)
    assert case.told == []


def test_a_profile_that_is_gone_is_told_once(case: Watched) -> None:
    """Whatever restarts; once it is back its case is looked at again."""
    reviewing(case, hours=0)
    case.profile.unlink()
    for _watch in range(2):
        watch = case.watch()
        for _round in range(3):
            watch.round()
    assert case.kinds == ["profile"]
    assert "不在原处" in case.told[0].why
    assert watch.verdict() == 4
    case.profile.touch()
    case.clock.pass_by(minutes=11)
    watch.round()
    assert len(case.looks) == 1
    assert remembered(case_folder(case.home, CASE)).told == ""


def test_a_look_leaves_it_to_people_whether_they_want_a_window(tmp_path: Path) -> None:
    """Only the command of a person says so anew."""
    remember(tmp_path, Path("profile.yaml"), headless=True)
    remember(tmp_path, Path("moved.yaml"))
    assert remembered(tmp_path).headless
    remember(tmp_path, Path("moved.yaml"), headless=False)
    assert not remembered(tmp_path).headless


def test_a_case_of_which_no_profile_is_known_is_told_once(case: Watched) -> None:
    """It was begun on another machine, say."""
    case.left("review")
    (case_folder(case.home, CASE) / "profile.json").write_text("{", encoding="utf-8")
    for _watch in range(2):
        case.watch().round()
    assert [news.why for news in case.told] == ["不知道资料文件在哪里"]


def test_a_profile_that_is_refused_is_told_once(case: Watched) -> None:
    """It is tried again, in case it was mended, but not every minute."""
    case.left("review")
    watch, tries = case.watch(), []

    def refused(_run: object, _profile: Path) -> None:
        tries.append(case.clock.now())
        raise errors.ProfileRefused

    watch.look = refused
    for _minute in range(30):
        watch.round()
        case.clock.pass_by(minutes=1)
    assert case.kinds == ["profile"]
    assert len(tries) == 3


def test_a_defect_in_one_case_does_not_keep_the_others_waiting(case: Watched) -> None:
    """Told, and the round goes on; a journal that cannot be written ends everything."""
    case.left("review")

    def broken() -> None:
        raise ZeroDivisionError

    watch = case.watch()
    case.sees = broken
    watch.round()
    assert len(case.looks) == 1

    def full() -> None:
        raise errors.JournalUnwritable

    case.sees = full
    case.left("review")
    with pytest.raises(errors.JournalUnwritable):
        watch.round()


def test_a_lost_sign_in_is_told_once_and_nobody_looks_until_somebody_signed_in(case: Watched) -> None:
    """One ask, over any number of restarts; when it is closed the looks go on."""
    case.left("review")

    def lost() -> None:
        case.asked("sign-in-1", kind="sign-in")
        case.left("waiting", reason="登录已失效")

    case.sees = lost
    for _watch in range(3):
        watch = case.watch()
        for _round in range(5):
            watch.round()
            case.clock.pass_by(hours=5)
    assert (case.kinds, len(case.looks)) == (["sign-in"], 1)
    assert watch.verdict() == 4
    case.happened(events.AskCancelled(run=RUN, ask="sign-in-1"))
    reviewing(case)
    case.clock.pass_by(hours=5)
    watch.round()
    assert len(case.looks) == 2


def test_a_deadline_is_told_before_it_passes_once_per_reminder(case: Watched) -> None:
    """Three days, one day, two hours before, and when it has passed; a restart each day tells nothing twice."""
    case.asked(within=timedelta(days=30))
    case.left("waiting")
    told, hour = [], 0
    while hour < 31 * 24:
        if hour % 24 == 0:
            watch = case.watch()
        watch.round()
        told += [(hour / 24, news.kind) for news in case.told]
        case.told.clear()
        step = 2 if hour >= 29 * 24 else 24
        case.clock.pass_by(hours=step)
        hour += step
    assert told == [(27, "reminder"), (29, "reminder"), (30 - 2 / 24, "reminder"), (30, "passed")]
    assert case.ledger.ask(CASE, "deposit-1").state == "expired"


def test_reminders_that_came_due_while_nobody_watched_are_one(case: Watched) -> None:
    """The laptop was closed for weeks: only how little is left counts."""
    case.asked(within=timedelta(days=30))
    case.left("waiting")
    watch = case.watch()
    case.clock.pass_by(days=29.5)
    watch.round()
    assert case.kinds == ["reminder"]
    [escalated] = [event.data for event in case.ledger.events(CASE) if event.kind == "AskEscalated"]
    assert escalated["left"] == 86_400


def test_a_deadline_that_passed_is_looked_into_once(case: Watched) -> None:
    """The portal may have decided something because of it."""
    case.asked(within=timedelta(days=1))
    case.left("waiting")
    watch = case.watch()
    case.clock.pass_by(days=2)
    case.sees = lambda: case.left("refused", reason="未在规定时间内补充资料")
    for _round in range(3):
        watch.round()
    assert (case.kinds, len(case.looks)) == (["passed", "state"], 1)


def test_the_cases_own_deadlines_are_told_as_the_table_says(case: Watched) -> None:
    """The yearly renewal: three, two, one month and seven days before, and when it is over; the run is long done."""
    until = datetime(2027, 3, 10, 15, 59, 59, tzinfo=UTC)
    case.happened(events.DeadlineSet(run=RUN, key="renewal", title="服务号年审", until=until, expiry="失去认证"))
    case.happened(events.RunEnded(run=RUN, state="done"))
    watch, told = case.watch(), []
    case.clock.pass_by(days=280)
    while case.clock.now() < until + timedelta(days=5):
        watch.round()
        told += [f"{case.clock.now():%m-%d} {news.kind}" for news in case.told]
        case.told.clear()
        case.clock.pass_by(days=1)
    assert told == ["12-11 reminder", "01-11 reminder", "02-11 reminder", "03-04 reminder", "03-11 passed"]
    assert watch.verdict() == 0


def test_what_is_new_is_told_once(case: Watched) -> None:
    """States that changed and new asks; what stood before the watch began, and a review that goes on, are no news."""
    case.asked("landline-1")
    reviewing(case, hours=1)
    watch = case.watch()
    case.clock.pass_by(hours=2)
    watch.round()
    assert case.told == []

    def supplement() -> None:
        case.asked("supplement-1")
        case.left("waiting", reason="补充资料")

    case.sees = supplement
    case.clock.pass_by(hours=2)
    watch.round()
    case.happened(events.RunResumed(run=RUN, digest="d"), events.RunEnded(run=RUN, state="done"))
    watch.round()
    watch.round()
    assert [(news.kind, news.run.state) for news in case.told] == [("ask", "waiting"), ("state", "done")]
    assert case.told[0].about.id == "supplement-1"
    assert case.told[0].profile == case.profile


def test_a_case_begun_meanwhile_is_looked_after_too(office: Office, tmp_path: Path) -> None:
    """A watch that found nothing at first stays good."""
    ledger, told = office.ledger(), []
    watch = Watch(ledger, office.clock, office.home, lambda _run, _profile: None, told.append)
    watch.round()
    assert watch.verdict() == 0
    case = Watched(office, tmp_path)
    case.asked()
    case.left("waiting")
    watch.round()
    assert [news.kind for news in told] == ["ask"]
    case.ledger.close()
    ledger.close()


def test_only_the_wanted_cases_are_looked_after(case: Watched, tmp_path: Path) -> None:
    """Where profiles are named; the named path goes before the remembered one."""
    case.left("review")
    remember(case_folder(case.home, CASE), tmp_path / "old.yaml")
    other = Watch(case.ledger, case.clock, case.home, case._look, case.told.append, {"cdcdcdcd": case.profile})
    other.round()
    assert (case.looks, other.verdict()) == ([], 0)
    Watch(case.ledger, case.clock, case.home, case._look, case.told.append, {CASE: case.profile}).round()
    assert len(case.looks) == 1


@pytest.mark.parametrize(
    ("state", "code"), [("review", 5), ("waiting", 4), ("unknown", 4), ("failed", 4), ("refused", 4), ("done", 0)]
)
def test_the_verdict_tells_who_acts_next(case: Watched, state: events.RunState, code: int) -> None:
    """A person before the reviewers, nobody last."""
    case.left(state, look_at=case.clock.now() + MINUTE)
    assert case.watch().verdict() == code


def test_it_sleeps_until_something_is_due(case: Watched) -> None:
    """The next look or reminder, but never longer than answers may be left unread."""
    hour = timedelta(hours=1)
    assert case.watch().pause(hour) == hour
    case.left("review", look_at=case.clock.now() + timedelta(minutes=20))
    assert case.watch().pause(hour) == timedelta(minutes=20)
    case.asked(within=timedelta(hours=4, minutes=10))
    case.clock.pass_by(hours=2)
    assert case.watch().pause(hour) == timedelta(minutes=10)


def test_it_goes_round_until_somebody_ends_it(case: Watched) -> None:
    """Ctrl-C ends the sleep."""
    reviewing(case)

    def sleep(span: timedelta) -> None:
        case.clock.moment += span
        if len(case.looks) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keep_watching(case.watch(), look_every=timedelta(hours=1), sleep=sleep)
    assert case.looks == ["02 13:00", "02 17:00", "02 21:00"]


def test_where_a_profile_lies_is_for_its_owner_alone(case: Watched) -> None:
    """A private file beside the case; the ledger does not know."""
    file = case_folder(case.home, CASE) / "profile.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert str(case.profile).encode() not in (case.home / "journal.db").read_bytes()
