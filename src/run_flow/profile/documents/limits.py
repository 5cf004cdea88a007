"""Every threshold of the examination, with where it comes from.

Those marked "measured" were set on drawn specimens (clean, photographed, blurred, lit, copied); no real document was
at hand, so what rests on them alone is a warning, apart from pictures far beyond them.
"""

from __future__ import annotations

MAX_BYTES = 2_000_000  # the portal says 2 MB; this is the smaller reading of it
MAX_READ_BYTES = 60_000_000  # more than any camera or scanner writes for one page
MAX_PIXELS = 40_000_000  # a few kilobytes can unpack to gigabytes; A4 at 600 dpi passes
MAX_PIXELS_PHOTO = 65_000_000  # what a phone writes: 48 to 64 megapixels; a JPEG is decoded at a part of its size
ICON = (144, 144)  # GUIDE

TINY = 600  # pixels of the long side; no official number is known
THIN = 150  # pixels of the short side: a strip is no document
COARSE = 1000  # the same
FILING = (720, 1280)  # the filing's own page, either way round

BLURRED = 60.0  # measured: heavy blur 11-15, with noise 36-100
SOFT = 160.0  # measured: slight blur 113-215, a phone's picture 180-394, clean 570-1785
GREY = 6.0  # measured: a copy without colour 0
PALE = 20.0  # measured: a black-and-white copy in warm light 12-14, colour from 30
GLARE_CARD = 0.10  # measured: 0.002-0.014 without, 0.12-0.14 with
GLARE_LICENCE = 0.12  # measured: up to 0.031 without, from 0.168 with
SEAL = 0.02  # measured: 0.067-0.084 with a seal, up to 0.002 without
PLAIN = 0.8  # measured: 0.57 in a room, 1.0 before a plain wall

MAX_SIDE = 4096  # pixels of a copy's long side
PDF_DPI = 200  # measured: 0.03-0.06 s a page
PDF_LEAST_SIDE = 1600  # pixels: a card scanned to its own small page
