"""The sample profiles as the template of one's own: their comments and layout stay, their values do not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from run_flow.profile.tree import tree_of

_COLUMN = 46  # where the samples' comments begin
_ENTRY = re.compile(
    r"(?P<indent> *)(?P<off># )?(?P<dash>- )?(?:(?P<key>[a-z_]+):(?: (?P<value>.*?))?|(?P<item>[^#\s].*?))"
    r"(?P<comment>\s+# .*)?"
)
PLACE = "documents/"


@dataclass
class Entry:
    """One key with its value or what stands below it; a comment of its own or an empty line has no key."""

    key: str = ""
    value: str = ""
    comment: str = ""
    off: bool = False
    """It is commented out: an offer."""
    text: str | None = None
    """The line as it stands; None where something was changed."""
    below: list[Entry] = field(default_factory=list)

    def child(self, key: str) -> Entry | None:
        """Return the entry *key* below this one."""
        return next((entry for entry in self.below if entry.key == key), None)

    def at(self, dotted: str) -> Entry | None:
        """Return the entry at *dotted*."""
        found: Entry | None = self
        for part in dotted.split("."):
            found = found.child(part) if found else None
        return found

    def walk(self) -> Iterator[Entry]:
        """Return this entry and all below it."""
        yield self
        for entry in self.below:
            yield from entry.walk()

    def drop(self, keys: Iterable[str]) -> None:
        """Leave out the entries *keys*, a section with the lines that head it."""
        for key in keys:
            if entry := self.child(key):
                start = self.start(key)
                if start and self.below[start - 1].text == "":
                    start -= 1
                del self.below[start : self.below.index(entry) + 1]

    def start(self, key: str) -> int:
        """Return where the entry *key* begins: with the lines that head it, where it is a section."""
        place = next(place for place, entry in enumerate(self.below) if entry.key == key)
        while place and (self.below[place - 1].text or "").startswith("#"):
            place -= 1
        return place

    def blank(self) -> None:
        """Take away every value; only the places of documents stay, and what says who is the same person."""
        for entry in self.below:
            if entry.below and entry.below[0].key.isdigit() and not entry.below[0].below:
                entry.below.clear()
            elif not entry.off and entry.value and entry.key != "same_as" and not entry.value.startswith(PLACE):
                entry.state("")
            entry.blank()

    def state(self, value: Any) -> None:
        """Give the entry *value*: a text, a list, or "" for none yet."""
        self.value = scalar(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        self.text, self.off = None, False
        self.below.clear()

    def offer(self) -> None:
        """Comment the entry out."""
        self.off, self.text = True, None

    def lines(self, indent: int = 0) -> Iterator[str]:
        """Return the lines below this entry."""
        for entry in self.below:
            if not entry.key.isdigit():
                yield _line(entry, indent) if entry.text is None else entry.text
                yield from entry.lines(indent + 2)
            elif entry.below:
                first, *rest = entry.lines(indent + 2)
                yield f"{first[:indent]}- {first[indent + 2 :]}"
                yield from rest
            else:
                yield entry.text or ""


def template(text: str) -> Entry:
    """Read the sample profile *text*."""
    top = Entry()
    open_: list[tuple[int, Entry]] = [(-1, top)]
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip(" "))
        while open_[-1][0] >= indent:
            open_.pop()
        found = _ENTRY.fullmatch(line)
        if found and found["dash"] and not found["off"]:
            items = open_[-1][1].below
            items.append(Entry(str(len(items)), text=None if found["key"] else line))
            if not found["key"]:
                continue
            open_.append((indent, items[-1]))
            indent += 2
        entry = _entry(found, line) if found and found["key"] else Entry(text=line)
        open_[-1][1].below.append(entry)
        if entry.key and not entry.off:
            open_.append((indent, entry))
    return top


def scalar(text: str) -> str:
    """Return *text* as it can stand behind a colon: plain where it is read back so, else in quotes."""
    if not text:
        return ""
    plain = tree_of(f"key: {text}", file="-")
    return text if not plain.findings and plain.values == {"key": text} else json.dumps(text, ensure_ascii=False)


def comments(top: Entry) -> dict[str, str]:
    """Return what the template says of each dotted field; items of a list have no number."""
    said: dict[str, str] = {}
    heading = ""
    for entry in top.below:
        heading = _heading(entry.text) or heading
        if entry.key:
            said[entry.key] = entry.comment or heading
            said.update(_comments(entry, entry.key))
    return said


def _heading(text: str | None) -> str:
    return text.strip("#─ ") if text and text.startswith("# ──") else ""


def _comments(above: Entry, dotted: str) -> Iterator[tuple[str, str]]:
    for entry in above.below:
        here = dotted if entry.key.isdigit() else f"{dotted}.{entry.key}"
        if entry.comment:
            yield here, entry.comment
        yield from _comments(entry, here)


def _entry(found: re.Match[str], line: str) -> Entry:
    """Return what stands on *line*, an item's dash taken off."""
    if found["dash"]:
        line = line.replace("- ", "  ", 1)
    comment = (found["comment"] or "").strip().removeprefix("# ")
    return Entry(found["key"], found["value"] or "", comment, off=bool(found["off"]), text=line)


def _line(entry: Entry, indent: int) -> str:
    said = f"{' ' * indent}{'# ' if entry.off else ''}{entry.key}: {entry.value}".rstrip(" ")
    if not entry.comment:
        return said
    width = len(said.encode("gbk", errors="replace"))  # in columns: a Chinese character takes two
    return f"{said}{' ' * max(_COLUMN - width, 3)}# {entry.comment}"
