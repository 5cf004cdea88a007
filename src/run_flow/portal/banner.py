"""A note in the window that asks the person: it survives navigation and disturbs nothing of the page."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

from run_flow.language import _
from run_flow.portal.faults import passing, speaks_ours

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = Path(__file__).with_name("page")
HIDDEN = "run-flow-note { display: none !important; }"
STRIP = "strip"
INPUTS = {"amount": "text", "text": "text", "code": "text", "secret": "password"}


@speaks_ours
class Banner:
    """The note of one window; what is pressed or typed in it waits in :meth:`take`."""

    def __init__(self, page: Page) -> None:
        """Stand by for *page*; nothing is put into it before the first :meth:`show`."""
        self._page = page
        self._state: dict[str, Any] | None = None
        self._strip: dict[str, Any] | None = None
        self._wanted = False
        self._answers: list[tuple[str, str]] = []
        self._call, self._event = f"_{secrets.token_hex(12)}", secrets.token_hex(12)
        self._install()

    def show(
        self,
        title: str,
        text: str,
        *,
        ask_id: str = "",
        kind: str = "none",
        choices: Sequence[str] = (),
        hint: str = "",
        refused: str = "",
    ) -> None:
        """Show a question; *kind* is confirm, choice, amount, text, code, secret, or none for a plain note."""
        self._state = {
            "id": ask_id, "title": title, "text": text, "hint": hint, "refused": refused,
            "input": INPUTS.get(kind), "buttons": _buttons(kind, choices),
        }  # fmt: skip
        self._tell()

    def clear(self) -> None:
        """Take the note away."""
        if self._state is not None:
            self._state = None
            self._tell()

    def take(self) -> list[tuple[str, str]]:
        """Return what was answered since the last call, as (ask id, text)."""
        taken, self._answers = self._answers, []
        return taken

    def strip(self, text: str, *, button: str, pressed: str) -> None:
        """Show a slim strip while no question is shown; its button says *pressed* once it was."""
        strip = {"id": STRIP, "text": text, "button": button, "pressed": pressed}
        if strip != self._strip:
            self._strip = strip
            self._tell()

    def wanted(self) -> bool:
        """Tell whether the strip's button was pressed since the last call."""
        wanted, self._wanted = self._wanted, False
        return wanted

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let what is clicked during the block go through the strip, to the page under it."""
        if self._state or not self._strip:
            yield
            return
        self._send("aside")
        try:
            yield
        finally:
            self._send("back")

    def _tell(self) -> None:
        self._send("")

    def _send(self, detail: str) -> None:
        try:
            self._page.evaluate(
                "([name, detail]) => { document.dispatchEvent(new CustomEvent(name, { detail })); }",
                [self._event, detail],
            )
        except Error as error:
            if not passing(error):
                raise

    def _install(self) -> None:
        """Give each document of the window the note's code, under names that no page can guess."""
        self._page.expose_binding(self._call, self._heard)
        source = (
            (PAGE / "banner.js")
            .read_text("utf-8")
            .replace("STYLE", json.dumps((PAGE / "banner.css").read_text("utf-8")))
        )
        body = source[source.index("(call") :].strip()
        self._page.add_init_script(f"({body})({json.dumps(self._call)}, {json.dumps(self._event)})")
        self._page.evaluate(f"([call, event]) => ({body})(call, event)", [self._call, self._event])

    def _heard(self, source: dict[str, Any], said: dict[str, Any]) -> dict[str, Any] | None:
        if said.get("ask"):
            return self._state or self._strip
        if said["id"] == STRIP:
            self._wanted = self._wanted or (not self._state and source["frame"] == self._page.main_frame)
            return None
        if self._state and said["id"] == self._state["id"] and source["frame"] == self._page.main_frame:
            self._answers.append((str(said["id"]), str(said["value"])))
        return None


def _buttons(kind: str, choices: Sequence[str]) -> list[dict[str, Any]]:
    if kind in INPUTS:
        return [{"text": _("提交"), "value": None, "main": True}]
    texts = list(choices) or ([_("确定")] if kind == "confirm" else [])
    return [{"text": text, "value": text, "main": at == 0} for at, text in enumerate(texts)]
