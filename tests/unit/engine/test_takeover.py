"""At any step a person may do a part: the assistant waits, reads what stands, keeps it, and clicks nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.engine.errand import company, errand, submitted, verified
from tests.unit.engine.model import FakePortal, Office

from run_flow import errors
from run_flow.engine.flow import Flow, flow, step
from run_flow.engine.people import AskView, Text
from run_flow.engine.run import Run
from run_flow.journal.rows import AskRow, StepRow


@step(title="联系方式")
def contact(run: Run) -> None:
    """The ways to reach the company stand in the form."""
    with run.form("联系方式") as form:
        form.fill("电话", "26550000")
        form.fill("邮箱", "office@example.com")
        form.save("下一步")


@step(title="提交审核", done_when=submitted)
def send(run: Run) -> None:
    """The application is with the portal."""
    run.open("confirm")
    run.click_once("提交审核", approve="提交吗?")


@flow(title="两步")
def two(run: Run) -> None:
    """The application is sent."""
    contact(run)
    send(run)


def wish(office: Office) -> None:
    """Press the strip's button as soon as the window is there."""

    def press(portal: FakePortal) -> None:
        portal.banner.over = True

    office.prepare = press


def never(office: Office) -> None:
    """Press nothing any more."""
    office.prepare = lambda _portal: None


def does(office: Office, *, answer: str = "填好交还", **values: str) -> Callable[[AskView], str]:
    """Return a person who types *values* in the window and hands back."""

    def act(_ask: AskView) -> str:
        office.model.draft.update(values)
        return answer

    return act


def step_of(office: Office, name: str) -> StepRow:
    """Return how far the step is."""
    with office.ledger() as ledger:
        return next(row for row in ledger.steps(ledger.runs()[0].id) if row.name == name)


def theirs(office: Office, name: str) -> list[str]:
    """Return the labels under which the journal knows a person's typing in the step."""
    return [field["labels"][0] for field in step_of(office, name).fields if field["source"] == "person"]


def asked(office: Office, key: str) -> list[AskRow]:
    """Return the asks called *key*."""
    with office.ledger() as ledger:
        return [row for row in ledger.asks(state=None) if row.key == key]


def kinds(office: Office) -> list[str]:
    """Return the kinds of the events of the run."""
    with office.ledger() as ledger:
        return [event.kind for event in ledger.events(ledger.runs()[0].id)]


@pytest.fixture
def desk(office: Office) -> Office:
    """Return an office whose people approve of sending."""
    office.people.acts |= {"send-approval": "是", "send-outcome": []}
    return office


def test_what_a_person_typed_is_kept_and_the_rest_is_filled_in(desk: Office) -> None:
    """The person's value stands, the empty field is typed, and the journal knows whose the first one is, not what."""
    wish(desk)
    desk.people.acts["contact-hands"] = does(desk, 电话="13900001111")
    desk.go(two)
    assert desk.model.draft == {"电话": "13900001111", "邮箱": "office@example.com"}
    row = step_of(desk, "contact")
    assert row.by_person
    assert {"form": "联系方式", "labels": ["电话"], "source": "person"} in row.fields
    assert theirs(desk, "contact") == ["电话"]
    assert "13900001111" not in "".join(path.read_text(errors="replace") for path in desk.home.glob("journal.db*"))
    assert "StepTakenOver" in kinds(desk)
    assert [(row.state, row.value, row.by) for row in asked(desk, "contact-hands")] == [("used", "填好交还", "people")]


def test_the_approval_says_what_a_person_typed(desk: Office) -> None:
    """Whoever approves sees which fields were not compared with the profile."""
    wish(desk)
    desk.people.acts["contact-hands"] = does(desk, 电话="13900001111")
    desk.go(two)
    [approval] = asked(desk, "send-approval")
    assert "联系方式 › 电话" in approval.question
    assert "邮箱" not in approval.question


