"""What the tokens of a recording stand for: what the profile has there, what was found out meanwhile, or nobody knows."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import quote

from run_flow.audit.secrets import TOKEN

SESSIONS = frozenset({"session", "cookie"})
"""Kinds of which the page needs one that looks like one: digits."""
_SESSION_DIGITS = 9
_QUOTED: Mapping[str, Callable[[str], str]] = {
    "html": html.escape,
    "xml": html.escape,
    "json": lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    "js": lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    "url": quote,
}


class Meaning:
    """What stands for what, in one recording."""

    def __init__(self, recorded: Mapping[str, Any], held: Mapping[str, Any]) -> None:
        """Know of each token at a path of the *recorded* profile what is *held* there now."""
        self._known = {
            token: str(held[path])
            for path, token in recorded.items()
            if isinstance(token, str) and TOKEN.fullmatch(token) and path in held
        }
        self._found: dict[str, str] = {}

    def apart(self) -> Meaning:
        """Return one that knows as much, and remembers for itself what it finds out."""
        return deepcopy(self)

    def restored(self, text: str, *, suffix: str) -> str:
        """Return *text*, which is written as files with this suffix are, with what its tokens stand for."""
        quoted = _QUOTED.get(suffix, str)
        return TOKEN.sub(lambda found: quoted(self._meant(found[0])), text)

    def matches(self, recorded: str, now: str) -> bool | None:
        """Tell whether *now* is what was *recorded*; None where it may be: some of it was withheld.

        What a withheld token stood for is remembered: pages say it again.
        """
        tokens = [token for token in TOKEN.findall(recorded) if token not in self._known]
        if not tokens:
            return self.restored(recorded, suffix="") == now
        found = self._pattern(recorded).fullmatch(now)
        if found is None:
            return False
        self._found |= dict(zip(tokens, found.groups(), strict=True))
        return None

    def _pattern(self, recorded: str) -> re.Pattern[str]:
        parts, at = [], 0
        for found in TOKEN.finditer(recorded):
            parts.append(re.escape(recorded[at : found.start()]))
            parts.append(re.escape(self._known[found[0]]) if found[0] in self._known else "(.*)")
            at = found.end()
        return re.compile("".join([*parts, re.escape(recorded[at:])]), re.DOTALL)

    def _meant(self, token: str) -> str:
        _mark, kind, number = token.split("-")
        session = f"1{int(number):0{_SESSION_DIGITS - 1}}" if kind in SESSIONS else token
        return self._known.get(token) or self._found.get(token) or session
