"""A profile's text with other values in it, every other byte as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from run_flow.profile.tree import tree_of

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

_PLAIN = re.compile(r"[^\W_][\w./-]*")  # what YAML takes for a text, unquoted, wherever it stands
_WORDS = ("null", "true", "false", "yes", "no", "on", "off")


class Unchangeable(Exception):
    """The value is written in a way that only a person should change."""


def leaves(value: Any, *, field: str = "") -> Iterator[tuple[str, str]]:
    """Walk the texts of a tree's values, each with its dotted field."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, field=f"{field}.{name}".removeprefix("."))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, field=f"{field}.{number}")


def changed(text: str, values: Mapping[str, str]) -> str:
    """Return *text* with each dotted field's value replaced, comments and layout kept.

    Raises `Unchangeable` where the outcome would not say exactly that.
    """
    places = {}
    for field, value in values.items():
        start, end, style = _written(text, field)
        places[start, end] = _quoted(value, style=style)
    new = text
    for (start, end), value in sorted(places.items(), reverse=True):
        new = new[:start] + value + new[end:]
    wanted = dict(leaves(tree_of(text, file="").values)) | dict(values)
    if dict(leaves(tree_of(new, file="").values)) != wanted:
        raise Unchangeable
    return new


def _written(text: str, field: str) -> tuple[int, int, str]:
    """Return where the value of *field* begins and ends, and its quotes."""
    from ruamel.yaml import YAML

    node = YAML(typ="rt", pure=True).compose(text)
    for part in field.split("."):
        node = _below(node, part)
    if node.id != "scalar" or node.style in ("|", ">") or node.anchor:
        raise Unchangeable
    return node.start_mark.index, node.end_mark.index, node.style or ""


def _below(node: Any, part: str) -> Node:
    if node.id == "sequence" and part.isdigit() and int(part) < len(node.value):
        return node.value[int(part)]  # type: ignore[no-any-return]  # a list of nodes
    for key, item in node.value if node.id == "mapping" else ():
        if key.value == part:
            return item  # type: ignore[no-any-return]  # the same
    raise Unchangeable


def _quoted(value: str, *, style: str) -> str:
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    if style == '"' or not _PLAIN.fullmatch(value) or value.lower() in _WORDS:
        return json.dumps(value, ensure_ascii=False)
    return value
