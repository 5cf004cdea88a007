"""What happened is told in order, each step with what belongs to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.audit.conftest import AMOUNT, CERTIFY, LINK, WORDS

from run_flow.audit.chain import Told
from run_flow.audit.fault import refusing
from run_flow.errors import AuditFailed
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
    assert [(fact.label, fact.value) for fact in replay.story.found] == [("AppID", "wx1234")]
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
    with pytest.raises(AuditFailed, match=r"journal\.jsonl"), refusing("journal.jsonl", str):
        story(told, words=WORDS)
