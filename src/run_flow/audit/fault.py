"""What does not fit in a bundle, and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from run_flow.errors import AuditFailed
from run_flow.language import _


@dataclass(frozen=True)
class Fault:
    """One thing that does not fit: the file of the bundle (with its line, where it has lines), and what."""

    where: str
    what: str

    def as_json(self) -> dict[str, str]:
        """Return the fault for a program."""
        return {"where": self.where, "what": self.what}


def refused(where: str, what: str, **facts: str) -> AuditFailed:
    """Return what ends a verification at once: the bundle is not one, or is not fit to be read on."""
    return AuditFailed(f"{where}: {what}" if where else what, faults=(Fault(where, what),), **facts)


@contextmanager
def refusing(where: str, what: str) -> Iterator[None]:
    """Turn what a malformed file makes of its reader into a refusal: *what*, with ``{why}`` in words."""
    try:
        yield
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError) as error:
        raise refused(where, what.format(why=_reason(error))) from error


def _reason(error: Exception) -> str:
    """Return what *error* comes to; what a library says of it is English, and stays in the error's cause."""
    if isinstance(error, json.JSONDecodeError):
        return _("第 {line} 行第 {column} 个字起不是 JSON").format(line=error.lineno, column=error.colno)
    if isinstance(error, UnicodeDecodeError):
        return _("不是 UTF-8 文字")
    if isinstance(error, KeyError):
        return _("没有 {name}").format(name=str(error)[:80])
    return _("不是该有的样子")
