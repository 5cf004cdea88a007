"""What several fields say together, or what one says too little of; looked at even while other fields are wrong."""

from __future__ import annotations

from datetime import date

from run_flow.profile.rules import accounts, bank, company, confirmed, contacts, filing, names, people, programs
from run_flow.profile.tree import Tree


def look(tree: Tree, *, today: date) -> None:
    """Add a finding to *tree* for each rule that is broken by values that are there."""
    company.look(tree, today=today)
    people.look(tree, today=today)
    contacts.look(tree)
    bank.look(tree)
    accounts.look(tree, today=today)
    names.look(tree)
    programs.look(tree)
    filing.look(tree)
    confirmed.look(tree)
