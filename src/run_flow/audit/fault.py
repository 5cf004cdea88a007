"""What does not fit in a bundle, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from run_flow.errors import AuditFailed


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
def refusing(where: str, what: Callable[[Exception], str]) -> Iterator[None]:
    """Turn what a malformed file makes of its reader into a refusal."""
    try:
        yield
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError) as error:
        raise refused(where, what(error)) from error
