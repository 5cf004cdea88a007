"""The profile: a company, its people, its accounts, its 小程序."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import PrivateAttr

from run_flow.profile.documents import Document, Icon
from run_flow.profile.facts import Facts, leaves
from run_flow.profile.fields import (
    AccountKind,
    Address,
    AppId,
    BankAccount,
    BankName,
    Categories,
    CompanyName,
    CreditCode,
    Date,
    Email,
    IdNumber,
    Introduction,
    InvoiceKind,
    Kind,
    Line,
    Mobile,
    Naming,
    Password,
    PastDate,
    PersonName,
    PortalName,
    ProgramName,
    Region,
    Remarks,
    Scope,
    Services,
    ShortName,
    Telephone,
    Until,
    Verification,
    WeChat,
)
from run_flow.profile.finding import Finding
from run_flow.profile.quoting import kind
from run_flow.profile.tree import Tree


class Company(Facts):
    """The company or 个体工商户, as its licence states it."""

    name: CompanyName
    credit_code: CreditCode
    kind: Kind
    address: Address
    scope: Scope
    licence: Document
    established: PastDate
    valid_until: Until


class Person(Facts):
    """Somebody whose sensitive facts are used; *consent* is the day on which the person agreed to that in writing."""

    name: PersonName
    id_number: IdNumber
    phone: Mobile
    consent: PastDate | None = None


class CardHolder(Person):
    """Somebody whose identity card is shown to the portal."""

    id_front: Document
    id_back: Document
    id_valid_from: PastDate
    id_valid_until: Until


class LegalPerson(CardHolder):
    """The legal representative (法定代表人), or the 经营者 of a 个体工商户."""


class Operator(CardHolder):
    """Who does the certification and answers the reviewers' call (运营者); *reachable*: at which hours."""

    landline: Telephone | None = None
    email: Email
    reachable: Line


class Administrator(Person):
    """Whose WeChat scans the portal's codes (管理员)."""

    wechat: WeChat


class Responsible(CardHolder):
    """Who answers for the entity or for its 小程序 before the authorities (主体负责人, 小程序负责人)."""

    emergency_phone: Mobile
    email: Email
    portrait: Document | None = None
    hand_held: Document | None = None


class Bank(Facts):
    """The company's account; a 个体工商户 may state its legal person's own card."""

    name: BankName
    account: BankAccount
    holder: Line
    permit: Document | None = None
    region: Region | None = None


class Account(Facts):
    """The 服务号; *password* where run-flow may type it, *certified_until* where it is certified already.

    *verification* is how the company is verified at the registration, where the page leaves the choice.
    """

    kind: AccountKind = "服务号"
    email: Email
    password: Password | None = None
    name: PortalName
    other_names: tuple[PortalName, ...] = ()
    introduction: Introduction
    region: Region
    verification: Verification | None = None
    naming: Naming
    trademark: Document | None = None
    certified_until: Date | None = None


class Invoice(Facts):
    """What the invoice says; `rules` tells which of it each kind needs."""

    kind: InvoiceKind
    title: Line | None = None
    tax_number: CreditCode | None = None
    email: Email | None = None
    address: Address | None = None
    phone: Telephone | None = None
    bank: BankName | None = None
    account: BankAccount | None = None


class PreApproval(Facts):
    """One approval that must precede the filing: its kind as the page names it, number and document."""

    kind: Line
    number: Line
    document: Document


class ProgramFiling(Facts):
    """What the filing says of one 小程序; no *pre_approval* is 以上都不涉及."""

    services: Services
    pre_approval: tuple[PreApproval, ...] = ()
    remarks: Remarks


class MiniProgram(Facts):
    """One 小程序; its AppID where it is registered already, *certified_until* where it is certified by itself."""

    name: ProgramName
    short_name: ShortName | None = None
    introduction: Introduction
    icon: Icon
    categories: Categories
    email: Email
    password: Password | None = None
    app_id: AppId | None = None
    certified_until: Date | None = None
    filing: ProgramFiling | None = None


