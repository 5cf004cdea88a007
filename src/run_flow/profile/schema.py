"""The JSON Schema of a profile, for editors: what may stand where, in the words of the template.

It is made from the model, and is as lenient as our reading of YAML: a text may be typed as a number, what is
optional may be left blank, and a person in two roles is stated once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from run_flow.language import _
from run_flow.profile.model import Profile
from run_flow.profile.roles import KEY, ROLES
from run_flow.profile.sections import keys

Node = dict[str, Any]
_TEXT = ["string", "number", "boolean"]


def schema(words: Mapping[str, str]) -> Node:
    """Return the schema; *words* say what each dotted field is."""
    whole = Profile.model_json_schema()
    top = _Shapes(whole["$defs"], words).shape(whole, "")
    notes = _("企业资料。秘密写成 !env 变量名 或 !file 文件名：编辑器里要在 yaml.customTags 登记 !env 和 !file。")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "run-flow", "description": notes} | top


class _Shapes:
    """One walk over pydantic's schema: no references, titles or English notes are left."""

    def __init__(self, defs: Node, words: Mapping[str, str]) -> None:
        self.defs = defs
        self.words = words

    def shape(self, node: Node, dotted: str) -> Node:
        """Return what may stand at *dotted*."""
        if "$ref" in node:
            node = self.defs[node["$ref"].rpartition("/")[2]]
        if "properties" in node:
            return self.section(node, dotted)
        if "anyOf" in node:
            shapes = [self.shape(each, dotted) for each in node["anyOf"] if each.get("type") != "null"]
            return shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
        if "items" in node:
            return {"type": "array", "items": self.shape(node["items"], dotted)}
        if choices := node.get("enum") or [node[key] for key in ("const",) if key in node]:
            return {"enum": choices}
        if node.get("format") == "date":
            return {"type": "string", "format": "date"}
        return {"type": _TEXT}

    def section(self, node: Node, dotted: str) -> Node:
        """Return the shape of a section, with its keys."""
        needed = node.get("required", [])
        shapes = {}
        for key, below in node["properties"].items():
            here = f"{dotted}.{key}".strip(".")
            shape = self.shape(below, here)
            shapes[key] = self.described(shape if key in needed else _or_blank(shape), here)
        found = {"type": "object", "properties": shapes, "additionalProperties": False}
        return found | (_role(shapes, needed, dotted) if dotted in ROLES else {"required": needed} if needed else {})

    def described(self, shape: Node, dotted: str) -> Node:
        """Return *shape* with the words for *dotted*; what is said of the 法定代表人 holds for everybody."""
        key = dotted.rpartition(".")[2]
        person = dotted.rpartition(".")[0] in ROLES
        words = self.words.get(dotted) or (self.words.get(f"{ROLES[0]}.{key}") if person else None)
        return {"description": words} | shape if words else shape


def _or_blank(shape: Node) -> Node:
    """Let a key without a value stand: it counts as not there."""
    if "enum" in shape:
        return {"enum": [*shape["enum"], None]}
    if "anyOf" in shape:
        return {"anyOf": [*shape["anyOf"], {"type": "null"}]}
    kinds = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
    return shape | {"type": [*kinds, "null"]}


def _role(shapes: Node, needed: list[str], role: str) -> Node:
    """Let ``same_as`` stand in for what the other role says; it becomes a key of *shapes*."""
    others = [other for other in ROLES if other != role]
    shapes[KEY] = {"enum": others, "description": _("与哪个角色是同一个人：那里写过的不用再写")}
    conditions: list[Node] = [{"if": {"not": {"required": [KEY]}}, "then": {"required": needed}}]
    for other in others:
        said = keys(Profile, other)
        stated = {"properties": {KEY: {"const": other}}, "required": [KEY]}
        conditions.append({"if": stated, "then": {"required": [key for key in needed if key not in said]}})
    return {"allOf": conditions}
