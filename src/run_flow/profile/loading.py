"""From a file to a profile, or to every fault in it at once."""

from __future__ import annotations

import codecs
import difflib
import stat
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from run_flow.errors import ProfileRefused
from run_flow.language import _
from run_flow.profile import rules
from run_flow.profile.finding import Finding
from run_flow.profile.tree import Tree, tree_of

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from run_flow.profile.model import Profile

MAX_BYTES = 1_000_000


def load(path: Path, *, today: date | None = None) -> Profile:
    """Return the profile at *path*, or raise `ProfileRefused` with every finding, in the order of the file."""
    tree = _tree(path)
    profile = None
    if tree.values is not None:
        profile = _profile(tree, path, today or datetime.now().astimezone().date())
        rules.look(tree)
    if tree.findings or profile is None:
        raise _refused(tree)
    profile.stand(file=tree.file, places=tree.places)
    return profile


def _tree(path: Path) -> Tree:
    tree = Tree(str(path))
    text = _text(tree, path)
    return tree if text is None else tree_of(text, file=tree.file)


def _text(tree: Tree, path: Path) -> str | None:
    """Return the file's text; size and kind are looked at before anything is read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            tree.find("", "file.kind", _("这不是文件。"), _("写资料文件 profile.yaml 的路径。"))
            return None
        if status.st_size > MAX_BYTES:
            message = _("文件有 {size:,} 字节，不像资料文件。").format(size=status.st_size)
            tree.find("", "file.too_large", message, _("写资料文件 profile.yaml 的路径。"))
            return None
        content = path.read_bytes()
    except FileNotFoundError:
        tree.find("", "file.missing", _("没有这个文件。"), _("看看路径和文件名，或从样例资料复制一份。"))
        return None
    except (OSError, ValueError):
        tree.find("", "file.unreadable", _("文件打不开。"), _("看看路径和文件的权限。"))
        return None
    return _decoded(tree, content)


def _decoded(tree: Tree, content: bytes) -> str | None:
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(errors="replace")
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        tree.find("", "file.encoding", _("文件不是 UTF-8 编码。"), _("在编辑器里另存为 UTF-8。"), place=place)
        return None


def _profile(tree: Tree, path: Path, today: date) -> Profile | None:
    """Return the model, or None with a finding for each of its errors."""
    from pydantic import ValidationError

    from run_flow.profile.fault import Ground
    from run_flow.profile.model import Profile

    try:
        return Profile.model_validate(tree.values, context=Ground(path.resolve().parent, today))
    except ValidationError as refused:
        errors = refused.errors(include_url=False, include_input=False)
    for error in errors:
        _find(tree, error, Profile)
    return None


def _find(tree: Tree, error: ErrorDetails, model: type[BaseModel]) -> None:
    """Turn pydantic's *error* into a finding in our words."""
    field = _field(error, tree)
    ctx = error.get("ctx", {})
    if "sentence" in ctx:
        tree.find(field, error["type"], ctx["sentence"], ctx["mend"])
    elif error["type"] == "missing":
        _missing(tree, field)
    elif error["type"] == "extra_forbidden":
        _unknown(tree, field, model)
    else:
        tree.find(field, *_SHAPES.get(error["type"], _shape_of_text)())


def _field(error: ErrorDetails, tree: Tree) -> str:
    """Return the dotted field; what pydantic adds to it for the parts of a union is left away."""
    parts = [str(part) for part in error["loc"]]
    dotted = ".".join(parts)
    while error["type"] != "missing" and parts and dotted not in tree.places:
        parts.pop()
        dotted = ".".join(parts)
    return dotted


def _missing(tree: Tree, field: str) -> None:
    if field in tree.places:
        tree.find(field, "value.missing", _("没有填写。"), _("在冒号后面填写内容。"))
        return
    above, _dot, name = field.rpartition(".")
    mend = _("在 {above} 下面加上 {name}。") if above else _("加上 {name}，写法见样例资料。")
    tree.find(field, "key.missing", _("缺少 {name}。").format(name=name), mend.format(above=above, name=name))


def _unknown(tree: Tree, field: str, model: type[BaseModel]) -> None:
    above, _dot, name = field.rpartition(".")
    known = _keys(model, above)
    sections = [key for key in model.model_fields if name in _keys(model, key)] if not above else []
    if near := difflib.get_close_matches(name, known, n=1):
        mend = _("是不是 {near}？").format(near=near[0])
    elif sections:
        mend = _("它属于 {sections}：缩进两格，写在那下面。").format(sections="、".join(sections))
    else:
        mend = _("去掉它；这里可以写：{known}。").format(known="、".join(known))
    tree.find(field, "key.unknown", _("不认识 {name} 这个键。").format(name=name), mend, place=tree.keys.get(field))


def _keys(model: type[BaseModel], dotted: str) -> list[str]:
    """Return the keys that may stand below *dotted*."""
    for part in filter(None, dotted.split(".")):
        if part.isdigit():
            continue
        annotation = model.model_fields[part].annotation
        below = [annotation, *get_args(annotation)]
        found = [kind for kind in below if isinstance(kind, type) and hasattr(kind, "model_fields")]
        if not found:
            return []
        model = found[0]
    return list(model.model_fields)


def _shape_of_section() -> tuple[str, str, str]:
    return "value.mapping", _("这里应是下一层的“键: 值”。"), _("换行，缩进两格，照样例资料写各项。")


def _shape_of_list() -> tuple[str, str, str]:
    return "value.list", _("这里应是一个列表。"), _("每项一行，以“- ”开头。")


def _shape_of_text() -> tuple[str, str, str]:
    return "value.text", _("这里应是一个值。"), _("写在冒号后面同一行。")


_SHAPES: dict[str, Any] = {
    "model_type": _shape_of_section,
    "tuple_type": _shape_of_list,
    "string_type": _shape_of_text,
}


def _refused(tree: Tree) -> ProfileRefused:
    findings: list[Finding] = sorted(tree.findings, key=lambda finding: (finding.line, finding.column))
    return ProfileRefused(
        _("资料有 {count} 处要改。").format(count=len(findings)),
        findings=findings,
        doing=_("检查资料 {file}").format(file=tree.file),
        remedy=_("照提示改好，再执行同一条命令。"),
    )
