"""A replay served to the browser of this machine: one site for our pages, another for Playwright's viewer.

They are two, so that a page in a recording, whatever it did to the viewer, would stand before another origin's door.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from run_flow.errors import AuditFailed
from run_flow.replay.blocked import Blocked
from run_flow.replay.page import FOLDER, Replay
from run_flow.replay.site import Answer, Site
from run_flow.replay.viewer import Viewer

_HTML, _ZIP = "text/html; charset=utf-8", "application/zip"
_OURS = {"page.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8"}
_NUMBERED = re.compile(r"(moment/|slice/)(\d{1,6})(\.zip)?")
_PAGE = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src {frames}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


class Pages:
    """What both sites serve."""

    def __init__(self, replay: Replay, *, ours: Site, theirs: Site, viewer: Path, say: Callable[[str], None]) -> None:
        """Put *replay* on *ours*, and the files of the *viewer*'s folder with what they show on *theirs*."""
        self._replay, self._theirs = replay, theirs
        self._blocked = Blocked(say)
        self._viewer = Viewer(viewer, blocked=f"{theirs.root}blocked", around=ours.origin)
        self._policy = _PAGE.format(frames=theirs.origin)
        ours.answer, theirs.answer = self.page, self.recording
        theirs.heard, theirs.hear = "blocked", self._blocked.hear

    def page(self, path: str) -> Answer | None:
        """Return what our own site has at *path*."""
        if path == "":
            return Answer(self._replay.page(), _HTML, self._policy)
        if path == "blocked":
            return Answer(json.dumps(self._blocked.lines()).encode(), "application/json")
        if path in _OURS:
            return Answer((FOLDER / path).read_bytes(), _OURS[path])
        if path.startswith("screenshots/") and path.endswith(".png") and path in self._replay.bundle.names:
            return Answer(self._replay.bundle.read(path), "image/png")
        return self._moment(path)

    def recording(self, path: str) -> Answer | None:
        """Return what the viewer's site has at *path*."""
        if path.startswith("viewer/"):
            return self._viewer.answer(path.removeprefix("viewer/"))
        return self._slice(path)

    def _moment(self, path: str) -> Answer | None:
        if (number := self._number(path, "moment/")) is None:
            return None
        asked = urlencode({"trace": f"{self._theirs.address}slice/{number}.zip"})
        viewer = f"{self._theirs.address}viewer/index.html?{asked}"
        return Answer(self._replay.moment(self._replay.moments[number], viewer=viewer), _HTML, self._policy)

    def _slice(self, path: str) -> Answer | None:
        if (number := self._number(path, "slice/")) is None:
            return None
        try:
            return Answer(self._replay.moments[number].slice(), _ZIP)
        except AuditFailed:  # forged: the viewer says that there is nothing to see
            return None

    def _number(self, path: str, kind: str) -> int | None:
        found = _NUMBERED.fullmatch(path)
        number = int(found[2]) if found and found[1] == kind else -1
        return number if 0 <= number < len(self._replay.moments) else None


@contextmanager
def serving(replay: Replay, *, viewer: Path, say: Callable[[str], None]) -> Iterator[str]:
    """Serve *replay* for the block, and lend its address; *say* is told of what recordings tried."""
    ours, theirs = Site(), Site()
    Pages(replay, ours=ours, theirs=theirs, viewer=viewer, say=say)
    with ExitStack() as stack:
        stack.enter_context(ours)
        stack.enter_context(theirs)
        yield ours.address
