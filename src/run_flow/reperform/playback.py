"""The recorded portal: answers what it answered that day, and compares every form with the one that it got."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from run_flow.audit.bodies import pairs, text_of
from run_flow.audit.overheard import STANDING
from run_flow.audit.redaction import PIXEL
from run_flow.reperform.answer import BROKEN, NOTHING, PASSED_ON, Answer, picture_kind
from run_flow.reperform.comparison import Counts, Difference, compare
from run_flow.reperform.expected import Due, Expected
from run_flow.reperform.form import READS, File, Form, asks, form
from run_flow.reperform.meaning import Meaning
from run_flow.reperform.recording import Entry, Process, Segment

_PICTURE, _PARTS = "image/", frozenset({"js", "css"})
_ELSEWHERE = 300
"""From this status on an answer needs no body."""


@dataclass
class Played:
    """An answer of the segment that is played; ``epoch`` is how many forms were sent before it."""

    entry: Entry
    epoch: int
    used: bool = False


class Playback:
    """One process's recordings as a portal; the browser's requests come in many threads."""

    def __init__(self, *, shown: Callable[[str], str], same_documents: bool) -> None:
        """Play nothing yet; what a form says is only told as *shown*, files are compared where they are the *same*."""
        self.meaning = Meaning({}, {})
        self.step: Callable[[], str] = str
        self.differences: list[Difference] = []
        self.counts = Counts()
        self.cut_off: set[str] = set()
        self.unanswered: set[str] = set()
        self.made_up: set[File] = set()
        self._shown = shown
        self._same_documents = same_documents
        self._turn = threading.RLock()
        self._segments: Mapping[int, Segment] = {}
        self._expected: Expected | None = None
        self._hosts: set[str] = set()
        self._played: list[Played] = []
        self._before: list[Entry] = []
        self._answers: list[Entry] = []
        self._waiting = self._over = False
        self._epoch = self._load = 0
        self._uploads: list[File] = []
        self._pictures: dict[str, tuple[bytes, str]] = {}

    def begin(self, process: Process, meaning: Meaning) -> None:
        """Begin *process*, whose tokens have this *meaning*."""
        with self._turn:
            self.meaning = meaning
            self._segments, self._answers = process.segments, process.answers
            self._expected, self._uploads = Expected(process, meaning), []
            self._played, self._before, self._waiting, self._over = [], [], False, False
            entries = (entry for segment in self._segments.values() for entry in segment.entries)
            self._hosts |= {urlsplit(entry.url).netloc for entry in entries}

    def play(self, number: int) -> None:
        """Go on with the segment of this *number*."""
        with self._turn:
            self._go_on(number, lambda entry: entry.where != "aside")
            self._waiting = False

    def wait(self, number: int) -> None:
        """Answer what the page asks while a person is awaited, with what was heard before the segment of this *number*."""
        with self._turn:
            self._waiting = True
            self._go_on(number, lambda entry: entry.where in STANDING)

    def end(self) -> None:
        """Stop: what was recorded and was not sent is missing; what a page that still stands sends is nobody's."""
        with self._turn:
            self._miss(None)
            self._over = True

    def answer(self, method: str, url: str, *, kind: str, body: bytes) -> Answer:
        """Return what the portal answered to this request."""
        with self._turn:
            if method in READS:
                return self._read(url.partition("#")[0])
            return self._sent(form(method, url.partition("#")[0], kind=kind, body=body))

    def awaits(self, number: int) -> bool:
        """Tell whether a form of the segment of this *number* is still to come."""
        with self._turn:
            return self._forms.awaits(number)

    def elsewhere(self, host: str) -> Answer:
        """Note that something was asked of a *host* that the recording does not know."""
        with self._turn:
            self.cut_off.add(host)
        return NOTHING

    def knows(self, host: str) -> bool:
        """Tell whether anything was recorded of *host*."""
        with self._turn:
            return host in self._hosts

    def _go_on(self, number: int, heard: Callable[[Entry], bool]) -> None:
        """Answer with what was *heard* in this segment, if there is one."""
        segment = self._segments.get(number)
        if segment is None:
            return
        if number != self._forms.segment:
            self._forms.segment = number
            self._uploads += segment.uploads
        self._before += [played.entry for played in self._played]
        self._played, epoch = [], 0
        for entry in segment.entries:
            epoch += self._forms.is_form(entry)
            if heard(entry) and (not entry.sent or self._forms.is_poll(entry)):
                self._played.append(Played(self._as_now(entry), epoch))
        self._epoch = self._forms.epoch()

    @property
    def _forms(self) -> Expected:
        assert self._expected, "it began"
        return self._expected

    def _as_now(self, entry: Entry) -> Entry:
        return replace(entry, url=self.meaning.restored(entry.url, suffix="url"))

    # Forms

    def _sent(self, now: Form) -> Answer:
        """Compare *now* with the recorded form that it is; a poll, and what was sent beside people, is only answered."""
        if self._forms.polled(now):
            return self._read(now.url, now.method)
        due = self._forms.match(now)
        if due is None and (beside := self._beside(now)):
            return self._whole(beside)
        if due := due or self._forms.match(now, loosely=True):
            return self._compared(due, now)
        self._differ(Difference("extra", form=now.name))
        return NOTHING

    def _compared(self, due: Due, now: Form) -> Answer:
        if due.state == "missing":
            self._differ(Difference("late", form=now.name))
        due.came, due.state, due.load = now, "sent", self._load
        self._epoch = self._forms.epoch()
        self._miss(due.page)
        uploaded = self._uploaded if self._same_documents else None
        recorded = self._forms.recorded(due)
        found = compare(recorded, now, meaning=self.meaning, uploaded=uploaded, shown=self._shown)
        for each in found.differences:
            self._differ(each)
        self.counts.add(found.counts)
        answer = self._whole(due.entry)
        self._show_again(now, answer)
        return answer

    def _beside(self, now: Form) -> Entry | None:
        """Return what was recorded of *now* though not as a form, or what a page sends once more, or before its time."""
        found = self._forms.beside(now, waiting=self._waiting)
        if not found and (repeated := self._forms.repeated(now, load=self._load)):
            self.counts.repeated += 1
            return repeated
        found = found or self._elsewhere_in(now.method, now.url)
        self.counts.beside += found is not None
        return found

    def _miss(self, before: int | None) -> None:
        for due in self._forms.missed(before=before):
            self._differ(Difference("missing", form=self._forms.recorded(due).name))

    def _uploaded(self, file: File) -> File | None:
        """Return the recorded upload that *file* is: itself where it comes, else the next one; none of a made up one."""
        if file in self.made_up:
            return None
        if file in self._uploads:
            del self._uploads[: self._uploads.index(file) + 1]
            return file
        return self._uploads[0] if self._uploads else None

    def _show_again(self, now: Form, answer: Answer) -> None:
        """Remember under what the portal's *answer* calls them the files that were just sent: pages show them again."""
        kinds = [kind for kind in (picture_kind(content) for content in now.contents) if kind]
        if now.contents and kinds:
            for _name, value in pairs(answer.body.decode("utf-8", "replace")):
                self._pictures[value] = (now.contents[-1], kinds[-1])

    def _differ(self, difference: Difference) -> None:
        if not self._over:
            told = replace(difference, step=difference.step or self.step(), form=self._shown(difference.form))
            self.differences.append(told)

    # Questions

    def _read(self, url: str, method: str = "GET") -> Answer:
        played = self._pick(method, url) or self._pick(method, url, loosely=True)
        entry = played.entry if played else self._elsewhere_in(method, url)
        if entry and entry.body is None and entry.status < _ELSEWHERE:
            entry = next((each for each in self._answers if each.url == url and each.suffix in _PARTS), entry)
        if entry is None:
            self.unanswered.add(self._shown(urlsplit(url).path))
            return NOTHING
        self._load += entry.document
        if entry.mime.startswith(_PICTURE):
            return self._picture(url)
        return self._whole(entry)

    def _pick(self, method: str, url: str, *, loosely: bool = False) -> Played | None:
        """Return the answer to *url* that comes next after as many forms; the last one stays good."""
        mine = [each for each in self._played if each.entry.method == method]
        same = [each for each in mine if asks(each.entry.url, url, loosely=loosely)]
        now = [each for each in same if each.epoch == self._epoch]
        past = [each for each in same if each.epoch < self._epoch]
        fresh = next((each for each in now if not each.used), None)
        found = fresh or next(reversed(now or past), None)
        if found:
            found.used = True
        return found

    def _elsewhere_in(self, method: str, url: str) -> Entry | None:
        """Return the last answer to *url* of an earlier segment, else the first one that is still to come."""
        later = [self._as_now(entry) for entry in self._answers]  # a page that was quicker asks before its time
        for loosely in (False, True):
            for entry in (*reversed(self._before), *(each.entry for each in self._played), *later):
                same = entry.method == method and asks(entry.url, url, loosely=loosely)
                if same and (entry.body is not None or entry.status >= _ELSEWHERE):
                    return entry
        return None

    def _picture(self, url: str) -> Answer:
        """Return the picture that was sent under a name in *url*, else one pixel: pictures are not recorded."""
        parts = urlsplit(url)
        names = [*(value for _name, value in parse_qsl(parts.query)), parts.path, parts.path.rpartition("/")[2], url]
        found = next((self._pictures[name] for name in names if name in self._pictures), (PIXEL, "image/png"))
        return Answer(200, found[1], {}, found[0])

    def _whole(self, entry: Entry) -> Answer:
        if entry.status < 200:
            return BROKEN
        headers = {
            name: self.meaning.restored(value, suffix="url")
            for name, value in entry.headers.items()
            if name.startswith(PASSED_ON)
        }
        if entry.body is None:
            if entry.status < _ELSEWHERE:
                self.unanswered.add(self._shown(urlsplit(entry.url).path))
            return Answer(entry.status, entry.mime, headers)
        found = text_of(entry.body, entry.suffix)
        if found is None:
            return Answer(entry.status, entry.mime, headers, entry.body)
        kind = f"{entry.mime.partition(';')[0] or 'text/plain'}; charset=utf-8"
        text = self.meaning.restored(found[0], suffix=entry.suffix)
        return Answer(entry.status, kind, headers, text.encode("utf-8", "surrogatepass"))