class Filing(Facts):
    """The entity's part of the filing (备案): *address* starts after the district, *sponsor* is the company itself."""

    region: Region
    address: Address
    sponsor: CompanyName | None = None
    principal: Responsible
    authorization: Document | None = None
    manager: Responsible | None = None
    medical: Document | None = None
    remarks: Line | None = None
    others: tuple[Document, ...] = ()


class Confirmed(Facts):
    """What a person made sure of, and on which day; `rules.confirmed` tells which errand needs what."""

    wechat: PastDate | None = None
    emails: PastDate | None = None
    registrations: PastDate | None = None
    names: PastDate | None = None
    active: PastDate | None = None
    calls: PastDate | None = None
    finance: PastDate | None = None
    filed_elsewhere: PastDate | None = None
    sms: PastDate | None = None
    face: PastDate | None = None


class Profile(Facts):
    """Everything a flow needs to know of one company; made by `run_flow.profile.load` only."""

    company: Company
    legal_person: LegalPerson
    operator: Operator
    administrator: Administrator
    bank: Bank
    account: Account
    invoice: Invoice
    letter: Document | None = None
    mini_programs: tuple[MiniProgram, ...] = ()
    filing: Filing | None = None
    confirmed: Confirmed

    _tree: Tree = PrivateAttr(default_factory=lambda: Tree(""))
    _findings: tuple[Finding, ...] = PrivateAttr(default=())

    def stand(self, tree: Tree, *, findings: tuple[Finding, ...]) -> None:
        """Remember where each value was stated, and what does not stop."""
        self._tree, self._findings = tree, findings

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the warnings, and the errors that do not matter to the errand it was loaded for."""
        return self._findings

    @property
    def key(self) -> str:
        """Return what identifies the case: this company with this 服务号, wherever the file lies."""
        return _sha256(f"{self.company.credit_code}\n{self.account.email.lower()}".encode())

    @property
    def digest(self) -> str:
        """Return a hash of all values and of the documents' bytes."""
        said = {
            field: _sha256(value.read_bytes()) if isinstance(value, Path) else str(value)
            for field, value in leaves(self)
            if value is not None
        }
        return _sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode())

    def secrets(self) -> list[tuple[str, str]]:
        """Return each value that must not be seen, with its kind as `redact.masked` knows it."""
        found = [
            (kind(field) or ("secret" if field in self._tree.secrets else ""), value)
            for field, value in leaves(self)
            if isinstance(value, str)
        ]
        if self.bank.holder == self.legal_person.name:
            found.append(("name", self.bank.holder))
        return list(dict.fromkeys((kind_, value) for kind_, value in found if kind_))

    def public(self) -> list[str]:
        """Return each value that anybody may see."""
        secret = {value for _kind, value in self.secrets()}
        told = [str(value) for _field, value in leaves(self) if not isinstance(value, Path)]
        return [value for value in dict.fromkeys(told) if value not in secret and value != "None"]

    def stated(self) -> dict[str, Any]:
        """Return what stands at each dotted path: a text, several in one value, or sha256 and size of a document."""
        return {field: _stated(value) for field, value in leaves(self) if value is not None and value != ()}

    def where(self, field: str) -> str:
        """Return "profile.yaml:12:5" of the dotted *field*, or of the nearest key above it."""
        while field and field not in self._tree.places:
            field = field.rpartition(".")[0]
        line, column = self._tree.places.get(field, (1, 1))
        return f"{self._tree.file}:{line}:{column}"

    def documents(self) -> list[tuple[str, Path]]:
        """Return each document's dotted field and path."""
        return [(field, value) for field, value in leaves(self) if isinstance(value, Path)]


def _stated(value: Any) -> Any:
    if isinstance(value, Path):
        content = value.read_bytes()
        return {"sha256": _sha256(content), "size": len(content)}
    return [str(part) for part in value] if isinstance(value, tuple) else str(value)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
