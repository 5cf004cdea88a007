"""Each picture is found wrong by what is wrong with it, and by nothing else; the samples pass."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from run_flow.profile.documents import examine
from run_flow.profile.documents.limits import MAX_BYTES
from run_flow.profile.rulebook import RULES

FIELDS = {
    "company.licence": "licence.jpg",
    "legal_person.id_front": "legal-person-front.jpg",
    "legal_person.id_back": "legal-person-back.jpg",
    "operator.id_front": "operator-front.jpg",
    "operator.id_back": "operator-back.jpg",
    "account.trademark": "trademark.jpg",
    "letter": "letter.jpg",
    "mini_programs.0.icon": "icon.png",
    "filing.principal.portrait": "portrait.jpg",
    "filing.principal.hand_held": "hand-held.jpg",
    "filing.principal.authorization": "authorization.jpg",
}


@pytest.fixture(scope="module")
def samples(root):
    """Return the folder of the company's drawings."""
    return root / "fixtures/profiles/company/documents"


@pytest.fixture
def found(tmp_path):
    """Return a function that examines pictures by field and returns the codes found."""

    def look(**pictures) -> list[tuple[str, str]]:
        told = []

        def find(field, code, *, mend="", evidence="", **facts):
            assert RULES[code].said(facts)
            assert mend or RULES[code].mended(facts)
            assert not evidence
            told.append((field, code))

        documents = []
        for number, (field, content) in enumerate(pictures.items()):
            suffix = ".png" if content.startswith(b"\x89PNG") else ".jpg"
            (tmp_path / f"{number}{suffix}").write_bytes(content)
            documents.append((field, tmp_path / f"{number}{suffix}"))
        examine(find, documents)
        return told

    return look


def saved(image, kind="JPEG", **facts) -> bytes:
    """Return the picture's bytes."""
    held = io.BytesIO()
    image.save(held, kind, **facts)
    return held.getvalue()


def codes(told) -> list[str]:
    """Return the codes alone."""
    return [code for _field, code in told]


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that unpacks to a great many pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("sample", ["company", "household"])
def test_the_samples_have_no_fault(root, sample):
    """Whoever copies a sample starts from pictures that pass."""
    folder = root / "fixtures/profiles" / sample / "documents"
    told = []
    documents = [(field, folder / name) for field, name in FIELDS.items() if (folder / name).exists()]
    examine(lambda field, code, **_facts: told.append((field, code)), documents)
    assert told == []
    assert len(documents) >= 7


PLAIN = Image.new("RGB", (1300, 800), (200, 210, 220))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.jpg", saved(PLAIN, "WEBP"), "document.format"),
        ("a.jpg", saved(PLAIN, "GIF"), "document.format"),
        ("a.jpg", saved(PLAIN, "BMP"), "document.format"),
        ("a.jpg", saved(PLAIN, "PDF"), "document.format"),
        ("a.jpg", b"\0\0\0\x18ftypheic" + bytes(100), "document.format"),
        ("a.png", b"hello", "document.format"),
        ("a.png", b"", "document.format"),
        ("a.jpg", saved(PLAIN, "PNG"), "document.suffix"),
        ("a.png", saved(PLAIN), "document.suffix"),
        ("a", saved(PLAIN), "document.suffix"),
        ("a.jpg", saved(PLAIN)[:-800], "document.broken"),
        ("a.jpg", b"\xff\xd8\xff", "document.broken"),
        ("a.png", saved(PLAIN, "PNG")[:-40], "document.broken"),
        ("a.png", bomb(50_000, 50_000), "document.pixels"),
        ("a.png", bomb(10_000, 5_000), "document.pixels"),
        ("a.png", bomb(8_000, 4_900), "document.broken"),
        ("a.jpg", saved(PLAIN), None),
        ("a.JPEG", saved(PLAIN), None),
        ("a.jpg", saved(PLAIN, "MPO", save_all=True, append_images=[PLAIN]), None),
        ("a.png", saved(PLAIN, "PNG"), None),
        ("a.png", saved(PLAIN.convert("RGBA"), "PNG"), None),
        ("a.png", saved(PLAIN.convert("P"), "PNG"), None),
        ("a.png", saved(PLAIN.convert("I;16"), "PNG"), None),
        ("a.jpg", saved(PLAIN.convert("CMYK")), None),
    ],
)
def test_what_counts_is_the_content_decoded_to_its_end(tmp_path, name, content, code):
    """Neither the name nor a file's beginning says anything; a decompression bomb is not unpacked."""
    (tmp_path / name).write_bytes(content)
    told = []
    examine(lambda _field, code, **_facts: told.append(code), [("filing.others.0", tmp_path / name)])
    assert told == ([code] if code else [])


