"""What a request sends: the names and values of its form in order, whatever way they are written."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl, urlsplit

READS = ("GET", "HEAD", "OPTIONS")
"""What asks and sends nothing (RFC 9110, 9.2.1)."""
_URLENCODED = re.compile(r"[^\s=&<>{}]+=[^\s<>{}]*")


@dataclass(frozen=True)
class File:
    """A file of a form, by what tells it from any other."""

    sha256: str
    size: int

    @classmethod
    def of(cls, content: bytes) -> File:
        """Measure *content*."""
        return cls(hashlib.sha256(content).hexdigest(), len(content))


Value = str | File
Fields = list[tuple[str, Value]]


@dataclass(frozen=True)
class Form:
    """A request that is no mere question; ``fields`` is None where nobody recorded what it sent."""

    method: str
    url: str
    kind: str
    fields: Fields | None
    contents: tuple[bytes, ...] = ()
    """The files that it sends, as they are."""

    @property
    def name(self) -> str:
        """Return what it is called by: method and path."""
        return f"{self.method} {urlsplit(self.url).path}"

    @property
    def questions(self) -> list[str]:
        """Return the names in its address's query, in order."""
        return [name for name, _value in parse_qsl(urlsplit(self.url).query, keep_blank_values=True)]


def form(method: str, url: str, *, kind: str, body: bytes | None) -> Form:
    """Return what a request with this content type and *body* sends."""
    plain = kind.partition(";")[0].strip().lower()
    if body is None:
        return Form(method, url, plain, None)
    if plain == "multipart/form-data":
        parts = list(_parts(kind, body))
        fields: Fields = [(name, File.of(content) if file else _text(content)) for name, content, file in parts]
        return Form(method, url, plain, fields, tuple(content for _name, content, file in parts if file))
    return Form(method, url, plain, list(_fields(_text(body))))


def asks(recorded: str, url: str, *, loosely: bool) -> bool:
    """Tell whether both ask the same; *loosely* where only values of the query differ, such as a time."""
    if not loosely or recorded == url:
        return recorded == url
    before, now = urlsplit(recorded), urlsplit(url)
    if (before.netloc, before.path) != (now.netloc, now.path):
        return False
    queries = [dict(parse_qsl(each.query, keep_blank_values=True)) for each in (before, now)]
    return queries[0].keys() == queries[1].keys() and all(
        value == queries[1][name] or (passes(value) and passes(queries[1][name])) for name, value in queries[0].items()
    )


def passes(value: str) -> bool:
    """Tell whether *value* is one that is made anew each time: a time, a random number."""
    return len(value) >= 6 and value.replace(".", "").isalnum() and any(letter.isdigit() for letter in value)


def _fields(text: str) -> Iterator[tuple[str, Value]]:
    if not text.strip():
        return
    try:
        yield from list(_leaves("", json.loads(text)))
    except (ValueError, RecursionError):  # no JSON, or nested like no form
        yield from parse_qsl(text, keep_blank_values=True) if _URLENCODED.fullmatch(text) else [("", text)]


def _leaves(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield every value of a JSON text by its path; an empty list or object is a value too."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if value and inner:
        for key, item in inner:
            yield from _leaves(f"{name}.{key}".removeprefix("."), item)
    else:
        yield name, value if isinstance(value, str) else json.dumps(value)


def _parts(kind: str, body: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """Yield each part of a multipart body: its name, what it holds, whether that is a file (RFC 7578)."""
    told = Message()
    told["content-type"] = kind
    mark = b"--" + str(told.get_param("boundary", "")).encode()
    for part in body.split(mark)[1:-1]:
        head, _gap, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        facts = Message()
        facts["content-disposition"] = _header(head, "content-disposition")
        name = facts.get_param("name", "", header="content-disposition")
        file = facts.get_param("filename", None, header="content-disposition") is not None
        yield str(name), content.removesuffix(b"\r\n"), file


def _header(head: bytes, name: str) -> str:
    lines = (line.partition(":") for line in _text(head).split("\r\n"))
    return next((value.strip() for key, _colon, value in lines if key.lower() == name), "")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
