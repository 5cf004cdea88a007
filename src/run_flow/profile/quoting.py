"""A line of the profile as a finding may show it."""

from __future__ import annotations

import re

from run_flow.profile.finding import harmless
from run_flow.redact import masked

SECRETS = {
    "id_number": "id_number",
    "phone": "phone",
    "landline": "phone",
    "emergency_phone": "phone",
    "email": "email",
    "wechat": "wechat",
    "account": "account",
    "password": "password",
}
PEOPLE = ("legal_person", "operator", "administrator", "principal", "manager")
SHOWN = frozenset(
    [
        "name",
        "credit_code",
        "kind",
        "address",
        "scope",
        "licence",
        "established",
        "valid_until",
        "same_as",
        "consent",
        "id_front",
        "id_back",
        "id_valid_from",
        "id_valid_until",
        "reachable",
        "portrait",
        "hand_held",
        "holder",
        "permit",
        "naming",
        "verification",
        "other_names",
        "introduction",
        "region",
        "trademark",
        "certified_until",
        "title",
        "tax_number",
        "bank",
        "letter",
        "short_name",
        "icon",
        "categories",
        "app_id",
        "services",
        "remarks",
        "number",
        "document",
        "sponsor",
        "authorization",
        "medical",
        "others",
        "off",
        "work",
    ]
)
"""The keys whose values may be seen; those of `confirmed` may too. What is no known key shows no value at all."""

_CODES = ("credit_code", "tax_number")
_MOST_LETTERS = 160
_LONGEST_PERSON = 5
_LINE = re.compile(r"(?P<key>\s*(?:-\s+)?[A-Za-z_]+\s*[:：]\s*)(?P<value>.*)")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_FLOW = re.compile(r"[{}]|[A-Za-z_]\s*[\"']?[:：]")


def kind(field: str) -> str:
    """Return the kind of secret that the dotted *field* holds, as `redact.masked` knows it; "" where it is public."""
    above, _dot, name = field.rpartition(".")
    if name == "name" and above.rpartition(".")[2] in PEOPLE:
        return "name"
    return "" if above == "confirmed" else SECRETS.get(name, "")


def quoted(line: str, field: str) -> str:
    """Return *line*, on which *field* stands, with its key as typed and its value as far as it may be seen."""
    words, line = _COMMENT.search(line), _COMMENT.sub("", line[:_MOST_LETTERS])
    found = _LINE.fullmatch(line)
    if not found:
        return _shown(line.strip(), named(field))
    key, value = found["key"].lstrip(), found["value"].strip("\"' ")
    name = key.strip(" -:：")
    if not value:  # what is to be written here stands beside it in the template
        return f"{key.strip()}  {harmless(words[0].strip()) if words and name in SHOWN and not _kind_here(name, field) else ''}".rstrip()
    if value.startswith("{"):
        return f"{key}…"
    if secret := "name" if _is_person(name, value) else _kind_here(name, field):
        return key + masked(secret, value)
    return key + (_shown(value, name, field=field) or "…")


def _kind_here(name: str, field: str) -> str:
    """Return the kind of secret under the key *name* where *field* is, or has its line, by the widest reading."""
    above, _dot, last = field.rpartition(".")
    if name == last:
        return kind(field)
    if name == "name" and not field:  # a line that is no YAML may be in anybody's section
        return "name"
    return kind(f"{above}.{name}") or kind(f"{field}.{name}")


def _is_person(name: str, value: str) -> bool:
    """Tell whether an account's holder is a person rather than a company: the name is short."""
    return name == "holder" and len(value) <= _LONGEST_PERSON


def named(field: str) -> str:
    """Return the last key of the dotted *field*: ``filing.others.0`` is one of ``others``."""
    return next((part for part in reversed(field.split(".")) if not part.isdigit()), "")


def _shown(text: str, name: str, *, field: str = "") -> str:
    """Return *text*, the value of the key *name*, without what looks like a secret; "" where nobody knows the key."""
    if (name not in SHOWN and not field.startswith("confirmed.")) or (name == field == "bank"):  # a section, not a name
        return ""
    if name in _CODES and re.match(r"9[1-3]", text):
        return text[:60]
    if name == "app_id" and text.startswith("wx"):
        return text[:60]
    return "" if _FLOW.search(text) else harmless(text, most=_MOST_LETTERS)
