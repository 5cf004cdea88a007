"""The portal in a browser page, as a person uses it: by what is written on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from run_flow.errors import PortalChanged
from run_flow.journal.files import write_durably
from run_flow.language import _
from run_flow.portal import account, menu, picture, qr, saving, signin
from run_flow.portal.banner import Banner
from run_flow.portal.faults import speaks_ours
from run_flow.portal.form import Form
from run_flow.portal.locate import Labels, aliases, did_you_mean, first
from run_flow.portal.window import Window

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Page

LONGEST_NAME = 80
HOME = "https://mp.weixin.qq.com/"


@speaks_ours
class Portal(Window):
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
        super().__init__(page, headed=headed, patience_ms=patience_ms, shown=shown)
        self.address = address
        self.hide = hide
        self.pending: list[Form] = []
        self.saved: list[saving.Saved] = []
        self.arrivals: dict[tuple[str, ...], menu.Arrival] = {}
        self.visiting = False
        """Whether the pages are those for everybody: no session stands behind them."""
        self.banner = Banner(page)

    # What a flow does

    def open(self, *paths: str) -> None:
        """Go to the page that the first visible one of the menu *paths* leads to ("设置与开发 > 微信认证")."""
        menu.go(self, paths)

    def visit(self, *paths: str) -> None:
        """Go to a page for everybody, by what the front page says ("立即注册 > 服务号"), one of several spellings."""
        menu.visit(self, paths)

    def recognised(self) -> bool:
        """Load the front page and tell whether it leads to a back office by itself."""
        self.goto(self.address)
        self.until(lambda: self.signed_in or self.doors.main.ask("codes"), ms=menu.FRESH_MS)
        return self.signed_in

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
        """Press *label* and keep what it gives in *folder*, under a plain form of the portal's name for it."""
        with self.page.expect_download() as given:
            self.press(label)
        name = Path(given.value.suggested_filename).name
        path = folder / (re.sub(r"[^\w.()-]+", "_", name).strip("._")[-LONGEST_NAME:] or "download")
        write_durably(path, given.value.path().read_bytes())
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

    def error_texts(self) -> list[str]:
        """Return the errors the page shows: at fields, at the top, in dialogs that only want to be closed."""
        now = self.state_of_page()
        dialogs = [d["text"] for d in now["dialogs"] if not d["asks"]]
        return [f"{w['label']}：{w['text']}" if w["label"] else w["text"] for w in now["wrongs"]] + dialogs

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

    def touch(self, element: ElementHandle) -> None:
        """Click *element* as a hand does, also where the strip lies over it."""
        with self.banner.aside():
            super().touch(element)

    def regain(self, forms: Sequence[Form]) -> None:
        """Go back to where the first of *forms* stands, after somebody else had the window; all is read back again."""
        self.pending = [form for form in self.pending if form not in forms]
        self.unsaved = True
        if forms and not self.shows_section(*forms[0].title):
            self.goto(forms[0].address)

    # Sign-in

    @property
    def signed_in(self) -> bool:
        """Tell whether the address carries a token; only on the portal's own host it is one."""
        here = urlsplit(self.page.url).netloc == urlsplit(self.address).netloc
        return here and signin.token(self.page.url) is not None

    def enter(self) -> None:
        """Make sure that a session stands; raise SignedOut where a person has to begin one."""
        signin.enter(self)

    def forget_sign_in(self) -> None:
        """Drop the session: somebody else is to sign in, or for another account."""
        self.page.context.clear_cookies()
        self.goto(self.address)

    def show_sign_in(self) -> None:
        """Show the sign-in page with its QR code, a fresh one where it has expired."""
        signin.show(self)

    def state(self) -> signin.State:
        """Return what the sign-in page says: waiting, scanned, confirmed, expired or failed."""
        return signin.state(self)

    def sign_in_failures(self) -> list[str]:
        """Return why the sign-in page let nobody in, in the portal's words."""
        return signin.failures(self)

    def save_sign_in(self, path: Path) -> None:
        """Keep the session's cookies in a file that only its owner can read."""
        signin.save(self.page.context, path)

    def header(self) -> account.Header:
        """Return what the page's header says of the account it belongs to; nothing where the page has none."""
        return account.shown(self)

    def switch_account(self, wanted: account.Account) -> bool:
        """Go over to the account by the header's list; tell whether it was listed."""
        return account.switch(self, wanted)

    # What forms stand on

    def meet(self, title: Sequence[str]) -> None:
        """Wait for the section with one of these titles; sections waiting for their button are saved first.

        Only the portal's own host gets to see what stands in a profile.
        """
        self.refuse_elsewhere(urlsplit(self.address).netloc)
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

    def clear_announcements(self) -> None:
        """Close dialogs that only announce something."""
        menu.clear_announcements(self)

    def refuse_wrongs(self, title: tuple[str, ...], *, known: Sequence[dict[str, str]] = ()) -> None:
        """Raise with the portal's words where the page shows an error that is not *known* yet."""
        if wrongs := [wrong for wrong in self.state_of_page()["wrongs"] if wrong not in known]:
            raise saving.refusal(title, wrongs)

    def _section(self, title: Sequence[str]) -> dict[str, Any]:
        _door, told = first(self.doors, lambda door: door.ask("section", {"title": list(title)}))
        return dict(told)

    def _unpressable(self, names: tuple[str, ...], told: dict[str, Any]) -> PortalChanged:
        label = " / ".join(names)
        if told["stuck"]:
            return PortalChanged(_("按钮“{label}”按不下去。").format(label=label), doing=label)
        found = _("“{label}”对应 {count} 个按钮。").format(label=label, count=told["count"])
        return PortalChanged(found + did_you_mean(names, told["labels"]), doing=label)
