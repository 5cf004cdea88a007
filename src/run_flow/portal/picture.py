"""Screenshots that show the page and none of its values."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from run_flow.portal.banner import HIDDEN

if TYPE_CHECKING:
    from run_flow.portal.door import Door
    from run_flow.portal.portal import Portal

Box = tuple[int, int, int, int]
COLOUR = "#3a3f47"
TRIES = 3


def take(portal: Portal) -> bytes:
    """Return a PNG of the window, with values, pictures and secret texts painted over.

    What is to be covered is looked up before and after; a page that moved meanwhile is taken again.
    """
    boxes = _boxes(portal)
    for _turn in range(TRIES):
        png = portal.page.screenshot(style=HIDDEN, animations="disabled", caret="hide", scale="css")
        before, boxes = boxes, _boxes(portal)
        if boxes == before:
            break
    return covered(png, {*before, *boxes})


def covered(png: bytes, boxes: set[Box]) -> bytes:
    """Return the picture with *boxes* painted over."""
    from PIL import Image, ImageDraw

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        draw.rectangle(box, fill=COLOUR)
    out = io.BytesIO()
    picture.save(out, format="png", compress_level=1)
    return out.getvalue()


def _boxes(portal: Portal) -> list[Box]:
    found = _covers(portal, portal.doors.main, (0, 0))
    for door in portal.doors.others():
        box = door.frame.frame_element().bounding_box()
        if box:
            found += _covers(portal, door, (round(box["x"]), round(box["y"])))
    return found


def _covers(portal: Portal, door: Door, offset: tuple[int, int]) -> list[Box]:
    secret = _secret(portal.hide, door.ask("texts"))
    x, y = offset
    return [(a + x, b + y, c + x, d + y) for a, b, c, d in cast("list[Box]", door.ask("covers", secret))]


def _secret(hide: Callable[[str], bool] | Sequence[str], texts: Sequence[str]) -> list[str]:
    if callable(hide):
        return [text for text in texts if hide(text)] if hide("\n".join(texts)) else []
    values = [value for value in hide if value]
    return [text for text in texts if any(value in text for value in values)]
