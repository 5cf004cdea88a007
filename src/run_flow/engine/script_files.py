"""The files that a flow script is made of: itself, and those beside it (``_name.py``) that it takes names from.

They share one namespace. A sibling is read, checked and executed before whoever takes names from it, each once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from run_flow.errors import Usage
from run_flow.language import _

Alias = tuple[str, str, str]


@dataclass(frozen=True)
class ScriptFile:
    """One file, as it was read."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def own(self) -> ast.Module:
        """Return what the file states itself: names that it takes from siblings stand in the namespace already."""
        body = [statement for statement in self.tree.body if not _sibling(statement)]
        return ast.Module(body=body, type_ignores=[])

    def execute(self, namespace: dict[str, Any]) -> None:
        """Execute the file in *namespace*; what is run is what was read, whoever saves meanwhile."""
        exec(compile(self.own, self.path, "exec", dont_inherit=True), namespace)  # noqa: S102  that is what a script is


@dataclass(frozen=True)
class ScriptFiles:
    """A script with its siblings, the script itself last, and what is wrong with how they hang together."""

    files: tuple[ScriptFile, ...]
    faults: tuple[str, ...]

    @property
    def script(self) -> ScriptFile:
        """Return the script itself."""
        return self.files[-1]

    @property
    def tree(self) -> ast.Module:
        """Return one module out of all files: the same statements in one file would give the same one."""
        seen: set[Alias] = set()
        body = [kept for file in self.files for statement in file.own.body if (kept := _first(statement, seen))]
        return ast.Module(body=body, type_ignores=[])


def read(path: Path) -> ScriptFiles:
    """Return the script at *path* with its siblings; raise Usage where one of them is no Python."""
    reader = _Reader()
    reader.read(path)
    clashes = _clashes(reader.files)
    return ScriptFiles(tuple(reader.files), (*reader.faults, *clashes))


class _Reader:
    """Reads files depth first."""

    def __init__(self) -> None:
        self.files: list[ScriptFile] = []
        self.faults: list[str] = []
        self._open: list[Path] = []

    def read(self, path: Path) -> ScriptFile:
        known = next((file for file in self.files if file.path == path), None)
        if known:
            return known
        file = _parsed(path)
        self._open.append(path)
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                self.faults += [f"{path}:{node.lineno}:{fault}" for fault in self._imported(file, node)]
        self._open.pop()
        self.files.append(file)
        return file

    def _imported(self, file: ScriptFile, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
        if isinstance(node, ast.Import):
            for name in (alias.name for alias in node.names):
                if name.startswith("_") and file.path.with_name(f"{name}.py").is_file():
                    yield _("请写 from {module} import 名字").format(module=name)
        elif name := _sibling(node):
            path = file.path.with_name(f"{name}.py")
            if node not in file.tree.body:
                yield _("{module} 只能在脚本最外层导入").format(module=name)
            elif path in self._open:
                yield _("{module} 和它自己互相导入").format(module=name)
            elif not path.is_file():
                yield _("旁边没有 {name}").format(name=path.name)
            else:
                yield from _untaken(node, self.read(path))


def _untaken(node: ast.ImportFrom, sibling: ScriptFile) -> Iterator[str]:
    """Yield what cannot be taken from *sibling*: only what it states itself, under its own name."""
    stated = dict(_stated(sibling))
    for alias in node.names:
        if alias.name == "*" or alias.asname:
            yield _("从 {module} 导入要逐个写名字，不能改名").format(module=node.module)
        elif alias.name not in stated:
            meant = get_close_matches(alias.name, stated, n=1)
            hint = _("是不是 {meant}？").format(meant=meant[0]) if meant else ""
            yield _("{module} 里没有 {name}。").format(module=node.module, name=alias.name) + hint


def _clashes(files: list[ScriptFile]) -> Iterator[str]:
    """Yield each name that two files give different meanings."""
    taken: dict[str, tuple[Path, object]] = {}
    for file in files:
        here: dict[str, tuple[Path, object]] = {}
        for name, line in _stated(file):
            if name in taken:
                yield f"{file.path}:{line}:" + _("{name} 在 {other} 里已经有了").format(
                    name=name, other=taken[name][0].name
                )
            here[name] = (file.path, None)
        for alias, name, line in _taken_elsewhere(file):
            if taken.get(name, (file.path, alias))[1] != alias:
                yield f"{file.path}:{line}:" + _("{name} 在 {other} 里已经有了").format(
                    name=name, other=taken[name][0].name
                )
            here.setdefault(name, (file.path, alias))
        taken = here | taken


def _stated(file: ScriptFile) -> Iterator[tuple[str, int]]:
    """Yield the names that the file gives a meaning at its top, each with its line."""
    for statement in file.own.body:
        match statement:
            case ast.FunctionDef() | ast.ClassDef():
                yield statement.name, statement.lineno
            case ast.Import() | ast.ImportFrom():
                pass
            case _:
                for node in ast.walk(statement):
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                        yield node.id, node.lineno


def _taken_elsewhere(file: ScriptFile) -> Iterator[tuple[Alias, str, int]]:
    """Yield what the file imports at its top from packages: the whole import, the name it gives, its line."""
    for statement in file.own.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                name = alias.asname or alias.name.partition(".")[0]
                yield _alias(statement, alias), name, statement.lineno


def _first(statement: ast.stmt, seen: set[Alias]) -> ast.stmt | None:
    """Return *statement* without what was imported before, None where nothing is left of it."""
    if not isinstance(statement, ast.Import | ast.ImportFrom):
        return statement
    new = [alias for alias in statement.names if _alias(statement, alias) not in seen]
    seen |= {_alias(statement, alias) for alias in new}
    if isinstance(statement, ast.Import):
        return ast.Import(names=new) if new else None
    return ast.ImportFrom(module=statement.module, names=new, level=statement.level) if new else None


def _alias(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> Alias:
    home = statement.module or "" if isinstance(statement, ast.ImportFrom) else ""
    return home, alias.name, alias.asname or ""


def _sibling(node: ast.stmt) -> str:
    """Return the name of the sibling that *node* takes names from, "" where it takes none."""
    if not isinstance(node, ast.ImportFrom) or node.level or not node.module:
        return ""
    return node.module if node.module.startswith("_") and not node.module.startswith("__") else ""


def _parsed(path: Path) -> ScriptFile:
    try:
        text = path.read_text(encoding="utf-8")
        return ScriptFile(path, text, ast.parse(text, filename=str(path)))
    except (SyntaxError, UnicodeDecodeError) as error:
        raise Usage(f"{path}: {error}", doing=_("读取流程脚本"), remedy=_("改正脚本后再试。")) from error
