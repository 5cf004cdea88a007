"""What was answered beside a recording: on the page before it began, while a person was awaited, or to a page left at once.

``raw/<run>.<number>.heard`` holds it, one entry a line as Playwright's own ``.network`` does, each with the place where
it was heard in its ``comment``; the bodies lie with Playwright's among the ``resources``.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from run_flow.disk import private_file, private_folder

if TYPE_CHECKING:
    from run_flow.portal import Heard, Portal

Where = Literal["opening", "aside", "answer"]
"""On the page as the recording began; while a person was awaited; in answer to what the recording has itself."""
STANDING: tuple[Where, ...] = ("opening", "aside")
SUFFIX = ".heard"
ASKED = frozenset({"Document", "XHR", "Fetch"})
TEXTS = ASKED | {"Script", "Stylesheet"}
_ANSWERED = 200
"""A recorded status below is of a request that was still under way as the recording, or its page, ended."""
_EXTENSIONS = {"text/javascript": "js", "application/javascript": "js", "text/plain": "txt", "text/html": "html"}


class Ear:
    """Writes down what a portal answers beside the recording of one process."""

    def __init__(self, portal: Portal, raw: Path) -> None:
        """Listen to *portal*, deaf until told where, and write into the folder *raw*."""
        from run_flow.portal import Listener

        self._raw = raw
        self._name = ""
        self._where: Where = "answer"
        self._last: dict[str, str] = {}
        self._parts: set[str] = set()
        self._listener = Listener(portal.page, wanted=self._wanted, tell=self._note)
        self._documents = self._listener.documents()

    def records(self, name: str) -> bool:
        """Listen beside the recording *name* that begins; return whether another document stands there than at the last stop."""
        self._listen(name, "answer")
        for heard in self._listener.standing(self._stands):
            self._write(heard, "opening", name)
        return not self._listener.documents() <= self._documents

    def waits(self, name: str, *, secret: bool) -> None:
        """Keep for the recording *name*, which begins next, what the page is answered; nothing beside a *secret*."""
        self._documents, self._last = self._listener.documents(), {}
        self._listen("" if secret else name, "aside")

    def _listen(self, name: str, where: Where) -> None:
        self._name, self._where = name, where

    def _stands(self, url: str, kind: str) -> bool:
        """Tell whether a part of the page is kept as the recording begins: what shows it; its scripts only once."""
        return kind != "Script" or url not in self._parts

    def _wanted(self, method: str, url: str, kind: str) -> str:
        """Return where something that is asked for now is heard, and beside which recording: the answer may come later.

        What a page is made of stays as it is: it is heard once, and found there by every later recording.
        """
        if not self._name:
            return ""
        part = kind in TEXTS and method == "GET" and url not in self._parts
        return f"{self._where}:{self._name}" if kind in ASKED or part else ""

    def _note(self, heard: Heard, wanted: str) -> None:
        """Write *heard* down; the same answer again and again, while a person is awaited, is written once."""
        where, _colon, name = wanted.partition(":")
        body = _resource(heard)
        if not self._name or (where == "aside" and self._last.get(heard.url) == body):
            return
        self._last[heard.url] = body
        self._write(heard, where, name)

    def _write(self, heard: Heard, where: str, name: str) -> None:
        self._parts.add(heard.url)
        body = _resource(heard)
        if body:
            private_folder(self._raw / "resources")
            private_file(self._raw / "resources" / body)
            (self._raw / "resources" / body).write_bytes(heard.body)
        path = self._raw / f"{name}{SUFFIX}"
        private_file(path)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(_entry(heard, where, body), ensure_ascii=False) + "\n")


def merged(told: Iterable[dict[str, Any]], recorded: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries *recorded* behind those of *told* that stood there, with what only *told* has: bodies, and how it ended."""
    standing: list[dict[str, Any]] = []
    answers: dict[tuple[str, str], deque[dict[str, Any]]] = defaultdict(deque)
    for line in told:
        if line["snapshot"]["comment"] in STANDING:
            standing.append(line)
        else:
            answers[_asked(line["snapshot"])].append(line["snapshot"]["response"])
    return [*standing, *_filled(recorded, answers)]


def _filled(
    recorded: Iterable[dict[str, Any]], answers: dict[tuple[str, str], deque[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Give what was *recorded* without its end the answers that are nobody else's, in their order."""
    lines = list(recorded)
    unfilled = []
    for line in lines:
        waiting = answers.get(_asked(line["snapshot"]), deque())
        response = line["snapshot"].get("response", {})
        own = _sum(response)
        if found := next((heard for heard in waiting if own and _sum(heard) == own), None):
            waiting.remove(found)
        elif "content" in response and not response.get("_failureText"):
            unfilled.append((response, waiting))
    for response, waiting in unfilled:
        if waiting:
            heard = waiting.popleft()
            if not response["content"].get("_file"):
                response["content"] |= heard["content"]
            if response["status"] < _ANSWERED:
                response["status"] = heard["status"]
    return lines


def _sum(response: dict[str, Any]) -> str:
    """Return by what a body is known: its resource's name, whatever kind of file it was taken for."""
    return str(response.get("content", {}).get("_file", "")).partition(".")[0]


def _asked(entry: dict[str, Any]) -> tuple[str, str]:
    request = entry.get("request", {})
    return request.get("method", ""), request.get("url", "").partition("#")[0]


def _resource(heard: Heard) -> str:
    if not heard.body:
        return ""
    extension = _EXTENSIONS.get(heard.mime) or (mimetypes.guess_extension(heard.mime) or ".dat").removeprefix(".")
    return f"{hashlib.sha1(heard.body, usedforsecurity=False).hexdigest()}.{extension}"


def _entry(heard: Heard, where: str, name: str) -> dict[str, Any]:
    content = {"size": len(heard.body), "mimeType": heard.mime, **({"_file": f"resources/{name}"} if name else {})}
    request = {"method": heard.method, "url": heard.url, "httpVersion": "", "cookies": [], "headers": []}
    response = {"status": heard.status, "statusText": "", "httpVersion": "", "cookies": [], "headers": []}
    sizes = {"headersSize": -1, "bodySize": -1}
    return {
        "type": "resource-snapshot",
        "snapshot": {
            "comment": where,
            "startedDateTime": datetime.now(UTC).isoformat(),
            "time": 0,
            "request": {**request, "queryString": [], **sizes},
            "response": {**response, "content": content, "redirectURL": heard.location, **sizes},
            "cache": {},
            "timings": {"send": 0, "wait": 0, "receive": 0},
            "_resourceType": heard.kind.lower(),
        },
    }
