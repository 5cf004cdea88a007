"""The profile: a company, its people, its accounts, its 小程序."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, PrivateAttr

from run_flow.profile.documents import Document, Icon
from run_flow.profile.fields import (
    Address,
    AppId,
    BankAccount,
    BankName,
    Categories,
    CompanyName,
    CreditCode,
    Email,
    IdNumber,
    Introduction,
    InvoiceKind,
    Kind,
    Line,
    Mobile,
    Naming,
    PastDate,
    PersonName,
    PortalName,
    Region,
    Telephone,
    Until,
    WeChat,
    some,
)

_SECRETS = {
    "id_number": "id_number",
    "phone": "phone",
    "landline": "phone",
    "email": "email",
    "wechat": "wechat",
    "account": "account",
}
_PEOPLE = ("legal_person", "operator", "administrator")


class Facts(BaseModel):
    """Facts stated once: frozen, no key unknown, no value in any error or repr."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        return []


class Company(Facts):
    """The company or 个体工商户, as its licence states it."""

    name: CompanyName
    credit_code: CreditCode
    kind: Kind
    address: Address
    licence: Document
    established: PastDate
    valid_until: Until


class LegalPerson(Facts):
    """The legal representative (法定代表人), or the 经营者 of a 个体工商户."""

    name: PersonName
    id_number: IdNumber
    id_front: Document
    id_back: Document
    phone: Mobile


class Operator(Facts):
    """Who does the certification and answers the reviewers' call (运营者)."""

    name: PersonName
    id_number: IdNumber
    id_front: Document
    id_back: Document
    phone: Mobile
    landline: Telephone | None = None
    email: Email


class Administrator(Facts):
    """Whose WeChat scans the portal's codes (管理员)."""

    name: PersonName
    id_number: IdNumber
    wechat: WeChat
    phone: Mobile


class Bank(Facts):
    """The company's account; a 个体工商户 may state its legal person's own card."""

    name: BankName
    account: BankAccount
    holder: Line


class Account(Facts):
    """The 服务号."""

    email: Email
    name: PortalName
    introduction: Introduction
    region: Region
    naming: Naming
    trademark: Document | None = None


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


class MiniProgram(Facts):
    """One 小程序; its AppID where it is registered already."""

    name: PortalName
    introduction: Introduction
    icon: Icon
    categories: Categories
    email: Email
    app_id: AppId | None = None


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
    mini_programs: Annotated[tuple[MiniProgram, ...], AfterValidator(some)]

    _file: str = PrivateAttr(default="")
    _places: dict[str, tuple[int, int]] = PrivateAttr(default_factory=dict)

    def stand(self, *, file: str, places: Mapping[str, tuple[int, int]]) -> None:
        """Remember where each value was stated."""
        self._file = file
        self._places = dict(places)

    @property
    def key(self) -> str:
        """Return what identifies the case: this company with this 服务号, wherever the file lies."""
        return _sha256(f"{self.company.credit_code}\n{self.account.email.lower()}".encode())

    @property
    def digest(self) -> str:
        """Return a hash of all values and of the documents' bytes."""
        said = {
            field: _sha256(value.read_bytes()) if isinstance(value, Path) else str(value)
            for field, value in _leaves(self, "")
            if value is not None
        }
        return _sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode())

    def secrets(self) -> list[tuple[str, str]]:
        """Return each value that must not be seen, with its kind as `redact.masked` knows it."""
        found = [(_kind(field), value) for field, value in _leaves(self, "") if isinstance(value, str)]
        if self.bank.holder == self.legal_person.name:
            found.append(("name", self.bank.holder))
        return list(dict.fromkeys((kind, value) for kind, value in found if kind))

    def where(self, field: str) -> str:
        """Return "profile.yaml:12:5" of the dotted *field*, or of the nearest key above it."""
        while field and field not in self._places:
            field = field.rpartition(".")[0]
        line, column = self._places.get(field, (1, 1))
        return f"{self._file}:{line}:{column}"

    def documents(self) -> list[tuple[str, Path]]:
        """Return each document's dotted field and path."""
        return [(field, value) for field, value in _leaves(self, "") if isinstance(value, Path)]


def _leaves(value: Any, field: str) -> Iterator[tuple[str, Any]]:
    """Walk every value with its dotted field; several values in one, such as a region, stay together."""
    if isinstance(value, Facts):
        for name in type(value).model_fields:
            yield from _leaves(getattr(value, name), f"{field}.{name}".removeprefix("."))
    elif isinstance(value, tuple) and value and isinstance(value[0], Facts):
        for number, item in enumerate(value):
            yield from _leaves(item, f"{field}.{number}")
    else:
        yield field, value


def _kind(field: str) -> str:
    """Return the secret kind of *field*, or "" where it is public."""
    above, _dot, name = field.rpartition(".")
    if name == "name" and above in _PEOPLE:
        return "name"
    return _SECRETS.get(name, "")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
