"""A fault in a profile, with its place and its mend."""

from __future__ import annotations

import re
from dataclasses import dataclass


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

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.field}: {self.code} {self.message}"


def harmless(text: str) -> str:
    """Return a key or a file's name as a message may show it: a value may stand where it does not belong."""
    text = re.sub(r"[0-9][0-9 -]{4,}[0-9Xx]|\S+[@＠]\S+", "…", text)
    return text if len(text) <= 60 else text[:60] + "…"
