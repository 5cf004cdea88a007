"""The one place where a visible label becomes exactly one control, or the page is refused."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from run_flow.errors import PortalChanged
from run_flow.language import _
from run_flow.portal import readback
from run_flow.portal.door import Door, Doors
from run_flow.portal.readback import plain

Labels = str | tuple[str, ...]
MOST_MEANT = 12
# What each kind of control is called where it is not the one that was expected.
KINDS = {
    "text": "文本框", "password": "密码框", "date": "日期", "range": "日期范围", "radio": "单选", "checkbox": "复选框",
    "select": "下拉列表", "dropdown": "下拉列表", "cascade": "级联列表", "upload": "上传",
}  # fmt: skip


def aliases(label: Labels) -> tuple[str, ...]:
    """Return a label's spellings as a tuple."""
    return (label,) if isinstance(label, str) else tuple(label)


@dataclass(frozen=True)
class Field:
    """One control as the page shows it, and the question that leads to it."""

    door: Door
    arg: dict[str, Any]
    kind: str
    label: str
    value: Any
    complaint: str
    locked: bool
    readonly: tuple[bool, ...]
    types: tuple[str, ...]
    hints: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    multiple: bool
    focused: bool

    @property
    def empty(self) -> bool:
        """Tell whether it holds nothing."""
        return readback.empty(self.value)

    @property
    def text(self) -> str:
        """Return what it holds as one text."""
        return readback.text(self.value)


def did_you_mean(names: Sequence[str], visible: Sequence[str]) -> str:
    """Return a sentence naming the visible texts, the nearest to *names* first, a few at most.

    A label that was renamed need not look like what it was: it is among the others.
    """
    near: list[str] = []
    for name in names:
        near += difflib.get_close_matches(plain(name), list(visible), n=3, cutoff=0.4)
    shown = list(dict.fromkeys([*near, *visible]))[:MOST_MEANT]
    return _("是不是：{names}？").format(names=_("、").join(shown)) if shown else ""


def find(
    doors: Doors, title: Labels | None, label: Labels, *, write: str | None = None
) -> tuple[Field | None, dict[str, Any]]:
    """Return the one field under *label*, or None with the page's own report of what is there.

    With *write* the keyboard is led to a text field at once, unless that text stands there.
    """
    names = list(aliases(label))
    arg = {"title": list(aliases(title)) if title else None, "label": names}
    report = doors.main.ask("find", arg if write is None else {**arg, "write": write})
    found = [(doors.main, arg, report)] if report["count"] else []
    if report["foreign"]:
        found += _elsewhere(doors, arg, report)
    if len(found) == 1 and found[0][2]["count"] == 1:
        door, arg, answer = found[0]
        return _field(door, arg, answer["field"]), report
    count = sum(answer["count"] for _door, _arg, answer in found)
    return None, {**report, "count": count}


def other_kind(label: str, kind: str) -> PortalChanged:
    """Return the error for a label that leads to another kind of control than the script has in mind."""
    found = _("“{label}”是{kind}。").format(label=label, kind=KINDS.get(kind, kind))
    return PortalChanged(found, remedy=_remedy(), doing=label)


def missing(names: Sequence[str], report: dict[str, Any]) -> PortalChanged:
    """Return the error for a label that led to no control or to several."""
    label = " / ".join(names)
    if report["sections"] != 1:
        found = _("页面上有 {count} 个同名的区块。").format(count=report["sections"])
        return PortalChanged(
            found + did_you_mean(names, report["titles"]), expected=_("一个区块"), remedy=_remedy(), doing=label
        )
    if report["count"] > 1:
        found = _("“{label}”对应 {count} 个控件。").format(label=label, count=report["count"])
    else:
        found = _("找不到“{label}”。").format(label=label) + did_you_mean(names, report["labels"])
    return PortalChanged(found, expected=_("正好一个“{label}”").format(label=label), remedy=_remedy(), doing=label)


def first(doors: Doors, ask: Callable[[Door], Any]) -> tuple[Door, Any]:
    """Ask the main door, then those of foreign frames; return the first that has a count."""
    answer = ask(doors.main)
    if answer["count"] or not answer["foreign"]:
        return doors.main, answer
    for door in doors.others():
        other = ask(door)
        if other["count"]:
            return door, other
    return doors.main, answer


def _elsewhere(doors: Doors, arg: dict[str, Any], report: dict[str, Any]) -> list[tuple[Door, dict[str, Any], Any]]:
    found = []
    for door in doors.others():
        for where in (arg, {**arg, "title": None}) if report["sections"] == 1 else (arg,):
            answer = door.ask("find", where)
            if answer["count"]:
                found.append((door, where, answer))
                break
    return found


def _field(door: Door, arg: dict[str, Any], told: dict[str, Any]) -> Field:
    lists = ("readonly", "types", "hints")
    options = tuple(tuple(option) for option in told["options"])
    return Field(door=door, arg=arg, **{**told, "options": options, **{name: tuple(told[name]) for name in lists}})


def _remedy() -> str:
    return _("平台页面可能改版了：对照页面修改流程脚本里的文字。")
