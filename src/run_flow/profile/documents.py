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
            message = _("图标应为 144×144 像素，现在是 {width}×{height}。")
            message = message.format(width=image.width, height=image.height)
            raise fault("icon.size", message, _("把图片裁成正方形，缩到 144×144。"))
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
        raise fault(
            "document.missing", _("找不到文件 {name}。").format(name=harmless(text)), _near(text, home)
        ) from None
    except (OSError, ValueError, RuntimeError):
        raise fault("document.unreadable", _("这个路径打不开。"), _("写相对于资料文件的路径。")) from None
    if not held:
        raise fault("document.outside", _("文件在资料文件夹之外。"), _("把文件复制到资料文件夹里，写相对路径。"))
    if not stat.S_ISREG(mode):
        raise fault("document.unreadable", _("{name} 不是文件。").format(name=harmless(text)), _("写图片文件的路径。"))
    if size > MAX_BYTES:
        message = _("文件有 {size:,} 字节，超过 {most:,} 字节。").format(size=size, most=MAX_BYTES)
        raise fault("document.too_large", message, _("把图片压缩或缩小后另存。"))
    return path


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except OSError:
        raise fault("document.unreadable", _("文件没有读取权限。"), _("改文件的权限。")) from None


def _picture(content: bytes, *, suffix: str) -> None:
    """Refuse what is no whole JPEG or PNG, or is named as what it is not."""
    try:
        kind = _decoded(content)
    except UnidentifiedImageError:
        raise fault("document.format", _not_a_picture(content), _("另存为 JPG 或 PNG，只改扩展名没有用。")) from None
    except Image.DecompressionBombError:
        message = _("图片的像素太多。")
        raise fault("document.pixels", message, _("缩小图片：长边 4000 像素足够清晰。")) from None
    except (OSError, SyntaxError, ValueError, IndexError, EOFError, MemoryError):
        raise fault("document.broken", _("图片是坏的，或没有传完整。"), _("重新扫描或重新复制这张图片。")) from None
    if suffix not in _SUFFIXES[kind]:
        message = _("扩展名 {suffix} 与内容不符。").format(suffix=suffix or _("（无）"))
        raise fault("document.suffix", message, _("把扩展名改成 {suffix}。").format(suffix=_SUFFIXES[kind][0]))


def _decoded(content: bytes) -> str:
    """Decode every pixel (a file's beginning says nothing of one that was cut off) and return Pillow's format."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the smaller limit here decides
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise Image.DecompressionBombError
            image.load()
            return str(image.format)


def _not_a_picture(content: bytes) -> str:
    if not content:
        return _("文件是空的。")
    for offset, magic, name in _OTHERS:
        if content[offset : offset + len(magic)] == magic:
            return _("内容是 {name}，不是 JPG 或 PNG。").format(name=name)
    return _("内容不是 JPG 或 PNG 图片。")


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
    return _("把文件放进资料文件夹，写相对于资料文件的路径。")


def _document(text: Any, info: ValidationInfo) -> Any:
    return document(_text(text), folder=ground(info).folder)


def _icon(text: Any, info: ValidationInfo) -> Any:
    return icon(_text(text), folder=ground(info).folder)


def _text(text: Any) -> str:
    if not isinstance(text, str) or not text.strip():
        raise fault("value.text", _("这里应是一个文件路径。"), _("例如 documents/licence.jpg。"))
    return text.strip()


Document = Annotated[Path, BeforeValidator(_document)]
Icon = Annotated[Path, BeforeValidator(_icon)]
