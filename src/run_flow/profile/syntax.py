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
    *((words, "yaml.tag") for words in ("a tag", "an tag", "tag handle")),
)
"""Words of the parser's problem, and the rule that it comes to."""

_FROM_THE_START = ("yaml.quote", "yaml.colon")
"""What is found much later than where it began."""

_HABITS = (
    (re.compile(r"[ ]*(\t)\s*\S"), "yaml.tab"),
    (re.compile(r"\s*(?:-\s+)?[A-Za-z_]+\s*(：)"), "yaml.full_width_colon"),
    (re.compile(r"\s*(?:-\s+)?[a-z_]+(:)[^\s:]"), "yaml.colon_space"),
    (re.compile(r"\s*(?:-\s+)?[a-z_]+:\s+(?=([\"'])(?:(?!\1).)*$)"), "yaml.quote"),
)
"""What Chinese keyboards and tab keys leave behind."""


def explain(tree: Tree, text: str, error: Exception) -> None:
    """Say why the text is no YAML: a strange character, the usual habits, each line of them, or what the parser met."""
    position = getattr(error, "position", None)
    if isinstance(position, int):  # a control character
        place = (text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position))
        tree.find("", "yaml.character", place=place)
        return
    if habits(tree, text):
        return
    problem = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"  # it may quote values: never shown
    code = next((code for words, code in _MEANINGS if words in problem), "yaml.syntax")
    ends = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    mark = next((end for end in (reversed(ends) if code in _FROM_THE_START else ends) if end), None)
    tree.find("", code, place=(mark.line + 1, mark.column + 1) if mark else (1, 1))


def habits(tree: Tree, text: str) -> bool:
    """Find every line that shows a bad habit; tell whether there was one."""
    before = len(tree.findings)
    for number, line in enumerate(text.splitlines(), start=1):
        if found := habit(line):
            tree.find("", found[0], place=(number, found[1]))
    return len(tree.findings) > before


def habit(line: str) -> tuple[str, int] | None:
    """Return the rule that *line* breaks by habit, and the column."""
    found = ((code, pattern.match(line)) for pattern, code in _HABITS)
    return next(((code, match.start(1) + 1) for code, match in found if match), None)
