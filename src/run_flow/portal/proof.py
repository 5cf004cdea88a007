"""What is known of a field: the value that was to stand, what the page then held, what the request said. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from run_flow.portal import readback
from run_flow.portal.readback import FOREVER, Wanted, digest

LEAST = 2  # a shorter value may stand in a request by chance
_PART = re.compile(r'name="[^"\r\n]*"(?:\r\n[^\r\n]+)*\r\n\r\n(.*?)\r\n--', re.DOTALL)


@dataclass
class Proof:
    """One field of a form, from being typed to being sent; ``held`` and ``sent`` are None where nobody saw it."""

    wanted: Wanted
    held: Any = None
    sent: Any = None

    @property
    def typed(self) -> Any:
        """Return the value that was to stand; what a person typed as one text."""
        return readback.text(self.wanted.value) if self.wanted.theirs else self.wanted.value

    def reads(self, found: Any) -> None:
        """Note what the page holds: the wanted value where it is the same to a reader."""
        if self.wanted.theirs:
            self.held = readback.text(found)
        elif self.wanted.kind == "upload":
            sums = {echo.get("sha256") for echo in (found or {}).get("echoes", ())}
            paths = [self.wanted.value] if isinstance(self.wanted.value, Path) else list(self.wanted.value)
            self.held = self.wanted.value if {digest(path) for path in paths} <= sums else self.held
        elif readback.stands(self.wanted, found):
            self.held = self.wanted.value
        else:
            self.held = readback.text(found)

    def says(self, said: Sequence[str]) -> None:
        """Note that the request says the value, where it does: *said* are all values of it."""
        parts = self.typed if isinstance(self.typed, list | tuple) else [self.typed]
        told = [part for part in parts if part != FOREVER]
        if told and all(any(_same(part, text) for text in said) for part in told):
            self.sent = self.typed


def values(bodies: Iterable[str]) -> Iterator[str]:
    """Yield every value in the bodies of requests, be they JSON, a form or several parts."""
    for body in bodies:
        try:
            yield from _leaves(json.loads(body))
        except ValueError:
            yield from (value for _name, value in parse_qsl(body))
            yield from _PART.findall(body)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _leaves(item)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)


def _same(part: Any, text: str) -> bool:
    if isinstance(part, date):
        return readback.as_date(text) == part
    if not isinstance(part, str):
        return False
    return len(text) >= LEAST and readback.plain(part) == readback.plain(text)
