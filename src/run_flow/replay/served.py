"""A replay served to the browser of this machine: one site for our pages, another for Playwright's viewer.

They are two, so that a page in a recording, whatever it did to the viewer, would stand before another origin's door.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from urllib.parse import urlencode

from run_flow.errors import AuditFailed
from run_flow.language import LANGUAGES, speaking, spoken
from run_flow.replay.blocked import Blocked
from run_flow.replay.moments import Moment
from run_flow.replay.page import Replay
from run_flow.replay.site import Answer, Site
from run_flow.replay.template import FOLDER
from run_flow.replay.viewer import Viewer

_HTML = "text/html; charset=utf-8"
_OURS = {"page.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8"}
_MOMENT, _SLICE = re.compile(r"moment/(\d{1,6})"), re.compile(r"slice/(\d{1,6})\.zip")
_PAGE = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src {frames}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


class Pages:
    """What both sites serve."""

    def __init__(self, replay: Replay, *, ours: Site, theirs: Site, viewer: Path, say: Callable[[str], None]) -> None:
        """Put *replay* on *ours*, and the files of the *viewer*'s folder with what they show on *theirs*."""
        self._replay, self._ours, self._theirs = replay, ours, theirs
        self._said, self._lock = {spoken(): self._written(replay)}, Lock()
        self._say, self._blocked = say, Blocked(say, at_home=replay.platform.hosts)
        self._viewer = Viewer(viewer, blocked=f"{theirs.root}blocked", around=ours.origin)
        self._policy = _PAGE.format(frames=theirs.origin)
        ours.answer, theirs.answer = self.page, self.recording
        theirs.heard, theirs.hear = "blocked", self._blocked.hear

    def page(self, path: str) -> Answer | None:
        """Return what our own site has at *path*: below the name of a language, in that one."""
        language, slash, below = path.partition("/")
        if not slash or language not in LANGUAGES:
            language, below = spoken(), path
        return self._readable(lambda: self._answer(below), language)

    def recording(self, path: str) -> Answer | None:
        """Return what the viewer's site has at *path*."""
        if found := self._numbered(self._replay, _SLICE, path):
            return self._readable(lambda: Answer(found[0].slice(), "application/zip"), spoken())
        return self._viewer.answer(path.removeprefix("viewer/")) if path.startswith("viewer/") else None

    def _answer(self, path: str) -> Answer | None:
        """Return what our own site has at *path*, in the language in use."""
        replay, page = self._in_words()
        if path == "":
            return Answer(page, _HTML, self._policy)
        if path == "blocked":
            return Answer(json.dumps(self._blocked.lines()).encode(), "application/json")
        if path in _OURS:
            return Answer((FOLDER / path).read_bytes(), _OURS[path])
        if path.startswith("screenshots/") and path.endswith(".png") and path in replay.bundle.names:
            return Answer(replay.bundle.read(path), "image/png")
        if found := self._numbered(replay, _MOMENT, path):
            shown = replay.moment(found[0], viewer=self._viewed(path), languages=self._languages(path))
            return Answer(shown, _HTML, self._policy)
        return None

    def _in_words(self) -> tuple[Replay, bytes]:
        """Return the replay in the language in use, and its page: in another than the command's, once it is asked for."""
        with self._lock:
            if (language := spoken()) not in self._said:
                self._said[language] = self._written(Replay.of(self._replay.bundle, speak=self._replay.speak))
            return self._said[language]

    def _written(self, replay: Replay) -> tuple[Replay, bytes]:
        return replay, replay.page(languages=self._languages(""))

    def _languages(self, path: str) -> Mapping[str, str]:
        """Return where *path* stands in each language."""
        return {language: f"{self._ours.root}{language}/{path}" for language in LANGUAGES}

    def _numbered(self, replay: Replay, pattern: re.Pattern[str], path: str) -> Sequence[Moment]:
        """Return the one moment of *replay* whose number stands in *path*, none where there is none such."""
        found = pattern.fullmatch(path)
        return replay.moments[int(found[1]) :][:1] if found else ()

    def _viewed(self, path: str) -> str:
        """Return where the viewer shows the recording of the moment at *path*."""
        trace = f"{self._theirs.address}{path.replace('moment', 'slice')}.zip"
        return f"{self._theirs.address}viewer/index.html?{urlencode({'trace': trace})}"

    def _readable(self, read: Callable[[], Answer | None], language: str) -> Answer | None:
        """Return what is *read* in *language*; of a bundle that turns out to be forged or changed have nothing.

        That is said in the command's language: it is read, and refused, once more.
        """
        try:
            with speaking(language):
                return read()
        except AuditFailed as refused:
            if language != spoken():
                return self._readable(read, spoken())
            self._say(str(refused))
            return None


@contextmanager
def serving(replay: Replay, *, viewer: Path, say: Callable[[str], None]) -> Iterator[str]:
    """Serve *replay* for the block, and lend its address; *say* is told of what recordings tried."""
    ours, theirs = Site(), Site()
    Pages(replay, ours=ours, theirs=theirs, viewer=viewer, say=say)
    with ExitStack() as stack:
        stack.enter_context(ours)
        stack.enter_context(theirs)
        yield ours.address
