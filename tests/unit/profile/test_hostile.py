"""Whatever lies at the profile's path or stands in it: a located finding, no traceback, little memory."""

import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from run_flow.errors import ProfileRefused
from run_flow.profile import load

GIGABYTE = 1 << 30
LAUGHS = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
)

TEXTS = {
    "not YAML": ("}{ 晴禾: : :\n", "yaml.syntax"),
    "a duplicate key": ("a: 1\na: 2\n", "yaml.duplicate"),
    "a full-width colon": ("company：\n  name: 晴禾\n", "yaml.full_width_colon"),
    "tabs": ("company:\n\tname: 晴禾\n", "yaml.tab"),
    "a recursive alias": ("company: &a {name: *a}\n", "yaml.recursion"),
    "an alias of the whole": ("&a\nb: *a\n", "yaml.recursion"),
    "a billion laughs": (LAUGHS, "yaml.size"),
    "deep flow": ("[" * 290_000, "yaml.size"),
    "deep flow, closed": ("a: " + "[" * 900 + "]" * 900, "yaml.syntax"),
    "deep mappings": ("{a: " * 900, "yaml.syntax"),
    "deep blocks": ("".join(" " * n + "a:\n" for n in range(600)), "yaml.syntax"),
    "deep lists": ("- " * 90_000, "yaml.syntax"),
    "one line": ("scope: " + "字" * 90_000, "key.unknown"),
    "one line of a company": ("company:\n  scope: " + "1380013801" * 28_000, "key.missing"),
    "one line of spaces": ("scope:" + " " * 280_000 + "a", "key.unknown"),
    "one line of a megabyte": ("scope: " + "x" * 1_000_000, "file.too_large"),
    "one open quote": ('scope: "' + "x " * 140_000, "yaml.quote"),
    "very many keys": ("".join(f"k{n}: v\n" for n in range(22_000)), "yaml.size"),
    "very many items": ("a: [" + "x, " * 90_000 + "]", "yaml.size"),
    "NUL": ("company:\n  name: 晴\0禾\n", "yaml.character"),
    "an escape": ("company:\n  name: \x1b[31m\n", "yaml.character"),
    "a lone surrogate": ('company: "\\ud800"\n', "value.mapping"),
    "a huge code point": ('company: "\\UFFFFFFFF"\n', "yaml.syntax"),
    "a huge directive": ("%YAML 9" + "9" * 5000 + ".1\n---\na: 1\n", "yaml.syntax"),
    "a merge of itself": ("a: &a\n  <<: *a\n", "yaml.recursion"),
}
BYTES = {
    "binary": (bytes(range(256)) * 100, "file.encoding"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(1000), "file.binary"),
    "NUL bytes": (bytes(1000), "yaml.character"),
    "UTF-16": ("company: 晴禾".encode("utf-16"), "file.encoding"),
}


def refused(path: Path):
    """Return the findings of what lies at *path*, each of them at a place and with a mend."""
    with pytest.raises(ProfileRefused) as error:
        load(path)
    for finding in error.value.findings:
        assert finding.line >= 1
        assert finding.column >= 1
        assert finding.message
        assert finding.mend
        assert len(finding.quoted) < 250
    return [finding.code for finding in error.value.findings]


@pytest.mark.parametrize(("content", "code"), [*TEXTS.values(), *BYTES.values()], ids=[*TEXTS, *BYTES])
def test_hostile_content_is_refused_with_its_place(tmp_path, content, code):
    """One of the findings says what it is; none quotes more than a line can hold."""
    path = tmp_path / "profile.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert code in refused(path)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10 * GIGABYTE)


PATHS = {
    "10 GB": (_sparse, "file.too_large", "document.too_large"),
    "a loop of links": (lambda path: path.symlink_to(path), "file.unreadable", "document.unreadable"),
    "a pipe": (os.mkfifo, "file.kind", "document.unreadable"),
    "an endless device": (lambda path: path.symlink_to("/dev/zero"), "file.kind", "document.outside"),
    "a folder": (Path.mkdir, "file.kind", "document.unreadable"),
    "memory": (lambda path: path.symlink_to("/proc/self/mem"), "file.unreadable", "document.outside"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes, devices and sparse files of POSIX")
@pytest.mark.parametrize("kind", PATHS)
def test_a_hostile_file_is_refused_as_a_profile_and_as_a_document(company, kind):
    """It is never read, and nothing waits for it."""
    make, as_profile, as_document = PATHS[kind]
    path = company.path.parent / "strange.jpg"
    make(path)
    assert refused(path) in ([as_profile], ["file.kind"])
    assert company.edit("documents/licence.jpg", "strange.jpg").finding().code == as_document


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../etc/passwd", "document.outside"),
        ("/etc/hostname", "document.outside"),
        ("documents/../../x.jpg", "document.outside"),
        ('"a\\0b.jpg"', "document.unreadable"),
        ("x" * 5000 + ".jpg", "document.unreadable"),
        ("documents/" * 2000 + "x.jpg", "document.unreadable"),
        ("~/x.jpg", "document.missing"),
        (".", "document.unreadable"),
    ],
)
def test_a_hostile_path_is_refused(company, name, code):
    """Outside the folder, too long, or none at all."""
    company.edit("documents/licence.jpg", name)
    finding = company.finding()
    assert (finding.field, finding.code) == ("company.licence", code)


def header(width: int, height: int) -> bytes:
    """Return the beginning of a PNG of that size."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize("size", [(50_000, 50_000), (2**31 - 1, 2**31 - 1), (1, 49_999_999)])
def test_a_huge_picture_is_refused_by_its_header(company, size):
    """Not one of its pixels is unpacked."""
    content = header(*size) + struct.pack(">I", 8) + b"IDAT" + zlib.compress(b"")[:8] + bytes(4)
    (company.path.parent / "huge.png").write_bytes(content)
    assert company.edit("documents/licence.jpg", "huge.png").finding().code in ("document.pixels", "document.broken")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("kind", ["a billion laughs", "deep flow", "one line", "very many keys", "10 GB"])
def test_memory_stays_bounded(tmp_path, kind):
    """A process that may hold one gigabyte, code included, says what is wrong."""
    path = tmp_path / "profile.yaml"
    if kind in TEXTS:
        path.write_text(TEXTS[kind][0], encoding="utf-8")
    else:
        _sparse(path)
    look = "import sys; from pathlib import Path; from run_flow.profile import load; load(Path(sys.argv[1]))"
    ended = subprocess.run(
        [sys.executable, "-c", look, path],
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=_within_a_gigabyte,
    )
    assert "ProfileRefused" in ended.stderr
    assert "MemoryError" not in ended.stderr


def _within_a_gigabyte() -> None:
    import resource  # POSIX only

    resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE))
