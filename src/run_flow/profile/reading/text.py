"""Texts compared: a value as it was typed against the lines that were read off a picture.

The value is looked for; nothing is extracted first. Widths, cases, spaces and punctuation do not count,
every other character does, and so does one too few at either end.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

State = Literal["match", "near", "absent"]
Point = tuple[float, float]

_NEAR, _NEAR_SHORT, _SHORT = 80, 66, 3  # per cent; measured on specimens (see tests/bench/reading.py)
_LONGEST_CHAIN = 4
_TILT = 10  # degrees: a watermark across the page continues no line
_LABELS = ("姓名", "名称", "字号", "户名", "存款人", "法定代表人", "经营者", "负责人", "投资人")
_BEFORE = (
    "单位",
    "公司",
    "企业",
    "商户",
    "主体",
    "我司",
    "本司",
    "全称",
    "受",
    "由",
    "为",
    "兹",
    "与",
    "向",
)  # in a letter
_AFTER = (
    "申请",
    "的",
    "在",
    "为",
    "现",
    "委托",
    "授权",
    "指定",
    "承诺",
    "已",
    "是",
    "系",
    "至",
    "及",
    "和",
    "与",
    "于",
)


@dataclass(frozen=True)
class Line:
    """One line as it was read; corners run clockwise from the text's own top left, in pixels."""

    text: str
    corners: tuple[Point, Point, Point, Point]

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom."""
        across, down = zip(*self.corners, strict=True)
        return min(across), min(down), max(across), max(down)

    @cached_property
    def height(self) -> float:
        """Return the height of the letters, however the line is tilted."""
        return math.dist(self.corners[0], self.corners[3])

    @property
    def wide(self) -> bool:
        """Tell whether the line runs along a row, not up or down the picture."""
        left, top, right, bottom = self.box
        return right - left > bottom - top

    @cached_property
    def tilt(self) -> float:
        """Return the degrees the line falls to the right."""
        (left, top), (right, bottom) = self.corners[:2]
        return math.degrees(math.atan2(bottom - top, right - left))


@dataclass(frozen=True)
class Passage:
    """Lines that may be one text; *text* has no spaces left, but its punctuation."""

    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        """Return the folded text."""
        return "".join(_folded(line.text) for line in self.lines)

    @cached_property
    def places(self) -> list[int]:
        """Return where each character of `plain` stands in `text`."""
        return [place for place, letter in enumerate(self.text) if letter.isalnum()]

    @cached_property
    def plain(self) -> str:
        """Return the text without punctuation."""
        return "".join(self.text[place] for place in self.places)


@dataclass(frozen=True)
class Comparison:
    """How a value fared: *read* is what stands there, *place* the first character that differs, from 1."""

    state: State
    score: float = 0
    read: str = ""
    place: int = 0
    lines: tuple[Line, ...] = ()


ABSENT = Comparison("absent")


def plain(text: str) -> str:
    """Return *text* as it is compared."""
    return "".join(letter for letter in _folded(text) if letter.isalnum())


def compare(value: str, lines: Sequence[Line], *, running: bool = False) -> Comparison:
    """Look for *value* in *lines*; in *running* text the words of a letter may stand right before and after it."""
    wanted = plain(value)
    best = ABSENT
    for passage in passages(lines):
        if _stands(wanted, passage, running=running):
            return Comparison("match", 100, wanted, lines=passage.lines)
        best = max(best, _likeness(wanted, passage), key=lambda found: found.score)
    if _stands(wanted, Passage(tuple(line for line in lines if abs(line.tilt) < _TILT)), running=running):
        return Comparison("match", 100, wanted)
    return best if best.score >= (_NEAR_SHORT if len(wanted) <= _SHORT else _NEAR) else ABSENT


def passages(lines: Sequence[Line]) -> Iterator[Passage]:
    """Walk single lines first, then lines beside and below each other that one text may run through."""
    for line in lines:
        yield Passage((line,))
    for line in lines:
        for follow in (_beside, _below):
            chain = [line]
            while len(chain) < _LONGEST_CHAIN and (after := follow(chain[-1], lines)):
                chain.append(after)
                yield Passage(tuple(chain))


def _folded(text: str) -> str:
    """Fold widths and cases, and drop what may stand within one value: spaces, hyphens, the dot of a name."""
    upper = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in upper if not (letter.isspace() or letter in "-–—·•・‧"))


def _beside(line: Line, lines: Sequence[Line]) -> Line | None:
    """Return the next line in the same row."""
    middle = (line.box[1] + line.box[3]) / 2
    row = [
        other
        for other in lines
        if _akin(line, other)
        and other.box[1] < middle < other.box[3]
        and -line.height < other.box[0] - line.box[2] < 5 * line.height
        and other.box[0] > line.box[0]
    ]
    return min(row, key=lambda other: other.box[0], default=None)


def _below(line: Line, lines: Sequence[Line]) -> Line | None:
    """Return the line a text would wrap to: right below, and not indented much against this one."""
    under = [
        other
        for other in lines
        if _akin(line, other)
        and -0.3 * line.height < other.box[1] - line.box[3] < 1.5 * line.height
        and abs(other.box[0] - line.box[0]) < 3 * line.height
    ]
    return min(under, key=lambda other: other.box[1], default=None)


def _akin(line: Line, other: Line) -> bool:
    return other is not line and abs(line.tilt - other.tilt) < _TILT and 0.6 < other.height / max(line.height, 1) < 1.6


def _stands(wanted: str, passage: Passage, *, running: bool) -> bool:
    """Tell whether *wanted* stands in *passage* whole: not as a part of a longer number, name or word."""
    start = passage.plain.find(wanted)
    while start >= 0:
        first, last = passage.places[start], passage.places[start + len(wanted) - 1]
        before, after = passage.text[:first], passage.text[last + 1 :]
        begins = not _one_word(before[-1:], wanted[0], wanted) or before.endswith(_LABELS + _BEFORE * running)
        ends = not _one_word(wanted[-1], after[:1], wanted) or (running and after.startswith(_AFTER))
        if begins and ends:
            return True
        start = passage.plain.find(wanted, start + 1)
    return False


def _one_word(left: str, right: str, wanted: str) -> bool:
    """Tell whether two neighbouring characters belong to one number, one Chinese name or one Latin word."""
    if left.isdigit() and right.isdigit():
        return True
    if left.isascii() and right.isascii():
        return left.isalpha() and right.isalpha() and wanted.isalpha()  # a code may touch a watermark
    return left.isalpha() and right.isalpha() and not (left.isascii() or right.isascii())


def _likeness(wanted: str, passage: Passage) -> Comparison:
    """Return what in *passage* comes nearest to *wanted*."""
    from rapidfuzz import fuzz

    text = passage.plain
    if len(text) < len(wanted):  # a part of the value is no likeness of the whole
        return _near(wanted, text, fuzz.ratio(wanted, text), passage)
    found = fuzz.partial_ratio_alignment(wanted, text)
    if found is None:
        return ABSENT
    start, end = found.dest_start, max(found.dest_end, found.dest_start + len(wanted))
    if text[start:end] == wanted:  # a part of something longer: show that
        start, end = max(start - 1, 0), end + 1
    return _near(wanted, text[start:end], found.score, passage)


def _near(wanted: str, read: str, score: float, passage: Passage) -> Comparison:
    same = next((place for place, pair in enumerate(zip(wanted, read, strict=False)) if pair[0] != pair[1]), None)
    place = min(len(wanted), len(read)) if same is None else same
    return Comparison("near", score, read, place + 1, passage.lines)