def test_the_strip_tells_what_is_being_done(desk: Office) -> None:
    """The window says at which step the assistant is."""
    desk.go(two)
    assert desk.portals[-1].banner.strips == ["run-flow 正在填写「联系方式」", "run-flow 正在填写「提交审核」"]


def test_while_a_person_is_at_it_nothing_is_touched(desk: Office) -> None:
    """Past patience the process ends and the hand-over stays; the next process waits for it before it types."""
    wish(desk)
    for _process in range(2):
        with pytest.raises(errors.WaitingForPerson):
            desk.go(two)
        never(desk)
        assert desk.model.draft == {}
        assert desk.told.fields == []
    assert [row.state for row in asked(desk, "contact-hands")] == ["open"]
    desk.people.acts["contact-hands"] = does(desk, 电话="13900001111")
    desk.people.seen.clear()
    desk.go(two)
    assert desk.model.draft["电话"] == "13900001111"
    assert len(asked(desk, "contact-hands")) == 1


def test_handed_back_while_no_process_runs(desk: Office) -> None:
    """What differs after a hand-over that nobody was there for is the person's all the same."""
    wish(desk)
    with pytest.raises(errors.WaitingForPerson):
        desk.go(two)
    never(desk)
    desk.model.draft["电话"] = "13900001111"
    with desk.ledger() as ledger:
        assert ledger.answer("abababab", "contact-hands-1", "填好交还", by="answer")
    desk.go(two)
    assert desk.model.draft == {"电话": "13900001111", "邮箱": "office@example.com"}
    assert "电话" in asked(desk, "send-approval")[0].question


def test_given_back_to_be_filled_in_again(desk: Office) -> None:
    """助手重填: what the person typed is overwritten by the profile."""
    wish(desk)
    desk.people.acts["contact-hands"] = does(desk, answer="助手重填", 电话="13900001111")
    desk.go(two)
    assert desk.model.draft["电话"] == "26550000"
    assert theirs(desk, "contact") == []


def test_what_stood_before_is_not_taken_for_the_persons(desk: Office) -> None:
    """A draft of long ago, or what the page chose by itself, is put right although a person had the window."""
    desk.model.draft["邮箱"] = "old@example.com"
    wish(desk)
    desk.people.acts["contact-hands"] = does(desk, 电话="13900001111")
    desk.go(two)
    assert desk.model.draft == {"电话": "13900001111", "邮箱": "office@example.com"}


def test_a_person_may_take_over_twice(desk: Office) -> None:
    """Each time is another ask, and both times' values are kept."""
    wish(desk)
    times: list[dict[str, str]] = [{"电话": "13900001111"}, {"邮箱": "mine@example.com"}]

    def act(_ask: AskView) -> str:
        desk.model.draft.update(times.pop(0))
        desk.portals[-1].banner.over = bool(times)
        return "填好交还"

    desk.people.acts["contact-hands"] = act
    desk.go(two)
    assert desk.model.draft == {"电话": "13900001111", "邮箱": "mine@example.com"}
    assert [row.state for row in asked(desk, "contact-hands")] == ["used", "used"]
    assert len(theirs(desk, "contact")) == 2


def test_the_persons_value_stands_over_restarts(desk: Office) -> None:
    """A later process compares the form and lets stand what the person typed; nobody is asked again."""
    wish(desk)
    desk.people.acts |= {"contact-hands": does(desk, 电话="13900001111"), "send-approval": []}
    for _process in range(3):
        with pytest.raises(errors.WaitingForPerson):
            desk.go(two)
        never(desk)
    assert step_of(desk, "contact").how == "compared"
    desk.people.acts["send-approval"] = "是"
    desk.people.seen.clear()
    desk.go(two)
    assert desk.model.draft["电话"] == "13900001111"
    assert len(asked(desk, "contact-hands")) == 1
    assert len(asked(desk, "send-approval")) == 1


