"""What happened is told in order, each step with what belongs to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.audit.conftest import AMOUNT, CERTIFY, LINK, WORDS

from run_flow.audit.chain import Told
from run_flow.audit.fault import refusing
from run_flow.errors import AuditFailed
from run_flow.replay import wording
from run_flow.replay.story import story


def _acts(replay, run):
    chapter = next(chapter for chapter in replay.story.chapters if chapter.run == run)
    return [(act.place[0], act.state) for act in chapter.steps]


def test_each_attempt_at_a_step_is_told_with_its_end(replay):
    """Done, failed, or broken off where a person stopped it or a process was killed."""
    assert _acts(replay, LINK) == [("bind", "cut"), ("bind", "cut"), ("bind", "failed")]
    assert _acts(replay, CERTIFY) == [
        ("company", "done"), ("operator", "done"), ("submit", "failed"), ("submit", "done"),
    ]  # fmt: skip


def test_a_process_that_was_killed_is_told_of(replay):
    """Nobody said that the work had ended, and it went on: the break stands in the timeline."""
    (chapter,) = [chapter for chapter in replay.story.chapters if chapter.run == LINK]
    stops = [line.text for act in chapter.acts for line in act.lines if line.stops]
    assert [text for text in stops if "断了" in text] == ["到这里断了：进程被杀掉、断电，或电脑关了，没有来得及说。"]


def test_fields_and_pictures_stand_at_their_step_though_they_come_after_its_end(replay):
    """What is told once the result is known belongs to the step all the same."""
    (act,) = [act for chapter in replay.story.chapters for act in chapter.steps if act.fields]
    (field,) = act.fields
    assert (field.form, field.source, field.committed) == ("小程序信息", "programs.0.name", {"typed", "readback"})
    assert [shot.caption for shot in act.shots] == ["出错时的页面"]


def test_a_question_is_told_with_its_answer_and_by_whom(replay):
    """An approval as it is; an amount only as having been answered."""
    asks = [ask for chapter in replay.story.chapters for ask in chapter.asks]
    told = [(ask.approval, [(end.by, end.text) for end in ask.endings]) for ask in asks]
    assert (True, [("电脑账户 answer", "同意")]) in told
    assert (False, [("电脑账户 answer", "已回答（内容不在包里，只有加盐的哈希）")]) in told
    assert not [ask for ask in asks if AMOUNT in ask.question]


def test_what_the_portal_said_is_the_portals(replay):
    """Facts and refusals are not our doing."""
    lines = [line for chapter in replay.story.chapters for act in chapter.acts for line in act.lines]
    assert {line.text for line in lines if line.who == "portal"} == {"told FactFound", "told RoundOpened"}
    assert {line.text for line in lines if line.who == "person"} == {"told StepTakenOver"}


def test_a_bundle_of_one_run_tells_of_that_run_alone(replayed):
    """What concerns the case alone is there, too."""
    replay = replayed(run=CERTIFY)
    assert [chapter.run for chapter in replay.story.chapters] == [CERTIFY]
    assert replay.story.company.startswith("深圳市样例科技有限公司")
    assert [line.text for line in replay.story.lines] == ["told CaseOpened"]


def test_a_step_that_begins_with_a_question_is_one_step():
    """The portal is looked at first, and a person may have to say what it means."""
    at = datetime(2026, 3, 2, tzinfo=UTC).isoformat()
    place = {"run": "r", "step": "pay", "item": "", "round": 1}
    ask = {"ask": "a", "kind": "outcome", "question": "?", "role": "", "channel": "", "deadline": None}
    happened = [
        ("RunStarted", {"run": "r", "flow": "certify"}),
        ("AskOpened", {**place, **ask}),
        ("AskAnswered", {"run": "r", "ask": "a", "value": "done", "by": "x"}),
        ("StepStarted", {**place, "title": "支付", "irreversible": True}),
        ("StepDone", {**place, "title": "支付", "irreversible": True}),
        ("AskUsed", {"run": "r", "ask": "a"}),
    ]
    told = [Told(seq, at, kind, "r", data) for seq, (kind, data) in enumerate(happened, 1)]
    (chapter,) = story(told, words=WORDS).chapters
    ((act,), (ask,)) = chapter.steps, chapter.asks
    assert (act.title, act.state, act.irreversible) == ("支付", "done", True)
    assert [end.text for end in ask.endings] == ["done"]


@pytest.mark.parametrize(("kind", "data"), [
    ("RunStarted", {}), ("StepDone", {"step": "x"}), ("StepStarted", {"step": ["x"], "title": 1}), ("FieldProven", {"rules": 5}),
    ("AskOpened", {"ask": {}}), ("FactFound", {"label": "x"}),
])  # fmt: skip
def test_a_malformed_event_is_a_malformed_journal(kind, data):
    """Whoever signs a bundle may write anything into it: its reader knows what to expect, and says so."""
    told = [Told(1, "2026-03-02T00:00:00+00:00", "RunStarted", "r", {"flow": "certify"}),
            Told(2, "2026-03-02T00:00:00+00:00", kind, "r", data)]  # fmt: skip
    with pytest.raises(AuditFailed, match=r"journal\.jsonl"), refusing("journal.jsonl", "{why}"):
        story(told, words=WORDS)


AT = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
PAY = {"step": "pay", "item": "", "round": 1}
ASK = {"kind": "ask", "question": "请扫码", "role": "", "channel": "", "deadline": None, "answer": None}


def _chapter(*happened):
    """Return the one run in which *happened* what is told, a minute apart."""
    told = [
        Told(seq, (AT + timedelta(minutes=seq)).isoformat(), kind, "r", {"run": "r", **data})
        for seq, (kind, data) in enumerate((("RunStarted", {"flow": "certify"}), *happened), 1)
    ]
    (chapter,) = story(told, words=WORDS).chapters
    return chapter


STARTED = ("StepStarted", {**PAY, "title": "支付", "irreversible": True})
DONE = ("StepDone", {**PAY, "title": "支付", "irreversible": True})
ENDED, RESUMED = ("RunEnded", {"state": "review"}), ("RunResumed", {})


@pytest.mark.parametrize(
    ("then", "state"),
    [
        ([], "cut"),
        ([RESUMED, STARTED, DONE], "later"),
        ([RESUMED, ("RunEnded", {"state": "done"})], "later"),
        ([RESUMED, ("RunEnded", {"state": "stopped"})], "cut"),
    ],
    ids=["to this day", "another attempt", "the portal", "stopped again"],
)
def test_a_step_that_was_cut_short_says_whether_it_was_done_later(then, state):
    """By another attempt, or by the portal: a run that is done has no step that stands still."""
    chapter = _chapter(STARTED, ENDED, *then)
    assert chapter.steps[0].state == state


def test_every_process_that_was_killed_left_a_break_between_two_steps():
    """Within a step it would be folded away; a process that said how it ended broke off nothing."""
    chapter = _chapter(STARTED, RESUMED, STARTED, RESUMED, ENDED, RESUMED, STARTED, DONE)
    breaks = [act for act in chapter.acts if any("断了" in line.text for line in act.lines)]
    assert [act.title for act in breaks] == ["", ""]
    assert [line.at for act in breaks for line in act.lines if line.stops] == [
        AT + timedelta(minutes=2), AT + timedelta(minutes=4),
    ]  # fmt: skip


def test_a_step_that_was_only_compared_is_told_apart():
    """It typed nothing, whoever gave the values."""
    how = [{"how": "act"}, {"how": "compared"}]
    chapter = _chapter(*(each for facts in how for each in (STARTED, ("StepDone", {**DONE[1], **facts}))))
    assert [act.compared for act in chapter.steps] == [False, True]


def test_a_step_that_was_cut_short_says_what_was_clicked():
    """An irreversible step whose click was announced is another thing than one that did not get there."""
    clicked = _chapter(STARTED, ("StepIntended", {**PAY, "label": "微信支付"}), ENDED)
    assert wording.interrupted(clicked.steps[0]) == "这一次记下要点「微信支付」，然后中断"
    assert wording.interrupted(_chapter(STARTED, ENDED).steps[0]) == "这一次没有点过不能撤销的按钮"
    assert wording.interrupted(_chapter(STARTED, DONE).steps[0]) == ""


def test_times_never_run_backwards():
    """An answer that came after other things stands after them, with its question; a step ends with its result."""
    chapter = _chapter(
        STARTED, ("AskOpened", {**PAY, **ASK, "ask": "a"}), ENDED, RESUMED,
        ("StepStarted", {**PAY, "step": "see", "title": "看"}), ("FactFound", {"label": "AppID", "value": "wx"}),
        ("StepDone", {**PAY, "step": "see", "title": "看"}), ("AskOvertaken", {"ask": "a"}),
    )  # fmt: skip
    times = [each.at for act in chapter.acts for each in act.told]
    assert times == sorted(times)
    assert chapter.steps[0].ended == chapter.asks[0].at
    assert chapter.asks[0].near == []
    assert chapter.acts[-1].lines[-1].text == "「请扫码」：平台已看到办好，已继续"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "平台已看到办好，已继续"),
        ({"answer": {"kind": "confirm"}}, "平台已继续，不用再回答"),
        ({"kind": "review"}, "平台有了结果，已继续"),
    ],
)
def test_what_the_portal_saw_is_said(facts, said):
    """A scan is done once the portal saw it: that no answer was needed is no news."""
    chapter = _chapter(STARTED, ("AskOpened", {**PAY, **ASK, **facts, "ask": "a"}), ("AskOvertaken", {"ask": "a"}))
    assert [end.text for end in chapter.asks[0].near] == [said]


@pytest.mark.parametrize(("by", "said"), [("terminal", "在终端"), ("banner", "在窗口"), ("people", "电脑账户 people")])
def test_a_login_name_is_not_taken_for_a_persons(by, said):
    """An answer came from a place, or from whoever was signed in to a computer."""
    answered = ("AskAnswered", {"ask": "a", "value": "yes", "by": by})
    chapter = _chapter(STARTED, ("AskOpened", {**PAY, **ASK, "ask": "a"}), answered)
    assert [end.by for end in chapter.asks[0].endings] == [said]


def test_steps_of_one_name_keep_their_runs_titles():
    """Two flows may both have a step that submits."""
    at = AT.isoformat()
    told = [
        Told(1, at, "RunStarted", "a", {"run": "a", "flow": "certify"}),
        Told(2, at, "StepStarted", "a", {"run": "a", "step": "submit", "title": "提交审核"}),
        Told(3, at, "RunStarted", "b", {"run": "b", "flow": "file"}),
        Told(4, at, "StepStarted", "b", {"run": "b", "step": "submit", "title": "提交备案"}),
    ]
    assert [chapter.steps[0].title for chapter in story(told, words=WORDS).chapters] == ["提交审核", "提交备案"]


def test_every_time_is_beijings():
    """Whoever reads the page, and wherever: the deadlines are those that the portal writes."""
    assert wording.clock(AT) == "2026-03-03 07:00:00"
    assert wording.clock(AT, AT - timedelta(hours=6)) == "07:00:00"
    assert wording.clock(AT, AT - timedelta(hours=8)) == "2026-03-03 07:00:00"
