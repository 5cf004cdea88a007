"""The one road from a value to disk or screen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import quote

_SHORTEST = 4  # a shorter value would blot out ordinary words
_SHORTEST_NAME = 2  # Chinese names are short, and blotting out too much does no harm
_START, _END = r"(?<![0-9A-Za-z])(?<!\d\.)", r"(?![0-9A-Za-z])"

_ID_NUMBER = re.compile(
    _START + r"[1-8]\d{5}(?:\d{11}[Xx]|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4})" + _END
)
_PHONE = re.compile(_START + r"(?:\+?86[- ]?)?1[3-9]\d{9}" + _END)
_ACCOUNT = re.compile(_START + r"(?:\d{13,30}|\d{4}(?: \d{4}){2,6}(?: \d{1,4})?)" + _END)
_NOT_INSIDE = r"(?<![0-9A-Za-z._-])"  # a path, or an address: what is a place here may be a part of one there
_PATTERNS = {"id_number": _ID_NUMBER, "phone": _PHONE, "account": _ACCOUNT}

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # a page may hold anything

Instead = Callable[[str, str], str]
"""What stands where a value of some kind stood."""


class Redactor:
    """Knows what nobody may see, and writes its kind instead."""

    def __init__(self) -> None:
        """Know nothing yet: numbers that look like an ID, a phone or an account are found all the same."""
        self._kinds: dict[str, str] = {}
        self._known: re.Pattern[str] | None = None
        self.known: list[tuple[str, str]] = []
        self.heard: Callable[[], None] | None = None
        self.names: Mapping[str, str] = {}
        """What the record calls a place on this machine: the place itself tells who works there."""

    def learn(self, kind: str, value: str) -> None:
        """Never let *value* through again, however it is spaced, cased or quoted in an address."""
        if value and (kind, value) not in self.known:
            self.known.append((kind, value))
            if self.heard:
                self.heard()
        plain = unicodedata.normalize("NFKC", value).strip()
        if len(plain) < (_SHORTEST_NAME if kind == "name" else _SHORTEST):
            return
        for form in (value.strip(), plain, quote(plain, safe="")):
            self._kinds.setdefault(_bare(form), kind)
        longest_first = sorted(self._kinds, key=len, reverse=True)
        self._known = re.compile("|".join(_spaced(form) for form in longest_first), re.IGNORECASE)

    def text(self, text: str) -> str:
        """Return *text* with "‹id_number›" and the like where values stood, and nothing that steers a terminal."""
        return self._without(text, instead=_kind)

    def shown(self, text: str) -> str:
        """Return *text* as people at the window see it: each value recognisable, and still of no use to others."""
        return self._without(text, instead=masked)

    def recorded(self, text: str) -> str:
        """Return *text* as the journal keeps it: redacted, and places on this machine by their ``names``."""
        if self.names:
            longest_first = sorted(self.names, key=len, reverse=True)
            places = "|".join(map(re.escape, longest_first))
            text = re.sub(f"{_NOT_INSIDE}(?:{places})", lambda found: self.names[found[0]], text)
        return self.text(text)

    def data(self, value: object, *, text: Callable[[str], str] | None = None) -> object:
        """Return *value* with every text in it redacted, however deep; keys stay, and so do unknown numbers."""
        text = text or self.text
        if isinstance(value, str):
            return text(value)
        if isinstance(value, dict):
            return {key: self.data(item, text=text) for key, item in value.items()}
        if isinstance(value, list):
            return [self.data(item, text=text) for item in value]
        if isinstance(value, tuple):
            return tuple(self.data(item, text=text) for item in value)
        if isinstance(value, int) and self._without_known(str(value), instead=_kind) != str(value):
            return self._without_known(str(value), instead=_kind)
        return value

    def _without(self, text: str, *, instead: Instead) -> str:
        text = self._without_known(_STEERING.sub("\N{REPLACEMENT CHARACTER}", text), instead=instead)
        for kind, pattern in _PATTERNS.items():
            text = pattern.sub(partial(_unless_public, kind=kind, instead=instead), text)
        return text

    def _without_known(self, text: str, *, instead: Instead) -> str:
        if self._known is None:
            return text
        return self._known.sub(lambda found: instead(self._kinds.get(_bare(found[0]), "secret"), found[0]), text)


def _kind(kind: str, _value: str) -> str:
    return f"‹{kind}›"


def masked(kind: str, value: str) -> str:
    """Return what a person may see of *value*: enough to recognise it, too little to use it."""
    mask = _MASKS.get(kind)
    return mask(value) if mask else "***"


def _ends(first: int, last: int) -> Callable[[str], str]:
    """Return a mask that shows so many characters at either end, or none of a value too short for it."""

    def mask(value: str) -> str:
        hidden = len(value) - first - last
        if hidden < _SHORTEST:
            return "***"
        return value[:first] + "*" * hidden + value[len(value) - last :]

    return mask


def _mask_id_number(value: str) -> str:
    return value[:6] + "*" * 8 + value[-4:] if len(value) == 18 else "***"


def _mask_name(value: str) -> str:
    return value[:1] + "*" * max(1, len(value) - 1)


def _mask_email(value: str) -> str:
    mailbox, at, host = value.partition("@")
    return f"{mailbox[:1]}***@{host}" if at else "***"


_MASKS: dict[str, Callable[[str], str]] = {
    "id_number": _mask_id_number,
    "phone": _ends(3, 4),
    "account": _ends(0, 4),
    "name": _mask_name,
    "email": _mask_email,
    "wechat": _ends(2, 0),
}


def _bare(form: str) -> str:
    """Return *form* as it is looked up: without spaces and hyphens, in one case."""
    return re.sub(r"[\s-]", "", form).casefold()


def _spaced(bare: str) -> str:
    """Return a pattern that finds *bare* also when it is grouped, as accounts and phones are."""
    return r"[ \xa0-]?".join(re.escape(character) for character in bare)


def _unless_public(found: re.Match[str], *, kind: str, instead: Instead) -> str:
    """Keep an all-digit credit code, which is public; everything else that long is taken for an account."""
    if re.fullmatch(r"9[123]\d{16}", found[0]):
        from stdnum.cn import uscc

        if uscc.is_valid(found[0]):
            return found[0]
    return instead(kind, found[0])
