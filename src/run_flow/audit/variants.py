"""Every way in which one value may stand in a recording: escaped, quoted, in another character set, encoded as bytes.

Each was seen to leak somewhere: JSON in JSON, HTML entities, addresses, GBK, base64 at any offset, hex.
"""

from __future__ import annotations

import base64
import html
import json
import unicodedata
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote, quote_from_bytes

CHARSETS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
JSON_DEPTH = 3
LEAST_BYTES, LEAST_CORE = 4, 7  # shorter ones would be found in anything
LEAST_LINE = 6
GAPS = " \t\r\n\u00a0\u3000\u200b\u2009-.·"
"""What may separate the groups of a number, or the letters of a name."""

_WIDE = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
_SCRIPTS = tuple(str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in marks}) for marks in ("<>&", "<>&'"))
_COMPONENT = "!'()*~"  # what JavaScript's encodeURIComponent leaves as it is


@cache
def forms(value: str) -> frozenset[bytes]:
    """Return every form of *value* in UTF-8, lower case: what is searched is lowered, too."""
    found = {form.lower() for base in _bases(value) for form in _encoded(base)}
    return frozenset(form for form in found if len(form) >= LEAST_BYTES)


@cache
def raw_forms(value: str) -> frozenset[bytes]:
    """Return the forms that are no UTF-8, for what is not text in UTF-8 either."""
    found = {base.encode(charset, "ignore").lower() for base in _bases(value) for charset in CHARSETS[1:]}
    return frozenset(form for form in found if len(form) > LEAST_BYTES + 1)


def bare(value: str) -> str:
    """Return *value* without what may separate its groups, in one width and case."""
    plain = unicodedata.normalize("NFKC", value).casefold()
    return "".join(letter for letter in plain if letter not in GAPS)


def _bases(value: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", value).strip()
    lines = [line.strip() for line in value.splitlines() if len(line.strip()) >= LEAST_LINE]
    bases = {value, value.strip(), plain, plain.translate(_WIDE), " ".join(plain.split()), bare(value), *lines}
    cased = {form for base in bases for form in (base, base.lower(), base.upper())}
    return {base for base in cased if base}


def _encoded(base: str) -> Iterator[bytes]:
    written = {base, *_entities(base), *_addresses(base)}
    for text in written:
        yield from (form.encode() for form in _json(text))
    for charset in CHARSETS:
        data = base.encode(charset, "ignore")
        yield data.hex().encode()
        yield from _base64(data)


def _json(text: str) -> set[str]:
    """Return *text* as it stands in JSON, in JSON within JSON, and so on; also as pages escape it for scripts."""
    found = level = {text}
    for _depth in range(JSON_DEPTH):
        written = {json.dumps(each, ensure_ascii=only)[1:-1] for each in level for only in (False, True)}
        level = {form for each in written for form in (each, each.replace("/", "\\/"), *map(each.translate, _SCRIPTS))}
        found = found | level
    return found


def _entities(text: str) -> set[str]:
    """Return *text* as HTML may spell it: by name, by number, all of it or only what is not ASCII."""
    found = {html.escape(text), html.escape(text, quote=False), html.escape(text).replace("&#x27;", "&#39;")}
    for write in ("&#{};".format, "&#x{:x};".format):
        found.add("".join(write(ord(letter)) for letter in text))
        found.add("".join(letter if letter.isascii() else write(ord(letter)) for letter in text))
    return found


def _addresses(text: str) -> set[str]:
    """Return *text* as addresses and forms quote it, once and twice."""
    found = {"".join(f"%u{ord(letter):04x}" if ord(letter) > 0xFF else quote(letter) for letter in text)}
    for charset in CHARSETS[:2]:
        data = text.encode(charset, "ignore")
        every = "".join(f"%{byte:02x}" for byte in data)
        for once in (quote_from_bytes(data, safe=""), quote_from_bytes(data, safe=_COMPONENT), every):
            found |= {once, once.replace("%20", "+"), quote(once, safe=""), once.replace("%", "=")}
    return found


def _base64(data: bytes) -> Iterator[bytes]:
    """Yield what stays the same of base64 wherever *data* begins in it."""
    for before, skipped in ((0, 0), (1, 2), (2, 3)):
        encoded = base64.b64encode(b"\0" * before + data)
        core = encoded[skipped : (before + len(data)) * 8 // 6]
        if len(core) >= LEAST_CORE:
            yield core
            yield core.translate(bytes.maketrans(b"+/", b"-_"))
