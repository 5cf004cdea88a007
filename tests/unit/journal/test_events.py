"""Events are frozen facts with one canonical form, sealed in a chain."""

from __future__ import annotations

import hashlib
import json
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.sweep.soundness import intact
from tests.unit.journal.story import STORY

from run_flow.journal import events, seal

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("event", STORY, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_from_its_seal(event: events.Event) -> None:
    """What was sealed is what is read."""
    assert seal.opened(seal.sealed(event, case="c", seq=1, at=AT)) == event


def test_the_story_has_every_kind_of_event() -> None:
    """No kind of event is left out of the tests that stand on the story."""
    assert {type(event).__name__ for event in STORY} == set(events.KINDS) - {"CaseOpened"}


def test_the_seal_is_canonical() -> None:
    """Sorted keys, no spaces, Chinese as it is written, the format's number first of all facts."""
    body = seal.sealed(events.AskUsed(run="r", ask="收款-1"), case="c", seq=3, at=AT)
    told = '"at":"2026-03-02T09:00:00+00:00","case":"c","data":{"ask":"收款-1","run":"r"},"format":3,"kind":"AskUsed"'
    assert body == "{" + told + ',"seq":3}'
    assert json.loads(body)["format"] == events.FORMAT == 3


def test_the_chain_stands_on_the_case() -> None:
    """The first hash covers the case's id, each next one the hash before it and the digest of the event."""
    body = seal.sealed(events.AskUsed(ask="a"), case="c", seq=1, at=AT)
    digest = hashlib.sha256(body.encode()).hexdigest()
    assert seal.chained("c", body) == hashlib.sha256(f"c\n{digest}".encode()).hexdigest()
    assert seal.chained("c", body) != seal.chained("d", body)


def test_an_older_chain_holds_as_it_was_made() -> None:
    """Up to FORMAT 2 the chain sealed the events themselves."""
    for body in _recorded(2):
        assert seal.chained("c", body) == hashlib.sha256(f"c\n{body}".encode()).hexdigest()


def test_an_answer_can_be_taken_out_of_the_chain() -> None:
    """What a stranger reads holds neither answer nor salt, and has the same hash; another answer is found out."""
    body = seal.sealed(seal.answered("0.37", run="r", ask="deposit-1", by="people"), case="c", seq=1, at=AT)
    told = json.loads(seal.public(body))["data"]
    assert (told["value"], told["salt"]) == (None, "")
    assert "0.37" not in seal.public(body)
    assert seal.public(seal.public(body)) == seal.public(body)
    assert seal.chained("c", seal.public(body)) == seal.chained("c", body)
    assert intact(body)
    assert not intact(body.replace("0.37", "0.38"))


def test_a_question_that_repeats_an_answer_is_sealed_too() -> None:
    """A stranger reads the question without the answer; one that repeats none stays as it is."""
    facts = {"ask": "a-1", "key": "a", "kind": "approval", "answer": {"kind": "confirm"}, "role": "", "channel": ""}
    facts |= {"step": "submit", "deadline": None, "secret": False, "question": "金额是 0.37 元?"}
    asked = events.AskOpened(**facts, **seal.repeated("金额是 0.37 元?", ["0.37"]))  # type: ignore[arg-type]
    body = seal.sealed(asked, case="c", seq=1, at=AT)
    assert json.loads(seal.public(body))["data"]["question"] == "金额是 *** 元?"
    assert "0.37" not in seal.public(body).replace(asked.sealed, "")
    assert seal.chained("c", seal.public(body)) == seal.chained("c", body)
    assert intact(body)
    assert not intact(body.replace("0.37", "0.38"))
    assert seal.repeated("金额是多少?", ["0.37"]) == {}


def test_an_event_cannot_be_changed() -> None:
    """What happened has happened."""
    with pytest.raises(FrozenInstanceError):
        events.AskUsed(ask="a").ask = "b"  # type: ignore[misc]


def test_what_today_writes_is_on_record() -> None:
    """A recorded journal reads as what happened, and is sealed the same again: other fields are another FORMAT."""
    recorded = _recorded(events.FORMAT)
    assert [seal.opened(body) for body in recorded] == list(STORY)
    assert [seal.sealed(event, case="c", seq=seq, at=AT) for seq, event in enumerate(STORY, 1)] == recorded


@pytest.mark.parametrize("format_", range(1, events.FORMAT))
def test_what_an_older_format_wrote_is_read_today(format_: int) -> None:
    """An older journal says nothing of what came later; everything that it says is still understood."""
    for body in _recorded(format_):
        told = json.loads(body)
        event = seal.opened(body)
        assert type(event).__name__ == told["kind"]
        assert told["data"].items() <= json.loads(seal.sealed(event, case="c", seq=1, at=AT))["data"].items()


def _recorded(format_: int) -> list[str]:
    return (Path(__file__).parent / "samples" / f"format-{format_}.jsonl").read_text(encoding="utf-8").splitlines()
