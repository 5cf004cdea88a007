"""A picture read once: what its file says of it, and its pixels, upright and reduced."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from run_flow.language import _
from run_flow.profile.documents import limits

SUFFIXES = {"JPEG": (".jpg", ".jpeg"), "MPO": (".jpg", ".jpeg"), "PNG": (".png",)}  # MPO: a phone's two-shot JPEG
_MAGIC = (
    (0, b"%PDF", "PDF"),
    (4, b"ftypheic", "HEIC"),
    (4, b"ftypheix", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypmsf1", "HEIC"),
    (8, b"WEBP", "WebP"),
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
)
_LOOKED_AT = 1000  # pixels of the long side: the measures were made at this size
_BROKEN = (OSError, SyntaxError, ValueError, LookupError, EOFError, ArithmeticError, TypeError, MemoryError)


class Unfit(Exception):
    """The file is no picture that can be used; *code* names the rule."""

    def __init__(self, code: str, *, mend: str = "", **facts: object) -> None:
        """Keep the rule's *facts*, and a *mend* better than the rule's own."""
        super().__init__(code)
        self.code = code
        self.mend = mend
        self.facts = facts


@dataclass(frozen=True)
class Header:
    """What a picture's file says before a pixel is decoded."""

    kind: str
    mode: str
    width: int
    height: int

    @property
    def long_side(self) -> int:
        """Return the longer side in pixels."""
        return max(self.width, self.height)


@dataclass(frozen=True)
class Metadata:
    """What a camera wrote beside the pixels: shown turned, taken at a known place, anything at all."""

    turned: bool
    located: bool
    anything: bool


@dataclass
class Picture:
    """A whole JPEG or PNG; *image* is upright RGB, its long side at most 1,000 pixels."""

    header: Header
    size: int
    sha256: str
    said: Metadata
    transparent: bool
    image: Image.Image = field(repr=False)

    @cached_property
    def small(self) -> Image.Image:
        """Return half of *image*, enough for whatever is no text."""
        return self.image.reduce(2)


def content_of(path: Path) -> bytes:
    """Return the file's bytes, but never more than a picture can have."""
    try:
        size = path.stat().st_size
        if size > limits.MAX_READ_BYTES:
            mend = _("重新扫描，或用图片软件导出一份小一些的。")
            raise Unfit("document.too_large", mend=mend, size=size, most=limits.MAX_BYTES)
        with path.open("rb") as file:
            return file.read(limits.MAX_READ_BYTES)
    except OSError:
        raise Unfit("document.unreadable") from None


def picture_of(content: bytes) -> Picture:
    """Decode every pixel of *content*: a file's beginning says nothing of one that was cut off."""
    with opened(content, formats=("JPEG", "PNG")) as image:
        header = header_of(image)
        image.draft("RGB", (_LOOKED_AT, _LOOKED_AT))  # a large JPEG is decoded at a half, a quarter or an eighth
        image.load()
        return Picture(
            header=header,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            said=said_by(image),
            transparent=_shines_through(image),
            image=upright(flat(image, long_side=_LOOKED_AT), image),
        )


@contextmanager
def opened(content: bytes, *, formats: tuple[str, ...]) -> Iterator[Image.Image]:
    """Open *content* as one of *formats*; whatever goes wrong with it becomes `Unfit`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the limit here is smaller than Pillow's, and decides
            with Image.open(io.BytesIO(content), formats=formats) as image:
                photo = image.format in ("JPEG", "MPO", "HEIF")
                if image.width * image.height > (limits.MAX_PIXELS_PHOTO if photo else limits.MAX_PIXELS):
                    raise Unfit("document.pixels")
                yield image
    except UnidentifiedImageError:
        raise _foreign(content) from None
    except Image.DecompressionBombError:
        raise Unfit("document.pixels") from None
    except _BROKEN:
        raise Unfit("document.broken") from None


def header_of(image: Image.Image) -> Header:
    """Return what is known of *image* before it is decoded."""
    return Header(str(image.format), image.mode, image.width, image.height)


def said_by(image: Image.Image) -> Metadata:
    """Return what the metadata of *image* says; what cannot be read says nothing."""
    try:
        exif = image.getexif()
        located = bool(exif.get_ifd(ExifTags.IFD.GPSInfo))
        return Metadata(
            _orientation(image) in _TURNS, located, anything=bool(exif) and image.format != "TIFF"
        )  # a TIFF says its size so
    except _BROKEN:
        return Metadata(turned=False, located=False, anything=True)


def upright(image: Image.Image, said: Image.Image) -> Image.Image:
    """Turn *image* as the metadata of *said* tells."""
    turn = _TURNS.get(_orientation(said))
    return image.transpose(turn) if turn is not None else image


def flat(image: Image.Image, *, long_side: int) -> Image.Image:
    """Return *image* as RGB, on white where it is transparent, its long side at most *long_side* pixels."""
    image = reduced(_eight_bits(image), long_side=long_side)
    if not _layered(image):
        return image.convert("RGB")
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image)
    return white


def reduced(image: Image.Image, *, long_side: int) -> Image.Image:
    """Return *image* with its long side at most *long_side* pixels; never enlarged."""
    if max(image.size) <= long_side:
        return image
    return ImageOps.contain(image, (long_side, long_side), Image.Resampling.LANCZOS)


def kind_of(content: bytes) -> str:
    """Return what *content* is by its first bytes, "" where nothing is known of it."""
    return next((name for at, magic, name in _MAGIC if content[at : at + len(magic)] == magic), "")


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation; metadata that cannot be read turns nothing."""
    try:
        said = image.getexif().get(ExifTags.Base.Orientation, 1)
    except _BROKEN:
        return 1
    return said if isinstance(said, int) else 1


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return *image* with eight bits a channel, and with a layer of transparency only as RGBA."""
    if image.mode.startswith("I"):  # 16 bits: Pillow would cut instead of scaling
        return image.convert("F").point(lambda tone: tone * (1 / 257) + 0).convert("L")
    if image.mode in ("RGB", "RGBA") and "transparency" not in image.info:
        return image
    return image.convert("RGBA" if _layered(image) else "RGB")


def _layered(image: Image.Image) -> bool:
    return "transparency" in image.info or image.mode in ("RGBA", "LA", "PA", "La", "RGBa")


def _shines_through(image: Image.Image) -> bool:
    """Tell whether anything is seen through *image*."""
    if not _layered(image):
        return False
    least, _most = _eight_bits(image).getchannel("A").getextrema()
    return float(least) < 255  # type: ignore[arg-type]  # one channel


def _foreign(content: bytes) -> Unfit:
    """Say what *content* is instead of a picture the portal takes."""
    if not content:
        return Unfit("document.format", kind=_("空的"), mend=_("重新扫描或重新复制这张图片。"))
    if content.startswith((b"\xff\xd8", b"\x89PNG")):
        return Unfit("document.broken")
    if kind := kind_of(content):
        return Unfit("document.format", kind=kind)
    return Unfit("document.format", kind=_("别的格式"), mend=_("用图片软件打开它，另存为 JPG。"))
