"""The licence's QR code, which holds the credit code: read without any OCR."""

from __future__ import annotations

from pathlib import Path

from run_flow.profile.finding import Find
from run_flow.profile.reading.proof import credit_codes
from run_flow.profile.reading.text import plain

_LONGEST_PX = 4000  # a whole licence with a readable code; noise of this size takes a quarter of a second


def licence_code(path: Path) -> str | None:
    """Return the credit code in a picture's QR code, or None where there is none or another payload.

    The payload is an address of the registrars as a rule; it is never opened, shown or kept.
    """
    return next(iter(_codes(path)), None)


def cross_code(find: Find, *, code: str, licence: Path) -> None:
    """Find it where the QR code on the *licence* proves another credit code than *code*."""
    codes = _codes(licence)
    if codes and plain(code) not in codes:
        find("company.credit_code", "licence.other_code", read=codes[0])


def _codes(path: Path) -> list[str]:
    import zxingcpp
    from PIL import Image

    with Image.open(path) as image:
        image.draft("L", (_LONGEST_PX, _LONGEST_PX))
        grey = image.convert("L")
    grey.thumbnail((_LONGEST_PX, _LONGEST_PX))
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [code for qr in found for code in credit_codes(qr.text.upper())]