def test_a_foreign_kind_is_named(tmp_path):
    """The message says what the file really is, and prepare is named only where it helps."""
    told = []
    for name, content in (("a.jpg", saved(PLAIN, "WEBP")), ("b.jpg", b"hello")):
        (tmp_path / name).write_bytes(content)
        examine(lambda *_said, **facts: told.append(facts), [("letter", tmp_path / name)])
    assert told[0] == {"kind": "WebP", "mend": ""}
    assert "prepare" not in told[1]["mend"]


def test_a_file_beyond_the_limit_is_too_large(found, tmp_path):
    """2,000,000 bytes are allowed, one more is not; ten gigabytes are not read at all."""
    content = saved(PLAIN)
    assert found(**{"filing.others.0": content + bytes(MAX_BYTES - len(content))}) == []
    assert codes(found(**{"filing.others.0": content + bytes(MAX_BYTES - len(content) + 1)})) == ["document.too_large"]
    with (tmp_path / "huge.jpg").open("wb") as file:
        file.truncate(10 << 30)
    told = []
    examine(lambda *said, **_facts: told.append(said), [("letter", tmp_path / "huge.jpg")])
    assert told == [("letter", "document.too_large")]


def test_a_file_gone_meanwhile_is_said(tmp_path):
    """The examination comes after the path was looked at; nothing breaks in between."""
    told = []
    examine(lambda *said, **_facts: told.append(said), [("letter", tmp_path / "gone.jpg")])
    assert told == [("letter", "document.unreadable")]


@pytest.mark.parametrize(
    ("field", "size", "code"),
    [
        ("others", (599, 400), "document.small"),
        ("others", (600, 400), "document.coarse"),
        ("others", (400, 999), "document.coarse"),
        ("letter", (2000, 1), "document.small"),
        ("others", (149, 1300), "document.small"),
        ("others", (1000, 400), None),
        ("filing.others.0", (1280, 720), None),
        ("filing.others.0", (720, 1280), None),
        ("filing.others.0", (1279, 900), "document.filing_size"),
        ("filing.others.0", (1400, 719), "document.filing_size"),
        ("filing.others.0", (500, 500), "document.small"),
    ],
)
def test_a_picture_has_enough_pixels_for_its_place(found, field, size, code):
    """The filing asks for 720 by 1280, either way round; for the rest the numbers are ours."""
    assert codes(found(**{field: saved(Image.new("RGB", size, "white"))})) == ([code] if code else [])


def test_the_filing_asks_its_size_of_the_licence_too(found, samples):
    """Only where there is a filing."""
    with Image.open(samples / "licence.jpg") as image:
        small = saved(image.resize((1100, 777)), quality=92)
    portrait = saved(Image.new("RGB", (900, 1300), "white"))
    assert found(**{"company.licence": small}) == []
    told = found(**{"company.licence": small, "filing.principal.portrait": portrait})
    assert told == [("company.licence", "document.filing_size")]


def test_a_picture_that_only_its_metadata_sets_upright_is_sideways(found, samples):
    """Orientation 1 is upright; 6 is how a phone lies on its side."""
    with Image.open(samples / "operator-front.jpg") as image:
        for orientation, told in ((1, []), (6, ["document.sideways"])):
            exif = Image.Exif()
            exif[0x0112] = orientation
            assert codes(found(id_front=saved(image, exif=exif, quality=92))) == told


def grey(image):
    """A copy in black and white."""
    return image.convert("L").convert("RGB")


def warm(image):
    """A black-and-white copy, photographed under a lamp."""
    shade = Image.linear_gradient("L").resize(image.size)
    lamp = Image.merge("RGB", [shade.point(lambda tone, part=part: 255 - tone * part) for part in (0.0, 0.1, 0.25)])
    return ImageChops.multiply(grey(image), lamp)


def lit(image):
    """A lamp mirrored in the foil."""
    image = image.copy()
    width, height = image.size
    ImageDraw.Draw(image).ellipse((width * 0.2, height * 0.2, width * 0.7, height * 0.8), fill="white")
    return image


def on_glass(image):
    """The card on a white scanner lid: white around it is no glare."""
    page = Image.new("RGB", (image.width + 1200, image.height + 1200), "white")
    page.paste(image.crop((40, 36, 1400, 884)), (600, 600))
    return page


