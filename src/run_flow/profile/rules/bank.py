"""The bank account, and whose it is."""

from __future__ import annotations

import re

from stdnum import luhn

from run_flow.profile.numbers import plain
from run_flow.profile.rules.texts import folded
from run_flow.profile.tree import Tree

_BANKS: dict[str, tuple[str, str]] = {
    "工商银行": ("16-19", "16,19,26,29"),
    "交通银行": ("16-19,21", "8,18,20,21,24,27"),
    "招商银行": ("10,12,15,16", "13,15-21"),
    "民生银行": ("12,16", "9,15,16,20"),
    "中信银行": ("16,19", "19"),
    "浦发银行": ("12,16", "13-20,23"),
    "浦东发展银行": ("12,16", "13-20,23"),
    "兴业银行": ("16,18", "17,18,22,24"),
    "光大银行": ("16,17", "17,21-30"),
    "广发银行": ("16,18,19", "15,17-20,23-25"),
    "平安银行": ("11,13,14,16,19", "13,14,18"),
    "北京银行": ("13,16", "21,23,28"),
    "华夏银行": ("16", "16,17,22"),
    "农业银行": ("16,18,19", "17,19,27"),
    "建设银行": ("16-20", "16,19,20,24-27"),
    "邮政储蓄": ("14,18,19", "16,18,23"),
    "中国银行": ("12,16,18,19", "12,18,19"),
    "宁波银行": ("16,17,19", "16,17,19,23"),
}
"""Digits of a person's account, and of a company's, by a word of the bank's name (the table of 微信支付, 2022-02-28)."""

_MOST_DIGITS = 30
_BRANCH = re.compile(r"(支行|分行|营业部|分理处|营业室|信用社|储蓄所|营业所|总行|分社|信用合作社)")
_BANK = re.compile(r"(银行|信用社|信用联社|信用合作联?社)")


def look(tree: Tree) -> None:
    """Look at the account, its bank and its holder."""
    holder, company = folded(tree.said("bank.holder")), folded(tree.said("company.name"))
    head, household = folded(tree.said("legal_person.name")), tree.said("company.kind") == "个体工商户"
    own = bool(household and head and holder == head)
    if holder and company and holder != company and not own:
        if not household:
            tree.find("bank.holder", "holder.mismatch")
        elif head:
            tree.find("bank.holder", "holder.stranger")
    if own and tree.said("account.verification") == "支付验证":
        tree.find("account.verification", "verification.holder")
    _account_is_of_that_bank(tree, own=own)
    if not household and _is_a_card(plain(tree.said("bank.account"))):
        tree.find("bank.account", "account.personal")
    bank = tree.said("bank.name")
    if bank and not (_BANK.search(bank) and _BRANCH.search(bank)):
        tree.find("bank.name", "bank.branch")


def lengths(table: str) -> set[int]:
    """Return the numbers that "16,19-21" stands for."""
    ends = [part.split("-") for part in table.split(",")]
    return {number for end in ends for number in range(int(end[0]), int(end[-1]) + 1)}


def _account_is_of_that_bank(tree: Tree, *, own: bool) -> None:
    bank, account = folded(tree.said("bank.name")), plain(tree.said("bank.account"))
    table = next((_BANKS[word] for word in _BANKS if word in bank), None)
    if not account.isdigit() or not bank:
        return
    allowed = lengths(table[0] if own else table[1]) if table else set(range(_MOST_DIGITS + 1))
    if len(account) not in allowed:
        tree.find("bank.account", "account.length", count=len(account))


def _is_a_card(account: str) -> bool:
    """Tell whether *account* looks like a person's UnionPay card: 62…, 16 to 19 digits, with a right check digit."""
    return bool(re.fullmatch(r"62[0-9]{14,17}", account)) and luhn.is_valid(account)
