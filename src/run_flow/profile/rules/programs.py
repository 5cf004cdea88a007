"""The 小程序 together: how many there may be, and that they differ."""

from __future__ import annotations

from run_flow.profile.rules.texts import folded
from run_flow.profile.tree import Tree

LINKED = 10
MONTHLY = {"企业": 5, "个体工商户": 1}
CERTIFIED = {"企业": 50, "个体工商户": 5}
_PER_PERSON = 5


def look(tree: Tree) -> None:
    """Look at all of them."""
    programs, kind = tree.items("mini_programs"), tree.said("company.kind")
    new = [program for program in programs if not tree.said(f"{program}.app_id")]
    _differ(tree, programs, "name")
    _differ(tree, programs, "app_id")
    for code, found, most in (
        ("limit.linked", programs, LINKED),
        ("limit.monthly", new, MONTHLY.get(kind)),
        ("limit.certified", programs, CERTIFIED.get(kind)),
        ("limit.person", new, _PER_PERSON - 1),  # the 服务号 is the first
    ):
        if most is not None and len(found) > most:
            tree.find(found[most], code, most=most, count=len(found))


def _differ(tree: Tree, programs: list[str], key: str) -> None:
    seen: set[str] = set()
    for program in programs:
        said = folded(tree.said(f"{program}.{key}")).casefold()
        if said and said in seen:
            tree.find(f"{program}.{key}", "program.repeated")
        seen.add(said)
