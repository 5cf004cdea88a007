"""Where each field's value came from, and what stood in it, for the journal to keep."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from run_flow.audit.commitments import ANSWERS, COMPANY, SIDES, Keys, canonical, commit, salt
from run_flow.journal import events
from run_flow.profile.passed import passed

if TYPE_CHECKING:
    from run_flow.profile import Profile

PEOPLE = ("legal_person", "operator", "administrator", "filing.principal", "filing.manager")


class Fact(Protocol):
    """One field as the engine tells of it; ``source`` is a path of the profile, several joined by +, or whose it is."""

    @property
    def form(self) -> str:
        """Its form."""
        ...

    @property
    def label(self) -> str:
        """Its label."""
        ...

    @property
    def kind(self) -> str:
        """The kind of control."""
        ...

    @property
    def source(self) -> str:
        """Where its value came from."""
        ...

    @property
    def typed(self) -> Any:
        """What was to stand."""
        ...

    @property
    def held(self) -> Any:
        """What the page held, None where nobody saw it."""
        ...

    @property
    def sent(self) -> Any:
        """What the request said, None where nobody saw it."""
        ...


class Provenance:
    """Commits to what stood in the fields of one case, in one *errand*."""

    def __init__(self, folder: Path, profile: Profile, *, errand: str | None = None) -> None:
        """Salt with the keys in the case's *folder*."""
        self._keys, self._profile, self._errand = Keys(folder), profile, errand

    def proven(self, place: dict[str, Any], facts: Sequence[Fact]) -> list[events.FieldProven]:
        """Return the event of each field that was typed or compared in the step at *place*."""
        return [self._event(place, fact) for fact in facts]

    def _event(self, place: dict[str, Any], fact: Fact) -> events.FieldProven:
        holder, field = self._keys.holder(self._who(fact.source)), secrets.token_hex(16)
        key = self._keys.made(holder)
        values = dict(zip(SIDES, (fact.typed, fact.held, fact.sent), strict=True))
        made = {side: "" if value is None else commit(salt(key, field, side), value) for side, value in values.items()}
        paths = self._paths(fact.source)
        stated = [value_at(self._profile, path) for path in paths]
        return events.FieldProven(
            **place,
            field=field,
            form=fact.form,
            label=fact.label,
            source=fact.source,
            holder=holder,
            kind=fact.kind,
            rules=tuple(code for path in paths for code in passed(self._profile, path, errand=self._errand)),
            mapped=bool(paths) and canonical(stated) != canonical(fact.typed),
            typed=made["typed"],
            readback=made["readback"],
            sent=made["sent"],
        )

    def _paths(self, source: str) -> list[str]:
        return [path for path in source.split("+") if path.partition(".")[0] in type(self._profile).model_fields]

    def _who(self, source: str) -> str:
        """Return whose key salts a value: the person's it is about, by name, so that two roles of one share it."""
        role = next((role for role in PEOPLE if source.startswith(f"{role}.")), "")
        if role:
            return f"person {value_at(self._profile, f'{role}.name')}"
        return COMPANY if self._paths(source) else ANSWERS


def value_at(profile: Profile, path: str) -> Any:
    """Return what *profile* holds at the dotted *path*."""
    value: Any = profile
    for part in path.split("."):
        value = value[int(part)] if isinstance(value, tuple) else getattr(value, part, None)
    return value
