"""A sample's facts, and the same with one character wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ruamel.yaml import YAML

from run_flow.profile.reading.expected import Expected, expected_on

_DIGITS, _LETTERS, _HAN = "0123456789", "ABCDEFGHJKLMNPQRTUWXY", "一口日曰末未土士人入己已王玉田由大太"

TERMS = {"沈知夏": "2016-07-01 2036-07-01", "陆子墨": "2018-05-20 2038-05-20", "何小满": "2019-09-09 2039-09-09"}


def facts_of(profile: Path) -> dict[str, str]:
    """Return dotted field → text, with the terms that are drawn on the cards."""
    sections = YAML(typ="base").load(profile)
    facts = {
        f"{section}.{key}": text
        for section, keys in sections.items()
        if isinstance(keys, Mapping)
        for key, text in keys.items()
        if isinstance(text, str)
    }
    for person in ("legal_person", "operator"):
        begun, ends = TERMS[facts[f"{person}.name"]].split()
        facts |= {f"{person}.id_valid_from": begun, f"{person}.id_valid_until": ends}
    return facts


def mutations(value: str) -> Iterator[str]:
    """Change, drop, double and swap every single character, each by one that looks like it or is next to it."""
    for place, letter in enumerate(value):
        if not letter.isalnum():
            continue
        before, after = value[:place], value[place + 1 :]
        yield from (before + other + after for other in _others(letter))
        yield before + after
        yield before + letter + letter + after
        if after[:1].isalnum() and after[0] != letter:
            yield before + after[0] + letter + after[1:]


def misstated(document: str, facts: Mapping[str, str]) -> Iterator[Expected]:
    """Walk what would be expected on *document* of each profile with one character wrong."""
    for field in {expected.field for expected in expected_on(document, facts)}:
        for typed in {field, field.replace("until", "from")}:
            for wrong in mutations(facts[typed]):
                changed = expected_on(document, {**facts, typed: wrong})
                yield from (expected for expected in changed if expected.field == field)


def _others(letter: str) -> Iterator[str]:
    row = _DIGITS if letter in _DIGITS else _LETTERS if letter in _LETTERS else _HAN
    start = (row.find(letter) + 1) % len(row)
    return (other for other in (row[start], row[(start + 4) % len(row)]) if other != letter)
