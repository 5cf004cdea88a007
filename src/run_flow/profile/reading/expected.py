"""What is expected on which document: one small table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from run_flow.language import N_
from run_flow.profile.reading.text import plain
from run_flow.redact import masked

Proof = Literal["", "credit_code", "id_number"]
Facts = Mapping[str, str]
_PROVABLE = 18


@dataclass(frozen=True)
class Expected:
    """One value of the profile that a document must show, in any of the *forms* it is printed in."""

    field: str
    forms: tuple[str, ...]
    mask: str
    proof: Proof
    running: bool

    @property
    def stated(self) -> str:
        """Return the value as a person may see it."""
        return self.shown(self.forms[0])

    def shown(self, text: str) -> str:
        """Return *text* as a person may see it in this value's place."""
        return masked(self.mask, text) if self.mask else text


def _as_typed(field: str, facts: Facts) -> tuple[str, ...]:
    return (facts.get(field, ""),)


def _as_dated(field: str, facts: Facts) -> tuple[str, ...]:
    """Write a date as licences do, with and without zeros."""
    try:
        day = date.fromisoformat(facts.get(field, "").strip())
    except ValueError:
        return ()
    return f"{day:%Y年%m月%d日}", f"{day.year}年{day.month}月{day.day}日"


def _as_term(field: str, facts: Facts) -> tuple[str, ...]:
    """Write a term as identity cards do: 2016.07.01-2036.07.01 or 2016.07.01-长期."""
    begun, ends = facts.get(field.replace("until", "from"), ""), facts.get(field, "")
    return (f"{begun.strip().replace('-', '.')}-{ends.strip().replace('-', '.')}",) if begun and ends else ()


@dataclass(frozen=True)
class Value:
    """A value on a kind of document; ``{whose}`` is the section the document stands in."""

    field: str
    mask: str = ""
    proof: Proof = ""
    forms: Callable[[str, Facts], tuple[str, ...]] = _as_typed
    running: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of document: its name for people, and what is on it."""

    name: str
    values: tuple[Value, ...]


KINDS: Mapping[str, Kind] = {
    "licence": Kind(
        N_("营业执照"),
        (
            Value("company.name"),
            Value("company.credit_code", proof="credit_code"),
            Value("legal_person.name", mask="name"),
            Value("company.established", forms=_as_dated, running=True),
        ),
    ),
    "id_front": Kind(
        N_("身份证人像面"),
        (Value("{whose}.name", mask="name"), Value("{whose}.id_number", mask="id_number", proof="id_number")),
    ),
    "id_back": Kind(N_("身份证国徽面"), (Value("{whose}.id_valid_until", forms=_as_term),)),
    "permit": Kind(
        N_("开户证明或银行卡"),
        (Value("bank.holder", mask="name"), Value("bank.account", mask="account"), Value("bank.name")),
    ),
    "letter": Kind(
        N_("申请公函"),
        (Value("company.name", running=True), Value("company.credit_code", proof="credit_code", running=True)),
    ),
}


def kind_of(document: str) -> Kind | None:
    """Return the kind of the *document* at a dotted field, None where nothing is expected on it."""
    return KINDS.get(document.rpartition(".")[2])


def expected_on(document: str, facts: Facts) -> list[Expected]:
    """Return what the *document* at a dotted field must show; what the profile leaves out is not expected."""
    kind = kind_of(document)
    return list(_expected(document.rpartition(".")[0], kind, facts)) if kind else []


def _expected(whose: str, kind: Kind, facts: Facts) -> Iterator[Expected]:
    for value in kind.values:
        field = value.field.format(whose=whose)
        forms = value.forms(field, facts)
        least = _PROVABLE if value.proof else 1  # another length has a finding of its own
        if forms and all(len(plain(form)) >= least for form in forms):
            yield Expected(field, forms, value.mask, value.proof, value.running)
