"""Faults of the file and of its YAML."""

from __future__ import annotations

import re
from random import Random

from tests.profiles.faults import at, in_text, in_values, put, some
from tests.profiles.valid import Facts
from tests.profiles.writing import Raw, Twice, Written

_CALM = ("company.scope", "company.address", "operator.reachable", "account.introduction", "bank.name")
"""Values on which hardly another rule leans."""
_KEY = re.compile(r"( *)(- )?([a-z_]+):(.*)")
_WRITINGS = {
    "yaml.tag": ("!keyring x", "!!python/object/apply:os.system [id]", "!晴禾"),
    "yaml.alias": ("*nobody",),
    "yaml.quote": ('"没有另一半', "'没有另一半", '"晴: 禾'),
    "yaml.first_letter": ("@晴禾", "`晴禾`", "%晴禾"),
    "yaml.second_colon": ("晴: 禾",),
    "secret.environment": ("!env NOBODY_SETS_THIS",),
    "secret.file": ("!file secrets/none.txt", "!file ../password.txt"),
    "value.missing": ("", "''", '""', "~"),
}


def _writing(code: str) -> None:
    @in_values(code)
    def plant(dice: Random, facts: Facts) -> str:
        return put(facts, dice.choice(_CALM), Raw(dice.choice(_WRITINGS[code])))


for _code in _WRITINGS:
    _writing(_code)


@in_values("yaml.recursion")
def _recursion(_dice: Random, facts: Facts) -> str:
    return put(facts, "account.other_names", Raw("&r [*r]"))


@in_values("yaml.duplicate")
def _duplicate(dice: Random, facts: Facts) -> str:
    field = some(dice, facts, "name", "email", "introduction", "phone", "kind", "consent", "wechat", "holder")
    return put(facts, str(field), Twice(at(facts, str(field))))


@in_text("file.encoding")
def _encoding(dice: Random, page: Written) -> int:
    number = dice.randrange(len(page.text))
    page.text[number] += "\udcff"
    return number + 1


@in_text("yaml.character")
def _character(dice: Random, page: Written) -> int:
    number = dice.randrange(len(page.text))
    page.text[number] += dice.choice("\x00\x07\x1b\x7f")
    return number + 1


@in_text("yaml.empty")
def _empty(dice: Random, page: Written) -> int:
    page.text[:] = dice.choice([[], [""], ["# 只有说明"]])
    return 1


@in_text("yaml.mapping")
def _mapping(dice: Random, page: Written) -> int:
    page.text[:] = dice.choice([["- 晴禾"], ["晴禾"]])
    return 1


@in_text("yaml.size")
def _size(_dice: Random, page: Written) -> int:
    page.text.append("[" * 1001)
    return 1


@in_text("yaml.documents")
def _documents(_dice: Random, page: Written) -> int:
    page.text += ["---", "b: 2"]
    return len(page.text) - 1


@in_text("yaml.key")
def _key(_dice: Random, page: Written) -> int:
    page.text += ["? [a]", ": b"]
    return len(page.text) - 1


@in_text("yaml.colon")
def _colon(dice: Random, page: Written) -> int | None:
    number = _line(dice, page)
    if number is not None:
        page.text.insert(number, _indent(page, number) + "晴禾")
    return None if number is None else number + 1


@in_text("yaml.colon_space")
def _colon_space(dice: Random, page: Written) -> int | None:
    return _spoilt(dice, page, r": (?=[^\s!#'\"\[{&])", ":")


@in_text("yaml.full_width_colon")
def _full_width_colon(dice: Random, page: Written) -> int | None:
    return _spoilt(dice, page, r": ?", "：")


@in_text("yaml.tab")
def _tab(dice: Random, page: Written) -> int | None:
    return _spoilt(dice, page, r"^ +(?=[a-z-])", "\t")


@in_text("yaml.syntax")
def _syntax(dice: Random, page: Written) -> int | None:
    number = _line(dice, page)
    if number is None or not page.text[number].startswith("  "):
        return None
    page.text[number] = page.text[number][1:]
    return number + 1


def _spoilt(dice: Random, page: Written, old: str, new: str) -> int | None:
    """Put *new* for the first *old* of a random line that has it, and is no comment."""
    lines = [n for n, line in enumerate(page.text) if re.search(old, line) and not line.lstrip().startswith("#")]
    if not lines:
        return None
    number = dice.choice(lines)
    page.text[number] = re.sub(old, new, page.text[number], count=1)
    return number + 1


def _line(dice: Random, page: Written) -> int | None:
    """Return a random line with a key, below one with a value of the same depth."""
    found = []
    for number in range(1, len(page.text)):
        above, here = _KEY.match(page.text[number - 1]), _KEY.match(page.text[number])
        if above and here and not here[2] and above[4].strip() and _depth(above) == _depth(here):
            found.append(number)
    return dice.choice(found) if found else None


def _depth(found: re.Match[str]) -> int:
    return len(found[1]) + len(found[2] or "")


def _indent(page: Written, number: int) -> str:
    return " " * (len(page.text[number]) - len(page.text[number].lstrip()))
