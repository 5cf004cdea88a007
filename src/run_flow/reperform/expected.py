"""The forms that one process sent that day, page by page: which of them is it that comes now?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from run_flow.reperform.comparison import compare
from run_flow.reperform.form import Form, asks
from run_flow.reperform.meaning import Meaning
from run_flow.reperform.recording import Entry, Process


@dataclass
class Due:
    """A form that was recorded, on the so many-th ``page`` of the process, after ``epoch`` others of its segment.

    ``load`` counts the documents that were loaded before it was sent now.
    """

    entry: Entry
    page: int
    epoch: int
    segment: int
    state: Literal["due", "sent", "missing"] = "due"
    came: Form | None = None
    load: int = 0


@dataclass
class Beside:
    """What was sent while a person was awaited before this segment: only its address and its answer were recorded."""

    entry: Entry
    segment: int
    used: bool = False


class Expected:
    """What was recorded as sent, and what of it has come."""

    def __init__(self, process: Process, meaning: Meaning) -> None:
        """Expect what *process* sent, whose tokens have this *meaning*."""
        self.segment = 0
        self._meaning = meaning
        self._polls = process.polls
        self._due: list[Due] = []
        self._beside: list[Beside] = []
        self._last_page = {0: 0}
        for number, segment in sorted(process.segments.items()):
            self._add(number, segment.entries)

    def _add(self, number: int, entries: tuple[Entry, ...]) -> None:
        epoch, page = 0, max(self._last_page.values())
        for entry in entries:
            page += entry.document and entry.where != "opening"
            if self.is_form(entry):
                self._due.append(Due(entry, page, epoch, number))
                epoch += 1
            elif entry.sent and entry.where == "aside":
                self._beside.append(Beside(entry, number))
        self._last_page[number] = page

    def is_form(self, entry: Entry) -> bool:
        """Tell whether *entry* is a form that has to come again."""
        return bool(entry.sent) and entry.where != "aside" and entry.sent not in self._polls

    def is_poll(self, entry: Entry) -> bool:
        """Tell whether *entry* is a poll; of what was sent while a person was awaited only the address is known."""
        if entry.where == "aside":
            return any((poll.method, poll.url) == (entry.method, entry.url) for poll in self._polls)
        return entry.sent in self._polls

    def polled(self, now: Form) -> bool:
        """Tell whether *now* is what the pages poll."""
        return any(self._alike(poll, now) for poll in self._polls)

    def epoch(self) -> int:
        """Return how many forms of the segment have come, the last of them counted as recorded."""
        come = (due.epoch for due in self._due if due.segment == self.segment and due.state == "sent")
        return max(come, default=-1) + 1

    def match(self, now: Form, *, loosely: bool = False) -> Due | None:
        """Return which form *now* is: the first one with its address; *loosely*, with its path.

        What the page that is played sent in the next segment is there already: a page's timer knows nothing of people.
        """
        page = self._last_page[self.segment]
        here = ((due, self.recorded(due)) for due in self._due if due.state != "sent" and due.page <= page)
        like = [(due, form) for due, form in here if form.name == now.name]
        if not loosely:
            return next((due for due, form in like if asks(form.url, now.url, loosely=True)), None)
        alike = [(due, form) for due, form in like if form.questions == now.questions]
        return next((due for due, _form in (*alike, *like)), None)

    def recorded(self, due: Due) -> Form:
        """Return the form of that day, with an address as it is now."""
        assert due.entry.sent
        return self._as_now(due.entry.sent)

    def beside(self, now: Form, *, waiting: bool) -> Entry | None:
        """Return what was sent like this while a person was awaited; the last of it again while one is, *waiting*."""
        same = [each for each in self._beside if each.segment <= self.segment and self._asks(each.entry, now)]
        here = [each for each in same if each.segment == self.segment] if waiting else []
        found = next((each for each in (*here, *same) if not each.used), here[-1] if here else None)
        if found is None:
            return None
        found.used = True
        return found.entry

    def repeated(self, now: Form, *, load: int) -> Entry | None:
        """Return what the page that was the *load*-th sent before, word for word as *now*."""
        came = ((due.entry, due.came) for due in self._due if due.came and due.load == load)
        return next((entry for entry, form in came if _same(form, now)), None)

    def awaits(self, number: int) -> bool:
        """Tell whether a form of the segment of this *number* is still due."""
        return any(due.segment == number and due.state == "due" for due in self._due)

    def missed(self, *, before: int | None = None) -> Iterator[Due]:
        """Yield what has not come and should have: all on pages *before* this one, else all up to this segment."""
        for due in self._due:
            passed = due.segment <= self.segment if before is None else due.page < before
            if passed and due.state == "due":
                due.state = "missing"
                yield due

    def _asks(self, entry: Entry, now: Form) -> bool:
        return asks(self._meaning.restored(entry.url, suffix="url"), now.url, loosely=True)

    def _alike(self, recorded: Form, now: Form) -> bool:
        recorded = self._as_now(recorded)
        if recorded.name != now.name or recorded.fields is None:
            return False
        return not compare(recorded, now, meaning=self._meaning.apart(), uploaded=None, shown=str).differences

    def _as_now(self, recorded: Form) -> Form:
        return replace(recorded, url=self._meaning.restored(recorded.url, suffix="url"))


def _same(came: Form, now: Form) -> bool:
    """Tell whether *now* says what *came*; a time in the address may differ."""
    return replace(came, url="") == replace(now, url="") and asks(came.url, now.url, loosely=True)
