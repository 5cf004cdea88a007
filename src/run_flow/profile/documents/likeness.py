"""Whether two files show the same picture, however it was saved or turned."""

from __future__ import annotations

from functools import cached_property

from PIL import Image, ImageChops, ImageStat

from run_flow.profile.documents.picture import Picture

_ROUGH, _FINE = (32, 32), 400
_TURNS = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)


class Look:
    """A picture as it is compared with others."""

    def __init__(self, picture: Picture) -> None:
        """Keep *picture*; what is compared is made when it is first needed."""
        self._picture = picture

    def same(self, other: Look) -> bool:
        """Tell whether both are one picture: the same bytes, or pixels that differ as two savings of one do."""
        if self._picture.sha256 == other._picture.sha256:
            return True
        return any(self._alike(other, turn) for turn in _TURNS)

    def _alike(self, other: Look, turn: Image.Transpose | None) -> bool:
        if ImageStat.Stat(ImageChops.difference(self._rough, _turned(other._rough, turn))).mean[0] > 6:
            return False
        mine, theirs = self._fine, _turned(other._fine, turn)
        if max(abs(mine.width - theirs.width), abs(mine.height - theirs.height)) > 2:
            return False
        apart = ImageChops.difference(mine, theirs.resize(mine.size)).histogram()
        return sum(apart[33:]) <= 0.001 * mine.width * mine.height

    @cached_property
    def _rough(self) -> Image.Image:
        return self._picture.image.convert("L").resize(_ROUGH, Image.Resampling.BOX)

    @cached_property
    def _fine(self) -> Image.Image:
        image = self._picture.image.convert("L")
        scale = _FINE / max(image.size)
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        return image.resize(size, Image.Resampling.BILINEAR)  # a box rounds otherwise when turned


def _turned(image: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    return image if turn is None else image.transpose(turn)
