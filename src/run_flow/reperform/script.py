"""The flow script that a process ran: the installed one where it is the same, else the bundle's own, if its signer is known."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from run_flow import errors
from run_flow.engine.digest import digest
from run_flow.engine.scripts import load
from run_flow.language import _
from run_flow.reperform.recording import scripts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from run_flow.engine.flow import Flow


def script(bundle: Path, name: str, read: Mapping[str, Any], *, installed: Path, trusted: bool, folder: Path) -> Flow:
    """Return the flow *name* as it was *read* that day; the bundle's copy is written to *folder* and only run if *trusted*.

    Raises Usage where the installed one is another and nobody has vouched for the bundle's: it is a stranger's code.
    """
    here = _installed(installed, name)
    if here and _digest(here) == read.get("digest"):
        return here
    if not trusted:
        raise errors.Usage(
            _("安装的流程脚本 {name} 与当时用的不同，没有运行包里的那一份").format(name=name),
            doing=_("重做"),
            remedy=_(
                "包里的脚本是别人的程序：确认出具包的人可信，用 --key 写出他的公钥，才会运行它；或写 run-flow --flows 文件夹 replay …，指到当时的流程脚本。"
            ),
        )
    return _bundled(bundle, name, read.get("sources", ()), folder)


def _installed(folder: Path, name: str) -> Flow | None:
    try:
        return load(folder, name)
    except errors.Usage:
        return None


def _digest(flow: Flow) -> str:
    return digest([step.as_json() for step in flow.script])


def _bundled(bundle: Path, name: str, sources: Sequence[str], folder: Path) -> Flow:
    """Write the bundle's files under their names, and load them."""
    texts = [content.decode() for content in scripts(bundle, sources)]
    folder.mkdir(mode=0o700, exist_ok=True)
    for file, text in zip(_names(texts, name), texts, strict=True):
        (folder / f"{file}.py").write_text(text, encoding="utf-8")
    return load(folder, name)


def _names(texts: Sequence[str], name: str) -> list[str]:
    """Return the name of each file: a sibling's is the one under which others take from it what it states."""
    trees = [ast.parse(text) for text in texts]
    taken: dict[str, set[str]] = {}
    for tree in trees:
        for node in tree.body:
            if (
                isinstance(node, ast.ImportFrom)
                and node.module
                and node.module.startswith("_")
                and not node.module.startswith("__")
            ):
                taken.setdefault(node.module, set()).update(alias.name for alias in node.names)
    stated = [_stated(tree) for tree in trees[:-1]]
    found = [next((module for module, wanted in taken.items() if wanted <= names), "") for names in stated]
    return [*(module or f"_{number}" for number, module in enumerate(found)), name.replace("-", "_")]


def _stated(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for statement in tree.body:
        match statement:
            case ast.FunctionDef() | ast.ClassDef():
                names.add(statement.name)
            case ast.Import() | ast.ImportFrom():
                pass
            case _:
                stores = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
                names |= {node.id for node in stores if isinstance(node.ctx, ast.Store)}
    return names
