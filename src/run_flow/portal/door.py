"""The questions a page can be asked: one JavaScript library, one call per question.

The library lives behind a handle of ours, not in the page's own names, and is given anew to each document.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ElementHandle, Error, Frame, JSHandle, Page

from run_flow.portal.faults import passing

PARTS = ("tree", "widgets", "sections", "reading", "calendar", "covers", "account", "door")
SOURCE = (
    "() => {\n" + "\n".join((Path(__file__).with_name("page") / f"{p}.js").read_text("utf-8") for p in PARTS) + "\n}"
)
TRIES = 40


class Door:
    """One frame's document, and all open shadow roots and same-origin frames below it."""

    def __init__(self, frame: Frame) -> None:
        """Ask *frame*, whatever document it shows at the time."""
        self.frame = frame
        self._library: JSHandle | None = None

    def ask(self, question: str, arg: object = None) -> Any:
        """Return the answer to *question*; one that a navigation interrupts is asked again."""
        return self._through(lambda library: library.evaluate(f"(library, arg) => library.{question}(arg)", arg))

    def element(self, question: str, arg: object = None) -> ElementHandle | None:
        """Return the element that answers *question*, if there is one."""
        handle: JSHandle = self._through(
            lambda library: library.evaluate_handle(f"(library, arg) => library.{question}(arg)", arg)
        )
        element = handle.as_element()
        return element and self._at_home(element)

    def elements(self, question: str, arg: object = None) -> list[ElementHandle]:
        """Return the elements that answer *question*, in reading order."""
        handle: JSHandle = self._through(
            lambda library: library.evaluate_handle(f"(library, arg) => library.{question}(arg)", arg)
        )
        found = [value.as_element() for value in handle.get_properties().values()]
        return [self._at_home(element) for element in found if element]

    def _at_home(self, element: ElementHandle) -> ElementHandle:
        """Return *element* as its own frame knows it: Playwright's hands work in the frame of a handle."""
        frame = element.owner_frame() if self.frame.child_frames else None
        if frame is None or frame == self.frame:
            return element
        name = f"_{secrets.token_hex(12)}"
        element.evaluate("(node, name) => { node.ownerDocument.defaultView[name] = node; }", name)
        handle = frame.evaluate_handle("(name) => { const n = window[name]; delete window[name]; return n; }", name)
        return handle.as_element() or element

    def _through(self, use: Any) -> Any:
        for turn in range(TRIES):
            try:
                if self._library is None:
                    self._library = self.frame.evaluate_handle(SOURCE)
                return use(self._library)
            except Error as error:
                self._library = None
                if turn == TRIES - 1 or not passing(error):
                    raise
                self.frame.wait_for_timeout(5)
                self.frame.wait_for_load_state("domcontentloaded")
        raise AssertionError  # pragma: no cover  the loop returns or raises


class Doors:
    """The doors of a page: the main frame's, and those of frames from other origins."""

    def __init__(self, page: Page) -> None:
        """Ask *page*."""
        self.page = page
        self.main = Door(page.main_frame)
        self._others: dict[Frame, Door] = {}

    def others(self) -> list[Door]:
        """Return the doors of frames whose origin is not the main frame's."""
        home = urlsplit(self.page.url)[:2]
        frames = [f for f in self.page.frames if f.parent_frame and urlsplit(f.url)[:2] != home and "://" in f.url]
        self._others = {f: self._others.get(f) or Door(f) for f in frames}
        return list(self._others.values())
