"""What the portal calls a field where no form of ours says so: its own ids, and its reviewers' words.

The ids are those of the portal's page code and of its filing interface (docs/portal.md, C-24).
"""

from __future__ import annotations

_NAMES = {
    "营业执照": "company.licence",
    "申请公函": "letter",
    "公函": "letter",
    "电话回访": "operator.phone",
    "授权书": "filing.authorization",
    "customer_type": "company.kind",
    "name": "company.name",
    "registered_id": "company.credit_code",
    "business_license_stuff": "company.licence",
    "application_letter": "letter",
    "legal_person_name": "legal_person.name",
    "legal_person_idcard": "legal_person.id_number",
    "mp_operator_name": "operator.name",
    "mp_operator_idcard": "operator.id_number",
    "mp_operator_mobile": "operator.phone",
    "mp_operator_landline": "operator.landline",
    "mp_operator_email": "operator.email",
    "account_name": "bank.holder",
    "bank_account": "bank.account",
    "bank_name": "bank.name",
    "nick_name": "account.name",
    "brand_register_stuff": "account.trademark",
    "authorization_letter": "filing.authorization",
    "icp_subject.principal_info.mobile": "filing.principal.phone",
}


def path_named(name: str) -> str:
    """Return the profile's path of the field that the portal calls *name*, "" where that is not known."""
    return _NAMES.get(name.strip(), "")
