"""A document's path: inside the profile's folder, a file that can be read; nothing of it is read here."""

from __future__ import annotations

import difflib
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from run_flow.language import _
from run_flow.profile.documents.slots import SLOTS
from run_flow.profile.fault import fault, ground
from run_flow.profile.finding import harmless
from run_flow.profile.quoting import named
from run_flow.profile.tree import Tree


def inside(text: str, *, folder: Path) -> Path:
    """Return the whole path of *text*; every link is followed before it is compared with *folder*."""
    home = folder.resolve()
    try:
        path = (home / text).resolve()
        held = path.is_relative_to(home)
        mode = path.stat().st_mode if held else 0
    except FileNotFoundError:
        raise fault("document.missing", mend=_near(text, home), name=harmless(text)) from None
    except (OSError, ValueError, RuntimeError):
        raise fault("document.unreadable") from None
    if not held:
        raise fault("document.outside")
    if not stat.S_ISREG(mode) or not os.access(path, os.R_OK):
        raise fault("document.unreadable")
    return path


def stated(tree: Tree, *, folder: Path) -> list[tuple[str, Path]]:
    """Return each document that *tree* names and that is there; a person in two roles shows one."""
    found = []
    unknown = tuple(f"{finding.field}." for finding in tree.findings if finding.code == "key.unknown")
    for field, text in tree.texts():
        if named(field) in SLOTS and field not in tree.copied and not f"{field}.".startswith(unknown or ("\0",)):
            with suppress(PydanticCustomError):
                found.append((field, inside(text, folder=folder)))
    return found


def _near(text: str, home: Path) -> str:
    """Say which file may have been meant."""
    wanted = Path(text)
    try:
        names = [entry.name for entry in (home / wanted.parent).resolve().iterdir() if entry.is_file()]
    except OSError:
        names = []
    near = difflib.get_close_matches(wanted.name, names, n=1)
    if near:
        return _("是不是 {near}？").format(near=harmless((wanted.parent / near[0]).as_posix()))
    return ""


def _inside(text: Any, info: ValidationInfo) -> Path:
    if not isinstance(text, str) or not text.strip():
        raise fault("value.text", mend=_("写一个文件路径，例如 documents/licence.jpg。"))
    return inside(text.strip(), folder=ground(info).folder)


Document = Annotated[Path, BeforeValidator(_inside)]
Icon = Annotated[Path, BeforeValidator(_inside)]
