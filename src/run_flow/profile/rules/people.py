"""The people: who is who, whose phone is whose, whose card is valid until when."""

from __future__ import annotations

from datetime import date, timedelta

from run_flow.language import N_, _
from run_flow.profile.fields import FOREVER
from run_flow.profile.numbers import plain
from run_flow.profile.rules.texts import CARD_HOLDERS, Somebody, day, filing_starts, mobile, people
from run_flow.profile.tree import Tree

_MONTH, _QUARTER = timedelta(days=30), timedelta(days=90)
_TERMS = (5, 10, 20)  # years for which a card is issued; 长期 from the age of 46
_LASTING_FROM = 46

TITLES = {
    "legal_person": N_("法定代表人"),
    "operator": N_("运营者"),
    "administrator": N_("管理员"),
    "filing.principal": N_("主体负责人"),
    "filing.manager": N_("小程序负责人"),
}


def look(tree: Tree, *, today: date) -> None:
    """Look at everybody who is stated."""
    _numbers_and_names_agree(tree)
    _no_phone_is_shared(tree)
    for role in CARD_HOLDERS:
        if tree.has(role):
            _card_is_valid(tree, role, today)
            _card_runs_for_a_term(tree, role)
    for person in people(tree):
        if not tree.said(f"{person.role}.consent"):
            tree.find(f"{person.role}.consent", "consent.missing", name=_(TITLES[person.role]))


def _numbers_and_names_agree(tree: Tree) -> None:
    everybody = people(tree)
    for place, person in enumerate(everybody):
        for earlier in everybody[:place]:
            if person.number and person.number == earlier.number and person.name and person.name != earlier.name:
                tree.find(f"{person.role}.name", "person.differs")
                break
            if person.name and person.name == earlier.name and person.number != earlier.number:
                tree.find(f"{person.role}.id_number", "person.two_numbers")
                break


def _no_phone_is_shared(tree: Tree) -> None:
    owners: dict[str, Somebody] = {}
    for person in people(tree):
        phone = mobile(tree.said(f"{person.role}.phone"))
        owner = owners.setdefault(phone, person)
        if phone and not owner.may_be(person):
            tree.find(f"{person.role}.phone", "phone.shared", who=_(TITLES[owner.role]))
    for role in ("filing.principal", "filing.manager"):
        own, emergency = (mobile(tree.said(f"{role}.{key}")) for key in ("phone", "emergency_phone"))
        if own and own == emergency:
            tree.find(f"{role}.emergency_phone", "emergency.own")


def _card_is_valid(tree: Tree, role: str, today: date) -> None:
    field = f"{role}.id_valid_until"
    since, until = day(tree.said(f"{role}.id_valid_from")), day(tree.said(field))
    if until is None:
        return
    lead, days = filing_starts(tree), (until - today).days
    if since and until <= since:
        tree.find(field, "id.order")
    elif until < today:
        tree.find(field, "id.expired")
    elif until < today + lead + _MONTH and role.startswith("filing."):
        tree.find(field, "id.too_short", days=days, lead=lead.days)
    elif until < today + lead + _QUARTER:
        tree.find(field, "id.expires_soon", days=days, lead=lead.days)


def _card_runs_for_a_term(tree: Tree, role: str) -> None:
    since, said = day(tree.said(f"{role}.id_valid_from")), tree.said(f"{role}.id_valid_until")
    until, number = day(said), plain(tree.said(f"{role}.id_number"))
    if since and until and until > since and not any(_later(since, years) == until for years in _TERMS):
        tree.find(f"{role}.id_valid_until", "id.term")
    if since and said in FOREVER and number[6:10].isdigit() and since.year - int(number[6:10]) < _LASTING_FROM:
        tree.find(f"{role}.id_valid_until", "id.lasting", years=_LASTING_FROM)


def _later(since: date, years: int) -> date:
    """Return the same day *years* later; the 29th of February becomes the 1st of March where there is none."""
    try:
        return since.replace(year=since.year + years)
    except ValueError:
        return date(since.year + years, 3, 1)
