"""An ask is settled by whichever comes first: an answer from anywhere, the portal moving on, the deadline."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.unit.engine.errand import errand
from tests.unit.engine.model import ID_NUMBER, Office

from run_flow import errors
from run_flow.engine.flow import Flow, flow, step
from run_flow.engine.people import Amount, AskView, Code, Confirm, Document, Text, give, settled
from run_flow.engine.run import Run
from run_flow.journal.files import Vault, codes
from run_flow.journal.rows import AskRow
from run_flow.redact import masked


def asking(*, twice: bool = False, **how: Any) -> Flow:
    """Return an errand that asks once (or twice) and remembers the answers in ``got``."""

    @step(title="问")
    def question(run: Run) -> None:
        times = 2 if twice else 1
        got.extend(run.ask("amount", "打款多少?", **({"answer": Amount()} | how)) for _time in range(times))

    @flow(title="只问")
    def only(run: Run) -> None:
        question(run)

    got: list[str] = []
    only.body.__dict__["got"] = got
    return only


def got(asked: Flow) -> list[str]:
    """Return the answers that the errand got."""
    answers: list[str] = asked.body.__dict__["got"]
    return answers


def rows(office: Office) -> list[AskRow]:
    """Return every ask there was."""
    with office.ledger() as ledger:
        return ledger.asks(state=None)


def by_command(office: Office, text: str) -> Callable[[AskView], None]:
    """Return a person who answers from another terminal."""

    def act(view: AskView) -> None:
        with office.ledger() as ledger:
            row = ledger.ask(view.case_id, view.id)
            assert row is not None
            assert give(ledger, Vault(office.home / "cases" / view.case_id / "secrets"), row, text, by="answer")

    return act


def test_a_surface_answers(office: Office) -> None:
    """What a person types on a surface is the answer, and the surface is cleared."""
    office.people.acts["amount"] = "¥0.37"
    asked = asking(role="财务", channel="网银")
    office.go(asked)
    assert got(asked) == ["0.37"]
    [row] = rows(office)
    assert (row.id, row.state, row.value, row.by, row.role) == ("amount-1", "used", "0.37", "people", "财务")
    assert office.people.cleared == ["amount-1"]


def test_a_wrong_answer_is_refused_with_a_sentence(office: Office) -> None:
    """An answer of the wrong kind is not taken; the person is told why and may answer again."""
    office.people.acts["amount"] = ["很多", "0.375", "0.37"]
    asked = asking()
    office.go(asked)
    assert got(asked) == ["0.37"]
    assert office.people.refused == ["请填写金额，例如 0.37", "金额最多两位小数，例如 0.37"]


def test_another_terminal_answers(office: Office) -> None:
    """The answer command goes through the ledger, and the waiting process sees it."""
    office.people.acts["amount"] = by_command(office, "0.5")
    asked = asking()
    office.go(asked)
    assert got(asked) == ["0.50"]
    assert rows(office)[0].by == "answer"


def test_the_portal_moves_on_by_itself(office: Office) -> None:
    """Where until sees that nobody is needed any more, the ask is over without an answer."""
    office.people.acts["amount"] = lambda _ask: setattr(office.portals[-1].page, "url", "elsewhere")
    asked = asking(until=lambda: office.portals[-1].page.url == "elsewhere")
    office.go(asked)
    assert got(asked) == [""]
    assert (rows(office)[0].state, rows(office)[0].by) == ("used", "portal")


def test_what_has_happened_already_is_not_asked(office: Office) -> None:
    """An ask whose until is true from the start is not opened at all."""
    asked = asking(until=lambda: True)
    office.go(asked)
    assert (got(asked), rows(office)) == ([""], [])


def test_past_the_deadline_the_ask_expires(office: Office) -> None:
    """The deadline counts from the first time it was asked, over restarts."""
    asked = asking(within=timedelta(minutes=90))
    with pytest.raises(errors.WaitingForPerson):
        office.go(asked)
    office.clock.pass_by(minutes=100)
    with pytest.raises(errors.AskExpired, match="打款多少"):
        office.go(asked)
    assert rows(office)[0].state == "expired"
    office.people.acts["amount"] = "0.37"
    office.go(asked)
    assert [row.id for row in rows(office)] == ["amount-1", "amount-2"]


def test_past_patience_the_process_ends_and_the_ask_stays(office: Office) -> None:
    """The process suspends with exit code 4; an answer given meanwhile is used by the next one."""
    asked = asking()
    with pytest.raises(errors.WaitingForPerson) as waiting:
        office.go(asked)
    assert waiting.value.exit_code == 4
    assert office.told.left[0] == office.patience > office.told.left[-1]
    [row] = rows(office)
    assert row.state == "open"
    with office.ledger() as ledger:
        assert ledger.runs()[0].state == "waiting"
        assert give(ledger, Vault(office.home), row, "0.37", by="answer")
    office.go(asked)
    assert got(asked) == ["0.37"]
    assert [row.id for row in rows(office)] == ["amount-1"]


def test_an_answered_step_is_repeated_with_its_answers(office: Office) -> None:
    """A repeatable step that was done is compared with the answers that it was given, not asked again."""
    office.people.acts.pop("submit-approval")
    for _process in range(3):
        with pytest.raises(errors.WaitingForPerson):
            office.go(errand)
    assert [row.id for row in rows(office) if row.key == "landline"] == ["landline-1"]


def test_a_no_is_asked_again_the_next_time(office: Office) -> None:
    """People think again: what they declined ends one process, not every one after it."""

    @flow(title="再来一次")
    def again(run: Run) -> None:
        if run.ask("again", "再来一次吗?", answer=Confirm()) == "no":
            raise errors.PortalRefused

    office.people.acts["again"] = "否"
    with pytest.raises(errors.PortalRefused):
        office.go(again)
    office.people.acts["again"] = "是"
    office.go(again)
    assert [(ask.value, ask.state) for ask in rows(office)] == [("no", "used"), ("yes", "used")]


def test_a_document_that_is_gone_is_asked_for_again(office: Office, tmp_path: Path) -> None:
    """The stick with the scan was pulled out: the answer of yesterday is none any more."""
    for name in ("first.png", "second.png"):
        (tmp_path / name).write_bytes(b"scan")

    @step(title="公函")
    def letter(run: Run) -> None:
        scan = run.ask("letter", "扫描件?", answer=Document())
        if "first" in scan:
            raise errors.PortalDown

    @flow(title="公函")
    def lettered(run: Run) -> None:
        letter(run)

    office.people.acts["letter"] = str(tmp_path / "first.png")
    with pytest.raises(errors.PortalDown):
        office.go(lettered)
    (tmp_path / "first.png").unlink()
    office.people.acts["letter"] = str(tmp_path / "second.png")
    office.go(lettered)
    assert [Path(row.value or "").name for row in rows(office)] == ["first.png", "second.png"]


def test_asked_again_within_a_step_it_is_another_ask(office: Office) -> None:
    """A step that asks the same twice (the first answer did not do) gets two answers."""
    amounts = ["0.11", "0.37"]
    office.people.acts["amount"] = lambda _ask: amounts.pop(0)
    asked = asking(twice=True)
    office.go(asked)
    assert got(asked) == ["0.11", "0.37"]
    assert [(row.id, row.state) for row in rows(office)] == [("amount-1", "used"), ("amount-2", "used")]


def test_an_id_can_be_typed_in_a_shell(office: Office) -> None:
    """A key may hold words of the portal's page; the id made of it is copied into a command line."""

    @flow(title="补充")
    def supplement(run: Run) -> None:
        for key in ("补-营业执照；$(reboot)\n", "补-营业执照 `reboot`", "补" * 300):
            run.ask(key, key, answer=Text())

    with pytest.raises(errors.WaitingForPerson):
        office.go(supplement)
    office.people.acts |= {"补-营业执照_reboot_": "好", "补" * 100: "好"}
    office.people.seen.clear()
    office.go(supplement)
    assert [row.id for row in rows(office)] == ["补-营业执照_reboot_-1", "补-营业执照_reboot_-2", "补" * 100 + "-1"]


