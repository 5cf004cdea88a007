"""The QR code on the screen: its picture, and what it says."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from run_flow.errors import PortalChanged
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.portal.portal import Portal

RENEWED_MS = 2_000


@dataclass(frozen=True)
class QR:
    """A QR code: *png* to be shown to a person, *text* as a phone would read it."""

    png: bytes
    text: str


def decode(png: bytes) -> str | None:
    """Return the text of the one QR code in a picture."""
    import zxingcpp
    from PIL import Image

    found = zxingcpp.read_barcodes(
        Image.open(io.BytesIO(png)), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return found[0].text if len(found) == 1 and found[0].text else None


def look(portal: Portal, near: str | None) -> QR | None:
    """Return the one code that is visible; one that ran out in the office is drawn anew.

    The sign-in page tells first why it let nobody in. Raises where several different codes are visible.
    """
    code = _visible(portal, near)
    renewal = (
        portal.doors.main.element("renewal", near) if code is None and (portal.signed_in or portal.visiting) else None
    )
    if renewal is None:
        return code
    portal.touch(renewal)
    return portal.until(lambda: _visible(portal, near), ms=RENEWED_MS)


def _visible(portal: Portal, near: str | None) -> QR | None:
    found: dict[str, QR] = {}
    for door in (portal.doors.main, *portal.doors.others()):
        for element in door.elements("codes", near):
            png = element.screenshot(animations="disabled")
            if text := decode(png):
                found.setdefault(text, QR(png, text))
    if len(found) > 1:
        raise PortalChanged(_("页面上有 {count} 个不同的二维码。").format(count=len(found)), doing=near or "")
    return next(iter(found.values()), None)
