"""YAML text to plain values, every scalar as it was typed, and where each of them stands."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from run_flow.language import _
from run_flow.profile.finding import Finding, harmless

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

_MOST_NODES = 10_000  # aliases of aliases multiply
_PLAIN = "tag:yaml.org,2002:"
_KNOWN_TAGS = frozenset(
    _PLAIN + kind for kind in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge", "map", "seq")
)


@dataclass
class Tree:
    """What a profile says: nested mappings, lists and texts, each with its place (line, column)."""

    file: str
    values: Any = None
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def place(self, dotted: str) -> tuple[int, int]:
        """Return where the value of *dotted* stands, or its nearest parent's key."""
        if dotted in self.places:
            return self.places[dotted]
        while dotted:
            dotted = dotted.rpartition(".")[0]
            if dotted in self.keys:
                return self.keys[dotted]
        return (1, 1)

    def find(self, dotted: str, code: str, message: str, mend: str, *, place: tuple[int, int] | None = None) -> None:
        """Add a finding, at *place* where that is not where *dotted* stands."""
        line, column = place or self.place(dotted)
        self.findings.append(Finding(self.file, line, column, dotted or "-", code, message, mend))


def tree_of(text: str, *, file: str) -> Tree:
    """Read *text*; what is no mapping at all leaves no values, only findings."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    tree = Tree(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an anchor given twice is legal: the later one counts
            top = YAML(typ="rt", pure=True).compose(text)
    except (YAMLError, RecursionError, ValueError) as error:
        _explain(tree, text, error)
        return tree
    if top is None:
        tree.find(
            "",
            "yaml.empty",
            _("文件是空的。"),
            _("复制样例资料（run-flow --help 最后一行写着在哪里），改成自己公司的内容。"),
        )
    elif top.id != "mapping":
        if not _habits(tree, text):
            tree.find("", "yaml.mapping", _("文件内容不是“键: 值”。"), _("照样例资料的写法，每行一个“键: 值”。"))
    else:
        tree.values = _Walk(tree).value(top, "")
    return tree


class _Walk:
    """One walk over the nodes: values out, places and findings into the tree."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.open: set[int] = set()
        self.count = 0

    def value(self, node: Any, dotted: str) -> Any:
        """Return the plain value of *node*; None where there is none that can be used."""
        if dotted:
            self.tree.places[dotted] = _place(node)
        self.count += 1
        if self.count > _MOST_NODES:
            if self.count == _MOST_NODES + 1:
                self.tree.find(dotted, "yaml.size", _("内容太多。"), _("一个文件只写一家公司，不要层层引用。"))
            return None
        if str(node.tag) not in _KNOWN_TAGS:
            self.tree.find(
                dotted, "yaml.tag", _("这里不能用“!”标记。"), _("去掉标记，直接写内容；内容以“!”开头时加引号。")
            )
            return None
        if id(node) in self.open:
            self.tree.find(dotted, "yaml.recursion", _("这里引用了它自己。"), _("去掉“*”引用，直接写内容。"))
            return None
        self.open.add(id(node))
        try:
            return self._content(node, dotted)
        finally:
            self.open.discard(id(node))

    def _content(self, node: Any, dotted: str) -> Any:
        if node.id == "scalar":
            return None if node.tag == f"{_PLAIN}null" else node.value
        if node.id == "sequence":
            return [self.value(item, _below(dotted, str(number))) for number, item in enumerate(node.value)]
        return self._mapping(node, dotted)

    def _mapping(self, node: Any, dotted: str) -> dict[str, Any]:
        """Return the mapping without keys that say nothing: those count as missing, at their own place."""
        values: dict[str, Any] = {}
        for key, item in node.value:
            if key.id != "scalar":
                self.tree.find(dotted, "yaml.key", _("键必须是一个词。"), _("照样例资料写键。"), place=_place(key))
                continue
            name = harmless(key.value).replace(".", "․")  # a dot would lead into a section that is not there
            below = _below(dotted, name)
            if below in self.tree.keys:
                self._duplicate(below, key)
                continue
            self.tree.keys[below] = _place(key)
            value = self.value(item, below)
            if value is None:
                self.tree.places[below] = _place(key)
            else:
                values[name] = value
        return values

    def _duplicate(self, dotted: str, key: Node) -> None:
        first, _column = self.tree.keys[dotted]
        message = _("这个键在第 {line} 行已经写过了。").format(line=first)
        self.tree.find(dotted, "yaml.duplicate", message, _("两处只留一处。"), place=_place(key))


def _below(dotted: str, name: str) -> str:
    return f"{dotted}.{name}" if dotted else name


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _explain(tree: Tree, text: str, error: Exception) -> None:
    """Say why the text is no YAML: first the usual habits, each line of them, then what the parser met."""
    if _habits(tree, text):
        return
    position = getattr(error, "position", None)
    if isinstance(position, int):  # a control character
        place = (text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position))
        tree.find(
            "", "yaml.character", _("这里有看不见的控制字符。"), _("删掉这个字符，或重新输入这一行。"), place=place
        )
        return
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    code, message, mend = _meaning(f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}")
    tree.find("", code, message, mend, place=place)


def _meaning(problem: str) -> tuple[str, str, str]:
    """Return code, message and mend for the parser's *problem*, which may quote values and is never shown."""
    meanings = (
        ("undefined alias", "yaml.alias", _("“*”引用的内容不存在。"), _("直接写内容；内容以“*”开头时加引号。")),
        ("single document", "yaml.documents", _("一个文件里有多份内容。"), _("删掉“---”，一个文件只写一家公司。")),
        ("quoted scalar", "yaml.quote", _("引号没有成对。"), _("补上另一个引号，或去掉引号。")),
        ("cannot start any", "yaml.syntax", _("内容不能以这个字符开头。"), _("给内容加上英文引号。")),
        ("values are not allowed", "yaml.syntax", _("这里多了冒号，或缩进不对。"), _("内容里有冒号时加英文引号。")),
        ("expected ':'", "yaml.colon", _("上面一行缺少冒号。"), _("写成“键: 值”，冒号是英文的，后面空一格。")),
    )
    for words, code, message, mend in meanings:
        if words in problem:
            return code, message, mend
    return "yaml.syntax", _("不是正确的 YAML，多半是缩进没有对齐。"), _("对照样例资料，用空格对齐这一行和上面几行。")


def _habits(tree: Tree, text: str) -> bool:
    """Find what Chinese keyboards and tab keys leave behind, on every line of it."""
    before = len(tree.findings)
    for number, line in enumerate(text.splitlines(), start=1):
        if found := re.match(r"[ ]*(\t)\s*\S", line):
            message, mend = _("缩进里有 Tab。"), _("缩进只用空格。")
            tree.find("", "yaml.tab", message, mend, place=(number, found.start(1) + 1))
        elif found := re.match(r"\s*(?:-\s+)?[A-Za-z_]+\s*(：)", line):
            message, mend = _("这里是中文冒号“：”。"), _("改成英文冒号“:”，后面空一格。")
            tree.find("", "yaml.full_width_colon", message, mend, place=(number, found.start(1) + 1))
        elif found := re.match(r"\s*(?:-\s+)?[a-z_]+(:)[^\s:]", line):
            message, mend = _("冒号后面没有空格。"), _("在冒号后面加一个空格。")
            tree.find("", "yaml.colon_space", message, mend, place=(number, found.start(1) + 1))
    return len(tree.findings) > before
