"""What may be found beside a planted fault, because it follows from it."""

from __future__ import annotations

_OTHER_NUMBER = {"person.two_numbers", "id.lasting", "manager.not_administrator", "phone.shared"}
_OTHER_DATES = {"id.term", "id.order"}
"""Who is stated once may state one of the two dates again."""
_OTHER_NAME = {"short_name.order", "name.filing"}
_OTHER_HOLDER = {"holder.mismatch", "holder.stranger", "account.length", "account.personal"}
"""The account of a 个体工商户 may be its head's: whose it is decides how many digits it has."""

FOLLOWS: dict[str, set[str]] = {
    "account.format": {"account.length"},
    "account.personal": {"account.length"},
    "bank.branch": {"account.length"},
    "choice.unknown": _OTHER_HOLDER
    | {"key.missing", "consent.missing"},  # a person that is nobody; a kind that is none
    "company_name.characters": _OTHER_HOLDER,
    "company_name.length": _OTHER_HOLDER,
    "date.format": {"id.lasting", "id.term"},
    "date.future": {"id.term", "id.order", "id.lasting", "licence.order"},
    "email.format": {"email.typo"},
    "email.typo": {"email.shared"},
    "holder.mismatch": {"account.length"},
    "holder.stranger": {"account.length"},
    "kind.mismatch": _OTHER_HOLDER | {"limit.monthly", "limit.certified"},
    "key.missing": {"consent.missing", "invoice.missing"},
    "limit.certified": {"limit.linked"},
    "limit.linked": {"limit.certified"},
    "limit.monthly": {"limit.person"},
    "limit.person": {"limit.monthly"},
    "mobile.format": {"telephone.format"},
    "name.gbk": _OTHER_NAME | {"name.symbol"},
    "name.symbol": _OTHER_NAME,
    "person.differs": {"holder.mismatch", "holder.stranger"},
    "person.two_numbers": _OTHER_NUMBER,
    "person_name.format": _OTHER_HOLDER | {"person.differs", "manager.not_administrator", "authorization.missing"},
    "program.repeated": _OTHER_NAME,
    "region.format": {"region.unknown", "province.mismatch"},
    "short_name.length": {"short_name.order"},
    "uscc.organisation": {"invoice.tax_number"},
    "uscc.region": {"province.mismatch", "invoice.tax_number"},
    "value.characters": _OTHER_HOLDER | _OTHER_NAME | {"name.symbol", "person.differs", "address.region_repeated"},
    "value.length": {"remarks.vague"},
    "value.mapping": {"invoice.missing"},
    "value.text": _OTHER_HOLDER | {"invoice.missing"},
    "yaml.recursion": {"value.text"},
}


def follows(code: str) -> set[str]:
    """Return the codes that may be found beside a planted fault of the rule *code*."""
    if code.startswith("id."):
        return _OTHER_NUMBER | _OTHER_DATES | FOLLOWS.get(code, set())
    if code.startswith("name."):
        return _OTHER_NAME | FOLLOWS.get(code, set())
    if code.startswith("password."):
        return {"password.plain"}
    return FOLLOWS.get(code, set())
