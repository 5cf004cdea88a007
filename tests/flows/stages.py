"""How far somebody has come with the certification by hand before run-flow is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from tests.mock.clerk import Clerk

from run_flow.profile import Profile

STAGES = ("", "filled", "submitted", "paid", "reviewed")
NAMING = {"自选词汇": "1", "商标": "2"}
INVOICE = {"不开发票": "0", "普通发票": "1", "专用发票": "2"}


def bring(clerk: Clerk, profile: Profile, *, to: str) -> None:
    """Let *clerk* go by hand to a stage: drafted (with other values), filled, submitted, paid, reviewed; "" is nowhere."""
    if to == "drafted":
        clerk.fill()
        return
    at = STAGES.index(to)
    if at >= STAGES.index("filled"):
        fill(clerk, profile)
    if at >= STAGES.index("submitted"):
        clerk.submit()
    if at >= STAGES.index("paid"):
        clerk.pay()
    if at >= STAGES.index("reviewed"):
        clerk.phone("phone/bank/deposit")
        clerk.amount(clerk.look("state")["deposit"]["amount"])


def fill(clerk: Clerk, profile: Profile) -> None:
    """Fill everything in as the profile states it (scenario facts)."""
    account, invoice = profile.account, profile.invoice
    clerk.agree()
    naming = {"naming_basis": NAMING[account.naming], "nick_name": account.name}
    if account.trademark:
        naming["brand_register_stuff"] = [uploaded(clerk, "brand_register_stuff", account.trademark)]
    facts = invoice.model_dump(exclude={"kind", "tax_number"}, exclude_none=True)
    bill = {"invoice_type": INVOICE[invoice.kind], "tax_number": invoice.tax_number}
    bill |= {f"invoice_{name}": value for name, value in facts.items()}
    for step, values in (("stuff", clerk.prove(materials(clerk, profile))), ("naming", naming), ("invoice", bill)):
        assert clerk.save(step, values)["base_resp"]["ret"] == 0


def materials(clerk: Clerk, profile: Profile) -> dict[str, object]:
    """Return the values of 填写资料; those that the portal does not ask for are left aside by it."""
    company, operator, person, bank = profile.company, profile.operator, profile.legal_person, profile.bank
    return clerk.materials(
        business_license_stuff=[uploaded(clerk, "business_license_stuff", company.licence)],
        established=str(company.established),
        valid_until=str(company.valid_until),
        legal_person_name=person.name,
        legal_person_idcard=person.id_number,
        mp_operator_name=operator.name,
        mp_operator_idcard=operator.id_number,
        mp_operator_mobile=operator.phone,
        mp_operator_landline=operator.landline or "",
        mp_operator_email=operator.email,
        account_name=bank.holder,
        bank_account=bank.account,
        bank_name=bank.name,
    )


def uploaded(clerk: Clerk, field: str, path) -> str:
    """Upload a document and return the portal's name for it."""
    return clerk.upload(field, path.read_bytes(), path.name)["id"]


def one_quickly(name: str, names: Iterable[str]) -> list[Any]:
    """Return *names* as parameters: *name* is tried by every `make test`, the others by `make matrix`."""
    return [pytest.param(each, marks=() if each == name else pytest.mark.matrix) for each in names]
