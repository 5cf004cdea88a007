"""Compare what stands in a page with what was wanted. Pure: no page is touched here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from run_flow.profile import regions

FOREVER = "长期"
UNCHOSEN = "请选择"
_DATE = re.compile(r"(\d{4})\D{0,2}(\d{1,2})\D{0,2}(\d{1,2})\D*$")

Value = str | bool | date | Path | Sequence[str] | Sequence[Path] | Sequence["date | str"]


@dataclass(frozen=True)
class Wanted:
    """What one field shall hold; a *passing* one (a code, a password) is not shown again by the portal.

    The value of one that is *theirs* is what a person typed: it stands as long as it is not empty.
    """

    labels: tuple[str, ...]
    kind: str
    value: Any
    passing: bool = False
    theirs: bool = False


def folded(text: str) -> str:
    """Return *text* in the one width and spacing in which texts are compared."""
    text = unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "")
    return re.sub(r"\s+", " ", text).strip()


def plain(text: str) -> str:
    """Return a label or an option without spaces, colon, star and "(选填)"."""
    text = folded(text).replace(" ", "").lstrip("*").rstrip("*:")
    return re.sub(r"\((选填|必填|可选)\)$", "", text).lstrip("*").rstrip("*:")


def as_date(text: str) -> date | None:
    """Return the date a page writes as 2019-03-05, 2019年3月5日, 2019/3/5 or 20190305."""
    found = _DATE.match(folded(text))
    if not found:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def same(kind: str, wanted: Any, found: Any) -> bool:
    """Tell whether a field of *kind* that reads *found* holds *wanted*."""
    return _COMPARED.get(kind, _same_text)(wanted, found)


def stands(wanted: Wanted, found: Any) -> bool:
    """Tell whether a field that reads *found* holds what was *wanted*; what a person chose need only be there."""
    if wanted.theirs:
        return _same_text(wanted.value, found) if isinstance(found, str) else not empty(found)
    return same(wanted.kind, wanted.value, found)


def empty(value: Any) -> bool:
    """Tell whether a field holds nothing: no text, no choice, no document; a box is never empty."""
    if isinstance(value, dict):
        return not (value.get("forever") or any(value.get("dates", ())) or value.get("echoes") or value.get("files"))
    if isinstance(value, bool):
        return False
    shown = [folded(part) for part in (value if isinstance(value, list) else [value])]
    return any(not part or part.startswith(UNCHOSEN) for part in shown)


def text(value: Any) -> str:
    """Return a field's value as one text."""
    if isinstance(value, dict):
        shown = value.get("dates") or [e["text"] or e["source"] for e in value.get("echoes", [])]
        return " ".join([*shown, FOREVER] if value.get("forever") else shown)
    if isinstance(value, list):
        return " / ".join(value)
    return FOREVER if value == FOREVER else str(value)


def digest(path: Path) -> str:
    """Return the SHA-256 of a document, as the page's echo is compared by it."""
    return sha256(path.read_bytes()).hexdigest()


def _same_text(wanted: Any, found: Any) -> bool:
    return folded(str(wanted)) == folded(str(found))


def _same_option(wanted: Any, found: Any) -> bool:
    return plain(str(wanted)) == plain(str(found))


def _same_list(wanted: Any, found: Any) -> bool:
    return _levels(found) == [plain(w) for w in wanted]


def _same_region(wanted: Any, found: Any) -> bool:
    levels = _levels(found)
    return len(levels) == len(wanted) and all(
        regions.same(plain(w), level) for w, level in zip(wanted, levels, strict=True)
    )


def _levels(found: Any) -> list[str]:
    """A cascade of several lists, or of one list that shows its path with separators."""
    shown = [found] if isinstance(found, str) else found
    return [plain(part) for text in shown for part in re.split(r"[/>]", folded(text))]


def _same_dates(wanted: Any, found: Any) -> bool:
    days = list(wanted) if isinstance(wanted, (list, tuple)) else [wanted]
    if isinstance(found, str):
        found = {"dates": [found], "forever": None}
    if days[-1] == FOREVER:
        return found["forever"] is True and _same_days(days[:-1], found["dates"][: len(days) - 1])
    return not found["forever"] and _same_days(days, found["dates"])


def _same_days(wanted: Sequence[Any], found: Sequence[str]) -> bool:
    return [as_date(text) for text in found] == list(wanted)


def _same_documents(wanted: Any, found: Any) -> bool:
    """Documents stand where as many echoes are shown; where an echo's bytes can be compared, by its bytes."""
    paths = [wanted] if isinstance(wanted, Path) else list(wanted)
    if found["native"]:
        return bool(found["files"]) and found["files"] == [p.name for p in paths]
    sums = [echo.get("sha256") for echo in found["echoes"] if echo.get("sha256")]
    if set(sums) >= {digest(p) for p in paths}:
        return True
    return not sums and len(found["echoes"]) >= len(paths)


_COMPARED = {
    "radio": _same_option,
    "select": _same_option,
    "dropdown": _same_option,
    "checkbox": lambda wanted, found: bool(wanted) is bool(found),
    "cascade": _same_list,
    "region": _same_region,
    "date": _same_dates,
    "range": _same_dates,
    "upload": _same_documents,
}
