"""From a file to a profile, or to every fault in it at once."""

from __future__ import annotations

import codecs
import difflib
import stat
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from run_flow.errors import ProfileRefused
from run_flow.language import N_, _
from run_flow.profile.finding import Finding, needing
from run_flow.profile.roles import KEY, ROLES, take_over
from run_flow.profile.rulebook import ERRANDS, RULES
from run_flow.profile.sections import keys
from run_flow.profile.syntax import habit
from run_flow.profile.tree import Tree, tree_of

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from run_flow.profile.model import Profile

MAX_BYTES = 300_000  # fifty 小程序 with all their comments take a quarter of it
_BINARY = {
    b"\xff\xd8\xff": N_("图片"),
    b"\x89PNG": N_("图片"),
    b"GIF8": N_("图片"),
    b"%PDF": N_("PDF"),
    b"PK\3\4": N_("Word、Excel 或压缩文件"),
}
"""How files begin that are taken for a profile by mistake."""


def load(
    path: Path,
    *,
    errand: str | None = None,
    today: date | None = None,
    closer: Callable[[Tree, date], None] | None = None,
) -> Profile:
    """Return the profile at *path*, or raise `ProfileRefused` with every finding, in the order of the file.

    With *errand*, errors that do not matter to it do not stop; they stay in the profile's findings, as warnings do.
    *closer* may look for more in what was read.
    """
    today = today or datetime.now().astimezone().date()
    tree, profile = examined(path, today=today)
    if tree.values is not None:
        _look_at_pictures(tree, path, errand=errand)
        if closer:
            closer(tree, today)
    findings = tuple(sorted(tree.findings, key=lambda finding: (finding.line, finding.column)))
    if profile is None or any(finding.stops and finding.matters_to(errand) for finding in findings):
        raise refused(tree.file, findings)
    profile.stand(tree, findings=findings)
    return profile


def examined(path: Path, *, today: date) -> tuple[Tree, Profile | None]:
    """Return what the file says with all findings but those of pictures, and the profile where its values make one."""
    tree = tree_at(path)
    profile = None
    if tree.values is not None:
        from run_flow.profile import rules

        profile = _profile(tree, path, today)
        rules.look(tree, today=today)
    return tree, profile


def _look_at_pictures(tree: Tree, path: Path, *, errand: str | None) -> None:
    """Examine the pictures that *errand* uses: decoding one takes a tenth of a second."""
    from run_flow.profile import documents

    pictures = documents.stated(tree, folder=path.resolve().parent)
    wanted = [(field, file) for field, file in pictures if errand not in ERRANDS or errand in needing(field)]
    documents.examine(tree.find, wanted)
    _cross_code(tree, dict(wanted))


def _cross_code(tree: Tree, pictures: Mapping[str, Path]) -> None:
    """Compare the credit code with the one in the licence's QR code, where that can be read."""
    from run_flow.profile import reading

    broken = any(finding.field == "company.licence" and finding.stops for finding in tree.findings)
    if "company.licence" in pictures and not broken:
        reading.cross_code(tree.find, code=tree.said("company.credit_code"), licence=pictures["company.licence"])


def tree_at(path: Path) -> Tree:
    """Return what the file says; a file that cannot be read leaves a finding and no values."""
    tree = Tree(str(path))
    text = _text(tree, path)
    return tree if text is None else tree_of(text, file=tree.file)


def refused(file: str, findings: Sequence[Finding]) -> ProfileRefused:
    """Return the error that carries *findings*."""
    return ProfileRefused(
        _summary([finding for finding in findings if finding.stops]),
        findings=findings,
        doing=_("检查资料 {file}").format(file=file),
        remedy=_("照提示改好，再执行同一条命令。"),
    )


def _summary(errors: Sequence[Finding]) -> str:
    """Say how many there are, and how many of them only wait to be filled in."""
    kinds = (
        (_("{count} 处没有填写"), ("value.missing",)),
        (_("{count} 个文件没有找到"), ("document.missing",)),
        (_("{count} 位没有同意"), ("consent.missing",)),
        (_("{count} 件没有确认"), tuple(code for code in RULES if code.startswith("confirmed."))),
    )
    counts = [(words, sum(finding.code in codes for finding in errors)) for words, codes in kinds]
    told = _("、").join(words.format(count=count) for words, count in counts if count)
    if not told:
        return _("资料有 {count} 处要改。").format(count=len(errors))
    return _("资料有 {count} 处要改，其中 {told}。").format(count=len(errors), told=told)


