"""One form beside the recorded one: what is the same, what nobody can compare, and the first thing that differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from run_flow.reperform.form import Fields, File, Form, asks
from run_flow.reperform.meaning import Meaning

What = Literal["query", "type", "dropped", "added", "order", "value", "file", "missing", "late", "extra", "ask", "end"]


@dataclass(frozen=True)
class Difference:
    """What differs, in which form, of which step; ``recorded`` and ``now`` may be shown."""

    what: What
    step: str = ""
    form: str = ""
    field: str = ""
    recorded: str = ""
    now: str = ""


@dataclass
class Counts:
    """How many forms and fields were the same, and how many could not be compared.

    Not compared: what was sent ``beside`` people's acts, and what a page sent once more, word for word (``repeated``).
    """

    forms: int = 0
    same: int = 0
    withheld: int = 0
    files: int = 0
    files_withheld: int = 0
    beside: int = 0
    repeated: int = 0

    def add(self, other: Counts) -> None:
        """Count what *other* counted, too."""
        for name, count in vars(other).items():
            setattr(self, name, getattr(self, name) + count)


@dataclass(frozen=True)
class Compared:
    """What came of comparing one form."""

    counts: Counts
    differences: tuple[Difference, ...]


Uploaded = Callable[[File], File | None]
"""Tells which recorded upload a file is: itself, None where there is none left to compare with; else the one expected."""


def compare(
    recorded: Form, now: Form, *, meaning: Meaning, uploaded: Uploaded | None, shown: Callable[[str], str]
) -> Compared:
    """Compare a form with the *recorded* one that has its name; without *uploaded* the contents of files are not compared.

    What a form says is only told as *shown*.
    """
    counts = Counts(forms=1)
    found = [*_outside(recorded, now), *_inside(recorded, now, counts, meaning, uploaded)]
    told = (
        Difference(each.what, form=now.name, field=each.field, recorded=shown(each.recorded), now=shown(each.now))
        for each in found
    )
    return Compared(counts, tuple(told))


def _outside(recorded: Form, now: Form) -> Iterator[Difference]:
    if not asks(recorded.url, now.url, loosely=True):
        yield Difference("query", recorded=urlsplit(recorded.url).query, now=urlsplit(now.url).query)
    if recorded.kind != now.kind:
        yield Difference("type", recorded=recorded.kind, now=now.kind)


def _inside(
    recorded: Form, now: Form, counts: Counts, meaning: Meaning, uploaded: Uploaded | None
) -> Iterator[Difference]:
    for name, value in now.fields or ():
        if isinstance(value, File):
            yield from _file(name, value, counts, uploaded)
    if recorded.fields is None:
        counts.withheld += sum(isinstance(value, str) for _name, value in now.fields or ())
        return
    before, after = (_texts(form.fields or []) for form in (recorded, now))
    names, found = ([name for name, _value in fields] for fields in (before, after))
    if names != found:
        yield _names(names, found)
    yield from _values(before, after, counts, meaning)


def _file(name: str, file: File, counts: Counts, uploaded: Uploaded | None) -> Iterator[Difference]:
    expected = uploaded(file) if uploaded else None
    if expected is None:
        counts.files_withheld += 1
    elif expected == file:
        counts.files += 1
    else:
        yield Difference("file", field=name, recorded=_told(expected), now=_told(file))


def _told(file: File) -> str:
    return f"{file.size:,} B sha256:{file.sha256[:16]}"


def _names(recorded: list[str], now: list[str]) -> Difference:
    """Return the first way in which the names differ."""
    if dropped := [name for name in recorded if recorded.count(name) > now.count(name)]:
        return Difference("dropped", field=dropped[0])
    if added := [name for name in now if now.count(name) > recorded.count(name)]:
        return Difference("added", field=added[0])
    before, after = next(pair for pair in zip(recorded, now, strict=True) if pair[0] != pair[1])
    return Difference("order", field=after, recorded=before, now=after)


def _values(
    recorded: list[tuple[str, str]], now: list[tuple[str, str]], counts: Counts, meaning: Meaning
) -> Iterator[Difference]:
    """Compare the values that go by the same name, the first with the first."""
    waiting = list(now)
    for name, before in recorded:
        at = next((number for number, (other, _value) in enumerate(waiting) if other == name), None)
        if at is None:
            continue
        after = waiting.pop(at)[1]
        same = meaning.matches(before, after)
        if same is False:
            yield Difference("value", field=name, recorded=meaning.restored(before, suffix=""), now=after)
        counts.same += same is True
        counts.withheld += same is None


def _texts(fields: Fields) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields if isinstance(value, str)]
