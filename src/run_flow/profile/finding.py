"""A fault in a profile, with its place and its mend."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from run_flow.profile.rulebook import ERRANDS, RULES, Rule

Find = Callable[..., None]
"""Record a finding as `Tree.find` does: dotted field, code, and the facts of its sentences."""


@dataclass(frozen=True)
class Finding:
    """One fault; line and column count from 1, *field* is dotted, *code* never changes with the language."""

    file: str
    line: int
    column: int
    field: str
    code: str
    message: str
    mend: str
    quoted: str = ""
    """The line where it stands, without what nobody may see."""
    evidence: str = ""
    """The path of a picture that shows it."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.field}: {self.code} {self.message}"

    @property
    def rule(self) -> Rule:
        """Return the rule that is broken."""
        return RULES[self.code]

    @property
    def stops(self) -> bool:
        """Tell whether it is an error: a warning only has to be confirmed."""
        return self.rule.severity == "error"

    def matters_to(self, errand: str | None) -> bool:
        """Tell whether *errand* is concerned; None, and a flow that is none of ours, stand for every errand."""
        return errand not in ERRANDS or errand in self.errands

    @property
    def errands(self) -> tuple[str, ...]:
        """Return the errands that are concerned: those of the rule that need the field at all."""
        return tuple(errand for errand in self.rule.errands if errand in needing(self.field))


def needing(field: str) -> tuple[str, ...]:
    """Return the errands that use the dotted *field*."""
    if field.startswith("filing") or ".filing" in field:
        return ("file",)
    if field.startswith("mini_programs"):
        return ("register", "link", "file", "renew")
    return ERRANDS


_DATE = r"(?<!\d)(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}(?!\d)"
_NUMBER = r"\d(?:[\s.·_/-]*\d){5,}[Xx]?"
_VEILED = re.compile(rf"(?P<date>{_DATE})|{_NUMBER}|\S+[@＠]\S+")


def harmless(text: str, *, most: int = 60) -> str:
    """Return a key, a file's name or a public value as a message may show it: a secret may have got there."""
    cut = text if len(text) <= most else text[:most] + "…"
    return _VEILED.sub(lambda found: found["date"] or "…", cut)
