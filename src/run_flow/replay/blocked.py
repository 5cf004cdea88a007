"""What recorded pages tried while they were looked at, and were not let: where to, and how often."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from threading import Lock
from urllib.parse import urlsplit

from run_flow.language import N_, _

MOST_PLACES = 50
_PLACE = re.compile(r"[A-Za-z0-9.:\[\]-]{1,120}")


class Blocked:
    """Counts by place; each new place is also said aloud, once."""

    def __init__(self, say: Callable[[str], None], *, at_home: Collection[str] = ()) -> None:
        """Begin with nothing; *say* tells the terminal. What a page misses of the hosts *at_home* was left out on purpose."""
        self._say, self._at_home, self._lock = say, at_home, Lock()
        self._counts: dict[tuple[str, str], int] = {}

    def hear(self, report: bytes) -> None:
        """Take in one report, of a browser's policy or of our guard; what is neither is not counted."""
        if not (told := _told(report, at_home=self._at_home)):
            return
        with self._lock:
            new = told not in self._counts
            if new and len(self._counts) >= MOST_PLACES:
                return
            self._counts[told] = self._counts.get(told, 0) + 1
        if new:
            self._say(_text(told))

    def lines(self) -> list[str]:
        """Return what was cut off, each with how often."""
        with self._lock:
            return [
                _("{what}（{count} 次）").format(what=_text(told), count=count) for told, count in self._counts.items()
            ]


def _text(told: tuple[str, str]) -> str:
    sentence, place = told
    return _(sentence).format(place=place)


def _told(report: bytes, *, at_home: Collection[str]) -> tuple[str, str] | None:
    """Return the sentence and the place of *report*; None where it is none, or of what a recording of *at_home* leaves out."""
    try:
        facts = json.loads(report)
        if "beyond" in facts:
            place = _place(facts["beyond"])
            return None if place in at_home else (N_("录像里的页面还引用了别处（{place}）的内容，没有去取"), place)
        facts = facts["csp-report"]
        blocked, directive = str(facts["blocked-uri"]), str(facts.get("effective-directive", ""))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if directive.startswith("script-src") or blocked in {"inline", "eval"}:
        return N_("录像里的页面想运行脚本：已拦下"), ""
    if directive == "form-action":
        return N_("录像里的页面想把表单发到 {place}：已拦下"), _place(blocked)
    return N_("录像里的页面想连到 {place}：已拦下"), _place(blocked)


def _place(url: object) -> str:
    """Return the host that *url* names, as far as it is one."""
    try:
        found = urlsplit(str(url)[:2000])
    except ValueError:
        return "?"
    place = found.netloc.rpartition("@")[2] or found.scheme or str(url)
    return place if _PLACE.fullmatch(place) else "?"