def test_another_question_under_the_same_key_is_another_ask(office: Office) -> None:
    """An answer serves the question that was asked, not one with other words."""
    with pytest.raises(errors.WaitingForPerson):
        office.go(asking())
    with pytest.raises(errors.WaitingForPerson):
        office.go(asking(answer=Text()))
    assert [(row.id, row.state) for row in rows(office)] == [("amount-1", "cancelled"), ("amount-2", "open")]


def test_without_a_kind_of_answer_only_the_portal_settles_it(office: Office) -> None:
    """What the portal sees by itself cannot be claimed by a person."""
    office.people.acts["amount"] = "付了"
    with pytest.raises(errors.WaitingForPerson):
        office.go(asking(answer=None, until=lambda: False))
    assert office.people.refused == ["这件事由平台确认，不用回答"]
    with office.ledger() as ledger:
        assert not ledger.answer("abababab", "amount-1", "付了", by="people")


def test_a_closed_window_stops_the_run_and_loses_nothing(office: Office) -> None:
    """The person closed the window: the run is stopped, the ask still stands."""
    office.people.acts["amount"] = lambda _ask: setattr(office.portals[-1], "closed", True)
    with pytest.raises(errors.WindowClosed):
        office.go(asking())
    with office.ledger() as ledger:
        assert ledger.runs()[0].state == "stopped"
        assert [ask.id for ask in ledger.asks()] == ["amount-1"]


