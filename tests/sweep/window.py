"""The window on the hall: what the engine uses of a portal, spoken by HTTP instead of a browser."""

from __future__ import annotations

import http.client
import json
import os
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Self

from tests.sweep.hall import CANCEL, FILE, LINK, PAY, PAYMENT, SUBMIT, SharedClock

from run_flow import errors
from run_flow.portal import SignedOut

BUTTONS = {"confirm": (SUBMIT,), "pay": (PAY,), "link": (LINK,), "file": (FILE,), "cancel": (CANCEL,)}
_LONGEST_WAIT_TICKS = 50_000


class Line:
    """One connection to the hall; ``news`` hears when a click leaves and when its answer is there."""

    def __init__(self, port: int) -> None:
        """Speak to the hall at *port*."""
        self._port = port
        self._line: http.client.HTTPConnection | None = None
        self.news: Callable[[str], None] = lambda _moment: None

    def say(self, what: str, **told: Any) -> Any:
        """Send *what* and return the answer; raise PortalDown where none comes, SignedOut where nobody is known."""
        line = self._line = self._line or http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            line.request("POST", f"/{what}", json.dumps(told), {"X-Pid": str(os.getpid())})
            if what == "click":
                self.news(f"click {told['label']} sent")
            answer = line.getresponse()
            if what == "click":
                self.news(f"click {told['label']} answered")
            body = json.loads(answer.read())
        except (OSError, http.client.HTTPException) as error:
            self._line = None
            line.close()
            raise errors.PortalDown from error
        if answer.status == 401:
            raise SignedOut
        return body


class Section:
    """A form whose fields are the hall's draft."""

    def __init__(self, window: Window, title: tuple[str, ...]) -> None:
        """Stand for the section *title*."""
        self._window, self.title = window, title
        self.lasting = True
        self.proofs: dict[Any, Any] = {}
        self.typed: list[str] = []
        self.stands: list[str] = []
        self.address = window.page.url
        self.partner: Any = None
        self.heard: Callable[[Any], None] = lambda _wanted: None
        self._values: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_ended: object) -> None:
        """Leave the page as it is."""

    def fill(self, label: str, value: str) -> None:
        """Make *value* stand."""
        stands = self._window.read(label) == value
        self._values[label] = value
        (self.stands if stands else self.typed).append(label)

    def save(self, _button: str = "下一步") -> None:
        """Put the values into the draft."""
        self._window.line.say("save", **self._values)
        self._window.saved.append(self)


class Note:
    """A banner that nobody reads."""

    def strip(self, _text: str, **_buttons: str) -> None:
        """Show nothing."""

    def wanted(self) -> bool:
        """Return that nobody wants to take over."""
        return False

    def show(self, *_words: str, **_facts: object) -> None:
        """Show nothing."""

    def clear(self) -> None:
        """Show nothing."""

    def take(self) -> list[tuple[str, str]]:
        """Return nothing."""
        return []


class Window:
    """The public methods of run_flow.portal.Portal that the engine uses."""

    def __init__(self, line: Line, clock: SharedClock) -> None:
        """Look at the hall through *line*."""
        self.pending: list[Any] = []
        self.line, self._clock = line, clock
        self.page = SimpleNamespace(url="home")
        self.saved: list[Section] = []
        self.banner = Note()
        self.loads = 0
        self.visiting = False
        self._facts: dict[str, str] = {}
        self._ticks = 0

    def open(self, *paths: str) -> None:
        """Go to a page; its name is the first of *paths*."""
        self._facts = self.line.say("page")
        self.loads += 1
        self.page.url = paths[0]

    def form(self, *title: str) -> Section:
        """Return the section."""
        return Section(self, title)

    def read(self, label: str) -> str | None:
        """Return what the page shows beside *label*."""
        return self._facts.get(label)

    def shows(self, text: str) -> bool:
        """Tell whether the page, which renews itself, shows *text*."""
        return text in self.line.say("page").values()

    def pressable(self, label: str) -> bool:
        """Tell whether the page has the button."""
        return label in BUTTONS.get(self.page.url, ())

    def press(self, label: str) -> None:
        """Press the button."""
        if not self.pressable(label):
            raise errors.PortalChanged
        self.line.news(f"click {label} leaves")
        self.line.say("click", label=label)
        self.page.url = "qr" if label == PAY else "status"

    def qr(self, _near: str | None = None) -> SimpleNamespace:
        """Return a code to scan."""
        return SimpleNamespace(png=PAYMENT.encode(), text=PAYMENT)

    def error_texts(self) -> list[str]:
        """Return no complaint."""
        return []

    def said(self) -> list[str]:
        """Return what was sent: nobody listens here."""
        return []

    def screenshot(self) -> bytes:
        """Return a picture."""
        return b"masked"

    def reread(self) -> None:
        """Compare nothing: a draft here is never lost."""

    def wait(self, ms: float) -> None:
        """Let time pass."""
        self._ticks += 1
        if self._ticks > _LONGEST_WAIT_TICKS:
            raise AssertionError("nobody acts")
        self._clock.pass_by(milliseconds=ms)

    @property
    def signed_in(self) -> bool:
        """Tell whether a session stands."""
        try:
            self.line.say("page")
        except SignedOut:
            return False
        return True

    def refuse_signed_out(self) -> None:
        """Raise SignedOut where the page, which renews itself, says so."""
        self.line.say("page")

    def sign_in_failures(self) -> list[str]:
        """Return why nobody was let in."""
        return []

    def show_sign_in(self) -> None:
        """Go to the front page."""
        self.page.url = "home"

    def state(self) -> str:
        """Return what the sign-in page says."""
        return "waiting"

    def save_sign_in(self, path: Any) -> None:
        """Keep the session."""
        path.write_text("cookies", encoding="utf-8")
