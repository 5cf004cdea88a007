"""The documents a profile names, each with a portal-ready copy beside it where it needs one."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic_core import PydanticCustomError

from run_flow.disk import write_whole
from run_flow.errors import EnvironmentMissing
from run_flow.language import _
from run_flow.profile.documents import limits
from run_flow.profile.documents.copies import Copy, copy_of, marked
from run_flow.profile.documents.paths import inside
from run_flow.profile.documents.picture import Header, Unfit, content_of
from run_flow.profile.documents.slots import slot_of
from run_flow.profile.rulebook import RULES


@dataclass(frozen=True)
class Problem:
    """Why there is no copy."""

    code: str
    message: str
    mend: str


@dataclass(frozen=True)
class Made:
    """What was made of a document: why, and its sizes in bytes and pixels before and after."""

    changes: tuple[str, ...]
    before: Header
    after: Header
    size_before: int
    size_after: int
    pages: int


@dataclass(frozen=True)
class Prepared:
    """One file that the profile names in *fields*; without *made* and *problem* it is fit as it is."""

    fields: tuple[str, ...]
    original: str
    copy: str = ""
    made: Made | None = None
    problem: Problem | None = None


class Taken(Exception):
    """A file of somebody else stands where the copy belongs."""


def prepare(documents: Sequence[tuple[str, str]], *, folder: Path) -> Iterator[Prepared]:
    """Write the copies that *documents* (dotted field, path as the profile says it) need, file by file."""
    home = folder.resolve()
    paths = {text: _path(text, home=home) for _field, text in documents}
    found: dict[tuple[Path | str, bool], list[str]] = {}
    for field, text in documents:
        path = paths[text]
        key = path if isinstance(path, Path) else text
        found.setdefault((key, slot_of(field).drawn), []).append(field)
    originals = {path for path in paths.values() if isinstance(path, Path)}
    taken: set[Path] = set()
    for (key, drawn), fields in found.items():
        if isinstance(key, Path):
            yield _prepared(key, tuple(fields), home=home, drawn=drawn, originals=originals, taken=taken)
        elif isinstance(problem := paths[key], Problem):
            yield Prepared(tuple(fields), key, problem=problem)


def _path(text: str, *, home: Path) -> Path | Problem:
    try:
        return inside(text.strip(), folder=home)
    except PydanticCustomError as refused:
        return Problem(refused.type, refused.message(), (refused.context or {})["mend"])


def _prepared(
    path: Path, fields: tuple[str, ...], *, home: Path, drawn: bool, originals: set[Path], taken: set[Path]
) -> Prepared:
    original = path.relative_to(home).as_posix()
    try:
        content = content_of(path)
        copy = copy_of(content, suffix=path.suffix.lower(), drawn=drawn)
        if copy is None:
            return Prepared(fields, original)
        at = _place(path, suffix=copy.suffix, taken=taken)
        _keep(copy.content, at=at, originals=originals)
    except Unfit as unfit:
        return Prepared(fields, original, problem=_problem(unfit.code, mend=unfit.mend, **unfit.facts))
    except Taken:
        return Prepared(fields, original, problem=_problem("copy.taken", name=at.relative_to(home).as_posix()))
    except OSError as error:
        doing, remedy = _("另存 {name}").format(name=original), _("检查磁盘空间和文件夹的权限。")
        raise EnvironmentMissing(_("副本写不进资料文件夹。"), doing=doing, remedy=remedy) from error
    return Prepared(fields, original, at.relative_to(home).as_posix(), _made(copy, size_before=len(content)))


def _place(path: Path, *, suffix: str, taken: set[Path]) -> Path:
    """Return where the copy of *path* belongs; ``a.png`` and ``a.pdf`` do not share one."""
    at = path.with_name(f"{path.stem}.portal{suffix}")
    if at in taken:
        at = path.with_name(f"{path.stem}-{path.suffix.lstrip('.').lower()}.portal{suffix}")
    taken.add(at)
    return at


def _keep(content: bytes, *, at: Path, originals: set[Path]) -> None:
    """Write the copy, unless it is there; only an older copy of ours that no profile names gives way to it."""
    try:
        status = at.lstat()
    except FileNotFoundError:
        write_whole(at, content)
        return
    if not stat.S_ISREG(status.st_mode) or status.st_size > limits.MAX_READ_BYTES:
        raise Taken
    before = at.read_bytes()
    if before == content:
        return
    if at in originals or not marked(before):
        raise Taken
    write_whole(at, content)


def _made(copy: Copy, *, size_before: int) -> Made:
    return Made(copy.changes, copy.before, copy.after, size_before, len(copy.content), copy.pages)


def _problem(code: str, *, mend: str = "", **facts: object) -> Problem:
    rule = RULES[code]
    return Problem(code, rule.said(facts), mend or rule.mended(facts))
