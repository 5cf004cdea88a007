"""What two fields say together; looked at even while other fields are still wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from run_flow.language import _
from run_flow.profile.tree import Tree

_KIND_OF_PREFIX = {"91": "企业", "92": "个体工商户"}
_INVOICE_NEEDS: Mapping[str, tuple[str, ...]] = {
    "普通发票": ("title", "tax_number", "email"),
    "专用发票": ("title", "tax_number", "email", "address", "phone", "bank", "account"),
}


def look(tree: Tree) -> None:
    """Add a finding to *tree* for each rule that is broken by values that are there."""
    _kind_matches_code(tree)
    _dates_are_in_order(tree)
    _holder_is_the_company(tree)
    _trademark_is_there(tree)
    _invoice_is_complete(tree)


def folded(text: str) -> str:
    """Return *text* as names are compared: one width of letters and brackets, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _kind_matches_code(tree: Tree) -> None:
    kind, code = _said(tree, "company.kind"), folded(_said(tree, "company.credit_code"))
    by_code = _KIND_OF_PREFIX.get(code[:2])
    if kind in _KIND_OF_PREFIX.values() and by_code and kind != by_code:
        message = _("统一社会信用代码以 {prefix} 开头，是{kind}。").format(prefix=code[:2], kind=by_code)
        tree.find("company.kind", "kind.mismatch", message, _("照营业执照的“类型”一栏改正。"))


def _dates_are_in_order(tree: Tree) -> None:
    established, until = _said(tree, "company.established"), _said(tree, "company.valid_until")
    if until[:1].isdigit() and len(until) == len(established) and until <= established:
        message = _("营业期限早于成立日期。")
        tree.find("company.valid_until", "licence.order", message, _("照营业执照核对两个日期。"))


def _holder_is_the_company(tree: Tree) -> None:
    holder, company = folded(_said(tree, "bank.holder")), folded(_said(tree, "company.name"))
    head = folded(_said(tree, "legal_person.name"))
    if not holder or not company or holder == company:
        return
    if _said(tree, "company.kind") == "个体工商户":
        if head and holder != head:
            message = _("开户名称既不是店铺名称，也不是经营者姓名。")
            tree.find("bank.holder", "holder.mismatch", message, _("照银行的户名填写。"))
        return
    message = _("开户名称与企业名称不一致。")
    tree.find("bank.holder", "holder.mismatch", message, _("用企业自己的对公账户，户名照营业执照填写。"))


def _trademark_is_there(tree: Tree) -> None:
    if _said(tree, "account.naming") == "商标" and not _said(tree, "account.trademark"):
        mend = _("加上商标注册证书的图片，或把 naming 改成“自选词汇”。")
        tree.find("account.trademark", "trademark.missing", _("命名依据是商标，缺少商标注册证书。"), mend)


def _invoice_is_complete(tree: Tree) -> None:
    kind = _said(tree, "invoice.kind")
    for name in _INVOICE_NEEDS.get(kind, ()):
        if not _said(tree, f"invoice.{name}"):
            message = _("{kind}需要填写 {name}。").format(kind=kind, name=name)
            mend = _("在 invoice 下面补上 {name}，或改发票类型。").format(name=name)
            tree.find(f"invoice.{name}", "invoice.missing", message, mend)


def _said(tree: Tree, dotted: str) -> str:
    """Return the text of *dotted*, "" where there is none."""
    value: Any = tree.values
    for part in dotted.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value.strip() if isinstance(value, str) else ""
