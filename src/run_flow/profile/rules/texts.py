"""Texts of the profile as the rules compare them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from run_flow.profile.numbers import plain
from run_flow.profile.roles import ROLES
from run_flow.profile.tree import Tree

CARD_HOLDERS = tuple(role for role in ROLES if role != "administrator")


def folded(text: str) -> str:
    """Return *text* as names are compared: one width of letters and brackets, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def mobile(text: str) -> str:
    """Return *text* as phones are compared."""
    return plain(text).removeprefix("+86")


def day(text: str) -> date | None:
    """Return the date that *text* states, None where it states none: its field's own check tells of that."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def filing_starts(tree: Tree) -> timedelta:
    """Return how long from now the filing is sent: at once by a certified 服务号, else on the guide's day 26."""
    return timedelta(0) if tree.said("account.certified_until") else timedelta(days=25)


@dataclass(frozen=True)
class Somebody:
    """A person in a role, as far as the profile says who it is."""

    role: str
    number: str
    name: str

    def may_be(self, other: Somebody) -> bool:
        """Tell whether the two are one person: one slip in the name or the number does not make two of them."""
        return self.number == other.number or self.name == other.name or not (self.name and other.name)


def people(tree: Tree) -> list[Somebody]:
    """Return everybody who is stated, in the order of the roles."""
    return [somebody(tree, role) for role in ROLES if tree.has(role)]


def somebody(tree: Tree, role: str) -> Somebody:
    """Return who has *role*."""
    return Somebody(role, plain(tree.said(f"{role}.id_number")), folded(tree.said(f"{role}.name")))
