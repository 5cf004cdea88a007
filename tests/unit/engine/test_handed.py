"""What a person changed is told from what stood before and from what the assistant typed, whichever process looks."""

from __future__ import annotations

from pathlib import Path

from run_flow.engine.handed import OURS, THEIRS, Handed


def opened(folder: Path, **values: str) -> Handed:
    """Return a hand-over of a form that held *values*."""
    handed = Handed(folder)
    handed.look([("form", values)])
    handed.opened("hands-1")
    return handed


def test_only_what_differs_from_what_stood_is_the_persons(tmp_path: Path) -> None:
    """The same for the process that saw it and for a later one."""
    for handed in (opened(tmp_path, name="old"), Handed.found(tmp_path, "hands-1", whole=False)):
        assert not handed.changed("form", "name", "old")
        assert handed.changed("form", "name", "new")
        assert handed.changed("form", "came up later", "new")


def test_what_the_assistant_typed_afterwards_is_not_the_persons(tmp_path: Path) -> None:
    """Until they have the form again: then what it held is what stood."""
    opened(tmp_path, name="").judged("form", "name", OURS)
    later = Handed.found(tmp_path, "hands-1", whole=False)
    assert not later.changed("form", "name", "typed")
    later.look([("form", {"name": "typed"})])
    assert not later.changed("form", "name", "typed")
    assert later.changed("form", "name", "theirs")


def test_what_was_the_persons_stays_theirs_when_they_have_it_again(tmp_path: Path) -> None:
    """Whether the form was there as they took over first, or came up later."""
    handed = opened(tmp_path, name="")
    for form in ("form", "next page"):
        handed.judged(form, "name", THEIRS)
    handed.look([("form", {"name": "theirs"}), ("next page", {"name": "theirs"})])
    handed.opened("hands-2")
    later = Handed.found(tmp_path, "hands-2", whole=False)
    assert later.changed("form", "name", "theirs")
    assert later.changed("next page", "name", "theirs")


def test_a_page_behind_is_the_persons_only_for_who_saw_the_hand_over(tmp_path: Path) -> None:
    """A later process does not know whether the one before it typed there."""
    assert opened(tmp_path, name="").changed("next page", "bank", "mine")
    assert not Handed.found(tmp_path, "hands-1", whole=False).changed("next page", "bank", "mine")


def test_without_a_note_nothing_is_the_persons(tmp_path: Path) -> None:
    """The file is gone or torn."""
    assert not Handed.found(tmp_path, "hands-1", whole=False).changed("form", "name", "old")
    opened(tmp_path, name="old")
    (tmp_path / "handed" / "hands-1.json").write_text("{", encoding="utf-8")
    assert not Handed.found(tmp_path, "hands-1", whole=False).changed("form", "name", "old")
