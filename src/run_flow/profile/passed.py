"""Which rules a value has passed, by the field it is stated at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from run_flow.profile.rulebook import ERRANDS, RULES

if TYPE_CHECKING:
    from run_flow.profile.model import Profile

_DATE = ("date",)
_OF_NO_NUMBER = frozenset({"account.kind"})
"""Rules about the 服务号, named as those about a bank account's number are."""
_GROUPS: dict[str, tuple[str, ...]] = {
    "company.name": ("company_name",),
    "account.name": ("name",),
    "account.other_names": ("name",),
    "bank.name": ("bank",),
    "bank.account": ("account",),
    "bank.holder": ("holder",),
    "invoice.account": ("account",),
    "credit_code": ("uscc",),
    "tax_number": ("uscc", "invoice"),
    "kind": ("choice", "kind"),
    "naming": ("choice", "trademark"),
    "address": ("address", "province"),
    "scope": ("scope",),
    "established": _DATE,
    "valid_until": (*_DATE, "licence"),
    "id_number": ("id",),
    "id_valid_from": _DATE,
    "id_valid_until": _DATE,
    "consent": (*_DATE, "consent"),
    "phone": ("mobile", "phone"),
    "invoice.phone": ("telephone",),
    "emergency_phone": ("mobile", "emergency"),
    "landline": ("telephone",),
    "email": ("email",),
    "wechat": ("wechat",),
    "password": ("password",),
    "region": ("region",),
    "short_name": ("short_name",),
    "app_id": ("app_id",),
    "categories": ("categories", "category"),
    "services": ("services",),
    "remarks": ("remarks",),
    "mini_programs.name": ("name",),
    "legal_person.name": ("person_name",),
    "operator.name": ("person_name",),
    "administrator.name": ("person_name",),
    "principal.name": ("person_name",),
    "manager.name": ("person_name",),
    "icon": ("document", "icon"),
    "portrait": ("document", "portrait"),
}
_DOCUMENTS = frozenset(
    [
        "licence",
        "id_front",
        "id_back",
        "permit",
        "trademark",
        "letter",
        "hand_held",
        "authorization",
        "medical",
        "document",
        "others",
    ]
)


def passed(profile: Profile, field: str, *, errand: str | None = None) -> tuple[str, ...]:
    """Return the codes of the rules that looked at the dotted *field* for *errand* and had nothing against it.

    None, and a flow that is none of ours, stand for every errand.
    """
    broken = {finding.code for finding in profile.findings if finding.field == field}
    groups = _groups(field)
    looked = (code for code, rule in RULES.items() if errand not in ERRANDS or errand in rule.errands)
    about = (code for code in looked if code.partition(".")[0] in groups and code not in _OF_NO_NUMBER)
    return tuple(sorted(code for code in about if code not in broken))


def _groups(field: str) -> tuple[str, ...]:
    parts = [part for part in field.split(".") if not part.isdigit()]
    if parts[-1] in _DOCUMENTS:
        return ("document",)
    return _GROUPS.get(".".join(parts[-2:]), _GROUPS.get(parts[-1], ("value",)))
