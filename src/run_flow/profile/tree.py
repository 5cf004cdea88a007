"""YAML text to plain values, every scalar as it was typed, and where each of them stands."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Any

from run_flow.profile.finding import Finding, harmless
from run_flow.profile.quoting import quoted
from run_flow.profile.rulebook import RULES
from run_flow.profile.syntax import explain, habits

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

MOST_FINDINGS = 300  # who has more to mend begins with these
_MOST_NODES = 10_000  # aliases of aliases multiply
_MOST_SECRET_BYTES = 4096
_MOST_SIGNS = {"[{": 1_000, ",:\n": 20_000}  # the parser takes minutes for what is nested deep, or very much
_PLAIN = "tag:yaml.org,2002:"
_KNOWN_TAGS = frozenset(
    _PLAIN + kind for kind in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge", "map", "seq")
)


@dataclass
class Tree:
    """What a profile says: nested mappings, lists and texts, each with its place (line, column)."""

    file: str
    values: Any = None
    lines: list[str] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    """The fields whose value came through !env or !file."""
    copied: set[str] = field(default_factory=set)
    """The fields that were taken over from another role."""
    doubled: set[str] = field(default_factory=set)
    """The fields whose key is there twice."""
    findings: list[Finding] = field(default_factory=list)

    def place(self, dotted: str) -> tuple[int, int]:
        """Return where the value of *dotted* stands, or its nearest parent's key."""
        if dotted in self.places:
            return self.places[dotted]
        while dotted:
            dotted = dotted.rpartition(".")[0]
            if found := self.keys.get(dotted) or self.places.get(dotted):  # an item of a list has no key
                return found
        return (1, 1)

    def find(
        self,
        dotted: str,
        code: str,
        *,
        mend: str = "",
        evidence: str = "",
        place: tuple[int, int] | None = None,
        **facts: object,
    ) -> None:
        """Add a finding of the rule *code*, at *place* where that is not where *dotted* stands."""
        rule = RULES[code]
        self.tell(dotted, code, rule.said(facts), mend or rule.mended(facts), evidence=evidence, place=place)

    def tell(
        self,
        dotted: str,
        code: str,
        message: str,
        mend: str,
        *,
        evidence: str = "",
        place: tuple[int, int] | None = None,
    ) -> None:
        """Add a finding whose sentences are there already."""
        if len(self.findings) >= MOST_FINDINGS:
            return
        if len(self.findings) == MOST_FINDINGS - 1:
            rule = RULES["file.more"]
            code, message, mend = rule.code, rule.said({"most": MOST_FINDINGS - 1}), rule.mended({})
        line, column = place or self.place(dotted)
        if dotted in self.copied and any((found.line, found.code) == (line, code) for found in self.findings):
            return  # one value in two roles is one fault
        here = self.lines[line - 1] if line <= len(self.lines) else ""
        shown = quoted(here, dotted)
        self.findings.append(Finding(self.file, line, column, dotted or "-", code, message, mend, shown, evidence))

    def said(self, dotted: str) -> str:
        """Return the text of *dotted*, "" where there is none."""
        value = self._at(dotted)
        return value.strip() if isinstance(value, str) else ""

    def mapping(self, dotted: str) -> dict[str, Any] | None:
        """Return the section *dotted*, None where it is none."""
        value = self._at(dotted)
        return value if isinstance(value, dict) else None

    def has(self, dotted: str) -> bool:
        """Tell whether *dotted* is there, be it empty."""
        return dotted in self.places

    def texts(self, dotted: str = "") -> Iterator[tuple[str, str]]:
        """Walk every text at and below *dotted* that is not empty, with its dotted field."""
        for below in self.places:
            if (not dotted or below == dotted or below.startswith(f"{dotted}.")) and (text := self.said(below)):
                yield below, text

    def items(self, dotted: str) -> list[str]:
        """Return the dotted fields of the list at *dotted*."""
        numbers = 0
        while f"{dotted}.{numbers}" in self.places:
            numbers += 1
        return [f"{dotted}.{number}" for number in range(numbers)]

    def _at(self, dotted: str) -> Any:
        value: Any = self.values
        for part in dotted.split("."):
            if isinstance(value, list) and part.isdigit():
                value = value[int(part)] if int(part) < len(value) else None
            else:
                value = value.get(part) if isinstance(value, dict) else None
        return value


