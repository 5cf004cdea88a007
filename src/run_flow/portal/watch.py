"""What happens around a page while we use it: native dialogs, requests on their way, server errors."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog
from playwright.sync_api import TimeoutError  # noqa: A004  Playwright's name for it

from run_flow.errors import PortalChanged, PortalDown
from run_flow.language import _

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page, Request, Response

log = structlog.get_logger()
MOST_BODIES, MOST_BYTES = 64, 256 * 1024


class Watch:
    """Listens to a page; a native dialog is the person's where there is a window, unless a script accepts it."""

    def __init__(self, page: Page, *, headed: bool, loaded: Callable[[], None]) -> None:
        """Listen to *page*; call *loaded* for each new document."""
        self.page = page
        self.headed = headed
        self.sent = 0
        self.loads = 0
        self._sent_before = 0
        self._loaded = loaded
        self.leaving = False
        self.bodies: deque[str] = deque(maxlen=MOST_BODIES)
        self._under_way: set[Request] = set()
        self._accepting: str | None = None
        self._asked = ""
        self._unexpected = ""
        self.broken = False
        self._down = 0
        page.on("dialog", self._dialog)
        page.on("request", self._request)
        page.on("requestfinished", self._answered)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)
        page.on("domcontentloaded", self._document)

    @property
    def sending(self) -> bool:
        """Tell whether something is on its way to the portal."""
        return bool(self._under_way)

    @contextmanager
    def accepting(self, text: str | None) -> Iterator[None]:
        """Accept a native confirm whose message contains *text* while the block runs."""
        self._accepting, before = text, self._accepting
        try:
            yield
        finally:
            self._accepting = before

    @property
    def answered(self) -> bool:
        """Tell whether the last touch sent something that was answered."""
        return self.sent > self._sent_before

    def touch(self, press: Callable[[], None]) -> None:
        """Press something; where a person has a native dialog to answer, wait for them."""
        self._asked = self._unexpected = ""
        self._down = 0
        self._sent_before = self.sent
        try:
            press()
        except TimeoutError:
            if not self._asked:
                raise
            self.page.evaluate("1")  # comes back when the person has answered
        self.refuse()

    def refuse(self) -> None:
        """Raise where the last press led to a native dialog that nobody expected, or to a server error."""
        if self._unexpected:
            found = _("弹出了流程脚本没有写到的确认框：{text}").format(text=self._unexpected)
            raise PortalChanged(found, remedy=_("在流程脚本里写明 accepting=，或在有窗口时由人来点。"))
        if self._down:
            raise PortalDown(_("平台返回错误 {status}。").format(status=self._down))

    def _document(self, _page: Page) -> None:
        self.loads += 1
        self.leaving = False
        self._loaded()

    def _dialog(self, dialog: Dialog) -> None:
        if self._accepting is not None and self._accepting in dialog.message:
            dialog.accept()
        elif self.headed:
            self._asked = dialog.message
            log.info("native-dialog", kind=dialog.type)
        elif dialog.type == "beforeunload":
            dialog.accept()
        else:
            self._unexpected = dialog.message
            dialog.dismiss()

    def _request(self, request: Request) -> None:
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.leaving = True
        if request.method not in ("GET", "HEAD"):
            self._under_way.add(request)
            body = request.post_data_buffer
            if body and len(body) <= MOST_BYTES:
                self.bodies.append(body.decode("utf-8", "replace"))

    def _answered(self, request: Request) -> None:
        if request in self._under_way:
            self._under_way.discard(request)
            self.sent += 1

    def _failed(self, request: Request) -> None:
        if request.is_navigation_request():
            self.leaving = False  # a download, or the portal is down
        self._under_way.discard(request)

    def _response(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.broken = response.status >= 500
        if response.status >= 500 and response.request.resource_type in ("document", "xhr", "fetch"):
            self._down = response.status
