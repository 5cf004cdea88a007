"""calendar.yaml beside the profile: the days that this office knows better."""

from __future__ import annotations

import difflib
import os
from datetime import date
from pathlib import Path

from run_flow.errors import ProfileRefused
from run_flow.language import _
from run_flow.plan.calendar import WorkingCalendar
from run_flow.profile.loading import tree_at
from run_flow.profile.tree import Tree

NAME = "calendar.yaml"
_KEYS = ("off", "work")


def calendar_beside(profile: Path) -> WorkingCalendar:
    """Return the calendar with the days of calendar.yaml, where there is one beside *profile*.

    Raises `ProfileRefused` with every finding where it is broken.
    """
    path = profile.parent / NAME
    if not os.path.lexists(path):
        return WorkingCalendar()
    tree = tree_at(path)
    tree.findings = [finding for finding in tree.findings if finding.code != "yaml.empty"]  # it changes nothing
    days = _days(tree)
    if tree.findings:
        raise _refused(tree)
    return WorkingCalendar(off=days["off"], work=days["work"])


def _days(tree: Tree) -> dict[str, frozenset[date]]:
    """Return the days of both lists, and find what is wrong with them."""
    for key in tree.values or {}:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            mend = _("是不是 {near}？").format(near=near[0]) if near else ""
            tree.find(key, "key.unknown", mend=mend, place=tree.keys[key], name=key, known="、".join(_KEYS))
    listed = {key: _listed(tree, key) for key in _KEYS}
    for place, day in listed["work"].items():
        if day in listed["off"].values():
            tree.find(place, "calendar.both", day=day)
    return {key: frozenset(days.values()) for key, days in listed.items()}


def _listed(tree: Tree, key: str) -> dict[str, date]:
    """Return each date below *key* by its dotted place, and find what is no date."""
    items = (tree.values or {}).get(key, [])
    if not isinstance(items, list):
        tree.find(key, "value.list")
        return {}
    found = {}
    for number, item in enumerate(items):
        try:
            found[f"{key}.{number}"] = date.fromisoformat(item)
        except (TypeError, ValueError):
            tree.find(f"{key}.{number}", "date.format")
    return found


def _refused(tree: Tree) -> ProfileRefused:
    findings = sorted(tree.findings, key=lambda finding: (finding.line, finding.column))
    return ProfileRefused(
        _("日历有 {count} 处要改。").format(count=len(findings)),
        findings=findings,
        doing=_("读取日历 {file}").format(file=tree.file),
        remedy=_("照提示改好，再执行同一条命令。"),
    )
