"""A line of the profile as a finding may show it."""

from __future__ import annotations

import re

from run_flow.profile.finding import harmless
from run_flow.redact import Redactor, masked

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
_PUBLIC = ("credit_code", "tax_number")
_LINE = re.compile(
    r"(?P<key>\s*(?:-\s+)?[A-Za-z_]+\s*[:：])(?:(?P<gap>\s*)(?P<value>[^#\s].*?))?(?:\s+(?P<comment>#.*))?\s*"
)
_WITHIN = "{…}"  # several values on one line: some of them may be secret
_patterns = Redactor()


def kind(field: str) -> str:
    """Return the kind of secret that the dotted *field* holds, as `redact.masked` knows it; "" where it is public."""
    above, _dot, name = field.rpartition(".")
    if name == "name" and above.rpartition(".")[2] in PEOPLE:
        return "name"
    return SECRETS.get(name, "")


def quoted(line: str, field: str) -> str:
    """Return *line*, on which *field* stands, with its key as typed and its value as far as it may be seen."""
    found = _LINE.fullmatch(line)
    if not found:
        return _WITHIN if "{" in line else harmless(line.strip())
    key, value = found["key"] + (found["gap"] or ""), (found["value"] or "").strip("\"' ")
    name = key.strip(" -:：")
    above, _dot, last = field.rpartition(".")
    secret = kind(field) if name == last else kind(f"{above}.{name}") or SECRETS.get(name, "")
    if not value:
        words = "" if secret else harmless(found["comment"] or "")
        return f"{key.strip()}  {words}".rstrip()
    if secret:
        return key.lstrip() + masked(secret, value)
    if "{" in value:
        return key.lstrip() + _WITHIN
    return key.lstrip() + (value if name in _PUBLIC else _patterns.text(value))
