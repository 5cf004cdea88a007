"""Screenshots that show the page and none of its values."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
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
    secret = {door: _secret(portal.hide, door.ask("texts")) for door in (portal.doors.main, *portal.doors.others())}
    boxes = _boxes(secret)
    for _turn in range(TRIES):
        png = portal.page.screenshot(style=HIDDEN, animations="disabled", caret="hide", scale="css")
        before, boxes = boxes, _boxes(secret)
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


def _boxes(secret: Mapping[Door, Sequence[str]]) -> list[Box]:
    """Return the boxes to cover in every frame, in the window's pixels."""
    found: list[Box] = []
    for door, texts in secret.items():
        place = door.frame.frame_element().bounding_box() if door.frame.parent_frame else None
        x, y = (round(place["x"]), round(place["y"])) if place else (0, 0)
        found += [(a + x, b + y, c + x, d + y) for a, b, c, d in cast("list[Box]", door.ask("covers", texts))]
    return found


def _secret(hide: Callable[[str], bool] | Sequence[str], texts: Sequence[str]) -> list[str]:
    if callable(hide):
        return [text for text in texts if hide(text)] if hide("\n".join(texts)) else []
    values = [value for value in hide if value]
    return [text for text in texts if any(value in text for value in values)]
