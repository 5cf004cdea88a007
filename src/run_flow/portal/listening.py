"""What the portal answers, word for word, also where the page was left at once: a recording of Playwright's loses that.

The browser keeps the bodies for us (``enableDurableMessages``, an experimental word of the protocol, measured with
Chromium 156; one that does not know it loses what was left at once). Nothing is asked of the portal.
See chromedevtools.github.io/devtools-protocol, Network and Page.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_BYTES = 64 * 1024 * 1024
TEXTS = {"Document": "text/html", "Script": "text/javascript", "Stylesheet": "text/css"}
"""What a page is made of, and its content type where the browser's memory, still busy loading it, names none."""


@dataclass(frozen=True)
class Heard:
    """One answer; ``kind`` is the protocol's word for what asked for it: Document, Script, Fetch."""

    method: str
    url: str
    kind: str
    status: int = 200
    mime: str = "text/html"
    location: str = ""
    body: bytes = b""


class Listener:
    """Tells every answer of one page that was wanted, by its method, address and kind, when it was asked for."""

    def __init__(
        self, page: Page, *, wanted: Callable[[str, str, str], str], tell: Callable[[Heard, str], None]
    ) -> None:
        """Listen to *page*; why an answer is *wanted*, "" where it is not, is told with it."""
        self._wanted, self._tell = wanted, tell
        self._asked: dict[str, tuple[str, str, str]] = {}
        self._answered: dict[str, Heard] = {}
        self._session = page.context.new_cdp_session(page)
        self._session.on("Network.requestWillBeSent", self._request)
        self._session.on("Network.responseReceived", self._response)
        self._session.on("Network.loadingFinished", self._finished)
        self._session.on("Network.loadingFailed", self._failed)
        self._session.send("Page.enable")
        self._session.send("Network.enable", {"enableDurableMessages": True, "maxTotalBufferSize": MOST_BYTES})

    def documents(self) -> frozenset[str]:
        """Return which documents stand in the page's frames, each by what the browser calls its loading."""
        with suppress(Error):  # the window is gone
            tree = self._session.send("Page.getFrameTree")["frameTree"]
            return frozenset(frame["loaderId"] for frame, _resources in _frames(tree))
        return frozenset()

    def standing(self, wanted: Callable[[str, str], bool]) -> Iterator[Heard]:
        """Yield of the page as it stands what is *wanted* by address and kind, out of the browser's own memory."""
        with suppress(Error):
            for frame, resources in _frames(self._session.send("Page.getResourceTree")["frameTree"]):
                told = {"url": frame["url"], "type": "Document", "mimeType": frame["mimeType"]}
                for resource in [told, *resources]:
                    url, kind = resource["url"], resource["type"]
                    if kind in TEXTS and url.startswith("http") and wanted(url, kind):
                        yield from self._stored(frame["id"], resource)

    def _stored(self, frame: str, resource: dict[str, Any]) -> Iterator[Heard]:
        with suppress(Error):  # not in its memory any more
            place = {"frameId": frame, "url": resource["url"]}
            body = _body(self._session.send("Page.getResourceContent", place), "content")
            mime = resource["mimeType"] or TEXTS[resource["type"]]
            yield Heard("GET", resource["url"], resource["type"], mime=mime, body=body)

    def _request(self, event: dict[str, Any]) -> None:
        method, url, why = self._asked.get(event["requestId"], ("", "", ""))
        kind = event.get("type", "")
        if why and (led := event.get("redirectResponse")):
            headers = {name.lower(): value for name, value in led["headers"].items()}
            location = headers.get("location", event["request"]["url"])
            self._tell(Heard(method, url, kind, led["status"], led["mimeType"], location), why)
        method, url = event["request"]["method"], event["request"]["url"]
        self._asked[event["requestId"]] = (method, url, self._wanted(method, url, kind))

    def _response(self, event: dict[str, Any]) -> None:
        method, url, why = self._asked.get(event["requestId"], ("", "", ""))
        if why:
            answer = event["response"]
            self._answered[event["requestId"]] = Heard(method, url, event["type"], answer["status"], answer["mimeType"])

    def _finished(self, event: dict[str, Any]) -> None:
        _method, _url, why = self._asked.pop(event["requestId"], ("", "", ""))
        if heard := self._answered.pop(event["requestId"], None):
            with suppress(Error):  # it was given away already
                told = self._session.send("Network.getResponseBody", {"requestId": event["requestId"]})
                self._tell(Heard(**{**vars(heard), "body": _body(told, "body")}), why)

    def _failed(self, event: dict[str, Any]) -> None:
        self._asked.pop(event["requestId"], None)
        self._answered.pop(event["requestId"], None)


def _frames(tree: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    yield tree["frame"], tree.get("resources", [])
    for inner in tree.get("childFrames", ()):
        yield from _frames(inner)


def _body(told: dict[str, Any], name: str) -> bytes:
    text = str(told[name])
    return base64.b64decode(text) if told["base64Encoded"] else text.encode("utf-8", "surrogatepass")
