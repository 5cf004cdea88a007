"""The pages of a recording: what stands in fields, what is drawn, and values that pieces of a page make together.

A snapshot is a tree: a text, ``[name, attributes, *children]``, or ``[[ago, number]]`` for a node (counted in
post-order) of an earlier snapshot of the same frame, so nodes are emptied and never taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from run_flow.audit.secrets import Secrets
from run_flow.audit.variants import bare

CELLS = 21  # a side of the smallest QR code
FIELDS = {"INPUT", "TEXTAREA"}
PLAIN_INPUTS = {"radio", "checkbox", "button", "submit", "reset", "image", "file"}
VALUES = ("__playwright_value_", "value")
DRAWN = re.compile(r"d|points|x|y|[xy][12]|c[xy]|r|transform|style|class|fill|(?:xlink:)?href|bgcolor", re.IGNORECASE)
_NO_TEXT = {"SCRIPT", "STYLE", "NOSCRIPT"}

Node = Any
Told = Callable[[str], str]


@dataclass
class Frame:
    """The snapshots of one frame, each as its nodes in post-order: where the node lies and at which place."""

    nodes: list[list[tuple[list[Any], int]]] = field(default_factory=list)


class Pages:
    """Empties what snapshots show; *told* says what may stand for a field's value."""

    def __init__(self, secrets: Secrets, told: Told) -> None:
        """Begin a recording, before its first snapshot."""
        self._secrets, self._told = secrets, told
        self._frames: dict[str, Frame] = {}
        self._texts: dict[int, bytes] = {}

    def clean(self, snapshot: dict[str, Any]) -> None:
        """Empty what *snapshot* shows; earlier ones change, too, where a value is made of pieces of theirs."""
        frame = self._frames.setdefault(snapshot["frameId"], Frame())
        root = [snapshot["html"]]
        nodes: list[tuple[list[Any], int]] = []
        frame.nodes.append(nodes)
        self._empty(root, 0, nodes, drawn=False)
        snapshot["html"] = root[0]
        if not _is_reference(root[0]):
            self._join(root, frame, len(frame.nodes) - 1)

    def _empty(self, parent: list[Any], at: int, nodes: list[tuple[list[Any], int]], *, drawn: bool) -> None:
        node = parent[at]
        if isinstance(node, str):
            if drawn and node.strip():
                parent[at] = "-"
        elif _is_reference(node):
            return
        else:
            name = node[0].upper()
            drawn = drawn or name == "SVG" or (name == "TABLE" and _is_code(node))
            if drawn and len(node) > 1:
                _blank(node[1])
            if name in FIELDS and len(node) > 1:
                self._field(node)
            for number in range(2, len(node)):
                self._empty(node, number, nodes, drawn=drawn)
        nodes.append((parent, at))

    def _field(self, node: list[Any]) -> None:
        """Tell of what a field holds only what is public; a password field holds nothing to be told."""
        attributes = node[1]
        kind = str(attributes.get("type", attributes.get("TYPE", ""))).lower()
        if kind in PLAIN_INPUTS:
            return
        for name in VALUES:
            if attributes.get(name):
                held = str(attributes[name])
                attributes[name] = "REDACTED-password-0" if kind == "password" else self._told(held)
        for number in range(2, len(node)):
            if isinstance(node[number], str):
                node[number] = self._told(node[number])

    def _join(self, root: list[Any], frame: Frame, index: int) -> None:
        """Find values that several pieces of the page make together, and empty the pieces."""
        text = self._text(root[0], frame, index)
        if not (torn := self._secrets.torn(text)):
            return
        pieces = list(_leaves(root, 0, frame, index))
        for number in torn:
            _cover(pieces, self._secrets.letters(number), self._secrets.token(number))
        self._texts.clear()

    def _text(self, node: Node, frame: Frame, index: int) -> bytes:
        """Return the text below *node*, each node's made once."""
        if isinstance(node, str):
            return node.encode("utf-8", "surrogatepass")
        if _is_reference(node):
            found = _referred(node, frame, index)
            return self._text(found[0][found[1]], frame, found[2]) if found else b""
        known = self._texts.get(id(node))
        if known is None:
            parts = [] if node[0].upper() in _NO_TEXT else node[2:]
            known = self._texts[id(node)] = b"".join(self._text(part, frame, index) for part in parts)
        return known


def _is_reference(node: Node) -> bool:
    return isinstance(node, list) and bool(node) and isinstance(node[0], list)


def _referred(node: Node, frame: Frame, index: int) -> tuple[list[Any], int, int] | None:
    ago, number = node[0]
    there = index - ago
    if not 0 <= there < len(frame.nodes) or not 0 <= number < len(frame.nodes[there]):
        return None
    return (*frame.nodes[there][number], there)


def _leaves(parent: list[Any], at: int, frame: Frame, index: int) -> Iterator[tuple[list[Any], int]]:
    """Yield where every text of the page lies, in reading order."""
    node = parent[at]
    if isinstance(node, str):
        yield parent, at
    elif _is_reference(node):
        if found := _referred(node, frame, index):
            yield from _leaves(found[0], found[1], frame, found[2])
    elif node[0].upper() not in _NO_TEXT:
        for number in range(2, len(node)):
            yield from _leaves(node, number, frame, index)


def _cover(pieces: list[tuple[list[Any], int]], letters: str, token: str) -> None:
    """Take *letters* out of the *pieces* that spell them together; the first one gets the *token*."""
    shown = [bare(cast("str", parent[at])) for parent, at in pieces]
    whole = "".join(shown)
    begins = whole.find(letters)
    while begins >= 0:
        ends, at, first = begins + len(letters), 0, True
        for (parent, place), text in zip(pieces, shown, strict=True):
            if text and at < ends and at + len(text) > begins:
                parent[place] = token if first else " "
                first = False
            at += len(text)
        begins = whole.find(letters, ends)


def _is_code(table: list[Any]) -> bool:
    """Tell whether a table draws a code: many cells, and no text in them."""
    cells, text = 0, False
    for node in _below(table):
        text = text or (isinstance(node, str) and bool(node.strip()))
        cells += _is_reference(node) or (isinstance(node, list) and node[0].upper() == "TD")
    return not text and cells >= CELLS


def _below(node: Node) -> Iterator[Node]:
    for child in node[2:]:
        yield child
        if isinstance(child, list) and not _is_reference(child):
            yield from _below(child)


def _blank(attributes: dict[str, Any]) -> None:
    for name in attributes:
        if DRAWN.fullmatch(name):
            attributes[name] = ""
