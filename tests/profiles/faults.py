"""One fault at a time, planted in a profile that is right: its rule, and where it must be found."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.profiles import valid, writing
from tests.profiles.valid import Facts
from tests.profiles.writing import Written

ROLES = ("legal_person", "operator", "administrator", "filing.principal", "filing.manager")
Values = Callable[[Random, Facts], str | None]
Text = Callable[[Random, Written], int | None]
_VALUES: list[tuple[str, Values]] = []
_TEXT: list[tuple[str, Text]] = []


@dataclass(frozen=True)
class Planted:
    """A profile with one fault in it."""

    code: str
    line: int
    content: bytes
    facts: Facts


def in_values(*codes: str) -> Callable[[Values], Values]:
    """Register what plants a fault among the facts and returns its dotted field, None where it cannot."""

    def register(plant: Values) -> Values:
        _VALUES.extend((code, plant) for code in codes)
        return plant

    return register


def in_text(*codes: str) -> Callable[[Text], Text]:
    """Register what plants a fault in the written lines and returns the line's number, None where it cannot."""

    def register(plant: Text) -> Text:
        _TEXT.extend((code, plant) for code in codes)
        return plant

    return register


def codes() -> list[str]:
    """Return every code that can be planted."""
    return sorted({code for code, _plant in [*_VALUES, *_TEXT]})


def planted(code: str, dice: Random) -> Planted:
    """Return a profile with one fault of the rule *code*, drawn until there is a place for it."""
    ways = [way for way in [*_VALUES, *_TEXT] if way[0] == code]
    while True:
        facts = valid.profile(dice)
        way = dice.choice(ways)
        found = _in_values(way, facts, dice) if way in _VALUES else _in_text(way, facts, dice)
        if found:
            return found


def _in_values(way: tuple[str, Any], facts: Facts, dice: Random) -> Planted | None:
    spoilt = copy.deepcopy(facts)
    field = way[1](dice, spoilt)
    if field is None:
        return None
    style = writing.style(dice)
    page = writing.written(spoilt, style=style.block if _has_raw(spoilt) else style, dice=dice)
    line = page.keys[field] if way[0] == "key.unknown" else page.line(field)
    return Planted(way[0], line, page.content, spoilt)


def _in_text(way: tuple[str, Any], facts: Facts, dice: Random) -> Planted | None:
    page = writing.written(facts, style=writing.style(dice).block, dice=dice)
    line = way[1](dice, page)
    return None if line is None else Planted(way[0], line, page.content, facts)


def _has_raw(value: Any) -> bool:
    return any(
        isinstance(leaf, writing.Raw | writing.Twice) and not str(leaf).startswith("!") for _f, leaf in leaves(value)
    )


def leaves(value: Any, dotted: str = "") -> Iterator[tuple[str, Any]]:
    """Walk every value that holds no other, with its dotted field."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, f"{dotted}.{key}".removeprefix("."))
    else:
        yield dotted, value


def at(facts: Facts, dotted: str) -> Any:
    """Return what stands at *dotted*, None where nothing does."""
    value: Any = facts
    for part in dotted.split("."):
        if isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def put(facts: Facts, dotted: str, value: Any) -> str:
    """Write *value* at *dotted*, and return the field."""
    above, _dot, key = dotted.rpartition(".")
    section = at(facts, above) if above else facts
    section[int(key) if isinstance(section, list) else key] = value
    return dotted


def drop(facts: Facts, dotted: str) -> str:
    """Take away what stands at *dotted*, and return the field."""
    above, _dot, key = dotted.rpartition(".")
    del (at(facts, above) if above else facts)[key]
    return dotted


def some(dice: Random, facts: Facts, *keys: str, below: str = "") -> str | None:
    """Return a random field that states one of the *keys* as text, None where there is none."""
    found = [
        f for f, leaf in leaves(facts) if f.rpartition(".")[2] in keys and isinstance(leaf, str) and f.startswith(below)
    ]
    return dice.choice(found) if found else None


def program(dice: Random, facts: Facts) -> str | None:
    """Return a random 小程序."""
    count = len(facts.get("mini_programs", []))
    return f"mini_programs.{dice.randrange(count)}" if count else None


def stated(facts: Facts, role: str, key: str) -> str:
    """Return the field that says the *key* of the *role*, be it another role's."""
    while key not in at(facts, role):
        role = at(facts, role)["same_as"]
    return f"{role}.{key}"


def fact(facts: Facts, role: str, key: str) -> str:
    """Return the value of the *key* of the *role*."""
    return at(facts, stated(facts, role, key))


def roles(facts: Facts) -> list[str]:
    """Return the roles that are there, in the order in which they are looked at."""
    return [role for role in ROLES if at(facts, role)]
