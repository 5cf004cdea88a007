"""Screenshots that show the page and none of its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from run_flow.portal.banner import HIDDEN

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from run_flow.portal.door import Door
    from run_flow.portal.portal import Portal

COLOUR = "#3a3f47"
VALUES = (
    "input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=button]):not([type=submit]), textarea, "
    "select, [contenteditable=true], [role=combobox], [role=textbox], [class*=dropdown__value], .jsBtLabel, img, canvas, "
    "[style*='background-image'], [class*=upload__img], [class*=qrcode], [class*=preview] *"
)


def take(portal: Portal) -> bytes:
    """Return a PNG of the window, with values, pictures and secret texts covered."""
    secret = _secret(portal.hide, [t for door in _doors(portal) for t in door.ask("texts")])
    pattern = re.compile("|".join(re.escape(text) for text in secret)) if secret else None
    masks: list[Locator] = []
    for frame in portal.page.frames:
        masks.append(frame.locator(VALUES))
        if pattern:
            masks.append(frame.get_by_text(pattern))
    return portal.page.screenshot(mask=masks, mask_color=COLOUR, style=HIDDEN, animations="disabled", caret="hide")


def _doors(portal: Portal) -> list[Door]:
    return [portal.doors.main, *portal.doors.others()]


def _secret(hide: Callable[[str], bool] | Sequence[str], texts: Sequence[str]) -> list[str]:
    if callable(hide):
        return [text for text in texts if hide(text)] if hide("\n".join(texts)) else []
    values = [value for value in hide if value]
    return [text for text in texts if any(value in text for value in values)]
