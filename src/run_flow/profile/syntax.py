"""Why a text is no YAML, in words a person can act on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from run_flow.profile.tree import Tree

_MEANINGS = (
    ("undefined alias", "yaml.alias"),
    ("single document", "yaml.documents"),
    ("quoted scalar", "yaml.quote"),
    ("sequence entries are not allowed", "value.list"),
    ("cannot start any", "yaml.first_letter"),
    ("values are not allowed", "yaml.second_colon"),
    ("expected ':'", "yaml.colon"),
)
"""Words of the parser's problem, and the rule that it comes to."""

_HABITS = (
    (re.compile(r"[ ]*(\t)\s*\S"), "yaml.tab"),
    (re.compile(r"\s*(?:-\s+)?[A-Za-z_]+\s*(：)"), "yaml.full_width_colon"),
    (re.compile(r"\s*(?:-\s+)?[a-z_]+(:)[^\s:]"), "yaml.colon_space"),
)
"""What Chinese keyboards and tab keys leave behind."""


def explain(tree: Tree, text: str, error: Exception) -> None:
    """Say why the text is no YAML: first the usual habits, each line of them, then what the parser met."""
    if habits(tree, text):
        return
    position = getattr(error, "position", None)
    if isinstance(position, int):  # a control character
        place = (text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position))
        tree.find("", "yaml.character", place=place)
        return
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"  # it may quote values: never shown
    code = next((code for words, code in _MEANINGS if words in problem), "yaml.syntax")
    tree.find("", code, place=place)


def habits(tree: Tree, text: str) -> bool:
    """Find every line that shows a bad habit; tell whether there was one."""
    before = len(tree.findings)
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern, code in _HABITS:
            if found := pattern.match(line):
                tree.find("", code, place=(number, found.start(1) + 1))
                break
    return len(tree.findings) > before
