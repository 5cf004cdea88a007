"""Flow scripts on disk: read without running them, checked, and loaded."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from run_flow.engine.digest import ScriptStep, called, digests
from run_flow.engine.script_files import ScriptFile, ScriptFiles, read
from run_flow.errors import Usage
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.flow import Flow

_Function = ast.FunctionDef


@dataclass(frozen=True)
class StepTitle:
    """A step as its script states it."""

    key: str
    title: str
    fact: str
    irreversible: bool


@dataclass(frozen=True)
class FlowTitle:
    """A flow as its script states it."""

    name: str
    title: str
    needs: str
    of: str
    leads_to: str
    summary: str
    path: Path
    steps: tuple[StepTitle, ...]


def titles(folder: Path) -> list[FlowTitle]:
    """Return the flows in *folder* with their steps' titles; nothing is imported."""
    return [title for path in sorted(folder.glob("[!_]*.py")) if (title := _title(read(path)))]


def load(folder: Path, name: str) -> Flow:
    """Check and load the flow *name* of *folder*; raise Usage with every fault of the script."""
    from run_flow.engine.flow import Flow

    path = folder / f"{name.replace('-', '_')}.py"
    if not path.is_file():
        raise _unknown(folder, name)
    script = read(path)
    if faults := _faults(script):
        raise Usage("\n".join(faults), doing=_("读取流程脚本"), remedy=_("改正脚本后再试。"))
    module = ModuleType(f"run_flow_flow_{path.stem}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    for file in script.files:
        file.execute(vars(module))
    found = getattr(module, path.stem, None)
    assert isinstance(found, Flow), "checked() saw the decorator"
    return replace(found, script=_script(script), sources=tuple(file.text for file in script.files))


def checked(path: Path) -> list[str]:
    """Return what is wrong with the script: one flow named as its file, one click in a step that can prove it."""
    return _faults(read(path))


def _faults(script: ScriptFiles) -> list[str]:
    path = script.script.path
    faults = [] if _errand(script) else [_("{path}：没有名为 {name} 的 @flow").format(path=path, name=path.stem)]
    for file in script.files:
        faults += _file_faults(file)
    steps = [(file.path, step) for file in script.files for step in _steps(file.tree)]
    return [*faults, *script.faults, *_name_faults(steps)]


def _file_faults(file: ScriptFile) -> Iterator[str]:
    steps = _steps(file.tree)
    inside = {click for step in steps for click in _clicks(step)}
    for click in _clicks(file.tree):
        if click not in inside:
            yield _("{path}：{line}:click_once 只能写在带 done_when 的步骤里").format(path=file.path, line=click.lineno)
    for step in steps:
        yield from (f"{file.path}:{step.lineno}:{fault}" for fault in _step_faults(step))


def _step_faults(step: _Function) -> Iterator[str]:
    clicks = list(_clicks(step))
    if clicks and "done_when" not in _given(step, "step"):
        yield _("步骤 {name} 有 click_once，却没有 done_when").format(name=step.name)
    if len(clicks) > 1:
        yield _("步骤 {name} 有 {count} 次 click_once，只能有一次").format(name=step.name, count=len(clicks))
    if not ast.get_docstring(step):
        yield _("步骤 {name} 没有说明做完以后什么成立（docstring）").format(name=step.name)


def _name_faults(steps: list[tuple[Path, _Function]]) -> Iterator[str]:
    taken: dict[str, str] = {}
    for path, step in steps:
        was = _given(step, "step").get("was", ())
        for name in (step.name, *(was if isinstance(was, tuple | list) else ())):
            if name in taken:
                told = _("{name} 既是步骤 {first} 又是步骤 {second} 的名字")
                yield f"{path}:" + told.format(name=name, first=taken[name], second=step.name)
            taken[name] = step.name


def _errand(script: ScriptFiles) -> _Function | None:
    """Return the flow that goes by the name of its file."""
    name = script.script.path.stem
    flows = (function for function in _functions(script.script.tree) if _decorator(function, "flow"))
    return next((function for function in flows if function.name == name), None)


def _title(script: ScriptFiles) -> FlowTitle | None:
    errand = _errand(script)
    if errand is None:
        return None
    path, given = script.script.path, _given(errand, "flow")
    steps = tuple(_step_title(step) for step in _in_order(script))
    return FlowTitle(
        name=path.stem,
        title=str(given.get("title", path.stem)),
        needs=str(given.get("needs", "")),
        of=str(given.get("of", "服务号")),
        leads_to=str(given.get("leads_to", "")),
        summary=_first_line(errand),
        path=path,
        steps=steps,
    )


def _script(script: ScriptFiles) -> tuple[ScriptStep, ...]:
    """Return the steps in the order in which the flow comes upon them, with what they do."""
    does = digests(script.tree)
    return tuple(_script_step(step, does[step.name]) for step in _in_order(script))


def _in_order(script: ScriptFiles) -> list[_Function]:
    """Return the steps in the order in which the flow comes upon them; a sibling's that it never does are others'."""
    steps = {step.name: step for file in script.files for step in _steps(file.tree)}
    own = [step.name for step in _steps(script.script.tree)]
    met = called(script.tree, script.script.path.stem, among=set(steps))
    return [steps[name] for name in dict.fromkeys((*met, *own))]


def _script_step(step: _Function, digest: str) -> ScriptStep:
    title, was = _step_title(step), _given(step, "step").get("was") or ()
    return ScriptStep(
        title.key, title.title, digest, title.irreversible, tuple(was) if isinstance(was, tuple | list) else ()
    )


def _steps(tree: ast.Module) -> list[_Function]:
    return [function for function in _functions(tree) if _decorator(function, "step")]


def _step_title(step: _Function) -> StepTitle:
    given = _given(step, "step")
    return StepTitle(step.name, str(given.get("title", step.name)), _first_line(step), "done_when" in given)


def _functions(tree: ast.Module) -> list[_Function]:
    return [node for node in tree.body if isinstance(node, _Function)]


def _decorator(function: _Function, name: str) -> ast.Call | None:
    for node in function.decorator_list:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            return node
    return None


def _given(function: _Function, decorator: str) -> dict[str, object]:
    """Return the decorator's arguments: plain values as they are, everything else as None."""
    call = _decorator(function, decorator)
    return {word.arg: _plain(word.value) for word in (call.keywords if call else []) if word.arg}


def _plain(node: ast.expr) -> object:
    try:
        value: object = ast.literal_eval(node)
    except ValueError:
        return None
    return value


def _clicks(tree: ast.AST) -> Iterator[ast.Attribute]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "click_once":
            yield node


def _first_line(function: _Function) -> str:
    return (ast.get_docstring(function) or "").partition("\n")[0]


def _unknown(folder: Path, name: str) -> Usage:
    known = [path.stem.replace("_", "-") for path in sorted(folder.glob("[!_]*.py"))]
    meant = get_close_matches(name, known, n=1)
    remedy = (
        _("是不是 {meant}？").format(meant=meant[0])
        if meant
        else _("可用的流程：{names}").format(names=", ".join(known))
    )
    return Usage(_("没有名为 {name} 的流程").format(name=name), doing=_("读取流程脚本"), remedy=remedy)
