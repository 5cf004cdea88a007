"""A recording that is changed in one place, played again to the requests of a browser that were noted before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Any

from run_flow.audit.secrets import TOKEN
from run_flow.reperform.answer import Answer
from run_flow.reperform.comparison import Difference
from run_flow.reperform.form import File, Form
from run_flow.reperform.meaning import Meaning
from run_flow.reperform.playback import Playback
from run_flow.reperform.recording import Entry, Process, Segment

Call = tuple[str, tuple[Any, ...], dict[str, Any]]


class Noted(Playback):
    """A playback that notes everything that it is asked and told."""

    def __init__(self, **facts: Any) -> None:
        """Note nothing yet."""
        super().__init__(**facts)
        self.facts = facts
        self.calls: list[Call] = []

    def begin(self, process: Process, meaning: Meaning) -> None:
        """Note that a process begins."""
        self.calls.append(("begin", (process, deepcopy(meaning)), {}))
        super().begin(process, meaning)

    def play(self, number: int) -> None:
        """Note that a segment is played."""
        self.calls.append(("play", (number,), {}))
        super().play(number)

    def wait(self, number: int) -> None:
        """Note that a person is awaited."""
        self.calls.append(("wait", (number,), {}))
        super().wait(number)

    def end(self) -> None:
        """Note the end."""
        self.calls.append(("end", (), {}))
        super().end()

    def answer(self, method: str, url: str, **sent: Any) -> Answer:
        """Note a request."""
        self.calls.append(("answer", (method, url), sent))
        return super().answer(method, url, **sent)


def again(noted: Noted, change: Callable[[Segment], Segment] = lambda segment: segment) -> list[Difference]:
    """Return what differs when the noted requests come again and every segment is as *change* makes it."""
    playback = Playback(**noted.facts)
    for name, told, sent in noted.calls:
        getattr(playback, name)(*(_changed(*told, change) if name == "begin" else told), **sent)
    return playback.differences


def _changed(process: Process, meaning: Meaning, change: Callable[[Segment], Segment]) -> tuple[Process, Meaning]:
    segments = {number: change(segment) for number, segment in process.segments.items()}
    return replace(process, segments=segments), deepcopy(meaning)


@dataclass(frozen=True)
class Planted:
    """One change of a recording, and in which form and field the first difference has to be found."""

    kind: str
    form: str
    field: str
    change: Callable[[Segment], Segment]

    def first(self, noted: Noted) -> Difference | None:
        """Return the first difference that is found now, None where none is."""
        return next(iter(again(noted, self.change)), None)

    def found(self, noted: Noted) -> bool:
        """Tell whether the first difference is the one that was planted."""
        first = self.first(noted)
        return first is not None and (first.form, first.field) == (self.form, self.field)


def planted(noted: Noted, chance: Random) -> Iterator[Planted]:
    """Yield every change of each kind that there is in what was noted: one a form, in a field of its own."""
    for process in (told[0] for name, told, _sent in noted.calls if name == "begin"):
        for segment in process.segments.values():
            yield from _in_segment(segment, process.polls, chance)
            yield from _files(noted, segment)


def _in_segment(segment: Segment, polls: list[Form], chance: Random) -> Iterator[Planted]:
    forms = [
        (at, each) for at, each in enumerate(segment.entries) if each.sent and not each.where and each.sent not in polls
    ]
    for at, entry in forms:
        yield from _in_form(segment, at, entry, chance)
        yield Planted("missing", _name(_another(entry)), "", _with(segment, at, entry, _another(entry)))
        yield Planted("extra", _name(entry), "", _with(segment, at))
    for (first, one), (second, other) in pairwise(forms):
        if _name(one) != _name(other) and any(each.document for each in segment.entries[first:second]):
            swapped = list(segment.entries)
            swapped[first], swapped[second] = other, one
            yield Planted("order", _name(other), "", _put(segment, tuple(swapped)))


def _in_form(segment: Segment, at: int, entry: Entry, chance: Random) -> Iterator[Planted]:
    sent = entry.sent
    assert sent
    fields = sent.fields or []
    known = [n for n, (_name, value) in enumerate(fields) if isinstance(value, str) and not TOKEN.search(value)]
    if known:
        n = chance.choice(known)
        name, value = fields[n]
        other = [*fields[:n], (name, f"{value}0"), *fields[n + 1 :]]
        yield Planted("value", sent.name, name, _with(segment, at, _sending(entry, other)))
        yield Planted("added", sent.name, name, _with(segment, at, _sending(entry, [*fields[:n], *fields[n + 1 :]])))
    tokens = sorted({told for told in segment.profile.values() if isinstance(told, str) and TOKEN.fullmatch(told)})
    if secret := [n for n, (_name, value) in enumerate(fields) if value in tokens]:
        n = chance.choice(secret)
        name, value = fields[n]
        other = [*fields[:n], (name, next(each for each in tokens if each != value)), *fields[n + 1 :]]
        yield Planted("secret", sent.name, name, _with(segment, at, _sending(entry, other)))
    if sent.fields is not None:
        n = chance.randrange(len(fields) + 1)
        other = [*fields[:n], ("planted", "1"), *fields[n:]]
        yield Planted("dropped", sent.name, "planted", _with(segment, at, _sending(entry, other)))


def _files(noted: Noted, segment: Segment) -> Iterator[Planted]:
    sends = [(sent["kind"], told[1]) for name, told, sent in noted.calls if name == "answer" and told[0] == "POST"]
    uploads = [url for kind, url in sends if kind.startswith("multipart")]
    for n, file in enumerate(segment.uploads if noted.facts["same_documents"] else ()):
        others = [*segment.uploads[:n], File("0" * 64, file.size), *segment.uploads[n + 1 :]]
        form = Form("POST", uploads[0], "", None).name
        yield Planted("file", form, "file", _of(segment, replace(segment, uploads=tuple(others))))


def _name(entry: Entry) -> str:
    assert entry.sent
    return entry.sent.name


def _sending(entry: Entry, fields: list[Any]) -> Entry:
    assert entry.sent
    return replace(entry, sent=replace(entry.sent, fields=fields))


def _another(entry: Entry) -> Entry:
    """Return a form like *entry* that nobody sends."""
    assert entry.sent
    return replace(entry, method="PUT", sent=replace(entry.sent, method="PUT"))


def _with(segment: Segment, at: int, *entries: Entry) -> Callable[[Segment], Segment]:
    return _put(segment, (*segment.entries[:at], *entries, *segment.entries[at + 1 :]))


def _put(segment: Segment, entries: tuple[Entry, ...]) -> Callable[[Segment], Segment]:
    return _of(segment, replace(segment, entries=entries))


def _of(segment: Segment, changed: Segment) -> Callable[[Segment], Segment]:
    return lambda each: changed if each.number == segment.number else each