def test_a_code_to_scan_is_taken_again(office: Office) -> None:
    """The picture is renewed while a person waits; surfaces hear only of codes that changed, the file is private."""
    office.patience = timedelta(minutes=3)
    shown: list[bytes] = []

    def look(view: AskView) -> None:
        picture = codes(office.home / "cases" / view.case_id).path(rows(office)[0].image)
        if picture:
            shown.append(picture.read_bytes())
            assert picture.stat().st_mode & 0o777 == 0o600

    office.people.watch = look
    with pytest.raises(errors.WaitingForPerson):
        office.go(asking(qr=lambda: office.portals[-1].qr() or None))
    assert [view.code for view in office.people.seen if view.code] == ["0900", "0901", "0902"]
    assert shown == [b"picture 0900", b"picture 0901", b"picture 0902"]


def test_a_code_to_scan_is_not_kept(office: Office) -> None:
    """Whoever finds an old code could sign in or pay with it: none outlives its ask, nor a killed process."""
    left = codes(office.home / "cases" / "abababab")
    with pytest.raises(errors.WaitingForPerson):
        office.go(asking(qr=lambda: office.portals[-1].qr() or None))
    assert rows(office)[0].image
    assert b"picture" not in everything_on_disk(office)
    killed = left.keep(b"picture of a killed process")
    office.people.acts["amount"] = "好"
    office.go(asking(answer=Text()))
    assert left.path(killed) is None


def test_no_code_for_a_moment_is_no_error(office: Office) -> None:
    """While the portal renews a code there is none: the last one stays."""
    codes: list[Any] = [None, errors.PortalChanged(), errors.PortalDown()]

    def look() -> Any:
        code = codes.pop(0) if codes else office.portals[-1].qr()
        if isinstance(code, Exception):
            raise code
        return code

    with pytest.raises(errors.WaitingForPerson):
        office.go(asking(qr=look))
    assert [view.code for view in office.people.seen] == ["", "0900"]


def everything_on_disk(office: Office) -> bytes:
    """Return the bytes of all files."""
    return b"".join(path.read_bytes() for path in office.home.rglob("*") if path.is_file())


@pytest.mark.parametrize("where", ["surface", "command"])
def test_a_secret_answer_leaves_no_trace(office: Office, where: str) -> None:
    """A code reaches the step and is in no file and in no row afterwards."""
    office.people.acts["amount"] = "846113" if where == "surface" else by_command(office, "846113")
    asked = asking(answer=Code(), secret=True)
    office.go(asked)
    assert got(asked) == ["846113"]
    assert b"846113" not in everything_on_disk(office)
    assert (rows(office)[0].state, rows(office)[0].value) == ("used", None)


