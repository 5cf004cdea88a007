"""The portal in a browser page, as a person uses it: by what is written on the screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from run_flow.errors import PortalChanged, PortalDown
from run_flow.language import _
from run_flow.portal import menu, picture, qr, saving, signin
from run_flow.portal.banner import Banner
from run_flow.portal.door import Doors
from run_flow.portal.faults import speaks_ours
from run_flow.portal.form import Form
from run_flow.portal.interrupts import Interrupts
from run_flow.portal.locate import Labels, aliases, did_you_mean, first
from run_flow.portal.watch import Watch

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Page

T = TypeVar("T")
HOME = "https://mp.weixin.qq.com/"
LOOK_MS = 10
SETTLE_MS = 30_000
ANSWERED_MS = 40


@speaks_ours
class Portal:
    """One window on the portal. *shown* says how a value may appear in a message; *hide* which texts are secret."""

    def __init__(
        self,
        page: Page,
        *,
        address: str = HOME,
        headed: bool = False,
        patience_ms: int = 5_000,
        hide: Callable[[str], bool] | Sequence[str] = (),
        shown: Callable[[str], str] | None = None,
    ) -> None:
        """Use *page*; wait up to *patience_ms* for what a page should show."""
        self.page = page
        self.address = address
        self.patience_ms = patience_ms
        self.hide = hide
        self.doors = Doors(page)
        self.pending: list[Form] = []
        self.saved: list[saving.Saved] = []
        self.unsaved = False
        self.banner = Banner(page)
        self.interrupts = Interrupts()
        self._shown = shown
        self._watch = Watch(page, headed=headed, loaded=self._loaded)

    # What a flow does

    def open(self, *paths: str, address_path: str | None = None) -> None:
        """Go to a page by the first of the menu *paths* that is visible ("设置与开发 > 微信认证"), or by address."""
        signin.enter(self)
        if address_path:
            self.goto(signin.with_token(self.page.url, address_path))
        else:
            menu.follow(self, paths)
        self.clear_announcements()

    def form(self, *title: str) -> Form:
        """Return the section with one of these titles, to be used in a ``with`` block."""
        return Form(self, title)

    def press(self, label: Labels, *, within: Labels | None = None, menu_first: bool = False) -> None:
        """Press the one button, link, tab or menu item that shows *label*."""
        arg = {"label": list(aliases(label)), "title": list(aliases(within)) if within else None, "menu": menu_first}
        door, told = first(self.doors, lambda door: door.ask("button", arg))
        if told["dialogs"]:
            self.clear_announcements()
        if told["count"] != 1 or told["stuck"]:
            door.ask("leave")
            self.until(lambda: self.pressable(label, within=within))
            door, told = first(self.doors, lambda door: door.ask("button", arg))
        found = door.element("buttonElement", arg) if told["count"] == 1 and not told["stuck"] else None
        if found is None:
            raise self._unpressable(aliases(label), told)
        self.touch(found)
        self.settle()

    def pressable(self, label: Labels, *, within: Labels | None = None, stuck: bool = False) -> bool:
        """Tell whether exactly one button shows *label* now and can be pressed; with *stuck*, a disabled one counts."""
        arg = {"label": list(aliases(label)), "title": list(aliases(within)) if within else None}
        _door, told = first(self.doors, lambda door: door.ask("button", arg))
        return told["count"] == 1 and (stuck or not told["stuck"])

    def shows_section(self, *title: str) -> bool:
        """Tell whether exactly one section with one of these titles is visible."""
        return bool(self._section(title)["count"] == 1)

    def download(self, label: Labels, folder: Path) -> Path:
        """Press *label* and keep what it gives in *folder*, under the portal's name for it."""
        with self.page.expect_download() as given:
            self.press(label)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / Path(given.value.suggested_filename).name
        given.value.save_as(path)
        return path

    def read(self, label: Labels, *, within: Labels | None = None) -> str | None:
        """Return the text that stands beside *label*, or what the control under it holds; None where it is not shown."""
        arg = {"label": list(aliases(label)), "title": list(aliases(within)) if within else None}
        told = self.doors.main.ask("read", arg)
        values = list(told["values"])
        if not values and told["foreign"]:
            values = [v for door in self.doors.others() for v in door.ask("read", arg)["values"]]
        if len(values) > 1:
            found = _("“{label}”旁边有 {count} 个不同的内容。").format(label=aliases(label)[0], count=len(values))
            raise PortalChanged(found, doing=aliases(label)[0])
        return str(values[0]) if values else None

    def read_table(self, *title: str) -> list[dict[str, str]] | None:
        """Return the rows of the table under *title*, each by the table's header; None where there is no table."""
        rows: list[dict[str, str]] | None = self.doors.main.ask("rows", list(title))
        return rows

    def shows(self, text: str) -> bool:
        """Tell whether *text* is visible anywhere."""
        return bool(self.showing([text]))

    def showing(self, texts: Sequence[str]) -> list[str]:
        """Return those of *texts* that are visible anywhere."""
        _door, told = first(self.doors, lambda door: door.ask("shows", list(texts)))
        return list(told["shown"])

    def error_texts(self) -> list[str]:
        """Return the errors the page shows: at fields, at the top, in dialogs that only want to be closed."""
        now = self.state_of_page()
        dialogs = [d["text"] for d in now["dialogs"] if not d["asks"]]
        return [f"{w['label']}:{w['text']}" if w["label"] else w["text"] for w in now["wrongs"]] + dialogs

    def qr(self, near: str | None = None) -> qr.QR | None:
        """Return the QR code that is visible, in the top dialog or in the section titled *near*; None if none is."""
        return qr.look(self, near)

    def screenshot(self) -> bytes:
        """Return a PNG of the window with every value, picture and hidden text masked."""
        return picture.take(self)

    def reread(self) -> None:
        """Compare every saved form with what the portal holds, and come back to the page that is open."""
        onward = self.page.url
        for saved in [s for s in self.saved if s.sections]:
            saving.compare(self, saved)
        self.goto(onward)

    # Sign-in

    @property
    def signed_in(self) -> bool:
        """Tell whether the address carries a token."""
        return signin.token(self.page.url) is not None

    def show_sign_in(self) -> None:
        """Show the sign-in page with its QR code, a fresh one where it has expired."""
        signin.show(self)

    def state(self) -> signin.State:
        """Return what the sign-in page says: waiting, scanned, confirmed, expired or failed."""
        return signin.state(self)

    def save_sign_in(self, path: Path) -> None:
        """Keep the session's cookies in a file that only its owner can read."""
        signin.save(self.page.context, path)

    # What the other modules of portal stand on

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
        response = self.page.goto(address, wait_until="domcontentloaded")
        if response and response.status >= 500:
            raise PortalDown(_("平台返回错误 {status}。").format(status=response.status))
        self.refuse_elsewhere(urlsplit(address).netloc)
        self._shown_whole()
        self.refuse_signed_out()

    def refuse_elsewhere(self, host: str) -> None:
        """Raise where the page is not on *host*."""
        now = urlsplit(self.page.url).netloc
        if now != host:
            raise PortalChanged(_("页面被转到了 {host}。").format(host=now), expected=host)

    def meet(self, title: Sequence[str]) -> None:
        """Wait for the section with one of these titles; sections waiting for their button are saved first."""
        told = self._section(title)
        if told["dialogs"]:
            self.clear_announcements()
        if told["count"] == 1:
            return
        if not told["count"] and self.pending:
            saving.save_pending(self)
        if not self.until(lambda: self._section(title)["count"] == 1):
            self.refuse_signed_out()
            told = self._section(title)
            found = _("页面上有 {count} 个“{title}”。").format(count=told["count"], title=" / ".join(title))
            raise PortalChanged(found + did_you_mean(title, told["titles"]), doing=title[0])

    def settle(self) -> None:
        """Wait until what was pressed has been sent and answered, and the page it leads to can be read."""
        sent = self.sent
        self.wait(LOOK_MS)
        self.until(self._still, ms=SETTLE_MS)
        if self.sent > sent:  # an answer may lead to another page
            self.wait(ANSWERED_MS)
            self.until(self._still, ms=SETTLE_MS)
        self._shown_whole()
        self.refuse_failures()

    def touch(self, element: ElementHandle) -> None:
        """Click *element* as a hand does; a native dialog it opens is answered first."""
        self._watch.touch(element)

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

    @property
    def loads(self) -> int:
        """Count the documents that were loaded."""
        return self._watch.loads

    def state_of_page(self) -> dict[str, Any]:
        """Return titles, errors and dialogs of the page."""
        now: dict[str, Any] = self.doors.main.ask("state")
        return now

    def clear_announcements(self) -> None:
        """Close dialogs that only announce something."""
        menu.clear_announcements(self)

    def refuse_failures(self) -> None:
        """Raise where the last press led to a server error, or to a native dialog that nobody expected."""
        self._watch.refuse()

    def refuse_signed_out(self) -> None:
        """Raise :class:`~run_flow.portal.signin.SignedOut` where the page says that the session is over."""
        signin.refuse_signed_out(self)

    def refuse_wrongs(self, title: tuple[str, ...]) -> None:
        """Raise with the portal's words where the page shows an error."""
        if wrongs := self.state_of_page()["wrongs"]:
            raise saving.refusal(title, wrongs)

    def shown(self, value: object) -> str:
        """Return *value* as it may stand in a message: through *shown*, else only its length."""
        text = value if isinstance(value, str) else str(value)
        return self._shown(text) if self._shown else _("{count} 个字").format(count=len(text))

    def _section(self, title: Sequence[str]) -> dict[str, Any]:
        _door, told = first(self.doors, lambda door: door.ask("section", {"title": list(title)}))
        return dict(told)

    def _unpressable(self, names: tuple[str, ...], told: dict[str, Any]) -> PortalChanged:
        label = " / ".join(names)
        if told["stuck"]:
            return PortalChanged(_("按钮“{label}”按不下去。").format(label=label), doing=label)
        found = _("“{label}”对应 {count} 个按钮。").format(label=label, count=told["count"])
        return PortalChanged(found + did_you_mean(names, told["labels"]), doing=label)

    def _still(self) -> bool:
        return not self.sending and not self._watch.leaving

    def _shown_whole(self) -> None:
        self.until(lambda: (now := self.state_of_page())["ready"] and now["titles"])

    def _loaded(self) -> None:
        self.unsaved = False
