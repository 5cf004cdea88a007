"""What the platform answered stands in one table, and who filled in which form in another."""

from __future__ import annotations

import pytest
from tests.audit.conftest import LINK

from run_flow.audit.chain import Told
from run_flow.journal import events
from run_flow.replay.answers import answers
from run_flow.replay.asked import asked

AT = "2026-03-02T00:00:00+00:00"
ASK = {"question": "人工审核", "role": "", "channel": "", "deadline": None}


def _answers(*happened):
    told = [Told(seq, AT, kind, "r", {"run": "r", **data}) for seq, (kind, data) in enumerate(happened, 1)]
    found = answers(told, asks=asked(told), tell=lambda event: f"told {event.kind}")
    return [(each.label, each.value, each.stops) for each in found]


def test_of_what_it_showed_the_last_counts(replay):
    """A status that changed stands once, where it became what it is; each 小程序 has its own."""
    shown = [
        ("FactFound", {"label": "备案状态", "value": "未备案", "item": "甲"}),
        ("FactFound", {"label": "备案状态", "value": "未备案", "item": "乙"}),
        ("FactFound", {"label": "备案状态", "value": "已备案", "item": "甲"}),
    ]
    assert _answers(*shown) == [("乙 备案状态", "未备案", False), ("甲 备案状态", "已备案", False)]
    assert [(fact.label, fact.value) for fact in replay.story.found if not fact.stops] == [("AppID", "wx1234")]


def test_a_review_that_ended_is_its_answer_and_a_persons_scan_is_none():
    """The portal goes on after both; only the first is a decision of its own."""
    happened = [
        ("AskOpened", {**ASK, "ask": "a", "kind": "review"}),
        ("AskEscalated", {"ask": "a"}),
        ("AskOvertaken", {"ask": "a"}),
        ("AskOpened", {**ASK, "ask": "b", "kind": "ask"}),
        ("AskOvertaken", {"ask": "b"}),
    ]
    assert _answers(*happened) == [("人工审核", "平台有了结果，已继续", False)]


def test_a_refusal_is_told_with_its_reasons():
    """What the reviewers objected to, and that a run ended with it; an order's new number is no objection."""
    happened = [
        ("RoundOpened", {"reasons": [{"field": "营业执照"}]}),
        ("RoundOpened", {"reasons": []}),
        ("RunEnded", {"state": "refused"}),
        ("RunEnded", {"state": "done"}),
    ]
    assert _answers(*happened) == [("审核意见", "told RoundOpened", True), ("审核结果", "told RunEnded", True)]


def test_an_answer_leads_to_its_step(replay):
    """Counted through all runs; what belongs to no step leads nowhere."""
    (act,) = [act for act in replay.story.steps if act.fields]
    assert act.run == LINK
    assert replay.story.step(act.fields[0].seq) == replay.story.steps.index(act) + 1
    assert replay.story.place(act.fields[0].seq) == f"act-{replay.story.step(act.fields[0].seq)}"
    (fact,) = [each for each in replay.story.found if not each.stops]
    assert f'id="{replay.story.place(fact.seq)}"' in replay.page().decode()
    assert (replay.story.step(1), replay.story.place(1)) == (0, "")


def test_fields_are_counted_by_who_gave_the_value(filmed, replayed):
    """By the profile, a person or the script, form by form."""
    place = {"run": LINK, "step": "bind", "item": "", "round": 1}
    facts = {"holder": "h", "kind": "text", "rules": (), "typed": "aa"}
    for field, form, source in (
        ("a", "甲", "person"),
        ("b", "甲", "answer:code"),
        ("c", "乙", ""),
        ("d", "甲", "bank.name"),
    ):
        filmed.happened(events.FieldProven(**place, field=field, form=form, label=field, source=source, **facts))
    act = next(act for act in replayed().story.steps if len(act.fields) == 5)
    told = {form: [field.whose for field in fields] for form, fields in act.forms.items()}
    assert told == {"小程序信息": ["profile"], "甲": ["person", "person", "profile"], "乙": ["script"]}


def test_a_form_that_was_only_compared_says_so(filmed, replayed):
    """Who reads the table does not take it for one that was filled in once more."""
    place = {"run": LINK, "step": "bind", "item": "", "round": 1}
    facts = {"holder": "h", "kind": "text", "rules": (), "typed": "aa"}
    marked = '<span class="badge compared">已核对，没有改动</span>'
    assert marked not in replayed().page().decode()
    filmed.happened(
        events.StepStarted(**place, title="关联小程序", attempt=4, irreversible=False),
        events.FieldProven(**place, field="d", form="甲", label="d", source="bank.name", **facts),
        events.StepDone(**place, title="关联小程序", irreversible=False, how="compared"),
    )
    assert replayed().page().decode().count(marked) == 1


@pytest.mark.parametrize(("kind", "said"), [("review", "导出时还在等平台"), ("ask", "导出时还没有人回答")])
def test_what_is_still_awaited_says_so(filmed, replayed, kind, said):
    """Nothing has ended there: the platform may decide, or a person answer, after the export."""
    assert said not in replayed().page().decode()
    told = {"key": "k", "kind": kind, "question": "？", "role": "", "channel": "", "deadline": None, "secret": False}
    filmed.happened(events.AskOpened(run=LINK, step="", ask="k-1", answer=None, **told))
    assert said in replayed().page().decode()