def test_what_the_portal_lost_of_a_persons_is_asked_for_again(desk: Office) -> None:
    """The draft is gone: what the profile knows is typed, what a person typed is asked of them, never blank."""
    wish(desk)
    desk.people.acts |= {"contact-hands": does(desk, 电话="13900001111"), "send-approval": []}
    with pytest.raises(errors.WaitingForPerson):
        desk.go(two)
    never(desk)
    desk.model.draft.clear()
    desk.people.acts |= {"contact-hands": does(desk, 电话="13900002222"), "send-approval": "是"}
    desk.people.seen.clear()
    desk.go(two)
    assert desk.model.draft == {"电话": "13900002222", "邮箱": "office@example.com"}
    again = asked(desk, "contact-hands")[-1]
    assert "“电话”原来由您填写，现在空着" in again.question
    assert theirs(desk, "contact") == ["电话"]


def test_a_person_who_leaves_it_empty_has_it_typed(desk: Office) -> None:
    """Asked again and handed back empty, the field is filled in from the profile: no endless asking."""
    wish(desk)
    desk.people.acts |= {"contact-hands": does(desk, 电话="13900001111"), "send-approval": []}
    with pytest.raises(errors.WaitingForPerson):
        desk.go(two)
    never(desk)
    desk.model.draft.clear()
    desk.people.acts |= {"contact-hands": does(desk), "send-approval": "是"}
    desk.people.seen.clear()
    desk.go(two)
    assert desk.model.draft["电话"] == "26550000"
    assert theirs(desk, "contact") == []


def only_send(office: Office, **contract: Any) -> Flow:
    """Return an errand that only submits; the person takes over before its click."""

    @step(title="提交审核", done_when=submitted, **contract)
    def send(run: Run) -> None:
        run.open("confirm")
        run.click_once("提交审核", approve="提交吗?")

    @flow(title="只提交")
    def only(run: Run) -> None:
        send(run)

    wish(office)
    return only


def clicks(office: Office, answer: str) -> Callable[[AskView], str]:
    """Return a person who submits in the window and says *answer*."""

    def act(_ask: AskView) -> str:
        office.model.submissions.append(office.clock.now())
        return answer

    return act


@pytest.mark.parametrize("answer", ["我已点过", "填好交还", "助手重填"])
def test_a_person_who_clicked_is_believed_by_the_portal(desk: Office, answer: str) -> None:
    """The portal is read first: what the person did is adopted, whatever they answered, and not clicked again."""
    only = only_send(desk)
    desk.people.acts["send-hands"] = clicks(desk, answer)
    desk.go(only)
    assert len(desk.model.submissions) == 1
    row = step_of(desk, "send")
    assert (row.state, row.how, row.by_person) == ("done", "readback", True)
    assert asked(desk, "send-approval") == []


def test_a_person_who_did_not_click_is_asked_for_approval_as_usual(desk: Office) -> None:
    """Handed back without a click, the assistant goes on to the approval."""
    only = only_send(desk)
    desk.people.acts["send-hands"] = "填好交还"
    desk.go(only)
    assert len(desk.model.submissions) == 1
    assert (step_of(desk, "send").how, len(asked(desk, "send-approval"))) == ("act", 1)


def test_a_persons_click_that_shows_late_is_waited_for(desk: Office) -> None:
    """Who says that they clicked is given the step's time to be proven right."""
    desk.model.lists_late = timedelta(seconds=100)
    only = only_send(desk)
    desk.people.acts["send-hands"] = clicks(desk, "我已点过")
    desk.go(only)
    assert len(desk.model.submissions) == 1
    assert asked(desk, "send-approval") == []


