"""What nobody may read in evidence, found in all its forms at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from run_flow.audit import variants

LEAST, LEAST_NAME = 6, 2
LOOSE = 7  # from this length on a value stands out also when it is torn apart
TIGHT = 8  # a shorter number is only meant where it stands alone
GAPS = "".join(variants.GAPS)
_GAPS_IN_BYTES = tuple(gap.encode() for gap in GAPS if not gap.isascii())
_ASCII_GAPS = "".join(gap for gap in GAPS if gap.isascii()).encode()
_BEFORE, _AFTER = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z]|\.[0-9])"
_BETWEEN = r"(?:[" + re.escape(GAPS) + r"]|&nbsp;|&#160;|&#xa0;|<[^<>]{0,400}>|\\+(?:[nrt]|u00a0|u3000))*"
TOKEN = re.compile(r"REDACTED-[a-z_]+-\d+")


@dataclass(frozen=True)
class Span:
    """Where the secret *number* stands in some bytes."""

    start: int
    end: int
    number: int


class Secrets:
    """The values that are known, each with its kind and the token that stands for it."""

    def __init__(self, known: Iterable[tuple[str, str]]) -> None:
        """Know these (kind, value); what is too short to be told from any number counts where it stands alone."""
        told = {value: kind for kind, value in reversed(list(known)) if value.strip()}
        self._values = tuple(told)
        self._kinds = tuple(re.sub(r"[^a-z_]", "", kind.lower()) or "secret" for kind in told.values())
        self.whole = frozenset(value.strip() for value in told)
        long = {n for n, value in enumerate(self._values) if len(value.strip()) >= self._least(n)}
        self._text = _Automaton((n, form) for n in sorted(long) for form in variants.forms(self._values[n]))
        self._raw = _Automaton((n, form) for n in sorted(long) for form in variants.raw_forms(self._values[n]))
        short = [value for n, value in enumerate(self._values) if n not in long and len(value.strip()) > 1]
        pattern = _BEFORE + "(?:" + "|".join(re.escape(value.strip()) for value in short) + ")" + _AFTER
        self._short = (re.compile(pattern), re.compile(pattern.encode())) if short else None
        bares = [(n, variants.bare(self._values[n]).encode()) for n in sorted(long)]
        self._bare = _Automaton((n, form) for n, form in bares if len(form) >= LOOSE)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, text: str) -> bool:
        return text.strip() in self.whole

    def token(self, number: int) -> str:
        """Return what stands for the secret *number*."""
        return f"REDACTED-{self._kinds[number]}-{number + 1}"

    def kind(self, number: int) -> str:
        """Return of what kind the secret *number* is."""
        return self._kinds[number]

    def letters(self, number: int) -> str:
        """Return the secret *number* without what may separate its groups."""
        return variants.bare(self._values[number])

    def known(self, text: str) -> str | None:
        """Return the token for *text* where it is, as a whole, a secret."""
        text = text.strip()
        return self.token(self._values.index(text)) if text in self._values else None

    def spans(self, data: bytes) -> list[Span]:
        """Return where secrets stand in *data*, which is text in UTF-8."""
        return [span for span in self._text.spans(data) if self._meant(data, span)]

    def raw_spans(self, data: bytes) -> list[Span]:
        """Return where secrets stand in *data*, which is of another character set or no text."""
        return self._raw.spans(data)

    def short(self, data: bytes) -> bool:
        """Tell whether a value that is too short for `spans` stands alone in *data*: in a text, or as a number."""
        return self._short is not None and self._short[1].search(data) is not None

    def torn(self, data: bytes) -> set[int]:
        """Return which secrets stand in *data* once what separates their groups is taken away."""
        return {span.number for span in self._bare.spans(squeezed(data))}

    def clean(self, text: str) -> str:
        """Return *text* with tokens where secrets stood, whole or torn apart by spaces and tags."""
        data = text.encode("utf-8", "surrogatepass")
        spans = self.spans(data)
        if spans:
            text = self._replaced(data, spans).decode("utf-8", "surrogatepass")
            data = text.encode("utf-8", "surrogatepass")
        for number in self.torn(data) | self.torn(_untagged(data)):
            text = self._loose(number).sub(self.token(number), text)
        if self._short:
            text = self._short[0].sub(lambda found: self.known(found[0]) or "", text)
        return text

    def _replaced(self, data: bytes, spans: Sequence[Span]) -> bytes:
        out, at = [], 0
        for span in spans:
            out += [data[at : span.start], self.token(span.number).encode()]
            at = span.end
        return b"".join([*out, data[at:]])

    def _loose(self, number: int) -> re.Pattern[str]:
        return re.compile(_BETWEEN.join(map(re.escape, self.letters(number))), re.IGNORECASE)

    def _meant(self, data: bytes, span: Span) -> bool:
        """Whether it is the value, not some digits of a longer number: what is short must stand alone."""
        if span.end - span.start >= TIGHT or not data[span.start : span.end].isascii():
            return True
        return not (
            re.search(rb"[0-9A-Za-z.]", data[max(0, span.start - 1) : span.start])
            or re.match(rb"[0-9A-Za-z]|\.[0-9]", data[span.end : span.end + 2])
        )

    def _least(self, number: int) -> int:
        return LEAST_NAME if not self._values[number].isascii() else LEAST


class _Automaton:
    """Many forms, each of one secret, found in one pass."""

    def __init__(self, owned: Iterable[tuple[int, bytes]]) -> None:
        owners: dict[bytes, int] = {}
        for number, form in owned:
            owners.setdefault(form, number)
        self._owners = tuple(owners.values())
        self._found: Any = BytesAhoCorasick(list(owners), matchkind=MatchKind.LeftmostLongest) if owners else None

    def spans(self, data: bytes) -> list[Span]:
        if self._found is None:
            return []
        found = self._found.find_matches_as_indexes(data.lower())
        return [Span(start, end, self._owners[form]) for form, start, end in found]


def squeezed(data: bytes) -> bytes:
    """Return *data* without what may separate the groups of a number."""
    for gap in _GAPS_IN_BYTES:
        if gap in data:
            data = data.replace(gap, b"")
    return data.translate(None, _ASCII_GAPS)


def _untagged(data: bytes) -> bytes:
    return re.sub(rb"<[^<>]{0,400}>|&nbsp;|&#160;", b"", data) if b"<" in data or b"&" in data else b""
