"""A copy is what the portal takes, whatever the original was; what needs none gets none."""

import base64
import io
import sys

import pytest
from PIL import Image

from run_flow.profile.documents.copies import copy_of, marked
from run_flow.profile.documents.limits import MAX_BYTES
from run_flow.profile.documents.picture import Unfit

HEIC = base64.b64decode(  # 64 by 64 pixels, blue below a red band
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAA"
    "AERAAAEAAQAAAAABegABAAAAAAAAADEAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3"
    "aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAA"
    "AwAeoCCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAABBw"
    "aXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAADltZGF0AAAALSgBrxmAoZej1v/lK36F0sPh/4H4GOrDjSgCPQeu40OMGTj54dO2"
    "8r5vrWYrgA=="
)


def two_bands(size=(400, 300)) -> Image.Image:
    """Return a picture with a red band on top of blue, so that a turn is seen."""
    image = Image.new("RGB", size, (40, 120, 200))
    image.paste((220, 40, 40), (0, 0, size[0], size[1] // 3))
    return image


def saved(image, kind="JPEG", **facts) -> bytes:
    """Return the picture's bytes."""
    held = io.BytesIO()
    image.save(held, kind, **facts)
    return held.getvalue()


def exif(orientation=1, *, located=False) -> Image.Exif:
    """Return what a camera writes."""
    said = Image.Exif()
    said[0x0112] = orientation
    said[0x010F] = "Camera"
    if located:
        said.get_ifd(0x8825)[1] = "N"
    return said


def shown(copy) -> Image.Image:
    """Return the copy's picture, which must be what the portal takes."""
    assert len(copy.content) <= MAX_BYTES
    image = Image.open(io.BytesIO(copy.content))
    image.load()
    assert (image.format, image.mode) == (("PNG" if copy.suffix == ".png" else "JPEG"), "RGB")
    assert not image.getexif()
    assert "xmp" not in image.info
    return image


def reddish(pixel) -> bool:
    """Tell whether a pixel is of the red band."""
    return pixel[0] > 180 and pixel[2] < 90


@pytest.mark.parametrize(
    ("content", "suffix", "changes"),
    [
        (saved(two_bands(), "WEBP"), ".webp", ("format",)),
        (saved(two_bands(), "GIF"), ".jpg", ("format",)),
        (saved(two_bands(), "BMP"), ".bmp", ("format",)),
        (saved(two_bands(), "TIFF"), ".tif", ("format",)),
        (saved(two_bands(), "MPO", save_all=True, append_images=[two_bands()]), ".jpg", ("format",)),
        (saved(two_bands(), "PNG"), ".jpg", ("suffix",)),
        (saved(two_bands()), "", ("suffix",)),
        (saved(two_bands().convert("CMYK")), ".jpg", ("ink",)),
        (saved(two_bands(), exif=exif(located=True)), ".jpg", ("located",)),
        (saved(two_bands(), "WEBP", exif=exif()), ".webp", ("format", "metadata")),
        (saved(two_bands().convert("P"), "PNG") + bytes(MAX_BYTES), ".png", ("size",)),
        (saved(two_bands(), "PDF"), ".pdf", ("format",)),
    ],
)
def test_whatever_the_original_the_copy_is_a_plain_jpeg(content, suffix, changes):
    """RGB, upright, small enough, nothing of the camera in it; and why it was made is told."""
    copy = copy_of(content, suffix=suffix)
    assert copy.changes == changes
    image = shown(copy)
    assert reddish(image.getpixel((image.width // 2, image.height // 8)))
    assert not reddish(image.getpixel((image.width // 2, image.height * 7 // 8)))
    assert marked(copy.content)
    assert not marked(content)


@pytest.mark.parametrize("content", [saved(two_bands(), exif=exif()), saved(two_bands(), "PNG")])
def test_what_the_portal_takes_gets_no_copy(content):
    """A saved JPEG loses a little each time: not without a reason."""
    assert copy_of(content, suffix=".png" if content.startswith(b"\x89PNG") else ".jpg") is None


def test_a_copy_needs_no_copy():
    """Once is enough."""
    copy = copy_of(saved(two_bands(), "WEBP"), suffix=".webp")
    assert copy_of(copy.content, suffix=copy.suffix) is None


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_picture_is_set_upright(orientation):
    """All seven ways a camera can be held, mirrored ones too."""
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose that makes it lie so
    turned = two_bands().transpose(Image.Transpose(undo[orientation]))
    copy = copy_of(saved(turned, exif=exif(orientation), quality=95), suffix=".jpg")
    assert copy.changes == ("turned", "metadata")
    assert (copy.before.width, copy.before.height) == turned.size
    assert reddish(shown(copy).getpixel((200, 20)))
    assert shown(copy).size == (400, 300)


def test_a_large_scan_gets_under_the_limit_with_the_best_quality_that_fits():
    """The quality gives way before the size; the long side is 4,096 at most."""
    noise = Image.effect_noise((1500, 1100), 80)
    copy = copy_of(saved(Image.merge("RGB", [noise] * 3), "PNG"), suffix=".png")
    assert shown(copy).size == (1500, 1100)
    assert len(copy.content) > MAX_BYTES * 0.6
    wide = copy_of(saved(Image.new("RGB", (5000, 50)), "WEBP"), suffix=".webp")
    assert (wide.after.width, wide.after.height) == (4096, 41)


def test_what_shines_through_becomes_white():
    """Black would cover what is written there."""
    clear = two_bands().convert("RGBA")
    clear.putalpha(0)
    assert shown(copy_of(saved(clear, "WEBP"), suffix=".webp")).getpixel((5, 5)) == (255, 255, 255)


def test_sixteen_bits_become_eight():
    """Medium grey stays medium grey."""
    deep = Image.new("I;16", (300, 200), 32768)
    assert shown(copy_of(saved(deep, "TIFF"), suffix=".tif")).getpixel((5, 5)) == (127, 127, 127)


@pytest.mark.parametrize(
    ("image", "kind", "changes"),
    [
        (Image.new("RGB", (300, 200), "red"), "PNG", ("icon",)),
        (Image.new("RGB", (100, 100), "red"), "JPEG", ("icon",)),
        (Image.new("RGBA", (144, 144), (255, 0, 0, 0)), "PNG", ("flat",)),
        (Image.new("RGB", (144, 144), "red"), "PNG", None),
    ],
)
def test_an_icon_is_fitted_on_white(image, kind, changes):
    """144 by 144, cut and not squeezed."""
    copy = copy_of(saved(image, kind), suffix=".png" if kind == "PNG" else ".jpg", drawn=True)
    assert (copy and copy.changes) == changes
    if copy:
        assert shown(copy).size == (144, 144)
        assert copy_of(copy.content, suffix=".png", drawn=True) is None


def test_the_first_page_of_a_pdf_is_taken_and_the_pages_are_counted():
    """At 200 dpi; a page the size of a card is made large enough to be read."""
    pages = saved(two_bands((1240, 1754)), "PDF", resolution=150, save_all=True, append_images=[two_bands()])
    copy = copy_of(pages, suffix=".pdf")
    assert copy.pages == 2
    assert abs(copy.after.width - 1653) <= 1
    card = copy_of(saved(two_bands((1016, 638)), "PDF", resolution=300), suffix=".pdf")
    assert card.after.long_side >= 1600


def pdf(box: str, *, more: str = "", ending: str = "") -> bytes:
    """Return a PDF with one empty page of *box*, *more* objects, and more in its *ending*."""
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]>>endobj {more}\ntrailer<</Root 1 0 R{ending}>>"
    ).encode()


def test_a_huge_page_of_a_pdf_is_not_rendered_hugely():
    """A few bytes may state a page of kilometres."""
    assert copy_of(pdf("0 0 9999999 9999999"), suffix=".pdf").after.long_side <= 4096


def test_heic_is_converted_where_the_extra_is_installed():
    """A phone's own format."""
    pytest.importorskip("pi_heif")
    copy = copy_of(HEIC, suffix=".jpg")
    assert reddish(shown(copy).getpixel((32, 5)))
    assert not reddish(shown(copy).getpixel((32, 60)))


def test_without_the_extra_the_way_to_it_is_told(monkeypatch):
    """The words to type, and the way without them."""
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(Unfit) as refused:
        copy_of(HEIC, suffix=".heic")
    assert refused.value.code == "document.format"
    assert "pipx inject run-flow pi-heif" in refused.value.mend


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document.format"),
        (b"hello", "document.format"),
        (saved(two_bands((1300, 900)))[:-800], "document.broken"),
        (saved(two_bands(), "WEBP")[:-200], "document.broken"),
        (b"GIF89a" + bytes(30), "document.broken"),
        (b"II*\0" + bytes(30), "document.broken"),
        (b"%PDF-1.7\n", "document.broken"),
        (pdf("0 0 99 99")[:60], "document.broken"),
        (saved(Image.new("1", (10_000, 5_000)), "TIFF", compression="group4"), "document.pixels"),
    ],
)
def test_what_cannot_be_read_is_refused(content, code):
    """Neither a traceback nor an endless picture; prepare is not told to run prepare."""
    with pytest.raises(Unfit) as refused:
        copy_of(content, suffix=".jpg")
    assert refused.value.code == code
    assert "prepare" not in refused.value.mend


def test_a_pdf_with_a_password_says_so():
    """Banks send them; this one opens with the word "user"."""
    owner = "94e8094419662a774442fb072e3d9f19e9d130ec09a4d0061e78fe920f7ab62f"
    user = "76ca91e329fa928551771a26e5fc48d9d147e1613e07cb56f73245e2af4373b2"
    lock = f"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<{owner}>/U<{user}>>>endobj"
    name = b"0123456789abcdef".hex()
    with pytest.raises(Unfit) as refused:
        copy_of(pdf("0 0 99 99", more=lock, ending=f"/Encrypt 4 0 R/ID[<{name}><{name}>]"), suffix=".pdf")
    assert refused.value.code == "document.format"
    assert "密码" in refused.value.mend