def test_a_persons_click_that_never_shows_is_an_intent(desk: Office) -> None:
    """Nothing is clicked on top of it: exit 8, then a person decides what became of it."""
    desk.model.lists_late = timedelta(days=1)
    only = only_send(desk)
    desk.people.acts["send-hands"] = clicks(desk, "我已点过")
    with pytest.raises(errors.OutcomeUnknown):
        desk.go(only)
    assert step_of(desk, "send").state == "intent"
    never(desk)
    desk.people.acts["send-outcome"] = "已完成"
    desk.go(only)
    assert len(desk.model.submissions) == 1
    assert asked(desk, "send-approval") == []


@pytest.mark.parametrize("shows", [True, False])
def test_a_persons_click_answered_from_elsewhere_is_not_made_again(desk: Office, *, shows: bool) -> None:
    """The process is gone, the person clicked and says so by the answer command: the next process clicks nothing."""
    desk.model.lists_late = timedelta(0) if shows else timedelta(days=1)
    only = only_send(desk)
    with pytest.raises(errors.WaitingForPerson):
        desk.go(only)
    never(desk)
    desk.model.submissions.append(desk.clock.now())
    with desk.ledger() as ledger:
        assert ledger.answer("abababab", "send-hands-1", "我已点过", by="answer")
    if shows:
        desk.go(only)
    else:
        with pytest.raises(errors.OutcomeUnknown):
            desk.go(only)
    assert len(desk.model.submissions) == 1
    assert asked(desk, "send-approval") == []


def test_between_the_click_and_its_proof_nobody_takes_over(desk: Office) -> None:
    """Once the click is on its way there is nothing to hand over any more."""
    only = only_send(desk)
    never(desk)

    def press(when: str) -> None:
        desk.portals[-1].banner.over = when == "before"

    desk.model.on_commit = press
    desk.go(only)
    assert asked(desk, "send-hands") == []
    assert len(desk.model.submissions) == 1


def test_the_answers_of_the_first_pass_serve_the_second(office: Office) -> None:
    """A body that runs again after a hand-over does not ask people again what they have answered."""
    office.people.acts["operator-hands"] = "填好交还"

    def over(_ask: AskView) -> str:
        office.portals[-1].banner.over = True
        return "26"

    office.people.acts["landline"] = over
    office.go(errand)
    assert len(asked(office, "landline")) == 1
    assert len(asked(office, "operator-hands")) == 1


def test_a_wish_between_two_steps_is_kept_for_the_next(office: Office) -> None:
    """Stopping is always safe: a button pressed at the last moment is not forgotten."""

    @flow(title="晚了")
    def late(run: Run) -> None:
        company(run)
        office.portals[-1].banner.over = True
        company(run)

    office.people.acts["company-hands"] = "填好交还"
    office.go(late)
    assert len(asked(office, "company-hands")) == 1


def test_in_an_irreversible_form_the_persons_value_outlives_a_long_approval(desk: Office) -> None:
    """The page is walked to again because the approval took its time: the value is still the person's."""

    @step(title="打款验证", done_when=verified)
    def amount(run: Run) -> None:
        run.open("verify")
        with run.form("打款验证") as form:
            form.fill("打款金额", "0.99")
            form.save()
        run.click_once("提交验证", approve="对吗?")

    @flow(title="打款")
    def only(run: Run) -> None:
        amount(run)

    wish(desk)
    desk.people.acts |= {
        "amount-hands": does(desk, 打款金额=desk.model.deposit),
        "amount-approval": lambda _ask: desk.clock.pass_by(minutes=20) or "是",
    }
    desk.go(only)
    assert desk.model.verified == [desk.model.deposit]
    assert kinds(desk).count("StepStarted") == 2
    assert theirs(desk, "amount") == ["打款金额"]


@flow(title="两页")
def mended(run: Run) -> None:
    """Two pages of which the profile may be mended, with a question in between, and the submission."""
    accounts(run)
    send(run)


@step(title="对公账户")
def accounts(run: Run) -> None:
    """The account stands in the form, and the bank on the next page."""
    with run.form("对公账户") as form:
        form.fill("账号", run.profile.digest)
        form.save()
    with run.form("开户行") as form:
        form.fill("银行", f"bank {run.profile.digest}")
        form.save()
    run.ask("extra", "再填一项", answer=Text())


