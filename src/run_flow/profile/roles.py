"""One person in several roles is stated once: ``same_as: legal_person`` takes over what is not said again."""

from __future__ import annotations

import difflib
from collections.abc import Callable

from run_flow.language import _
from run_flow.profile.tree import Tree

ROLES = ("legal_person", "operator", "administrator", "filing.principal", "filing.manager")
KEY = "same_as"


def take_over(tree: Tree, keys: Callable[[str], list[str]]) -> None:
    """Copy into each role with ``same_as`` what the other role says of *keys* (role → its keys); the place stays."""
    done: set[str] = set()
    for role in ROLES:
        _complete(tree, role, keys, done)


def _complete(tree: Tree, role: str, keys: Callable[[str], list[str]], done: set[str]) -> None:
    """Complete *role* once, after the other role that it is the same as."""
    said = tree.mapping(role)
    if role in done or said is None or not tree.has(f"{role}.{KEY}"):
        return
    done.add(role)
    other = said.pop(KEY, None)
    known = [name for name in ROLES if name != role]
    if other not in known:
        near = difflib.get_close_matches(str(other), known, n=1, cutoff=0.4)
        mend = _("是不是“{near}”？").format(near=near[0]) if near else ""
        tree.find(f"{role}.{KEY}", "choice.unknown", mend=mend, choices="、".join(known))
        return
    _complete(tree, other, keys, done)
    stated = tree.mapping(other) or {}
    for key in keys(role):
        if tree.has(f"{other}.{key}") and not tree.has(f"{role}.{key}"):
            said |= {key: stated[key]} if key in stated else {}
            tree.copied.add(f"{role}.{key}")
            tree.places[f"{role}.{key}"] = tree.places[f"{other}.{key}"]
