"""The portal's pages as a flow script reads them: what they show by its label, and buttons that may be pressed again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from run_flow import errors
from run_flow.engine.forms import form_of
from run_flow.engine.hands import pause
from run_flow.engine.waiting import retried
from run_flow.language import _

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from run_flow.engine.session import Session
    from run_flow.portal import QR, Form, Portal

Found = TypeVar("Found")
Labels = str | tuple[str, ...]


class Pages:
    """What the window shows, in the page's own words."""

    def __init__(self, session: Session) -> None:
        """Look at the session's window."""
        self.session = session

    @property
    def page(self) -> Page:
        """Return Playwright's page, for what the words below cannot say."""
        return self.session.portal.page

    def form(self, *titles: str) -> Form:
        """Return the form under one of *titles*, to be used in a ``with`` block."""
        return form_of(self.session, titles)

    def read(self, label: Labels, default: str | None = None) -> str:
        """Return what the page shows beside *label*, or *default*; raise PortalChanged without one."""
        value = self._retried(lambda: self._portal.read(label))
        if value is None and default is None:
            raise errors.PortalChanged(_("页面上没有“{label}”").format(label=_name(label)))
        return value if value is not None else default or ""

    def read_table(self, *titles: str) -> list[dict[str, str]]:
        """Return the rows of the table under one of *titles*, by its header; none where there is no table."""
        return self._retried(lambda: self._portal.read_table(*titles)) or []

    def shows_button(self, label: Labels) -> bool:
        """Return whether the page shows exactly one button *label*, and it can be pressed."""
        return self._retried(lambda: self._portal.pressable(label))

    def shows(self, text: Labels) -> bool:
        """Return whether the page shows *text*."""
        texts = (text,) if isinstance(text, str) else text
        return self._retried(lambda: any(self._portal.shows(words) for words in texts))

    def shows_section(self, *titles: str) -> bool:
        """Return whether the page has a section under one of *titles*."""
        return self._retried(lambda: self._portal.shows_section(*titles))

    def complaints(self) -> list[str]:
        """Return what the page complains about: beside fields, at the top, in a dialog that only wants to be closed."""
        return self._retried(self._portal.error_texts)

    def qr(self, near: str | None = None) -> QR | None:
        """Return the code to scan in the top dialog, or in the section titled *near*; None where none is drawn."""
        return self._portal.qr(near)

    def download(self, label: Labels) -> Path:
        """Press *label* and return where the file it leads to was kept, in the case's folder."""
        return self._portal.download(label, self.session.folder / "downloads")

    def press(self, label: Labels, *, within: Labels | None = None) -> None:
        """Press a button or link whose effect may be repeated; anything else is ``click_once``'s.

        With *within* it is the one in the section of that title.
        """
        pause(self.session)
        self._portal.press(label, within=within)

    def verify(self, label: Labels, expected: str) -> None:
        """Make sure that the page shows *expected* beside *label*; raise ValueMismatch otherwise."""
        found = self.read(label, default="")
        if found != expected:
            told = self.session.redactor.text
            raise errors.ValueMismatch(told(found) or _("（空）"), expected=told(expected), doing=_name(label))

    @property
    def _portal(self) -> Portal:
        return self.session.portal

    def _retried(self, read: Callable[[], Found]) -> Found:
        return retried(read, portal=self._portal)


def _name(label: Labels) -> str:
    return label if isinstance(label, str) else label[0]
