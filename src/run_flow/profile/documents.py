"""Pictures of documents: inside the profile's folder, small enough, and what they say they are."""

from __future__ import annotations

import difflib
import io
import stat
import warnings
from pathlib import Path
from typing import Annotated, Any

from PIL import Image, UnidentifiedImageError
from pydantic import BeforeValidator, ValidationInfo

from run_flow.language import _
from run_flow.profile.fault import fault, ground
from run_flow.profile.finding import harmless

MAX_BYTES = 2_000_000  # the portal says 2 MB; this is the smaller reading of it
_MAX_PIXELS = 50_000_000  # a few kilobytes can unpack to gigabytes
_ICON = (144, 144)
_SUFFIXES = {"JPEG": (".jpg", ".jpeg"), "MPO": (".jpg", ".jpeg"), "PNG": (".png",)}  # MPO: a phone's two-shot JPEG
_OTHERS = ((4, b"ftyp", "HEIC"), (8, b"WEBP", "WebP"), (0, b"%PDF", "PDF"), (0, b"GIF8", "GIF"), (0, b"BM", "BMP"))


def document(text: str, *, folder: Path) -> Path:
    """Return the picture's whole path after it was really decoded, or raise what is wrong with it first."""
    path = _inside(text, folder=folder)
    _picture(_content(path), suffix=path.suffix.lower())
    return path


def icon(text: str, *, folder: Path) -> Path:
    """Return the path of an icon of exactly the portal's size."""
    path = document(text, folder=folder)
    with Image.open(path) as image:
        if image.size != _ICON:
            raise fault("icon.size", width=image.width, height=image.height)
    return path


def _inside(text: str, *, folder: Path) -> Path:
    """Follow every link before looking whether the file lies in *folder*."""
    home = folder.resolve()
    try:
        path = (home / text).resolve()
        held = path.is_relative_to(home)
        mode = path.stat().st_mode if held else 0
        size = path.stat().st_size if held else 0
    except FileNotFoundError:
        raise fault("document.missing", mend=_near(text, home), name=harmless(text)) from None
    except (OSError, ValueError, RuntimeError):
        raise fault("document.unreadable") from None
    if not held:
        raise fault("document.outside")
    if not stat.S_ISREG(mode):
        raise fault("document.unreadable")
    if size > MAX_BYTES:
        raise fault("document.too_large", size=size, most=MAX_BYTES)
    return path


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except OSError:
        raise fault("document.unreadable") from None


def _picture(content: bytes, *, suffix: str) -> None:
    """Refuse what is no whole JPEG or PNG, or is named as what it is not."""
    try:
        kind = _decoded(content)
    except UnidentifiedImageError:
        raise fault("document.format", kind=_kind(content)) from None
    except Image.DecompressionBombError:
        raise fault("document.pixels") from None
    except (OSError, SyntaxError, ValueError, IndexError, EOFError, MemoryError):
        raise fault("document.broken") from None
    if suffix not in _SUFFIXES[kind]:
        raise fault("document.suffix", suffix=suffix or _("（无）"), right=_SUFFIXES[kind][0])


def _decoded(content: bytes) -> str:
    """Decode every pixel (a file's beginning says nothing of one that was cut off) and return Pillow's format."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the smaller limit here decides
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise Image.DecompressionBombError
            image.load()
            return str(image.format)


def _kind(content: bytes) -> str:
    if not content:
        return _("空的")
    for offset, magic, name in _OTHERS:
        if content[offset : offset + len(magic)] == magic:
            return name
    return _("别的格式")


def _near(text: str, home: Path) -> str:
    """Say which file may have been meant."""
    wanted = Path(text)
    try:
        names = [entry.name for entry in (home / wanted.parent).resolve().iterdir() if entry.is_file()]
    except OSError:
        names = []
    near = difflib.get_close_matches(wanted.name, names, n=1)
    if near:
        return _("是不是 {near}？").format(near=harmless((wanted.parent / near[0]).as_posix()))
    return ""


def _document(text: Any, info: ValidationInfo) -> Any:
    return document(_text(text), folder=ground(info).folder)


def _icon(text: Any, info: ValidationInfo) -> Any:
    return icon(_text(text), folder=ground(info).folder)


def _text(text: Any) -> str:
    if not isinstance(text, str) or not text.strip():
        raise fault("value.text", mend=_("写一个文件路径，例如 documents/licence.jpg。"))
    return text.strip()


Document = Annotated[Path, BeforeValidator(_document)]
Icon = Annotated[Path, BeforeValidator(_icon)]
