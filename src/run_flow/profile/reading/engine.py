"""The OCR engine (RapidOCR, PP-OCRv6): pictures in, lines out; its models come with its wheel.

numpy, OpenCV and ONNX Runtime are imported with the first picture, not before.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from run_flow.errors import EnvironmentMissing
from run_flow.language import _
from run_flow.profile.reading.text import Line

if TYPE_CHECKING:
    from PIL.Image import Image

_PACKAGES = ("rapidocr", "onnxruntime", "cv2", "rapidfuzz")
_THREADS = 2
_LONGEST_PX = 2000  # the engine's own limit
_MOST_LINES = 300  # a letter has some fifty; a page crammed with text would take minutes
_FLATTEST = 5  # a longer strip is no document, and would be blown up to gigabytes
_SIZES = ((960, "max"), (1280, "max"), (736, "min"))  # for finding lines: good, better, the engine's default
_GLANCE = (640, "max")


@dataclass(frozen=True)
class Page:
    """One look at a picture."""

    image: Image
    lines: tuple[Line, ...]


def available() -> bool:
    """Tell whether the extra ``run-flow[ocr]`` is installed."""
    return all(find_spec(package) for package in _PACKAGES)


def looks(path: Path) -> Iterator[Page]:
    """Look at a picture closer and closer: the caller stops when everything was found."""
    image = _opened(path)
    for size in _SIZES:
        yield _look(image, size)


def turned(path: Path) -> Page | None:
    """Return the picture as it is read best when it is turned, None where it stands upright."""
    image = _opened(path)
    ways = {degrees: image.rotate(degrees, expand=True) for degrees in (0, 90, 180, 270)}
    best = max(ways, key=lambda degrees: _legible(_read(ways[degrees], _GLANCE)))
    return _look(ways[best], _SIZES[1]) if best else None


def models(folder: Path) -> dict[str, str]:
    """Return the engine's settings that name its models in *folder*; named so, none is ever downloaded."""
    named = {}
    for part in ("Det", "Cls", "Rec"):
        found = sorted(folder.glob(f"*_{part.lower()}_*.onnx"))
        if len(found) != 1:
            raise EnvironmentMissing(
                _("文字识别的模型文件不齐。"),
                doing=_("读取证件图片"),
                remedy=_("重新安装：pip install --force-reinstall 'run-flow[ocr]'"),
            )
        named[f"{part}.model_path"] = str(found[0])
    return named


@functools.cache
def _engine() -> Any:
    """Make the one engine of this process; it says nothing and asks nobody."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # on import it would make an id and look for its maker's host
    import onnxruntime
    import rapidocr

    onnxruntime.disable_telemetry_events()
    limit, kind = _SIZES[0]
    settings = {
        "Global.log_level": "critical",
        "Det.limit_side_len": limit,
        "Det.limit_type": kind,
        "Det.max_candidates": _MOST_LINES,
        "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
    }
    return rapidocr.RapidOCR(params=settings | models(Path(rapidocr.__file__).with_name("models")))


def _opened(path: Path) -> Image:
    """Return the picture upright as its camera says, flat and small enough."""
    from PIL import Image, ImageOps

    with Image.open(path) as image:
        image.thumbnail((_LONGEST_PX, _LONGEST_PX))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    white = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(white, upright).convert("RGB")


def _look(image: Image, size: tuple[int, str]) -> Page:
    return Page(image, tuple(line for line, _score in _read(image, size)))


def _read(image: Image, size: tuple[int, str]) -> list[tuple[Line, float]]:
    """Return each line with the engine's trust in it, 0 to 1."""
    if max(image.size) > _FLATTEST * min(image.size):
        return []
    engine = _engine()
    for settings in (engine.cfg.Det, engine.text_det):  # the detector is made with the first picture
        if settings is not None:
            settings.limit_side_len, settings.limit_type = size
    found = engine(image)
    if found.txts is None:
        return []
    return [
        (Line(text, tuple((float(x), float(y)) for x, y in corners)), float(score))  # type: ignore[arg-type]  # four of them
        for text, corners, score in zip(found.txts, found.boxes, found.scores, strict=True)
    ]


def _legible(lines: list[tuple[Line, float]]) -> float:
    """Return how much is read with trust along the rows: most of it when the picture stands upright."""
    return sum(len(line.text) * score**2 for line, score in lines if line.wide)
