"""The company and its licence."""

from __future__ import annotations

from datetime import date, timedelta

from stdnum.cn import uscc

from run_flow.profile.numbers import plain
from run_flow.profile.rules.texts import day, filing_starts
from run_flow.profile.tree import Tree

KIND_OF_PREFIX = {"91": "企业", "92": "个体工商户"}
_SOON = timedelta(days=90)
_INVOICE_NEEDS = {
    "普通发票": ("title", "tax_number", "email"),
    "专用发票": ("title", "tax_number", "email", "address", "phone", "bank", "account"),
}


def look(tree: Tree, *, today: date) -> None:
    """Look at the licence's facts and the invoice."""
    _kind_matches_code(tree)
    _licence_is_valid(tree, today)
    _invoice_is_complete(tree)
    _invoice_is_the_companys(tree)


def _kind_matches_code(tree: Tree) -> None:
    kind, code = tree.said("company.kind"), plain(tree.said("company.credit_code"))
    by_code = KIND_OF_PREFIX.get(code[:2])
    if kind in KIND_OF_PREFIX.values() and by_code and kind != by_code:
        tree.find("company.kind", "kind.mismatch", prefix=code[:2], kind=by_code)


def _licence_is_valid(tree: Tree, today: date) -> None:
    established, until = day(tree.said("company.established")), day(tree.said("company.valid_until"))
    if until is None:
        return
    if established and until <= established:
        tree.find("company.valid_until", "licence.order")
    elif until < today:
        tree.find("company.valid_until", "licence.expired")
    elif until < today + filing_starts(tree) + _SOON:
        tree.find(
            "company.valid_until", "licence.expires_soon", days=(until - today).days, lead=filing_starts(tree).days
        )


def _invoice_is_complete(tree: Tree) -> None:
    kind = tree.said("invoice.kind")
    for name in _INVOICE_NEEDS.get(kind, ()):
        if not tree.said(f"invoice.{name}"):
            tree.find(f"invoice.{name}", "invoice.missing", kind=kind, name=name)


def _invoice_is_the_companys(tree: Tree) -> None:
    code, tax_number = plain(tree.said("company.credit_code")), plain(tree.said("invoice.tax_number"))
    if code != tax_number and uscc.is_valid(code) and uscc.is_valid(tax_number):
        tree.find("invoice.tax_number", "invoice.tax_number")
