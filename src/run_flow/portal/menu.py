"""Find a page by the words of the menu, as a person does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import structlog

from run_flow.errors import PortalChanged
from run_flow.language import _
from run_flow.portal import signin
from run_flow.portal.locate import did_you_mean
from run_flow.portal.readback import plain

if TYPE_CHECKING:
    from run_flow.portal.portal import Portal

log = structlog.get_logger()
CLOSERS = ("我知道了", "知道了", "关闭", "稍后再说", "×", "Close")
NOTICE = ("公告", "通知", "新功能", "升级", "引导")
ARRIVAL_MS = 15_000
FRESH_MS = 1_000


@dataclass(frozen=True)
class Arrival:
    """Where a menu path led, and what the window had been through by then."""

    address: str
    title: str
    loads: int
    touches: int
    at_ms: float

    @classmethod
    def now(cls, portal: Portal) -> Arrival:
        """Return where the window is."""
        return cls(portal.page.url, _title(portal), portal.loads, portal.touches, portal.elapsed_ms())

    def is_fresh(self, portal: Portal) -> bool:
        """Tell whether the page was loaded just now and nothing was done in it since."""
        unmoved = (portal.page.url, portal.loads, portal.touches) == (self.address, self.loads, self.touches)
        return unmoved and portal.elapsed_ms() - self.at_ms < FRESH_MS


def go(portal: Portal, paths: tuple[str, ...]) -> None:
    """Go to the page under one of *paths*: by its address where the menu led there before, else by the menu."""
    known = portal.arrivals.get(paths)
    if known and known.is_fresh(portal):
        return
    if portal.broken:  # there is no menu to follow
        portal.goto(portal.address)
    signin.enter(portal)
    portal.visiting = False
    if not (known and _again(portal, known)):
        follow(portal, paths)
    clear_announcements(portal)
    portal.arrivals[paths] = Arrival.now(portal)


def visit(portal: Portal, paths: tuple[str, ...]) -> None:
    """Go to a page that is there for everybody, by the words of the front page; a session is left for that."""
    portal.goto(portal.address)
    firsts = [path.partition(">")[0].strip() for path in paths]
    portal.until(lambda: portal.signed_in or any(_count(portal, label) for label in firsts))
    if portal.signed_in:
        portal.forget_sign_in()
    portal.visiting = True
    follow(portal, paths)
    clear_announcements(portal)


def follow(portal: Portal, paths: Sequence[str]) -> None:
    """Follow the first of *paths* ("设置与开发 > 微信认证") that the menu shows."""
    clear_announcements(portal)
    tried = [tuple(label.strip() for label in path.split(">")) for path in paths]
    for labels in tried:
        if _follow(portal, labels):
            return
    visible = portal.doors.main.ask("button", {"label": [""]})["labels"]
    found = _("菜单里找不到：{paths}。").format(paths=_("、").join(paths))
    raise PortalChanged(found + did_you_mean([t[0] for t in tried], visible), doing=_("打开页面"))


def clear_announcements(portal: Portal) -> None:
    """Close each visible dialog that asks nothing and announces something."""
    for _turn in range(5):
        dialogs = portal.state_of_page()["dialogs"]
        closer = dialogs and _announces(dialogs[-1])
        if not closer:
            return
        button = portal.doors.main.element("dialogButton", {"index": len(dialogs) - 1, "label": closer})
        if button is None:
            return
        log.info("announcement-closed", title=dialogs[-1]["title"])
        portal.touch(button)
        portal.until(_fewer_dialogs(portal, len(dialogs)))


def _fewer_dialogs(portal: Portal, count: int) -> Callable[[], bool]:
    return lambda: len(portal.state_of_page()["dialogs"]) < count


def _announces(dialog: dict[str, Any]) -> str:
    closers = [b for b in dialog["buttons"] if plain(b) in CLOSERS]
    if dialog["asks"] or not closers or len(closers) < len(dialog["buttons"]):
        return ""
    return closers[0] if any(word in dialog["title"] + dialog["text"][:40] for word in NOTICE) else ""


def _again(portal: Portal, known: Arrival) -> bool:
    portal.goto(signin.with_token(portal.page.url, known.address))
    return bool(portal.until(lambda: _title(portal) == known.title))


def _title(portal: Portal) -> str:
    titles = portal.state_of_page()["titles"]
    return titles[0] if titles else ""


def _follow(portal: Portal, labels: tuple[str, ...]) -> bool:
    for at, label in enumerate(labels):
        if not portal.until(partial(_count, portal, label), ms=2_000 if at else 300):
            return False
        after = labels[at + 1] if at + 1 < len(labels) else None
        if after and _count(portal, after):
            continue
        before, host = (portal.state_of_page()["titles"], portal.loads), urlsplit(portal.page.url).netloc
        portal.press(label, menu_first=True)
        if not after:
            _arrive(portal, label, before, host=host)
    return True


def _count(portal: Portal, label: str) -> int:
    return int(portal.doors.main.ask("button", {"label": [label], "menu": True})["count"])


def _arrive(portal: Portal, label: str, before: tuple[list[str], int], *, host: str) -> None:
    def arrived() -> bool:
        now = portal.state_of_page()
        return now["ready"] and bool(now["titles"]) and (portal.loads != before[1] or now["titles"] != before[0])

    if not portal.until(arrived, ms=ARRIVAL_MS):
        raise PortalChanged(_("点了“{label}”，页面没有变化。").format(label=label), doing=label)
    portal.refuse_failures()
    portal.refuse_elsewhere(host)
    portal.refuse_signed_out()