def blurred(radius):
    """The camera missed it."""
    return lambda image: image.filter(ImageFilter.GaussianBlur(radius))


@pytest.mark.parametrize(
    ("field", "name", "change", "code"),
    [
        ("company.licence", "licence.jpg", grey, "document.grey"),
        ("operator.id_front", "operator-front.jpg", grey, "document.grey"),
        ("company.licence", "licence.jpg", warm, "document.pale"),
        ("operator.id_back", "operator-back.jpg", lit, "document.glare"),
        ("operator.id_back", "operator-back.jpg", on_glass, None),
        ("company.licence", "licence.jpg", blurred(5), "document.blurred"),
        ("company.licence", "licence.jpg", blurred(2.2), "document.soft"),
        ("letter", "letter.jpg", grey, "document.no_seal"),
        ("account.trademark", "trademark.jpg", grey, None),
    ],
)
def test_what_a_reviewer_would_see_is_seen(found, samples, field, name, change, code):
    """Each fault is made on a good drawing, and only it is found."""
    with Image.open(samples / name) as image:
        assert codes(found(**{field: saved(change(image), quality=92)})) == ([code] if code else [])


def photo(wall):
    """Return somebody's photo before *wall* (a colour, or a picture of a room)."""
    image = wall.copy() if isinstance(wall, Image.Image) else Image.new("RGB", (900, 1300), wall)
    pen = ImageDraw.Draw(image)
    pen.ellipse((250, 250, 650, 800), fill=(230, 200, 178))
    pen.ellipse((80, 820, 820, 1900), fill=(70, 84, 110))
    return saved(image)


ROOM = Image.linear_gradient("L").resize((900, 1300)).convert("RGB")


@pytest.mark.parametrize(
    ("wall", "code"),
    [
        ((250, 250, 250), None),
        ((60, 140, 220), None),
        ((200, 30, 40), "portrait.background"),
        ((150, 150, 150), "portrait.background"),
        (ROOM, "portrait.background"),
    ],
    ids=["white", "blue", "red", "grey", "room"],
)
def test_a_portrait_stands_before_a_plain_wall(found, wall, code):
    """White or blue; red, grey and a room are told."""
    assert codes(found(**{"filing.principal.portrait": photo(wall)})) == ([code] if code else [])


def test_an_icon_has_the_portals_size_and_nothing_shines_through(found):
    """144 by 144, no other, and no hole in it."""
    assert found(icon=saved(Image.new("RGB", (144, 144), "red"), "PNG")) == []
    assert found(icon=saved(Image.new("RGBA", (144, 144), "red"), "PNG")) == []
    assert codes(found(icon=saved(Image.new("RGB", (144, 145), "red"), "PNG"))) == ["icon.size"]
    assert codes(found(icon=saved(Image.new("RGBA", (144, 144), (9, 9, 9, 0)), "PNG"))) == ["icon.transparent"]


def test_one_picture_in_two_places_is_found_however_it_was_saved(found, samples):
    """The same bytes, another quality and size, turned by a right angle."""
    content = (samples / "operator-front.jpg").read_bytes()
    with Image.open(samples / "operator-front.jpg") as image:
        smaller = saved(image.resize((1200, 767)), quality=90)
        turned = saved(image.rotate(90, expand=True), quality=85)
    for other in (content, smaller, turned):
        told = found(**{"operator.id_front": content, "operator.id_back": other})
        assert told == [("operator.id_back", "document.reused")]


def test_one_picture_for_two_roles_of_a_person_is_fine(found, samples):
    """The legal person who is the operator too has one card; attachments may repeat what is there."""
    content = (samples / "operator-front.jpg").read_bytes()
    roles = ("operator.id_front", "legal_person.id_front", "filing.others.0")
    assert found(**dict.fromkeys(roles, content)) == []


def test_two_cards_of_one_form_are_two_pictures(found, samples):
    """Two people's cards look alike and are not the same; nor are two sides, nor a stamped sheet and a blank."""
    with Image.open(samples / "letter.jpg") as image:
        blank = image.copy()
        ImageDraw.Draw(blank).rectangle((560, 1100, 1040, 1560), fill=(248, 248, 245))
    told = found(
        **{
            "operator.id_front": (samples / "operator-front.jpg").read_bytes(),
            "operator.id_back": (samples / "legal-person-front.jpg").read_bytes(),
            "letter": (samples / "letter.jpg").read_bytes(),
            "filing.authorization": saved(blank, quality=92),
        }
    )
    assert told == [("filing.authorization", "document.no_seal")]
