"""What an edit of a script is, and what it means for a run: values in, sentences out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from run_flow.engine.digest import ScriptStep
from run_flow.engine.edits import Edits, Script, Verdict, compared, continued, judged
from run_flow.journal.rows import StepRow

FORM = ScriptStep("form", "企业信息", "1", irreversible=False)
MORE = ScriptStep("more", "运营者信息", "2", irreversible=False)
SEND = ScriptStep("send", "提交审核", "3", irreversible=True)
NEW = ScriptStep("new", "发票", "4", irreversible=False)
SCRIPT = (FORM, MORE, SEND)


def row(step: ScriptStep, state: str, *, seq: int = 1, item: str = "", irreversible: bool | None = None) -> StepRow:
    """Return how far *step* is."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("attempt", "intent_at", "intent_owner", "intent_label", "how", "forms", "fields", "inputs", "stale",
         "by_person", "screenshot", "error", "started_at", "done_at")
    )  # fmt: skip
    facts = {"run_id": "r", "name": step.key, "item": item, "round": 1, "title": step.title, "state": state}
    kind = step.irreversible if irreversible is None else irreversible
    return StepRow(**{**nothing, **facts, "irreversible": kind, "seq": seq})


def verdict(script: Script, *rows: StepRow, recorded: Script = SCRIPT) -> Verdict:
    """Return what comes of *script* for a run with *rows*."""
    script = continued(recorded, script)
    return judged(compared(recorded, script), recorded=recorded, script=script, rows=rows)


def test_the_same_script_has_no_edits() -> None:
    """Nothing changed, nothing to tell."""
    assert compared(SCRIPT, SCRIPT) == Edits()
    assert verdict(SCRIPT, row(FORM, "done"), row(SEND, "intent")) == Verdict()


@pytest.mark.parametrize(
    ("script", "edits"),
    [
        ((FORM, NEW, MORE, SEND), Edits(added=(NEW,))),
        ((FORM, SEND), Edits(removed=(MORE,))),
        ((MORE, FORM, SEND), Edits(reordered=True)),
        ((FORM, replace(MORE, digest="9"), SEND), Edits(changed=((MORE, replace(MORE, digest="9")),))),
        ((FORM, MORE, replace(SEND, irreversible=False)), Edits(changed=((SEND, replace(SEND, irreversible=False)),))),
        ((FORM, MORE, replace(SEND, title="提交")), Edits()),
        ((NEW, FORM, SEND), Edits(added=(NEW,), removed=(MORE,))),
    ],
)
def test_each_edit_has_its_name(script: Script, edits: Edits) -> None:
    """Added, removed, reordered and changed are told apart; other words of a title are no edit."""
    assert compared(SCRIPT, script) == edits


def test_a_step_is_renamed_by_was_or_by_doing_the_same() -> None:
    """Who wrote ``was=`` said so; a new step that does what a vanished one did cannot be another one."""
    said = replace(MORE, key="extra", digest="9", was=("more",))
    same = replace(MORE, key="extra")
    assert compared(SCRIPT, (FORM, said, SEND)) == Edits(renamed=((MORE, said),), changed=((MORE, said),))
    found = replace(same, was=("more",))
    assert continued(SCRIPT, (FORM, same, SEND)) == (FORM, found, SEND)
    assert compared(SCRIPT, (FORM, found, SEND)) == Edits(renamed=((MORE, found),))


def test_a_name_of_before_is_never_forgotten() -> None:
    """The script's next version knows the step by all its names, and so does the one that takes the first name back."""
    recorded = continued(SCRIPT, (FORM, MORE, replace(SEND, key="post")))
    again = continued(recorded, (FORM, MORE, replace(SEND, key="post", digest="9")))
    assert again[2].names == ("post", "send")
    assert continued(again, SCRIPT)[2].names == ("send", "post")
    assert continued(recorded, recorded) == recorded


def test_two_steps_that_do_the_same_are_not_taken_for_one_another() -> None:
    """Where it cannot be told which one is which, nothing is guessed."""
    twins = (FORM, replace(MORE, key="a"), replace(MORE, key="b"), SEND)
    assert continued(SCRIPT, twins) == twins
    swapped = (replace(FORM, digest="2"), replace(MORE, digest="1"), SEND)
    assert continued(SCRIPT, swapped) == swapped


