"""Evidence: the part of a picture where something else was read, for a person's eyes on this machine."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from run_flow.profile.reading.text import Line

if TYPE_CHECKING:
    from PIL.Image import Image


class Crops:
    """A folder (0700) of pictures (0600) from the latest reading only; nothing is kept where there is no folder."""

    def __init__(self, folder: Path | None) -> None:
        """Make *folder* and empty it of earlier crops."""
        self.folder = folder
        if folder is None:
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        for old in folder.glob("*.png"):
            old.unlink()

    def keep(self, name: str, image: Image, lines: Sequence[Line]) -> str:
        """Return the path of the crop around *lines*, or "" where there is nothing to show or no folder."""
        if self.folder is None or not lines:
            return ""
        plain = re.sub(r"[^\w.-]", "_", name)[:80]  # a field may be named anything by a stranger's profile
        path = self.folder / f"{len(list(self.folder.glob('*.png')))}-{plain}.png"
        content = io.BytesIO()
        image.crop(_around(lines, image.size)).save(content, "PNG")
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content.getvalue())
        return str(path)


def _around(lines: Sequence[Line], size: tuple[int, int]) -> tuple[int, int, int, int]:
    lefts, tops, rights, bottoms = zip(*(line.box for line in lines), strict=True)
    margin = max(line.height for line in lines)
    left, top = max(0, min(lefts) - margin), max(0, min(tops) - margin)
    right, bottom = min(size[0], max(rights) + margin), min(size[1], max(bottoms) + margin)
    return int(left), int(top), int(right), int(bottom)
