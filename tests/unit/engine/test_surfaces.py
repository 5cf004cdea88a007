"""The note in the window shows one ask at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from run_flow.engine.banner import BannerSurface
from run_flow.engine.people import Amount, Answer, AskView, Choice, Code, Confirm, Document, Text

VIEW = AskView(
    case_id="abababab",
    run_id="r",
    id="deposit-1",
    kind="ask",
    question="打款多少?",
    answer=Amount(),
    role="财务",
    channel="网银",
    deadline=datetime(2026, 3, 12, 9, 0, tzinfo=UTC),
    secret=False,
)


class Note:
    """The banner's public methods, remembered."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self.shown: list[dict[str, Any]] = []
        self.cleared = 0
        self.pressed: list[tuple[str, str]] = []

    def show(self, title: str, text: str, **facts: Any) -> None:
        """Remember."""
        self.shown.append({"title": title, "text": text} | facts)

    def clear(self) -> None:
        """Count."""
        self.cleared += 1

    def take(self) -> list[tuple[str, str]]:
        """Return what was pressed."""
        return self.pressed


@pytest.fixture
def note() -> Note:
    """Return a note that nobody has seen."""
    return Note()


@pytest.fixture
def surface(note: Note) -> BannerSurface:
    """Return the surface on that note."""
    return BannerSurface(SimpleNamespace(banner=note))  # type: ignore[arg-type]


def test_it_says_who_where_what_and_until_when(surface: BannerSurface, note: Note) -> None:
    """Role, channel, question and deadline stand in the note; a new code alone draws nothing."""
    surface.show(VIEW)
    surface.show(VIEW.with_code("https://…", b"png"))
    [shown] = note.shown
    assert (shown["title"], shown["text"], shown["kind"]) == ("财务 · 网银", "打款多少?", "amount")
    assert "03-12" in shown["hint"]


@pytest.mark.parametrize(
    ("answer", "secret", "kind", "choices"),
    [
        (None, False, "none", ()),
        (Document(), False, "none", ()),
        (Confirm(), False, "confirm", ("同意", "不同意")),
        (Choice(("甲", "乙")), False, "choice", ("甲", "乙")),
        (Code(), False, "code", ()),
        (Code(), True, "secret", ()),
    ],
)
def test_each_kind_of_answer_has_its_control(
    surface: BannerSurface, note: Note, *, answer: Answer | None, secret: bool, kind: str, choices: tuple[str, ...]
) -> None:
    """Buttons to choose, a field to type in, a hidden one for secrets, nothing where only the portal settles it."""
    surface.show(replace(VIEW, answer=answer, secret=secret))
    assert (note.shown[0]["kind"], note.shown[0]["choices"]) == (kind, choices)


def test_a_refused_answer_is_asked_again_with_the_reason(surface: BannerSurface, note: Note) -> None:
    """The person sees why; an ask that is not shown is not drawn."""
    surface.show(VIEW)
    surface.refuse("deposit-1", "金额最多两位小数")
    surface.refuse("other-1", "?")
    assert [shown["refused"] for shown in note.shown] == ["", "金额最多两位小数"]


def test_it_goes_when_the_ask_is_settled(surface: BannerSurface, note: Note) -> None:
    """The note is taken away with its own ask only."""
    surface.show(VIEW)
    surface.clear("other-1")
    assert note.cleared == 0
    surface.clear("deposit-1")
    surface.clear("deposit-1")
    assert note.cleared == 1


def test_buttons_mean_yes_and_no(surface: BannerSurface, note: Note) -> None:
    """A button's words become the answer that the ask understands; typed words stay as they are."""
    surface.show(replace(VIEW, answer=Confirm()))
    note.pressed = [("deposit-1", "同意"), ("deposit-1", "不同意")]
    assert [text for _ask, text in surface.take()] == ["yes", "no"]
    surface.show(replace(VIEW, id="appeal-1", answer=Text()))
    note.pressed = [("appeal-1", "同意")]
    assert surface.take() == [("appeal-1", "同意")]


def test_the_note_says_what_happens_when_the_deadline_passes(note: Note, surface: BannerSurface) -> None:
    """Beside until when; where nobody knows the consequence the deadline stands alone."""
    surface.show(replace(VIEW, expiry="认证失败，不退费"))
    surface.show(replace(VIEW, id="other-1"))
    surface.show(replace(VIEW, id="third-1", deadline=None))
    hints = [shown["hint"] for shown in note.shown]
    assert hints[0].endswith("，过期：认证失败，不退费")
    assert hints[1].startswith("截止 ")
    assert "过期" not in hints[1]
    assert hints[2] == ""