def test_a_secret_of_an_earlier_process_is_void(office: Office) -> None:
    """A code is good for the process that asked for it; one that came too late is forgotten unread."""
    asked = asking(answer=Code(), secret=True)

    def too_late(view: AskView) -> None:
        by_command(office, "846113")(view)
        raise KeyboardInterrupt

    office.people.acts["amount"] = too_late
    with pytest.raises(KeyboardInterrupt):
        office.go(asked)
    office.people.acts["amount"] = "731925"
    office.go(asked)
    assert got(asked) == ["731925"]
    assert b"846113" not in everything_on_disk(office)


def test_a_secret_answer_is_redacted_from_then_on(office: Office) -> None:
    """Should the portal show the code again, in an error say, it goes no further."""
    office.people.acts["amount"] = "846113"

    @step(title="验证码")
    def code(run: Run) -> None:
        run.ask("amount", "验证码?", answer=Code(), secret=True)
        raise errors.FormRefused("验证码 846113 不正确")

    @flow(title="泄露")
    def leaking(run: Run) -> None:
        code(run)

    with pytest.raises(errors.FormRefused):
        office.go(leaking)
    assert b"846113" not in everything_on_disk(office)


def test_past_patience_a_secret_ask_is_cancelled(office: Office) -> None:
    """Nobody may hand over a code to a process that is gone."""
    with pytest.raises(errors.WaitingForPerson):
        office.go(asking(answer=Code(), secret=True))
    assert rows(office)[0].state == "cancelled"


def test_a_question_is_masked_for_people_and_redacted_on_disk(office: Office) -> None:
    """Who is asked recognises whose ID number it is; the ledger knows only that there was one."""

    @flow(title="多嘴")
    def talkative(run: Run) -> None:
        run.ask("name", f"{ID_NUMBER} 是谁?", answer=Text())

    with pytest.raises(errors.WaitingForPerson):
        office.go(talkative)
    assert rows(office)[0].question == "‹id_number› 是谁?"
    assert office.people.seen[0].question == f"{masked('id_number', ID_NUMBER)} 是谁?"
    assert ID_NUMBER.encode() not in everything_on_disk(office)


def reviewing(office: Office, **how: Any) -> Flow:
    """Return an errand that waits for a review."""

    @step(title="审核")
    def review(run: Run) -> None:
        decided = run.wait_for(lambda: office.model.decided, "等待审核", every=timedelta(hours=4), **how)
        office.told.said.append(decided)

    @flow(title="等")
    def waiting(run: Run) -> None:
        review(run)

    return waiting


def test_a_review_suspends_past_patience_and_says_when_to_look(office: Office) -> None:
    """The process ends with exit code 5; the ledger knows whom it waits for and when to look again."""
    office.people.acts.clear()
    with pytest.raises(errors.WaitingForReview, match="等待审核") as review:
        office.go(reviewing(office))
    assert review.value.exit_code == 5
    assert review.value.look_at == office.clock.now() + timedelta(hours=4)
    with office.ledger() as ledger:
        run = ledger.runs()[0]
        assert (run.state, run.look_at) == ("review", review.value.look_at)
        assert [(ask.kind, ask.role) for ask in ledger.asks()] == [("review", "平台审核")]
    office.model.decided = "已认证"
    office.go(reviewing(office))
    assert office.told.said == ["已认证"]
    assert [(row.state, row.by) for row in rows(office)] == [("used", "portal")]


def test_a_review_is_looked_at_while_the_process_waits(office: Office) -> None:
    """A decision that comes within patience is seen, even when the portal was down meanwhile."""
    looks: list[int] = []

    def look() -> str:
        looks.append(1)
        if len(looks) < 3:
            raise errors.PortalDown
        return "已认证"

    @flow(title="等")
    def waiting(run: Run) -> None:
        office.told.said.append(run.wait_for(look, "等待审核"))

    office.patience = timedelta(minutes=5)
    office.go(waiting)
    assert office.told.said == ["已认证"]


