"""What a reviewer sees in a picture, measured: sharpness, colour, glare, a red seal, a plain wall.

Each takes an upright RGB image and returns a number for `limits`; Pillow alone, no model. Sharpness is measured at a
long side of 1,000 pixels, the rest at 500.
"""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from typing import cast

from PIL import Image, ImageChops, ImageFilter, ImageStat

_EDGES = ImageFilter.Kernel((3, 3), [0, 1, 0, 1, -4, 1, 0, 1, 0], scale=8, offset=128)


def sharpness(image: Image.Image) -> float:
    """Return the variance of the edges; the median first, or noise would pass for sharpness."""
    edges = image.convert("L").filter(ImageFilter.MedianFilter(3)).filter(_EDGES)
    inner = edges.crop((3, 3, edges.width - 3, edges.height - 3))  # Pillow leaves the border unfiltered: it would count
    return 64 * ImageStat.Stat(inner).var[0]


def framed(image: Image.Image) -> Image.Image:
    """Return *image* without the white a scanner leaves around a document."""
    around = ImageChops.invert(_burnt(image).filter(ImageFilter.MedianFilter(3))).getbbox()
    return image.crop(around) if around else image


def colour(image: Image.Image) -> float:
    """Return how far the most coloured half percent lies from the picture's own tint."""
    _light, blue, red = image.convert("YCbCr").split()
    blue, red = _off(blue), _off(red)
    more, less = ImageChops.lighter(blue, red), ImageChops.darker(blue, red)
    return _quantile(ImageChops.add(_times(more, 0.96), _times(less, 0.4)), 0.995)  # the hypotenuse, within 4 %


def glare(image: Image.Image) -> float:
    """Return the share that is burnt out; 0 on paper that is white itself: there nothing can be told."""
    _hue, tint, light = image.convert("HSV").split()
    if _median(light) >= 244 and _median(tint) < 16:
        return 0.0
    return _burnt(image).histogram()[255] / (image.width * image.height)


def seal(image: Image.Image) -> float:
    """Return the share of red in the reddest square, its side a fifth of the long side."""
    red, green, blue = image.split()
    most = ImageChops.lighter(green, blue)
    apart = ImageChops.subtract(red, most).point(_mask(range(60, 256)))
    marked = ImageChops.darker(apart, red.point(_mask(range(120, 256))))
    _least, dense = marked.filter(ImageFilter.BoxBlur(max(image.size) / 10)).getextrema()
    return cast("int", dense) / 255


def wall(image: Image.Image) -> tuple[str, float]:
    """Return the colour behind a person ("white", "blue" or "") and how much of it is one plain tone."""
    small = image.resize((200, 280), Image.Resampling.BOX)
    strips = [small.crop(box) for box in ((0, 0, 200, 22), (0, 22, 24, 120), (176, 22, 200, 120))]
    pixels = [pixel for strip in strips for pixel in zip(*[iter(strip.tobytes())] * 3, strict=True)]
    middle = tuple(sorted(channel)[len(pixels) // 2] for channel in zip(*pixels, strict=True))
    near = sum(max(abs(one - other) for one, other in zip(pixel, middle, strict=True)) <= 24 for pixel in pixels)
    return _tone(middle), near / len(pixels)


def _tone(pixel: Sequence[int]) -> str:
    hue, tint, light = colorsys.rgb_to_hsv(*(channel / 255 for channel in pixel))
    if tint < 0.10 and light > 0.86:
        return "white"
    return "blue" if 185 <= hue * 360 <= 235 and tint > 0.25 else ""


def _mask(kept: range) -> list[int]:
    return [255 if tone in kept else 0 for tone in range(256)]


def _off(channel: Image.Image) -> Image.Image:
    """Return each pixel's distance from the channel's median."""
    middle = _median(channel)
    return channel.point([abs(tone - middle) for tone in range(256)])


def _times(channel: Image.Image, factor: float) -> Image.Image:
    return channel.point([factor * tone for tone in range(256)])


def _median(channel: Image.Image) -> float:
    return ImageStat.Stat(channel).median[0]


def _burnt(image: Image.Image) -> Image.Image:
    _hue, tint, light = image.convert("HSV").split()
    return ImageChops.darker(light.point(_mask(range(252, 256))), tint.point(_mask(range(12))))


def _quantile(channel: Image.Image, share: float) -> float:
    left = share * channel.width * channel.height
    for tone, count in enumerate(channel.histogram()):
        left -= count
        if left <= 0:
            return float(tone)
    return 255.0
