"""A picture is what it says, whole, small enough, and inside the profile's folder."""

import io
import os
import struct
import zlib

import pytest
from PIL import Image
from pydantic_core import PydanticCustomError

from run_flow.profile.documents import MAX_BYTES, document, icon


def picture(kind: str, size=(300, 200), **facts) -> bytes:
    """Return a plain picture's bytes."""
    held = io.BytesIO()
    Image.new("RGB", size, (200, 210, 220)).save(held, kind, **facts)
    return held.getvalue()


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that unpacks to a great many pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def refusal(check, text, folder) -> PydanticCustomError:
    """Return why *check* refuses *text*."""
    with pytest.raises(PydanticCustomError) as refused:
        check(text, folder=folder)
    return refused.value


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", picture("JPEG")),
        ("a.JPEG", picture("JPEG")),
        ("a.png", picture("PNG")),
        ("a.jpg", picture("MPO")),
    ],
)
def test_a_picture_of_the_right_kind_passes(tmp_path, name, content):
    """JPEG and PNG pass, a phone's two-shot JPEG too, and the path comes back whole."""
    (tmp_path / name).write_bytes(content)
    assert document(name, folder=tmp_path) == tmp_path.resolve() / name


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.jpg", picture("WEBP"), "document.format"),
        ("a.jpg", picture("GIF"), "document.format"),
        ("a.jpg", picture("BMP"), "document.format"),
        ("a.jpg", b"\0\0\0\x18ftypheic" + bytes(100), "document.format"),
        ("a.png", b"%PDF-1.7\n", "document.format"),
        ("a.png", b"hello", "document.format"),
        ("a.png", b"", "document.format"),
        ("a.jpg", picture("PNG"), "document.suffix"),
        ("a.png", picture("JPEG"), "document.suffix"),
        ("a", picture("JPEG"), "document.suffix"),
        ("a.jpg", picture("JPEG", (900, 900))[:-800], "document.broken"),
        ("a.png", picture("PNG", (900, 900))[:-40], "document.broken"),
        ("a.png", bomb(60_000, 60_000), "document.pixels"),
        ("a.png", bomb(10_000, 10_000), "document.pixels"),
        ("a.png", bomb(8_000, 6_000), "document.broken"),
    ],
)
def test_a_picture_of_another_kind_is_refused(tmp_path, name, content, code):
    """What counts is the content, decoded to its end; a decompression bomb is not unpacked."""
    (tmp_path / name).write_bytes(content)
    assert refusal(document, name, tmp_path).type == code


@pytest.mark.parametrize(("kind", "said"), [("WEBP", "WebP"), ("GIF", "GIF"), ("BMP", "BMP")])
def test_a_picture_of_another_kind_is_named(tmp_path, kind, said):
    """The message says what the file really is."""
    (tmp_path / "a.jpg").write_bytes(picture(kind))
    assert said in refusal(document, "a.jpg", tmp_path).message()


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path):
    """A sparse file of a terabyte costs nothing."""
    with (tmp_path / "a.jpg").open("wb") as file:
        file.truncate(1 << 40)
    assert refusal(document, "a.jpg", tmp_path).type == "document.too_large"


def test_exactly_the_limit_passes(tmp_path):
    """2,000,000 bytes are allowed, one more is not."""
    content = picture("JPEG")
    (tmp_path / "a.jpg").write_bytes(content + bytes(MAX_BYTES - len(content)))
    assert document("a.jpg", folder=tmp_path)
    (tmp_path / "a.jpg").write_bytes(content + bytes(MAX_BYTES - len(content) + 1))
    assert refusal(document, "a.jpg", tmp_path).type == "document.too_large"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("../secret.jpg", "document.outside"),
        ("/etc/passwd", "document.outside"),
        ("link.jpg", "document.outside"),
        ("folder/../../secret.jpg", "document.outside"),
        (".", "document.unreadable"),
        ("pipe.jpg", "document.unreadable"),
        ("loop.jpg", "document.unreadable"),
        ("a\0b.jpg", "document.unreadable"),
        ("x" * 300 + ".jpg", "document.unreadable"),
        ("none.jpg", "document.missing"),
        ("../profile-none.jpg", "document.outside"),
        ("~/a.jpg", "document.missing"),
    ],
)
def test_a_path_that_leads_nowhere_or_out_is_refused(tmp_path, text, code):
    """Links are followed first; nothing outside the folder is even looked at, and a pipe never blocks."""
    folder = tmp_path / "profile"
    folder.mkdir()
    (tmp_path / "secret.jpg").write_bytes(picture("JPEG"))
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "loop.jpg").symlink_to(folder / "loop.jpg")
    os.mkfifo(folder / "pipe.jpg")
    assert refusal(document, text, folder).type == code


def test_a_link_inside_the_folder_passes(tmp_path):
    """A link is fine as long as it stays inside; the path returned is the file's own."""
    (tmp_path / "a.jpg").write_bytes(picture("JPEG"))
    (tmp_path / "b.jpg").symlink_to("a.jpg")
    assert document("b.jpg", folder=tmp_path) == tmp_path.resolve() / "a.jpg"


def test_a_file_that_may_have_been_meant_is_named(tmp_path):
    """A wrong ending is the usual mistake."""
    (tmp_path / "licence.jpeg").write_bytes(picture("JPEG"))
    assert "licence.jpeg" in refusal(document, "licence.jpg", tmp_path).context["mend"]


def test_a_number_in_a_file_name_is_not_shown(tmp_path):
    """People name a scan after the number on it."""
    (tmp_path / "110101198506170028.jpeg").write_bytes(picture("JPEG"))
    refused = refusal(document, "110101198506170028.jpg", tmp_path)
    assert "110101198506170028" not in f"{refused.message()} {refused.context}"


def test_an_icon_has_the_portals_size(tmp_path):
    """144 by 144, no other."""
    (tmp_path / "a.png").write_bytes(picture("PNG", (144, 144)))
    assert icon("a.png", folder=tmp_path)
    (tmp_path / "a.png").write_bytes(picture("PNG", (144, 145)))
    assert refusal(icon, "a.png", tmp_path).type == "icon.size"
