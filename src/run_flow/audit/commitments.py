"""Salted commitments: what stood in a field can be shown later, and cannot be guessed before.

An amount or an ID number is soon tried out, so each value is hashed with a salt of its own, which follows from a key
that lies beside the case and is in no bundle: one key for each person, one for the company, one for what was answered.
Who has a field's salts can open that field and no other; with a person's key gone, nothing of that person can be opened.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from run_flow.journal.files import write_durably

Side = Literal["typed", "readback", "sent"]
SIDES: tuple[Side, ...] = ("typed", "readback", "sent")
COMPANY, ANSWERS = "company", "answers"
_KEY_BYTES = 32
_HOLDERS = "holders.key"


@dataclass(frozen=True)
class Opening:
    """What opens one field: its salts, by side; the value is the profile's, or the person's who has it."""

    run: str
    step: str
    form: str
    label: str
    field: str
    source: str
    salts: Mapping[str, str]


class Keys:
    """The keys of a case's commitments."""

    def __init__(self, case_folder: Path) -> None:
        """Keep them in the case's folder, for its owner alone."""
        self._root = case_folder / "salts"

    def holder(self, name: str) -> str:
        """Return under which name the key of the person *name*, of COMPANY or ANSWERS lies: it tells nobody who that is."""
        return hmac.new(self._key(_HOLDERS), name.encode(), hashlib.sha256).hexdigest()[:32]

    def of(self, holder: str) -> bytes | None:
        """Return the key of *holder*, None where it was destroyed or never made."""
        path = self._root / f"{holder}.key"
        return path.read_bytes() if path.is_file() else None

    def made(self, holder: str) -> bytes:
        """Return the key of *holder*, made when it is first needed."""
        return self._key(f"{holder}.key")

    def destroy(self, holder: str) -> bool:
        """Destroy the key of *holder* and return whether there was one: nothing of theirs can be opened any more."""
        path = self._root / f"{holder}.key"
        if not path.is_file():
            return False
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
        path.unlink()
        return True

    def _key(self, name: str) -> bytes:
        path = self._root / name
        if not path.is_file():
            write_durably(path, secrets.token_bytes(_KEY_BYTES))
        return path.read_bytes()


def salt(key: bytes, field: str, side: str) -> bytes:
    """Return the salt of one *side* of one *field*, which says nothing of any other."""
    return hmac.new(key, f"{field}\n{side}".encode(), hashlib.sha256).digest()


def commit(salt: bytes, value: Any) -> str:
    """Return what binds to *value* and tells nothing of it without the *salt*."""
    return hashlib.sha256(salt + canonical(value).encode()).hexdigest()


def opens(salt: bytes | str, value: Any, commitment: str) -> bool:
    """Tell whether *commitment* was made of *value* with the *salt*."""
    plain = bytes.fromhex(salt) if isinstance(salt, str) else salt
    return hmac.compare_digest(commit(plain, value), commitment)


def openings(case_folder: Path, events: Iterable[Mapping[str, Any]]) -> list[Opening]:
    """Return what opens the fields of *events* (the data of each FieldProven), but for those whose key is gone."""
    keys = Keys(case_folder)
    return [_opening(event, key) for event in events if (key := keys.of(event["holder"])) is not None]


def canonical(value: Any) -> str:
    """Return *value* as the one text that is hashed: days as ISO, a document by its bytes, words in one width."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _opening(event: Mapping[str, Any], key: bytes) -> Opening:
    told = {name: str(event[name]) for name in ("run", "step", "form", "label", "field", "source")}
    salts: dict[str, str] = {side: salt(key, event["field"], side).hex() for side in SIDES if event.get(side)}
    return Opening(**told, salts=salts)


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return f"document {hashlib.sha256(value.read_bytes()).hexdigest()}" if value.is_file() else "document gone"
    if isinstance(value, Sequence) and not isinstance(value, str):
        plain = [_plain(item) for item in value]
        return plain[0] if len(plain) == 1 else plain
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(unicodedata.normalize("NFKC", str(value)).split())
