"""What the steps of a flow script do, as digests: any change of their doing shows, a change of their looks does not.

A digest covers the step's decorator and body and whatever of the module they lead to: functions, constants, imports.
It leaves out docstrings, comments, layout, annotations, the step's names and its title. It is taken from the syntax
tree by a walk of our own, because what ``ast.dump`` and ``ast.unparse`` write differs between versions of Python.
"""

from __future__ import annotations

import ast
import hashlib
import json
import symtable
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any

_LENGTH = 16
_LOOKS = ("annotation", "returns", "type_comment", "kind")
_NAMES = ("title", "was")
_NO_ANNOTATION = ast.Constant(value=None)


@dataclass(frozen=True)
class ScriptStep:
    """A step as the script states it: its names, its title, and what it does."""

    key: str
    title: str
    digest: str
    irreversible: bool
    was: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the name of today and those of earlier versions."""
        return (self.key, *self.was)

    def as_json(self) -> dict[str, Any]:
        """Return the step as the journal keeps it."""
        return {**asdict(self), "was": list(self.was)}

    @classmethod
    def of(cls, recorded: Mapping[str, Any]) -> ScriptStep:
        """Return the step that the journal kept."""
        return cls(**{**recorded, "was": tuple(recorded["was"])})


def digests(tree: ast.Module) -> dict[str, str]:
    """Return what each function at the top of the module does, by its name."""
    module = _Module(tree)
    return {node.name: module.digest(node) for node in tree.body if isinstance(node, ast.FunctionDef)}


def called(tree: ast.Module, start: str, *, among: set[str]) -> list[str]:
    """Return those of *among* that the function *start* comes upon, in that order."""
    meaning: dict[str, list[ast.stmt]] = {}
    for statement in tree.body:
        for name, means in _bound(statement):
            meaning.setdefault(name, []).append(means)
    met: dict[str, None] = {}

    def walk(node: ast.AST) -> None:
        if isinstance(node, ast.Name) and node.id in meaning and node.id not in met:
            met[node.id] = None
            if node.id not in among:
                for statement in meaning[node.id]:
                    walk(statement)
        for child in ast.iter_child_nodes(node):
            walk(child)

    for statement in meaning[start]:
        for part in getattr(statement, "body", ()):
            walk(part)
    return [name for name in met if name in among]


def digest(facts: object) -> str:
    """Return the digest of what can be told as JSON."""
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()[:_LENGTH]


class _Module:
    """A module's names, and what gives them their meaning."""

    def __init__(self, tree: ast.Module) -> None:
        self._meaning: dict[str, list[ast.stmt]] = {}
        self._read: dict[str, tuple[Any, set[str]]] = {}
        for statement in tree.body:
            for name, means in _bound(statement):
                self._meaning.setdefault(name, []).append(means)

    def digest(self, function: ast.FunctionDef) -> str:
        """Return what *function* does, with everything in the module that it leads to."""
        own = _bare(function)
        own.name = "_"
        met: dict[str, Any] = {}
        waiting = _used(own) - {function.name}
        while waiting:
            name = waiting.pop()
            if name in self._meaning:
                met[name], used = self._meant(name)
                waiting |= used - met.keys()
        return digest([_told(own), sorted(met.items())])

    def _meant(self, name: str) -> tuple[Any, set[str]]:
        if name not in self._read:
            bare = [_bare(statement) for statement in self._meaning[name]]
            used = {each for statement in bare for each in _used(statement)}
            self._read[name] = ([_told(statement) for statement in bare], used)
        return self._read[name]


def _bound(statement: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    """Yield the names that *statement* gives a meaning, each with as much of it as concerns the name."""
    match statement:
        case ast.FunctionDef() | ast.ClassDef():
            yield statement.name, statement
        case ast.Import() | ast.ImportFrom():
            for alias in statement.names:
                alone = deepcopy(statement)
                alone.names = [alias]
                yield alias.asname or alias.name.partition(".")[0], alone
        case _:
            names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
            given = [node for node in names if isinstance(node.ctx, ast.Store)]
            for node in given or names:  # NAMES.update(…) gives a meaning, too
                yield node.id, statement


def _bare(statement: Any) -> Any:
    """Return a copy of *statement* without what only people and type checkers read."""
    bare = deepcopy(statement)
    for node in ast.walk(bare):
        for name in _LOOKS:
            if getattr(node, name, None) is not None:
                setattr(node, name, _NO_ANNOTATION if isinstance(node, ast.AnnAssign) else None)
        if isinstance(node, ast.JoinedStr):  # Python 3.12 ends some of them with an empty string
            node.values = [part for part in node.values if not (isinstance(part, ast.Constant) and part.value == "")]
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    for decorator in getattr(bare, "decorator_list", ()):
        if isinstance(decorator, ast.Call):
            decorator.keywords = [word for word in decorator.keywords if word.arg not in _NAMES]
    return bare


def _told(node: object) -> Any:
    """Return *node* as plain values; what is empty is left out, since newer versions of Python know more fields."""
    if isinstance(node, list):
        return [_told(each) for each in node]
    if not isinstance(node, ast.AST):
        return node if isinstance(node, str | int) else repr(node)
    fields = [(name, value) for name, value in ast.iter_fields(node) if value is not None and value != []]
    return [type(node).__name__, *([name, _told(value)] for name, value in fields)]


def _used(statement: ast.stmt) -> set[str]:
    """Return the names of the module that *statement* uses; those of its own variables are not among them."""
    return set(_global(symtable.symtable(ast.unparse(statement), "script", "exec"), top=True))


def _global(table: symtable.SymbolTable, *, top: bool = False) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (top or symbol.is_global()):
            yield symbol.get_name()
    for child in table.get_children():
        yield from _global(child)