def tree_of(text: str, *, file: str, environment: Mapping[str, str] = environ) -> Tree:
    """Read *text*; what is no mapping at all leaves no values, only findings.

    ``!env NAME`` takes a value from *environment*, ``!file path`` from a small file in the folder of *file*.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    tree = Tree(file, lines=text.splitlines())
    if any(sum(map(text.count, signs)) > most for signs, most in _MOST_SIGNS.items()):
        tree.find("", "yaml.size")
        return tree
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an anchor given twice is legal: the later one counts
            top = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError, ValueError, ArithmeticError) as error:  # \UFFFFFFFF overflows
        explain(tree, text, error)
        return tree
    if top is None:
        tree.find("", "yaml.empty")
    elif top.id != "mapping":
        if not habits(tree, text):
            tree.find("", "yaml.mapping")
    else:
        tree.values = _Walk(tree, environment).value(top, "")
    return tree


class _Walk:
    """One walk over the nodes: values out, places and findings into the tree."""

    def __init__(self, tree: Tree, environment: Mapping[str, str]) -> None:
        self.tree = tree
        self.environment = environment
        self.open: set[int] = set()
        self.count = 0

    def value(self, node: Any, dotted: str) -> Any:
        """Return the plain value of *node*; None where there is none that can be used."""
        if dotted:
            self.tree.places[dotted] = _place(node)
        self.count += 1
        if self.count > _MOST_NODES:
            if self.count == _MOST_NODES + 1:
                self.tree.find(dotted, "yaml.size")
            return None
        if str(node.tag) in ("!env", "!file") and node.id == "scalar":
            self.tree.secrets.add(dotted)
            return self._secret(node, dotted)
        if str(node.tag) not in _KNOWN_TAGS:
            self.tree.find(dotted, "yaml.tag")
            return None
        if id(node) in self.open:
            self.tree.find(dotted, "yaml.recursion")
            return None
        self.open.add(id(node))
        try:
            return self._content(node, dotted)
        finally:
            self.open.discard(id(node))

    def _secret(self, node: Any, dotted: str) -> str | None:
        """Return the value that stands elsewhere: in the environment, or in a file."""
        name = node.value.strip()
        if str(node.tag) == "!file":
            return self._secret_file(name, dotted)
        value = self.environment.get(name, "").strip()
        if not value:
            told = name if re.fullmatch(r"[A-Z_][A-Z0-9_]*", name) else "…"  # it may be the secret itself
            self.tree.find(dotted, "secret.environment", name=harmless(told))
        return value or None

    def _secret_file(self, name: str, dotted: str) -> str | None:
        home = Path(self.tree.file).resolve().parent
        held = ""
        with suppress(OSError, ValueError, RuntimeError):
            path = (home / name).resolve()
            if path.is_relative_to(home) and path.is_file() and path.stat().st_size <= _MOST_SECRET_BYTES:
                held = path.read_text(encoding="utf-8-sig").strip()
        if not held:
            told = name if re.search(r"/|\.[a-z]{1,4}$", name) else "…"
            self.tree.find(dotted, "secret.file", name=harmless(told))
        return held or None

    def _content(self, node: Any, dotted: str) -> Any:
        if node.id == "scalar":
            return None if node.tag == f"{_PLAIN}null" else node.value
        if node.id == "sequence":
            return [self.value(item, _below(dotted, str(number))) for number, item in enumerate(node.value)]
        return self._mapping(node, dotted)

    def _mapping(self, node: Any, dotted: str) -> dict[str, Any]:
        """Return the mapping without keys that say nothing: those count as missing, at their own place."""
        values: dict[str, Any] = {}
        for key, item in node.value:
            if key.id != "scalar":
                self.tree.find(dotted, "yaml.key", place=_place(key))
                continue
            name = harmless(key.value).replace(".", "․")  # a dot would lead into a section that is not there
            below = _below(dotted, name)
            if below in self.tree.keys:
                self._duplicate(below, key)
                continue
            self.tree.keys[below] = _place(key)
            value = self.value(item, below)
            if value is None:
                self.tree.places[below] = _place(key)
            else:
                values[name] = value
        return values

    def _duplicate(self, dotted: str, key: Node) -> None:
        first, _column = self.tree.keys[dotted]
        self.tree.doubled.add(dotted)
        self.tree.find(dotted, "yaml.duplicate", place=_place(key), line=first)


def _below(dotted: str, name: str) -> str:
    return f"{dotted}.{name}" if dotted else name


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
