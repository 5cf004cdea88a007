"""Who says so: figures with their unit, their source and its date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a span is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Kind(StrEnum):
    """The classes of sources of docs/portal.md."""

    GUIDE = "guide"
    OFFICIAL = "official"
    PORTAL_CODE = "portal_code"
    COMMUNITY = "community"
    INFERENCE = "inference"


@dataclass(frozen=True)
class Source:
    """Where a figure comes from; *dated* is "" where nobody knows, *fact* is its number in docs/portal.md."""

    kind: Kind
    dated: str
    fact: str


@dataclass(frozen=True)
class Span:
    """From *minimum* to *maximum*, both in *unit*."""

    minimum: int
    maximum: int
    unit: Unit

    def times(self, number: int) -> Span:
        """Return the span of doing it *number* times."""
        return Span(self.minimum * number, self.maximum * number, self.unit)


@dataclass(frozen=True)
class Claim:
    """A span that a source states."""

    span: Span
    source: Source


def envelope(claims: Iterable[Claim]) -> Span | None:
    """Return the span that holds what every source says, None where none says anything; one unit is meant."""
    spans = [claim.span for claim in claims]
    if not spans:
        return None
    (unit,) = {span.unit for span in spans}
    return Span(min(span.minimum for span in spans), max(span.maximum for span in spans), unit)


def minutes(number: int) -> Span:
    """Return a span of minutes."""
    return Span(number, number, Unit.MINUTES)


def hours(number: int) -> Span:
    """Return a span of hours."""
    return Span(number, number, Unit.HOURS)


def days(minimum: int, maximum: int | None = None) -> Span:
    """Return a span of calendar days."""
    return Span(minimum, minimum if maximum is None else maximum, Unit.DAYS)


def months(number: int) -> Span:
    """Return a span of calendar months."""
    return Span(number, number, Unit.MONTHS)


def working_days(minimum: int, maximum: int | None = None) -> Span:
    """Return a span of working days."""
    return Span(minimum, minimum if maximum is None else maximum, Unit.WORKING_DAYS)


def guide(fact: str) -> Source:
    """Return the guide as the source of *fact*."""
    return Source(Kind.GUIDE, "2025-10-25", fact)


def official(fact: str, dated: str = "") -> Source:
    """Return the portal's makers as the source of *fact*."""
    return Source(Kind.OFFICIAL, dated, fact)


def portal_code(fact: str) -> Source:
    """Return the portal's own, old front end as the source of *fact*."""
    return Source(Kind.PORTAL_CODE, "2016–2019", fact)


def community(fact: str, dated: str = "") -> Source:
    """Return help pages, forums or blogs as the source of *fact*."""
    return Source(Kind.COMMUNITY, dated, fact)


def inference(fact: str) -> Source:
    """Return our own inference as the source of *fact*."""
    return Source(Kind.INFERENCE, "2026-11-22", fact)
