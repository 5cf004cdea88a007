"""The 服务号 and the 小程序 as accounts: passwords, certification, trademark, region."""

from __future__ import annotations

from datetime import date, timedelta

from run_flow.profile import regions
from run_flow.profile.rules.texts import day
from run_flow.profile.tree import Tree

_RENEW_FIRST = timedelta(days=15)


def look(tree: Tree, *, today: date) -> None:
    """Look at each account."""
    for account in ("account", *tree.items("mini_programs")):
        if tree.said(f"{account}.password") and f"{account}.password" not in tree.secrets:
            tree.find(f"{account}.password", "password.plain")
    until = day(tree.said("account.certified_until"))
    if until and until < today + _RENEW_FIRST:
        tree.find("account.certified_until", "certification.ends")
    if tree.said("account.naming") == "商标" and not tree.said("account.trademark"):
        tree.find("account.trademark", "trademark.missing")
    for field in ("account.region", "bank.region", "filing.region"):
        parts = [part.strip() for part in tree.said(field).split("/")]
        if len(parts) > 1 and all(parts) and not regions.known(parts):
            tree.find(field, "region.unknown")
