"""One browser window: what can be waited for, loaded and touched in it, and what goes wrong there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Error

from run_flow.errors import PortalChanged, PortalDown
from run_flow.language import _
from run_flow.portal import proof, signin
from run_flow.portal.door import Doors
from run_flow.portal.faults import overtaken, speaks_ours
from run_flow.portal.interrupts import Interrupts
from run_flow.portal.locate import first
from run_flow.portal.watch import Watch

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Page, Response

T = TypeVar("T")
LOOK_MS = 10
SETTLE_MS = 30_000
ANSWERED_MS = 40
TOUCH_MS = 10_000
OVERTAKEN_PAUSES_MS = (50, 200, 800, 3_200)


@speaks_ours
class Window:
    """A page, the questions it can be asked, and what is watched around it."""

    def __init__(self, page: Page, *, headed: bool, patience_ms: int, shown: Callable[[str], str] | None) -> None:
        """Use *page*; wait up to *patience_ms* for what a page should show."""
        self.page = page
        self.patience_ms = patience_ms
        self.doors = Doors(page)
        self.interrupts = Interrupts()
        self.unsaved = False
        self._shown = shown
        self.touches = 0
        self._watch = Watch(page, headed=headed, loaded=self._loaded)

    def showing(self, texts: Sequence[str]) -> list[str]:
        """Return those of *texts* that are visible anywhere."""
        _door, told = first(self.doors, lambda door: door.ask("shows", list(texts)))
        return list(told["shown"])

    def wait(self, ms: float) -> None:
        """Let *ms* pass while the page lives on."""
        self.interrupts.let_in()
        self.page.wait_for_timeout(ms)
        self.interrupts.let_in()

    def until(self, condition: Callable[[], T], *, ms: float | None = None) -> T | None:
        """Look every few milliseconds until *condition* is true; return it, or None when the time is over."""
        end = time.monotonic() + (self.patience_ms if ms is None else ms) / 1000
        while not (found := condition()):
            if time.monotonic() > end:
                return None
            self.wait(LOOK_MS)
        return found

    def elapsed_ms(self) -> float:
        """Return a monotonic time in milliseconds."""
        return time.monotonic() * 1000

    def goto(self, address: str) -> None:
        """Load *address*; raise where the portal is down or sends us elsewhere."""
        response = self._load(address)
        if response and response.status >= 500:
            raise PortalDown(_("平台返回错误 {status}。").format(status=response.status))
        self.refuse_elsewhere(urlsplit(address).netloc)
        self._arrive()

    def refuse_elsewhere(self, host: str) -> None:
        """Raise where the page is not on *host*."""
        now = urlsplit(self.page.url).netloc
        if now != host:
            raise PortalChanged(_("页面被转到了 {host}。").format(host=now), expected=host)

    def settle(self) -> None:
        """Wait until what was pressed has been sent and answered, and the page it leads to can be read."""
        self.wait(LOOK_MS)
        self.until(self._still, ms=SETTLE_MS)
        if self._watch.answered:  # an answer may lead to another page
            self.wait(ANSWERED_MS)
            self.until(self._still, ms=SETTLE_MS)
        self.refuse_failures()
        self._arrive()
        self.refuse_failures()

    def touch(self, element: ElementHandle) -> None:
        """Click *element* as a hand does; a native dialog it opens is answered first."""
        self.touches += 1
        self._watch.touch(lambda: element.click(timeout=TOUCH_MS))

    def tap(self, point: dict[str, float]) -> None:
        """Press at a point of the window that was just seen to be free."""
        self.touches += 1
        self._watch.touch(lambda: self.page.mouse.click(point["x"], point["y"]))

    @contextmanager
    def accepting(self, text: str | None) -> Iterator[None]:
        """Accept a native confirm whose message contains *text* while the block runs."""
        with self._watch.accepting(text):
            yield

    @property
    def sending(self) -> bool:
        """Tell whether something is on its way to the portal."""
        return self._watch.sending

    @property
    def sent(self) -> int:
        """Count what was sent to the portal and answered."""
        return self._watch.sent

    def said(self) -> list[str]:
        """Return every value that was sent since the last time it was asked."""
        found = list(proof.values(self._watch.bodies))
        self._watch.bodies.clear()
        return found

    @property
    def broken(self) -> bool:
        """Tell whether the window shows a server error instead of a page."""
        return self._watch.broken

    @property
    def loads(self) -> int:
        """Count the documents that were loaded."""
        return self._watch.loads

    def state_of_page(self) -> dict[str, Any]:
        """Return titles, errors and dialogs of the page."""
        now: dict[str, Any] = self.doors.main.ask("state")
        return now

    def refuse_failures(self) -> None:
        """Raise where the last press led to a server error, or to a native dialog that nobody expected."""
        self._watch.refuse()

    def refuse_signed_out(self) -> None:
        """Raise :class:`~run_flow.portal.signin.SignedOut` where the page says that the session is over."""
        if self.showing(signin.OVER):
            raise signin.SignedOut(remedy=signin.remedy())

    def shown(self, value: object) -> str:
        """Return *value* as it may stand in a message: through *shown*, else only its length."""
        text = value if isinstance(value, str) else str(value)
        return self._shown(text) if self._shown else _("{count} 个字").format(count=len(text))

    def _load(self, address: str) -> Response | None:
        """Load *address*, again where the page's own script went elsewhere meanwhile.

        A load that was overtaken may still arrive, and would overtake the next one: it gets time to, each time more.
        """
        for pause_ms in OVERTAKEN_PAUSES_MS:
            try:
                return self.page.goto(address, wait_until="domcontentloaded")
            except Error as error:
                if not overtaken(error):
                    raise
            self.page.wait_for_timeout(pause_ms)
            self.page.wait_for_load_state("domcontentloaded")
        return self.page.goto(address, wait_until="domcontentloaded")

    def _still(self) -> bool:
        return not self.sending and not self._watch.leaving

    def _arrive(self) -> None:
        """Wait until the page is there as a whole; raise where it says that the session is over."""
        said: list[str] = []

        def whole() -> bool:
            now = self.doors.main.ask("state", signin.OVER)
            said[:] = now["said"]
            return bool(now["ready"] and now["titles"])

        self.until(whole)
        if said:
            raise signin.SignedOut(remedy=signin.remedy())

    def _loaded(self) -> None:
        self.unsaved = False
