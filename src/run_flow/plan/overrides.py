"""calendar.yaml beside the profile: the days that this office knows better."""

from __future__ import annotations

import difflib
import os
from datetime import date
from pathlib import Path

from run_flow.errors import ProfileRefused
from run_flow.language import _
from run_flow.plan.calendar import WorkingCalendar
from run_flow.profile.tree import Tree, tree_of

NAME = "calendar.yaml"
_KEYS = ("off", "work")
_MAX_BYTES = 100_000


def calendar_beside(profile: Path) -> WorkingCalendar:
    """Return the calendar with the days of calendar.yaml, where there is one beside *profile*.

    Raises `ProfileRefused` with every finding where it is broken.
    """
    path = profile.parent / NAME
    if not os.path.lexists(path):
        return WorkingCalendar()
    tree = Tree(str(path))
    text = _text(tree, path)
    if text is not None:
        tree = tree_of(text, file=str(path))
        tree.findings = [finding for finding in tree.findings if finding.code != "yaml.empty"]  # it changes nothing
    days = _days(tree)
    if tree.findings:
        raise _refused(tree)
    return WorkingCalendar(off=days["off"], work=days["work"])


def _text(tree: Tree, path: Path) -> str | None:
    try:
        if not path.is_file():
            tree.find("", "file.kind", _("这不是文件。"), _("把 {name} 写成文件，或删掉它。").format(name=NAME))
            return None
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            tree.find("", "file.too_large", _("文件太大，不像日历。"), _("只写 off 和 work 两个日期列表。"))
            return None
        return content.decode("utf-8-sig")
    except OSError:
        tree.find("", "file.unreadable", _("文件打不开。"), _("看看路径和文件的权限。"))
    except UnicodeDecodeError:
        tree.find("", "file.encoding", _("文件不是 UTF-8 编码。"), _("在编辑器里另存为 UTF-8。"))
    return None


def _days(tree: Tree) -> dict[str, frozenset[date]]:
    """Return the days of both lists, and find what is wrong with them."""
    for key in tree.values or {}:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            mend = _("是不是 {near}？").format(near=near[0]) if near else _("只写 off 和 work 两个日期列表。")
            tree.find(key, "key.unknown", _("不认识 {name} 这个键。").format(name=key), mend, place=tree.keys[key])
    listed = {key: _listed(tree, key) for key in _KEYS}
    for place, day in listed["work"].items():
        if day in listed["off"].values():
            tree.find(place, "calendar.both", _("{day} 既休息又上班。").format(day=day), _("两处只留一处。"))
    return {key: frozenset(days.values()) for key, days in listed.items()}


def _listed(tree: Tree, key: str) -> dict[str, date]:
    """Return each date below *key* by its dotted place, and find what is no date."""
    items = (tree.values or {}).get(key, [])
    if not isinstance(items, list):
        tree.find(key, "value.list", _("这里应是一个列表。"), _("写成 {key}: [2027-02-10]。").format(key=key))
        return {}
    found = {}
    for number, item in enumerate(items):
        try:
            found[f"{key}.{number}"] = date.fromisoformat(item)
        except (TypeError, ValueError):
            mend = _("写成“年-月-日”，例如 2027-02-10。")
            tree.find(f"{key}.{number}", "date.format", _("这里应是日期。"), mend)
    return found


def _refused(tree: Tree) -> ProfileRefused:
    findings = sorted(tree.findings, key=lambda finding: (finding.line, finding.column))
    return ProfileRefused(
        _("日历有 {count} 处要改。").format(count=len(findings)),
        findings=findings,
        doing=_("读取日历 {file}").format(file=tree.file),
        remedy=_("照提示改好，再执行同一条命令。"),
    )
