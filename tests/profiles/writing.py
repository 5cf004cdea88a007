"""A profile as YAML in many handwritings, with the line of each key and value: the answer the reader is held against."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

_PLAIN = re.compile(
    r"[0-9A-Za-z\u3400-\u9fff\U00020000-\U000323af](?:[^#:\[\]{},&*!|>'\"%@`\\\t]*[^\s#:\[\]{},&*!|>'\"%@`\\])?"
)


@dataclass(frozen=True)
class Raw:
    """A value that is written as it is: a tag, an anchor, or something that is no YAML."""

    text: str


@dataclass(frozen=True)
class Twice:
    """A value whose key is written twice."""

    value: str


@dataclass(frozen=True)
class Style:
    """How somebody writes."""

    quotes: str = ""
    """Which quotes are used beside plain text: none, "'", '"', or both."""
    comments: bool = False
    shuffled: bool = False
    anchors: bool = False
    flow: bool = False
    below: bool = False
    indent: int = 2
    end: str = "\n"
    mark: bool = False
    """Whether a byte order mark comes first."""

    @property
    def block(self) -> Style:
        """Return the style with each plain value on the line of its key, where text is spoilt line by line."""
        return replace(self, flow=False, below=False, anchors=False, quotes="")


def style(dice: Random) -> Style:
    """Return somebody's way of writing."""

    def often() -> bool:
        return dice.random() < 0.4

    return Style(
        dice.choice(["", "'", '"', "'\""]),
        *(often() for _ in range(5)),
        indent=dice.choice([2, 2, 4]),
        end=dice.choice(["\n", "\n", "\r\n"]),
        mark=dice.random() < 0.2,
    )


@dataclass
class Written:
    """The text, and the line of each value and each key by its dotted field."""

    style: Style
    text: list[str] = field(default_factory=list)
    values: dict[str, int] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """Return the file's bytes."""
        text = self.style.end.join([*self.text, ""]).encode(errors="surrogateescape")
        return codecs.BOM_UTF8 + text if self.style.mark else text

    def line(self, dotted: str) -> int:
        """Return the line of the value of *dotted*, or of the nearest section above it that is there."""
        if dotted in self.values:
            return self.values[dotted]
        while dotted:
            dotted = dotted.rpartition(".")[0]
            if line := self.keys.get(dotted) or self.values.get(dotted):
                return line
        return 1


def written(data: dict[str, Any], *, style: Style, dice: Random) -> Written:
    """Return *data* as somebody with that *style* would have written it."""
    hand = _Hand(style, dice)
    hand.mapping(data, "", 0)
    return hand.page


class _Hand:
    def __init__(self, style: Style, dice: Random) -> None:
        self.style, self.dice, self.page = style, dice, Written(style)
        self.anchored: dict[str, tuple[str, int]] = {}

    def mapping(self, data: dict[str, Any], above: str, indent: int, lead: str = "") -> None:
        keys = list(data)
        if self.style.shuffled:
            self.dice.shuffle(keys)
        for key in keys:
            self._between(indent, first=bool(lead))
            said = data[key]
            for value in [said.value] * 2 if isinstance(said, Twice) else [said]:
                self._entry(key, value, f"{above}.{key}".removeprefix("."), indent, lead)
                lead = ""

    def _entry(self, key: str, value: Any, dotted: str, indent: int, lead: str) -> None:
        start = (lead or " " * indent) + key + ":"
        number = len(self.page.text) + 1
        self.page.keys.setdefault(dotted, number)
        if isinstance(value, dict | list) and value and not self._flows(value):
            self._add(start)
            self.page.values[dotted] = self._next_line()
            below = indent + self.style.indent
            if isinstance(value, dict):
                self.mapping(value, dotted, below)
                self.page.values[dotted] = min(v for k, v in self.page.keys.items() if k.startswith(f"{dotted}."))
            else:
                self._items(value, dotted, below)
        elif isinstance(value, str) and self.style.below and self.dice.random() < 0.3:
            self._add(start)
            self.page.text.append(" " * (indent + self.style.indent) + self._scalar(value, dotted, number + 1))
        else:
            self._add(f"{start} {self._inline(value, dotted, number)}".rstrip(" "))

    def _items(self, items: list[Any], dotted: str, indent: int) -> None:
        for number, item in enumerate(items):
            below = f"{dotted}.{number}"
            line = self._next_line()
            if isinstance(item, dict):
                self.page.values[below] = line
                self.mapping(item, below, indent + 2, " " * indent + "- ")
            else:
                self._add(f"{' ' * indent}- {self._inline(item, below, line)}")

    def _flows(self, value: Any) -> bool:
        items = value.values() if isinstance(value, dict) else value
        return self.style.flow and all(isinstance(item, str) for item in items) and self.dice.random() < 0.6

    def _inline(self, value: Any, dotted: str, line: int) -> str:
        self.page.values[dotted] = line
        if isinstance(value, dict):
            for key in value:
                self.page.keys[f"{dotted}.{key}"] = line
            inner = [f"{key}: {self._inline(item, f'{dotted}.{key}', line)}" for key, item in value.items()]
            return "{" + ", ".join(inner) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self._inline(item, f"{dotted}.{n}", line) for n, item in enumerate(value)) + "]"
        return value.text if isinstance(value, Raw) else self._scalar(value, dotted, line)

    def _scalar(self, value: str, dotted: str, line: int) -> str:
        if value in self.anchored:
            name, self.page.values[dotted] = self.anchored[value]
            return f"*{name}"
        self.page.values[dotted] = line
        text = self._quoted(value)
        if self.style.anchors and len(value) > 3 and self.dice.random() < 0.3:
            self.anchored[value] = (f"a{len(self.anchored)}", line)
            return f"&{self.anchored[value][0]} {text}"
        return text

    def _quoted(self, value: str) -> str:
        quote = self.dice.choice(["", *self.style.quotes])
        if not quote and _PLAIN.fullmatch(value):
            return value
        if quote == '"':
            return '"' + value.replace("\\", r"\\").replace('"', r"\"") + '"'
        return "'" + value.replace("'", "''") + "'"

    def _between(self, indent: int, *, first: bool) -> None:
        """Write a comment or an empty line now and then."""
        if self.style.comments and not first and self.dice.random() < 0.15:
            self.page.text.append(self.dice.choice(["", " " * indent + "# 照证件核对：一字不差", "# name: 旧的"]))

    def _add(self, line: str) -> None:
        comment = self.style.comments and self.dice.random() < 0.2
        self.page.text.append(f"{line}   # 照证件“核对”" if comment else line)

    def _next_line(self) -> int:
        return len(self.page.text) + 1
