"""What goes back to the browser in place of the portal's answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PASSED_ON = ("location", "content-disposition", "access-control-")
"""Recorded headers that a page needs; the others are of the connection of that day, or of its session."""
_MARKS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"GIF8": "image/gif"}


@dataclass(frozen=True)
class Answer:
    """An answer, whole."""

    status: int
    kind: str = "text/plain"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


NOTHING = Answer(404)
BROKEN = Answer(502)


def picture_kind(content: bytes) -> str:
    """Return the content type of a picture, "" where it is none."""
    return next((kind for mark, kind in _MARKS.items() if content.startswith(mark)), "")
