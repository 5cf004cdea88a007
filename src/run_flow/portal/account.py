"""Whose back office the window shows, and how a person goes over to another account of theirs.

One WeChat may administer many accounts: the header shows one, 切换账号 lists them (docs/portal.md, sign-in). A name
counts where it is the whole text of something visible, in the portal's own document: what a page shows is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from run_flow.language import _
from run_flow.portal import signin

if TYPE_CHECKING:
    from run_flow.portal.portal import Portal

KINDS = ("服务号", "订阅号", "公众号", "小程序")
BOTH = "公众号"  # the word for 服务号 and 订阅号 alike
MOST_SHOWN, LONGEST_SHOWN = 6, 40
SWITCH_MS = 15_000
HOVER_MS = 1_000


@dataclass(frozen=True)
class Header:
    """What the header says of the account it belongs to, each text as a whole; *names* are what looks like its name."""

    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def says(self, names: Iterable[str]) -> bool:
        """Tell whether one of *names* stands there as a whole text."""
        return bool({_plain(text) for text in self.texts} & {_plain(name) for name in names})

    def __str__(self) -> str:
        """Show it to a person; a page may say anything, at any length."""
        return " ".join(text[:LONGEST_SHOWN] for text in self.texts[:MOST_SHOWN])


@dataclass(frozen=True)
class Account:
    """An account of the portal, by every name under which a header may show it."""

    kind: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the name by which people know it."""
        return self.names[0]

    def __str__(self) -> str:
        """Name it to a person."""
        return _("「{name}」（{kind}）").format(name=self.name, kind=self.kind)

    def is_of(self, header: Header) -> bool:
        """Tell whether *header* is this account's: it says one of its names, and no other kind."""
        return not self.contradicted(header) and header.says(self.names)

    def contradicted(self, header: Header) -> bool:
        """Tell whether *header* says another kind of account."""
        kinds = {text for text in header.texts if text in KINDS}
        fits = {self.kind} if self.kind == "小程序" else {self.kind, BOTH}
        return bool(kinds) and not kinds & fits


def shown(portal: Portal) -> Header:
    """Return what the header says now; nothing where there is no header."""
    told = portal.doors.main.ask("header")
    return Header(tuple(told["names"]), tuple(told["texts"]))


def switch(portal: Portal, account: Account) -> bool:
    """Go over to *account* where the header's list offers exactly it; tell whether that led anywhere."""
    items = _listed(portal)
    fitting = [index for index, texts in enumerate(items) if account.is_of(Header(texts=tuple(texts)))]
    item = portal.doors.main.element("accountElement", {"index": fitting[0]}) if len(fitting) == 1 else None
    if item is None:
        if items:
            _close(portal)
        return False
    before: Any = (portal.loads, signin.token(portal.page.url))
    portal.touch(item)
    portal.until(lambda: (portal.loads, signin.token(portal.page.url)) != before, ms=SWITCH_MS)
    portal.settle()
    return True


def _listed(portal: Portal) -> list[list[str]]:
    """Open the list of the person's accounts and return what each says; nothing where the page offers none."""
    opener = portal.doors.main.element("switcher")
    if opener is None and (part := portal.doors.main.element("headerElement")):
        part.hover(timeout=HOVER_MS)
        opener = portal.until(lambda: portal.doors.main.element("switcher"), ms=HOVER_MS)
    if opener is None:
        return []
    portal.touch(opener)
    return portal.until(lambda: portal.doors.main.ask("accounts")) or []


def _close(portal: Portal) -> None:
    """Leave the list as it is: nobody chose."""
    portal.page.keyboard.press("Escape")
    if portal.state_of_page()["dialogs"]:
        portal.goto(portal.page.url)


def _plain(text: str) -> str:
    return "".join(normalize("NFKC", text).split()).casefold()