def _text(tree: Tree, path: Path) -> str | None:
    """Return the file's text; size and kind are looked at before anything is read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            tree.find("", "file.kind")
            return None
        if status.st_size > MAX_BYTES:
            tree.find("", "file.too_large", size=status.st_size)
            return None
        content = path.read_bytes()
    except FileNotFoundError:
        tree.find("", "file.missing")
        return None
    except (OSError, ValueError):
        tree.find("", "file.unreadable")
        return None
    return _decoded(tree, content)


def _decoded(tree: Tree, content: bytes) -> str | None:
    if kind := next((kind for start, kind in _BINARY.items() if content.startswith(start)), ""):
        tree.find("", "file.binary", kind=_(kind))
        return None
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(errors="replace")
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        tree.find("", "file.encoding", place=place)
        return None


def _profile(tree: Tree, path: Path, today: date) -> Profile | None:
    """Return the model, or None with a finding for each of its errors."""
    from pydantic import ValidationError

    from run_flow.profile.fault import Ground
    from run_flow.profile.model import Profile

    take_over(tree, lambda role: keys(Profile, role))
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
    if field in tree.secrets and error["type"].startswith("document."):
        tree.find(field, "document.unreadable")  # its path came from elsewhere and may be no path at all
    elif "sentence" in ctx:
        tree.tell(field, error["type"], ctx["sentence"], ctx["mend"])
    elif error["type"] == "missing":
        _missing(tree, field)
    elif error["type"] == "extra_forbidden":
        unknown(tree, field, model)
    else:
        _shape(tree, field, _SHAPES.get(error["type"], "value.text"))


def _shape(tree: Tree, field: str, code: str) -> None:
    """Find a value of the wrong shape: a single key with a bad colon below it is a text to the parser."""
    line, _column = tree.place(field)
    found = habit(tree.lines[line - 1]) if code == "value.mapping" and line <= len(tree.lines) else None
    if found:
        tree.find(field, found[0], place=(line, found[1]))
    else:
        tree.find(field, code)


def _field(error: ErrorDetails, tree: Tree) -> str:
    """Return the dotted field; what pydantic adds to it for the parts of a union is left away."""
    parts = [str(part) for part in error["loc"]]
    dotted = ".".join(parts)
    while error["type"] != "missing" and parts and dotted not in tree.places:
        parts.pop()
        dotted = ".".join(parts)
    return dotted


def _missing(tree: Tree, field: str) -> None:
    above, _dot, name = field.rpartition(".")
    if field in tree.places:
        if all(finding.field != field for finding in tree.findings):  # it may be known why there is none
            tree.find(field, "value.missing")
    elif not any(f"{above}.".startswith(f"{doubled}.") for doubled in tree.doubled):  # it may stand in the other half
        tree.find(
            field,
            "key.missing",
            mend="" if above else _("加上 {name}，写法见样例资料。").format(name=name),
            name=name,
            above=above,
        )


def unknown(tree: Tree, field: str, model: type[BaseModel]) -> None:
    """Add the finding that *model* has no key *field*, with what may have been meant."""
    above, _dot, name = field.rpartition(".")
    known = keys(model, above) + ([KEY] if above in ROLES else [])
    sections = [key for key in model.model_fields if name in keys(model, key)] if not above else []
    if near := difflib.get_close_matches(name, known, n=1):
        mend = _("是不是 {near}？").format(near=near[0])
    elif sections:
        mend = _("它属于 {sections}：缩进两格，写在那下面。").format(sections="、".join(sections))
    else:
        mend = ""
    tree.find(field, "key.unknown", mend=mend, place=tree.keys.get(field), name=name, known="、".join(known))


_SHAPES = {"model_type": "value.mapping", "tuple_type": "value.list", "string_type": "value.text"}
"""Pydantic's types of error, and our rules."""
