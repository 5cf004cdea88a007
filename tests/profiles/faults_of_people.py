"""Faults of what the people of a profile say together."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.profiles import numerals
from tests.profiles.faults import at, drop, fact, in_values, put, roles
from tests.profiles.valid import TODAY, Facts

_CARDS = ("legal_person", "operator", "filing.principal", "filing.manager")


def _pair(dice: Random, facts: Facts, *, same: bool, keys: tuple[str, ...]) -> tuple[str, str] | None:
    """Return two roles of the same person, or of two, that both state the *keys* themselves, in order."""
    said = [role for role in roles(facts) if all(key in at(facts, role) for key in keys)]
    pairs = [
        (one, two)
        for place, two in enumerate(said)
        for one in said[:place]
        if (fact(facts, one, "id_number") == fact(facts, two, "id_number")) is same
    ]
    return dice.choice(pairs) if pairs else None


@in_values("person.differs")
def _differs(dice: Random, facts: Facts) -> str | None:
    pair = _pair(dice, facts, same=True, keys=("name", "id_number"))
    return pair and put(facts, f"{pair[1]}.name", "另一个名字")


@in_values("person.two_numbers")
def _two_numbers(dice: Random, facts: Facts) -> str | None:
    pair = _pair(dice, facts, same=True, keys=("name", "id_number"))
    return pair and put(facts, f"{pair[1]}.id_number", numerals.with_id_check("44010519880808002"))


@in_values("phone.shared")
def _phone(dice: Random, facts: Facts) -> str | None:
    pair = _pair(dice, facts, same=False, keys=("phone",))
    return pair and put(facts, f"{pair[1]}.phone", dice.choice(["", "+86 "]) + at(facts, f"{pair[0]}.phone"))


@in_values("emergency.own")
def _emergency(dice: Random, facts: Facts) -> str | None:
    role = dice.choice(["filing.principal", "filing.manager"])
    return put(facts, f"{role}.emergency_phone", fact(facts, role, "phone")) if at(facts, role) else None


def _card(dice: Random, facts: Facts, *, filing: bool = False) -> str | None:
    said = [
        role for role in _CARDS if at(facts, role) and {"id_valid_from", "id_valid_until"} <= at(facts, role).keys()
    ]
    said = [role for role in said if role.startswith("filing.") or not filing]
    return dice.choice(said) if said else None


def _valid(facts: Facts, role: str | None, until: date, years: int) -> str | None:
    if role is None:
        return None
    until -= timedelta(days=(until.month, until.day) == (2, 29))
    put(facts, f"{role}.id_valid_from", str(numerals.years_later(until, -years)))
    return put(facts, f"{role}.id_valid_until", str(until))


@in_values("id.expired")
def _expired(dice: Random, facts: Facts) -> str | None:
    return _valid(facts, _card(dice, facts), TODAY - timedelta(days=dice.randint(1, 3000)), dice.choice([5, 10, 20]))


@in_values("id.too_short")
def _too_short(dice: Random, facts: Facts) -> str | None:
    return _valid(facts, _card(dice, facts, filing=True), TODAY + timedelta(days=dice.randint(0, 28)), 10)


@in_values("id.expires_soon")
def _expires_soon(dice: Random, facts: Facts) -> str | None:
    return _valid(facts, _card(dice, facts), TODAY + timedelta(days=dice.randint(56, 88)), 20)


@in_values("id.term")
def _term(dice: Random, facts: Facts) -> str | None:
    return _valid(facts, _card(dice, facts), TODAY + timedelta(days=dice.randint(116, 900)), dice.choice([7, 11, 30]))


@in_values("id.order")
def _order(dice: Random, facts: Facts) -> str | None:
    return _valid(facts, _card(dice, facts), date(2015, 3, 1), dice.choice([0, -1, -5]))


@in_values("id.lasting")
def _lasting(dice: Random, facts: Facts) -> str | None:
    role = _card(dice, facts)
    if role is None or int(at(facts, f"{role}.id_valid_from")[:4]) - int(fact(facts, role, "id_number")[6:10]) >= 46:
        return None
    return put(facts, f"{role}.id_valid_until", "长期")


@in_values("consent.missing")
def _consent(dice: Random, facts: Facts) -> str | None:
    said = [role for role in roles(facts) if "consent" in at(facts, role) and "same_as" not in at(facts, role)]
    return drop(facts, f"{dice.choice(said)}.consent")
