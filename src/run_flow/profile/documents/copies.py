"""A copy of a document as the portal takes it: upright, of a kind and size it knows, without what the camera told."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

from run_flow.language import _
from run_flow.profile.documents import limits
from run_flow.profile.documents.picture import (
    SUFFIXES,
    Header,
    Unfit,
    flat,
    header_of,
    kind_of,
    opened,
    picture_of,
    reduced,
    said_by,
    upright,
)

MARK = "run-flow prepare"  # written into every copy: only what bears it is ever written again
_ORIGINALS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_POINT = 72  # a PDF counts 72 to the inch
_BEST, _WORST, _FULL_COLOUR_FROM = 95, 70, 90


@dataclass(frozen=True)
class Copy:
    """A portal-ready copy, why it was made (one word each), and how many pages a PDF has."""

    content: bytes
    suffix: str
    changes: tuple[str, ...]
    before: Header
    after: Header
    pages: int = 1


def copy_of(content: bytes, *, suffix: str, drawn: bool = False) -> Copy | None:
    """Return a copy of *content* (named with *suffix*; *drawn*: an icon), None where the portal takes it as it is.

    Raises `Unfit` where no picture can be made of it.
    """
    kind = kind_of(content)
    if kind == "PDF":
        return _from_pdf(content, drawn=drawn)
    if kind == "HEIC":
        return _from_heic(content, drawn=drawn)
    if kind:
        return _converted(content, formats=_ORIGINALS, drawn=drawn)
    changes = _needed(content, suffix=suffix, drawn=drawn)
    return _copied(content, formats=_ORIGINALS, changes=changes, drawn=drawn) if changes else None


def marked(content: bytes) -> bool:
    """Tell whether *content* is a copy made here."""
    try:
        with opened(content, formats=("JPEG", "PNG")) as image:
            said = image.info.get("comment"), image.info.get("Software")
    except Unfit:
        return False
    return MARK.encode() in said or MARK in said


def _needed(content: bytes, *, suffix: str, drawn: bool) -> list[str]:
    """Return what must change of a JPEG or PNG, which is decoded for it: a broken one gets no copy."""
    picture = picture_of(content)
    header = picture.header
    needed = {
        "format": header.kind == "MPO",
        "suffix": suffix not in SUFFIXES[header.kind],
        "ink": header.mode == "CMYK",
        "turned": picture.said.turned,
        "located": picture.said.located,
        "size": len(content) > limits.MAX_BYTES,
        "icon": drawn and (header.width, header.height) != limits.ICON,
        "flat": drawn and picture.transparent,
    }
    return [change for change, wanted in needed.items() if wanted]


def _from_pdf(content: bytes, *, drawn: bool) -> Copy:
    """Render the first page at 200 dpi, a page the size of a card larger."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as pdf:
            page = pdf[0]
            side = max(page.get_size())
            scale = min(max(limits.PDF_DPI / _POINT, limits.PDF_LEAST_SIDE / side), limits.MAX_SIDE / side)
            image, pages = page.render(scale=scale).to_pil().convert("RGB"), len(pdf)
    except (pypdfium2.PdfiumError, OSError, ValueError, LookupError, ArithmeticError, MemoryError) as error:
        if "password" in str(error):
            kind, mend = _("有密码的 PDF"), _("去掉密码，或打印出来重新扫描。")
            raise Unfit("document.format", kind=kind, mend=mend) from None
        raise Unfit("document.broken") from None
    before = Header("PDF", "RGB", image.width, image.height)
    return _saved(image, before=before, changes=["format"], drawn=drawn, pages=pages)


def _from_heic(content: bytes, *, drawn: bool) -> Copy:
    """Decode an iPhone's picture, where the extra that can is installed."""
    try:
        from pi_heif import register_heif_opener
    except ImportError:
        mend = _(
            "执行 pip install pi-heif（用 pipx 装的：pipx inject run-flow pi-heif），再执行同一条命令；或在手机上另存为 JPG。"
        )
        raise Unfit("document.format", kind="HEIC", mend=mend) from None
    register_heif_opener()
    return _converted(content, formats=("HEIF",), drawn=drawn)


def _converted(content: bytes, *, formats: tuple[str, ...], drawn: bool) -> Copy:
    """Copy what begins as one of *formats* does; what does not go on so is broken."""
    try:
        return _copied(content, formats=formats, changes=["format"], drawn=drawn)
    except Unfit as unfit:
        raise Unfit("document.broken" if unfit.code == "document.format" else unfit.code) from None


def _copied(content: bytes, *, formats: tuple[str, ...], changes: list[str], drawn: bool) -> Copy:
    with opened(content, formats=formats) as image:
        before = header_of(image)
        if max(image.size) > 2 * limits.MAX_SIDE:
            image.draft("RGB", (limits.MAX_SIDE, limits.MAX_SIDE))
        image.load()
        colours = image.info.get("icc_profile") if image.mode == "RGB" else None
        whole = upright(flat(image, long_side=limits.MAX_SIDE), image)
        said = said_by(image)
    told = {"turned": said.turned, "located": said.located, "metadata": said.anything and not said.located}
    changes = list(dict.fromkeys([*changes, *(change for change, there in told.items() if there)]))
    return _saved(whole, before=before, changes=changes, drawn=drawn, colours=colours)


def _saved(
    image: Image.Image,
    *,
    before: Header,
    changes: list[str],
    drawn: bool,
    pages: int = 1,
    colours: bytes | None = None,
) -> Copy:
    image.info.clear()  # Pillow would write some of it again
    content = _icon(image) if drawn else _under_limit(image, colours=colours)
    with opened(content, formats=("JPEG", "PNG")) as copy:
        after = header_of(copy)
    return Copy(content, ".png" if drawn else ".jpg", tuple(changes), before, after, pages)


def _icon(image: Image.Image) -> bytes:
    held, told = io.BytesIO(), PngInfo()
    told.add_text("Software", MARK)
    fitted = ImageOps.fit(image, limits.ICON, Image.Resampling.LANCZOS)
    fitted.save(held, "PNG", optimize=True, pnginfo=told)
    return held.getvalue()


def _under_limit(image: Image.Image, *, colours: bytes | None) -> bytes:
    """Return the best JPEG the portal takes: first the quality gives way, then the size."""
    while not (content := _fitting(image, colours=colours)):
        image = reduced(image, long_side=max(image.size) * 4 // 5)
    return content


def _fitting(image: Image.Image, *, colours: bytes | None) -> bytes:
    """Return the best quality that fits, b"" where none does."""
    found, low, quality, high = b"", _WORST, _BEST, _BEST
    while low <= high:
        content = _jpeg(image, quality=quality, colours=colours)
        if len(content) <= limits.MAX_BYTES:
            found, low = content, quality + 1
        else:
            high = quality - 1
        quality = (low + high) // 2
    return found


def _jpeg(image: Image.Image, *, quality: int, colours: bytes | None) -> bytes:
    held = io.BytesIO()
    subsampling = 0 if quality >= _FULL_COLOUR_FROM else 2  # thin red lines of a seal stay sharp
    image.save(held, "JPEG", quality=quality, subsampling=subsampling, comment=MARK, icc_profile=colours)
    return held.getvalue()
