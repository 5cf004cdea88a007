"""A fault in a profile, with its place and its mend."""

from __future__ import annotations

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