@pytest.mark.parametrize("draft", [{}, {"账号": "d1"}, {"账号": "d1", "银行": "bank d1"}, {"银行": "bank d1"}])
@pytest.mark.parametrize("walks", [1, 3])
def test_what_a_person_left_alone_follows_a_mended_profile(desk: Office, draft: dict[str, str], walks: int) -> None:
    """Handed back untouched, the process gone, the profile mended: neither a draft nor our own typing is the person's."""
    desk.model.draft |= draft
    wish(desk)
    desk.people.acts["accounts-hands"] = "填好交还"
    for _walk in range(walks):
        with pytest.raises(errors.WaitingForPerson):
            desk.go(mended)
        never(desk)
    desk.digest = "d2"
    desk.people.acts["extra"] = "好"
    desk.people.seen.clear()
    desk.go(mended)
    assert desk.model.draft == {"账号": "d2", "银行": "bank d2"}
    assert theirs(desk, "accounts") == []
    assert "由人填写" not in asked(desk, "send-approval")[0].question


def test_what_a_person_changed_stays_over_restarts_and_a_mended_profile(desk: Office) -> None:
    """Both pages are theirs: the one that they took over, and the one behind it, seen before the process was gone."""
    desk.model.draft |= {"账号": "d1", "银行": "bank d1"}
    wish(desk)
    desk.people.acts["accounts-hands"] = does(desk, 账号="mine", 银行="my bank")
    with pytest.raises(errors.WaitingForPerson):
        desk.go(mended)
    never(desk)
    desk.digest = "d2"
    desk.people.acts["extra"] = "好"
    desk.people.seen.clear()
    desk.go(mended)
    assert desk.model.draft == {"账号": "mine", "银行": "my bank"}
    assert set(theirs(desk, "accounts")) == {"账号", "银行"}


def test_a_hand_over_left_open_still_knows_what_stood_at_its_beginning(desk: Office) -> None:
    """The process is gone while the person is at it: what they saved meanwhile is theirs, what they left is not."""
    desk.model.draft |= {"账号": "d1", "银行": "bank d1"}
    wish(desk)
    with pytest.raises(errors.WaitingForPerson):
        desk.go(mended)
    never(desk)
    desk.model.draft["账号"] = "mine"
    desk.people.acts |= {"accounts-hands": "填好交还", "extra": "好"}
    desk.people.seen.clear()
    desk.go(mended)
    assert desk.model.draft["账号"] == "mine"
    assert theirs(desk, "accounts") == ["账号"]


def test_a_hand_over_whose_beginning_nobody_noted_makes_nothing_the_persons(desk: Office) -> None:
    """The note beside the case is lost: what stands is compared with the profile."""
    desk.model.draft["账号"] = "d0"
    wish(desk)
    desk.people.acts["accounts-hands"] = "填好交还"
    with pytest.raises(errors.WaitingForPerson):
        desk.go(mended)
    never(desk)
    for note in desk.home.rglob("handed/*.json"):
        note.unlink()
    desk.model.draft["账号"] = "d0"
    desk.people.acts["extra"] = "好"
    desk.people.seen.clear()
    desk.go(mended)
    assert desk.model.draft["账号"] == "d1"


def test_the_note_of_what_stood_tells_nothing_of_it(desk: Office) -> None:
    """Beside the case lie digests by its key, never a value."""
    desk.model.draft["账号"] = "6222020200112233445"
    wish(desk)
    desk.people.acts["accounts-hands"] = "填好交还"
    with pytest.raises(errors.WaitingForPerson):
        desk.go(mended)
    [note] = desk.home.rglob("handed/*.json")
    assert "账号" in note.read_text(encoding="utf-8")
    assert "6222020200112233445" not in note.read_text(encoding="utf-8")