@pytest.mark.parametrize(
    ("script", "rows", "said"),
    [
        ((FORM, NEW, MORE, SEND), [], "新增了步骤“发票”"),
        ((FORM, NEW, MORE, SEND), [row(NEW, "done")], ""),
        ((FORM, SEND), [row(MORE, "failed")], "去掉了步骤“运营者信息”"),
        ((MORE, FORM, SEND), [row(SEND, "done")], "顺序变了"),
        ((FORM, MORE, replace(SEND, key="post")), [row(SEND, "intent")], "send → post"),
        ((FORM, replace(MORE, digest="9"), SEND), [], "按新的办"),
        ((FORM, replace(MORE, digest="9"), SEND), [row(MORE, "done")], "会重新核对"),
        ((FORM, replace(MORE, digest="9"), SEND), [row(MORE, "done"), row(SEND, "done", seq=2)], "已经提交"),
        ((FORM, replace(MORE, digest="9"), SEND), [row(MORE, "done"), row(SEND, "done", seq=2, item="b")], "重新核对"),
    ],
)
def test_what_is_safe_is_only_told(script: Script, rows: list[StepRow], said: str) -> None:
    """Nobody needs to agree to what undoes nothing."""
    decided = verdict(script, *rows)
    assert (decided.asked, decided.unsettled) == ((), ())
    assert said in "".join(decided.told)
    assert bool(decided.told) == bool(said)


@pytest.mark.parametrize(
    ("script", "rows", "asked"),
    [
        ((FORM, SEND), [row(MORE, "done")], "不再核对"),
        ((FORM, MORE), [row(SEND, "done")], "不会重办"),
        ((FORM, MORE, replace(SEND, digest="9")), [], "还没有办"),
        ((FORM, MORE, replace(SEND, digest="9")), [row(SEND, "failed")], "还没有办"),
        ((FORM, MORE, replace(SEND, digest="9")), [row(SEND, "done")], "已经办完"),
        ((FORM, MORE, replace(SEND, digest="9")), [row(SEND, "intent")], "先查看结果"),
        ((FORM, MORE, replace(SEND, irreversible=False)), [row(SEND, "done")], "已经办完"),
        ((FORM, replace(MORE, irreversible=True), SEND), [row(MORE, "done", irreversible=False)], "还没有办"),
    ],
)
def test_what_is_not_safe_is_asked(script: Script, rows: list[StepRow], asked: str) -> None:
    """A done step that is gone, or a step that cannot be undone and changed."""
    decided = verdict(script, *rows)
    assert len(decided.asked) == 1
    assert asked in decided.asked[0]
    assert decided.unsettled == ()


@pytest.mark.parametrize("script", [(FORM, MORE), (FORM, MORE, replace(SEND, irreversible=False))])
@pytest.mark.parametrize("recorded", [SCRIPT, ()])
def test_a_click_that_the_script_cannot_look_for_has_to_be_settled(script: Script, recorded: Script) -> None:
    """Its outcome may not be lost with the step, whatever is known of the script of before."""
    intent = row(SEND, "intent")
    decided = verdict(script, intent, recorded=recorded)
    assert decided.unsettled == (intent,)
    assert "核实" in decided.asked[0]


def test_without_a_record_what_vanished_is_seen_by_its_row() -> None:
    """A run of an older version has rows; its script is unknown."""
    assert "不再核对" in verdict((FORM, SEND), row(MORE, "done"), recorded=()).asked[0]


def test_what_was_agreed_to_is_not_asked_again() -> None:
    """A row whose step the recorded script no longer had was agreed to then."""
    assert verdict((FORM, replace(SEND, title="新")), row(MORE, "done"), recorded=(FORM, SEND)) == Verdict()


def test_two_items_of_a_step_are_one_question() -> None:
    """A step that was done for two items vanished once."""
    assert len(verdict((FORM, SEND), row(MORE, "done", item="a"), row(MORE, "done", item="b")).asked) == 1
