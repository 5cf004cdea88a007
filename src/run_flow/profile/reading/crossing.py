"""The profile's values against what its documents' pictures say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from run_flow.language import _
from run_flow.profile.fields import FOREVER
from run_flow.profile.finding import Find
from run_flow.profile.reading import engine
from run_flow.profile.reading.crops import Crops
from run_flow.profile.reading.engine import Page
from run_flow.profile.reading.expected import Expected, expected_on, kind_of
from run_flow.profile.reading.proof import card_end, credit_codes, id_numbers
from run_flow.profile.reading.text import ABSENT, Comparison, compare, passages, plain

_PROOFS = {"credit_code": credit_codes, "id_number": id_numbers}
_TERM = re.compile(r"至(?:([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日|(长期|永久|无固定期限))")
_CARD_TERM = re.compile(r"(?<![0-9])[0-9]{16}(?![0-9])")


@dataclass
class Sighting:
    """How one value fared on one document so far."""

    expected: Expected
    best: Comparison = ABSENT
    page: Page | None = None

    def look(self, page: Page) -> None:
        """Look for the value where it was not seen yet.

        What was near stays so: a closer look may misread the very character that differs.
        """
        if self.best.state != "absent":
            return
        found = [compare(form, page.lines, running=self.expected.running) for form in self.expected.forms]
        self.best, self.page = max(found, key=lambda comparison: comparison.score), page

    @property
    def matched(self) -> bool:
        """Tell whether the value was read."""
        return self.best.state == "match"


@dataclass
class Reading:
    """One document being read."""

    document: str
    path: Path
    sightings: list[Sighting]
    pages: list[Page] = field(default_factory=list)

    def read(self) -> None:
        """Look until nothing is absent; then turn the picture, for what is read of one on its side has holes."""
        for page in engine.looks(self.path):
            self._look(page)
            if all(sighting.best.state != "absent" for sighting in self.sightings):
                return
        if upright := engine.turned(self.path):
            self._look(upright)

    @property
    def known(self) -> bool:
        """Tell whether anything on it belongs to the profile."""
        return any(sighting.best.state != "absent" for sighting in self.sightings)

    def _look(self, page: Page) -> None:
        self.pages.append(page)
        for sighting in self.sightings:
            sighting.look(page)

    def texts(self) -> Iterator[str]:
        """Walk what was read, every look at it."""
        return (passage.text for page in self.pages for passage in passages(page.lines))

    def others(self, expected: Expected) -> list[str]:
        """Return the numbers other than the expected one that prove themselves."""
        if not expected.proof:
            return []
        prove = _PROOFS[expected.proof]
        found = {number for text in self.texts() for number in prove(text)}
        return sorted(found - {plain(expected.forms[0])})


def cross_read(
    find: Find, facts: Mapping[str, str], documents: Iterable[tuple[str, Path]], *, today: date, crops: Path | None
) -> None:
    """Find each value that is not, or not quite, on the document that must show it.

    *facts* are texts as typed and *documents* decodable pictures, both by dotted field. *crops* is where pictures
    of the places are kept until the next reading. The extra ``run-flow[ocr]`` must be `available`.
    """
    evidence = Crops(crops)
    facts = {name: "长期" if text.strip() in FOREVER else text for name, text in facts.items()}
    for document, path in documents:
        sightings = [Sighting(expected) for expected in expected_on(document, facts)]
        if not sightings:
            continue
        reading = Reading(document, path, sightings)
        reading.read()
        _judge(find, facts, reading, today=today, evidence=evidence)


def _judge(find: Find, facts: Mapping[str, str], reading: Reading, *, today: date, evidence: Crops) -> None:
    kind = kind_of(reading.document)
    assert kind, "something was expected on it"
    name = _(kind.name)
    missing = [sighting for sighting in reading.sightings if not sighting.matched]
    proven = [sighting for sighting in missing if _proven(find, facts, reading, sighting, today=today, name=name)]
    if not proven and not reading.known:
        find(reading.document, "reading.nothing", document=name)
    for sighting in (sighting for sighting in missing if sighting not in proven):
        if sighting.best.state == "near":
            _near(find, reading, sighting, name=name, evidence=evidence)
        elif reading.known:
            find(sighting.expected.field, "reading.absent", document=name, stated=sighting.expected.stated)
    if reading.document == "company.licence" and reading.known:
        _licence_term(find, facts, reading, name=name)


def _proven(
    find: Find, facts: Mapping[str, str], reading: Reading, sighting: Sighting, *, today: date, name: str
) -> bool:
    """Report what a checksum or the law proves; tell whether there was such a thing."""
    expected = sighting.expected
    if others := reading.others(expected):
        find(expected.field, "reading.other_number", document=name, read=expected.shown(others[0]))
        return True
    id_number = facts.get(f"{expected.field.rpartition('.')[0]}.id_number", "")
    if expected.field.endswith(".id_valid_until") and (ended := _card_ended(reading, plain(id_number), today=today)):
        find(expected.field, "reading.expired", document=name, until=ended.isoformat())
        return True
    return False


def _card_ended(reading: Reading, id_number: str, *, today: date) -> date | None:
    printed = {term for text in reading.texts() for term in _CARD_TERM.findall(plain(text))}
    ends = [end for term in printed if (end := card_end(term, id_number=id_number))]
    return max(ends) if ends and max(ends) < today else None


def _near(find: Find, reading: Reading, sighting: Sighting, *, name: str, evidence: Crops) -> None:
    expected, best, page = sighting.expected, sighting.best, sighting.page
    assert page, "it was near on a page"
    begins = expected.field.endswith(".id_valid_until") and best.place <= len("20160701")
    find(
        expected.field.replace("until", "from") if begins else expected.field,
        "reading.near",
        evidence=evidence.keep(f"{reading.document}-{expected.field}", page.image, best.lines),
        document=name,
        read=_dotted(expected.shown(best.read)),
        stated=expected.stated,
        position=best.place,
    )


def _dotted(read: str) -> str:
    """Return a card's term as it is printed; sixteen digits in a row would be taken for an account."""
    return re.sub(r"^(\d{4})(\d\d)(\d\d)(\d{4})(\d\d)(\d\d)$", r"\1.\2.\3-\4.\5.\6", read)


def _licence_term(find: Find, facts: Mapping[str, str], reading: Reading, *, name: str) -> None:
    """Compare the term's end where the licence prints one; many do not."""
    stated = facts.get("company.valid_until", "").strip()
    printed = [_printed(found) for text in reading.texts() for found in _TERM.finditer(text)]
    if stated and printed and stated not in printed:
        find("company.valid_until", "reading.term", document=name, read=printed[0], stated=stated)


def _printed(found: re.Match[str]) -> str:
    year, month, day, _endless = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}" if year else "长期"
