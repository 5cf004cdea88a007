"""What was sent and received as a whole: texts are redacted, pictures and documents are left out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from run_flow.audit.secrets import Secrets

KEPT = {"css", "html", "json", "js", "txt", "xml", "dat"}
"""What may be a text; everything else is a picture, a document or a font."""
SECRET_NAME = re.compile(
    r"pass|pwd|token|ticket|secret|captcha|cookie|session|csrf|amount|auth(?!or)|(^|_)(sid|uuid|skey|key|code|pin|otp|sms)$"
    r"|(sms|verify|check|phone|mobile|email)_?code",
    re.IGNORECASE,
)
LEAST_SESSION = 6
LONG = re.compile(rb"[A-Za-z0-9+/_=-]{400,}")
_DATA = re.compile(r"data:(?:image|application|audio|video|font)/[\w.+-]+(?:;[\w=.-]+)*,[^\"'\s)<>\\]*")
_SVG = re.compile(r"(<svg\b[^>]*>).*?(</svg>)", re.IGNORECASE | re.DOTALL)
_TABLE = re.compile(r"<table\b(?:(?!<table\b).)*?</table>", re.IGNORECASE | re.DOTALL)
_CELLS = 21 * 21


def text_of(data: bytes, suffix: str) -> tuple[str, str] | None:
    """Return the text in *data* and its character set; None for what is no text."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if suffix not in KEPT or (b"\0" in data and not marked):
        return None
    for charset in ("utf-16",) if marked else ("utf-8", "gb18030"):
        try:
            return data.decode(charset), charset
        except UnicodeDecodeError:
            continue
    return None


def drawn_out(text: str) -> str:
    """Return *text* without pictures: those written into addresses, and codes drawn of shapes or cells."""
    if "data:" in text:
        text = _DATA.sub("data:,", text)
    if "<svg" in text.lower():
        text = _SVG.sub(r"\1\2", text)
    if text.lower().count("<td") >= _CELLS:
        text = _TABLE.sub(lambda table: "<table></table>" if _is_code(table[0]) else table[0], text)
    return text


def cleaned(data: bytes, suffix: str, secrets: Secrets, *, sent: bool) -> bytes | None:
    """Return a body as it may be shown; None where it has to be left out. What was *sent* is named field by field."""
    found = text_of(data, suffix)
    if found is None:
        return None
    text, charset = found
    text = secrets.clean(drawn_out(text))
    text = named(text, lambda name, value: _told(name, value, secrets), deep=sent or suffix == "json")
    encoded = text.encode(charset, "surrogatepass" if charset == "utf-8" else "replace")
    if suffix in {"js", "css"}:
        return encoded
    return LONG.sub(lambda long: b"REDACTED-bytes-%d" % len(long[0]), encoded)


def named(text: str, told: Callable[[str, Any], Any], *, deep: bool) -> str:
    """Return a form or JSON with each value as *told*; any other text as it is."""
    if not deep or not text.strip():
        return text
    try:
        document = json.loads(text)
    except ValueError:
        return _form(text, told)
    changed = _walk("", document, told)
    return text if changed == document else json.dumps(changed, ensure_ascii=False)


def pairs(text: str) -> list[tuple[str, str]]:
    """Return every name with its value of a form, an address's query or JSON."""
    found: list[tuple[str, str]] = []

    def note(name: str, value: Any) -> Any:
        found.append((name, str(value)))
        return value

    named(text, note, deep=True)
    return found


def _walk(name: str, value: Any, told: Callable[[str, Any], Any]) -> Any:
    if isinstance(value, dict):
        return {key: _walk(str(key), item, told) for key, item in value.items()}
    if isinstance(value, list):
        return [_walk(name, item, told) for item in value]
    return value if value is None or isinstance(value, bool) else told(name, value)


def _form(text: str, told: Callable[[str, Any], Any]) -> str:
    """Replace the values of a=b&c=d where they are told otherwise."""
    if not re.fullmatch(r"[^\s=&<>{}]+=[^\s<>{}]*", text):
        return text
    out = []
    for part in text.split("&"):
        name, mark, _value = part.partition("=")
        plain = parse_qsl(part, keep_blank_values=True)
        value = plain[0][1] if plain else ""
        new = told(name, value)
        out.append(part if new == value else f"{name}{mark}{new}")
    return "&".join(out)


def _told(name: str, value: Any, secrets: Secrets) -> Any:
    if isinstance(value, str) and value.startswith("REDACTED-"):
        return value
    if SECRET_NAME.search(name) and isinstance(value, str) and value:
        return secrets.known(value) or "REDACTED-named-0"
    text = str(value)
    if (token := secrets.known(text)) is not None:
        return token
    clean = secrets.clean(text) if isinstance(value, int | float) else text
    return value if clean == text else clean


def _is_code(table: str) -> bool:
    return len(re.findall("<td", table, re.IGNORECASE)) >= _CELLS and not re.sub(r"<[^>]*>|\s", "", table)