def test_a_review_has_a_deadline(office: Office) -> None:
    """Where the portal gives a date, that it passed is on disk, once; the reviewers go on, and so do the looks."""
    office.people.acts.clear()
    for _time in range(2):
        with pytest.raises(errors.WaitingForReview):
            office.go(reviewing(office, within=timedelta(seconds=30)))
    assert [(row.state, row.deadline is None) for row in rows(office)] == [("expired", False), ("open", True)]


def late(office: Office) -> AskRow:
    """Return an ask of a process that is gone, whose deadline passed."""
    with pytest.raises(errors.WaitingForPerson):
        office.go(asking(within=timedelta(minutes=90)))
    office.clock.pass_by(minutes=100)
    return rows(office)[0]


def test_a_late_answer_is_refused_with_the_deadline(office: Office) -> None:
    """Before any process has noticed that the deadline passed, and after."""
    row = late(office)
    with office.ledger() as ledger:
        assert not give(ledger, Vault(office.home), row, "0.37", by="answer")
        why = settled(row, now=office.clock.now())
    assert row.deadline is not None
    assert f"amount-1：期限 {row.deadline.astimezone():%Y-%m-%d %H:%M:%S} 已过" in why
    with pytest.raises(errors.AskExpired):
        office.go(asking(within=timedelta(minutes=90)))
    assert settled(rows(office)[0], now=office.clock.now()) == why


def test_an_answer_on_a_surface_after_the_deadline_is_refused_with_it(office: Office) -> None:
    """The person hears why, and the ask expires."""

    def too_late(_ask: AskView) -> str:
        office.clock.pass_by(minutes=100)
        return "0.37"

    office.people.acts["amount"] = too_late
    with pytest.raises(errors.AskExpired):
        office.go(asking(within=timedelta(minutes=90)))
    assert "期限" in office.people.refused[0]
    assert rows(office)[0].state == "expired"


def test_the_second_of_two_answers_is_refused_with_the_first(office: Office) -> None:
    """From two places at once one is applied; the other hears who answered, and when."""

    def twice(view: AskView) -> str:
        by_command(office, "0.5")(view)
        return "0.37"

    office.people.acts["amount"] = twice
    asked = asking()
    office.go(asked)
    assert got(asked) == ["0.50"]
    [why] = office.people.refused
    assert re.fullmatch(r"amount-1：已经先回答了（电脑账户 answer，.{19}），以先到的为准", why)
    with office.ledger() as ledger:
        assert not give(ledger, Vault(office.home), rows(office)[0], "0.37", by="answer")


def test_why_an_ask_takes_no_answer_any_more(office: Office) -> None:
    """Each end has its sentence: answered on a surface, settled by the portal, dropped; an open one has none."""
    row, now = late(office), office.clock.now()
    at = now
    assert settled(replace(row, deadline=None), now=now) == ""
    assert "在窗口，" in settled(replace(row, state="answered", by="banner", answered_at=at), now=now)
    assert "在终端，" in settled(replace(row, state="used", by="terminal", answered_at=at), now=now)
    assert "平台在" in settled(replace(row, state="used", by="portal", closed_at=at), now=now)
    assert "不需要" in settled(replace(row, state="cancelled", closed_at=at), now=now)


def test_an_answer_that_came_before_the_portal_moved_on_counts(office: Office) -> None:
    """The answer and the portal's news in the same moment: what a person said first is not overwritten."""

    def look() -> bool:
        with office.ledger() as ledger:
            return bool(ledger.answer("abababab", "amount-1", "0.50", by="answer"))

    asked = asking(until=look)
    office.go(asked)
    assert got(asked) == ["0.50"]
    assert [(row.state, row.by, row.value) for row in rows(office)] == [("used", "answer", "0.50")]


def test_an_answer_of_a_killed_process_is_not_lost(office: Office) -> None:
    """Recorded, and the process died before it used it: the next one does."""

    def die(view: AskView) -> None:
        by_command(office, "0.5")(view)
        raise KeyboardInterrupt

    office.people.acts["amount"] = die
    asked = asking()
    with pytest.raises(KeyboardInterrupt):
        office.go(asked)
    office.go(asked)
    assert got(asked) == ["0.50"]
    assert len(rows(office)) == 1
