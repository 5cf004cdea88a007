"""The last look before evidence is kept: is any value of the profile in it, in any form?

It undoes what redaction searched for (quoting, escapes, entities, spaces, tags, archives), so that the two do not share
a blind spot.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from run_flow.audit.secrets import Secrets

DEEPEST = 4
MOST_BYTES = 512 * 1024 * 1024
_ESCAPE = re.compile(rb"(?:\\+u[0-9a-fA-F]{4})+")
_UNIT = re.compile(rb"u([0-9a-fA-F]{4})")
_TAG = re.compile(rb"<[^<>]{0,400}>")


@dataclass(frozen=True)
class Leak:
    """A value that was found: where, and of what kind it is; never the value."""

    where: str
    kind: str


class TooLarge(ValueError):
    """There is more than can be looked through, so nobody can say what it holds."""


def scan(path: Path, secrets: Secrets) -> list[Leak]:
    """Return every leak in a file, or in all files of a folder, archives within archives included."""
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    found: list[Leak] = []
    for file in files:
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        found += _looked(name, file.read_bytes(), secrets, depth=0)
    return list(dict.fromkeys(found))


def looked(name: str, data: bytes, secrets: Secrets) -> list[Leak]:
    """Return every leak in *data*, which goes by *name*."""
    return list(dict.fromkeys(_looked(name, data, secrets, depth=0)))


def _looked(name: str, data: bytes, secrets: Secrets, *, depth: int) -> Iterator[Leak]:
    for number in sorted(_held(name.encode("utf-8", "surrogateescape"), secrets) | _held(data, secrets)):
        yield Leak(name, secrets.kind(number))
    if depth < DEEPEST:
        for inner, content in _inside(data):
            yield from _looked(f"{name}!{inner}", content, secrets, depth=depth + 1)
    elif data.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        raise TooLarge(name)


def _held(data: bytes, secrets: Secrets) -> set[int]:
    found: set[int] = set()
    text = _is_utf8(data)
    for view in _views(data, text=text):
        found |= {span.number for span in secrets.spans(view)} | secrets.torn(view)
    if not text:
        found |= {span.number for span in secrets.raw_spans(data)}
    return found


def _views(data: bytes, *, text: bool) -> Iterator[bytes]:
    """Yield *data* as it is, then unquoted, unescaped, without entities, and without tags."""
    yield data
    if not text:
        return
    plain = data
    if b"%" in plain:
        plain = unquote_to_bytes(plain.replace(b"+", b" "))
    if b"\\u" in plain:
        plain = _ESCAPE.sub(_unescaped, plain)
    if b"&" in plain:
        plain = html.unescape(plain.decode("utf-8", "replace")).encode("utf-8", "replace")
    if plain != data:
        yield plain
    if b"<" in plain:
        yield _TAG.sub(b"", plain)


def _unescaped(found: re.Match[bytes]) -> bytes:
    units = b"".join(bytes.fromhex(unit.decode()) for unit in _UNIT.findall(found[0]))
    return units.decode("utf-16-be", "replace").encode()


def _inside(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what an archive or a compressed file holds."""
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise TooLarge("zip")
            for entry in archive.infolist():
                yield entry.filename, archive.read(entry)
    elif data.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise TooLarge("gzip")
        yield "content", content
    elif data.startswith(b"\x89PNG"):
        yield from _texts(data)


def _texts(png: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what a picture says beside its pixels."""
    at = 8
    while at + 8 <= len(png):
        size, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        content = png[at + 8 : at + 8 + size]
        if kind in {b"zTXt", b"iCCP"} and b"\0" in content:
            yield kind.decode(), zlib.decompressobj().decompress(content.partition(b"\0")[2][1:], MOST_BYTES)
        at += size + 12


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
