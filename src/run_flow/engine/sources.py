"""Where each field of the portal came from: the profile is watched while a step reads it.

What a step read stands in the ledger as keyed digests: without the case's key nobody can try out which ID number or
amount it was.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from run_flow.journal.files import write_durably
from run_flow.profile.fields import Parts

if TYPE_CHECKING:
    from run_flow.portal.readback import Wanted
    from run_flow.profile import Profile

ANSWER, PERSON = "answer", "person"
"""The sources of what a person answered in this step, and of what one typed in the window."""

_KEY_BYTES = 32

Note = Callable[[str, Any], None]


def watched(profile: Profile, *, note: Note) -> Profile:
    """Return a view of *profile* that tells *note* the dotted path and the value of whatever is read through it."""
    return cast("Profile", _Watched(profile, "", note))


@dataclass
class Sources:
    """What one walk of a step read of the profile, and into which fields it went."""

    read: dict[str, Any] = field(default_factory=dict)
    _held: dict[str, str] = field(default_factory=dict)
    _fresh: dict[str, Any] = field(default_factory=dict)
    _answers: dict[str, str] = field(default_factory=dict)
    _fields: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)

    def note(self, path: str, value: Any) -> None:
        """Remember that *value* was read at *path*; a document may be another one before the step is done."""
        self.read[path] = self._fresh[path] = value
        self._held.setdefault(path, _text(value))

    def answered(self, value: str | None, *, key: str = "") -> None:
        """Remember that a person told *value* when asked for *key*."""
        if value:
            self._answers[value] = key

    def stood(self, form: str, wanted: Wanted) -> None:
        """Remember that a field of *form* stands, and find out where its value came from."""
        self._fields[form, wanted.labels] = self._source(wanted.value)
        self._fresh = {}

    def told(self, form: str, labels: tuple[str, ...], value: Any) -> str:
        """Return where *value* of a field came from: a path, a path for each of several parts (a+b), an answer, or ""."""
        known = self._fields.get((form, labels), "")
        if known == ANSWER:
            return f"{ANSWER}:{next((self._answers[str(v)] for v in _meant(value) if str(v) in self._answers), '')}"
        if known:
            return known
        parts = value if isinstance(value, list | tuple) else [value]
        paths = [next((path for path, held in self.read.items() if _told(held) and held == part), "") for part in parts]
        return "+".join(paths) if all(paths) else ""

    @property
    def fields(self) -> tuple[Mapping[str, Any], ...]:
        """Return every field that stands, as a StepDone tells it."""
        return tuple(
            {"form": form, "labels": list(labels), "source": source} for (form, labels), source in self._fields.items()
        )

    def inputs(self, folder: Path) -> dict[str, str]:
        """Return each path that was read with the digest of what it held, by the key of the case in *folder*."""
        key = _key_of(folder) if self.read else b""
        return {path: _digest(text, key) for path, text in sorted(self._held.items())}

    def _source(self, wanted: Any) -> str:
        """Return the one path that held *wanted*; what a step maps came from the one path read for it."""
        meant = list(_meant(wanted))
        equal = [path for path, value in self.read.items() if _told(value) and _holds(value, meant)]
        fresh = [path for path in equal if path in self._fresh]
        if one := _only(fresh) or _only(equal):
            return one
        if equal:
            return ""
        if any(str(value) in self._answers for value in meant):
            return ANSWER
        maps = isinstance(wanted, str | list | tuple) and wanted  # what is left empty came from nowhere
        return _only([path for path, value in self._fresh.items() if _told(value)]) if maps else ""


def value_at(profile: Profile, path: str) -> Any:
    """Return what *profile* holds at the dotted *path*, None where nothing is stated; a list by its length."""
    value: Any = profile
    for part in path.split("."):
        if isinstance(value, tuple):
            value = value[int(part)] if part.isdigit() and int(part) < len(value) else None
        else:
            value = getattr(value, part, None)
    return _leaf(value)


def digests(profile: Profile, paths: Iterable[str], *, folder: Path) -> dict[str, str]:
    """Return what *profile* holds at each of *paths* as a digest by the key of the case in *folder*."""
    paths = sorted(paths)
    key = _key_of(folder) if paths else b""
    return {path: _digest(_text(value_at(profile, path)), key) for path in paths}


def keyed(text: str, *, folder: Path) -> str:
    """Return the digest of *text* by the key of the case in *folder*."""
    return _digest(text, _key_of(folder))


class _Watched:
    """Facts that tell what is read of them; methods and what is no fact pass through."""

    __slots__ = ("_facts", "_note", "_path")

    def __init__(self, facts: Any, path: str, note: Note) -> None:
        self._facts, self._path, self._note = facts, path, note

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._facts, name)
        if name not in getattr(type(self._facts), "model_fields", {}):
            return value
        return self._seen(value, f"{self._path}.{name}".removeprefix("."))

    def __eq__(self, other: object) -> bool:
        return bool(self._facts == (other._facts if isinstance(other, _Watched) else other))

    def __hash__(self) -> int:
        return hash(self._facts)

    def __repr__(self) -> str:
        return repr(self._facts)

    def _seen(self, value: Any, path: str) -> Any:
        if _is_facts(value):
            return _Watched(value, path, self._note)
        if not (_is_list(value) and any(map(_is_facts, value))):  # what is read of each of them is told by itself
            self._note(path, _leaf(value))
        if _is_list(value):
            return tuple(self._seen(item, f"{path}.{number}") for number, item in enumerate(value))
        return value


def _digest(text: str, key: bytes) -> str:
    """Return what tells *text* from any other to whoever has *key*."""
    return hmac.new(key, text.encode(), sha256).hexdigest()


def _key_of(folder: Path) -> bytes:
    """Return the key of the case in *folder*, made when it is first needed; it never enters the ledger."""
    path = folder / "inputs.key"
    if not path.exists():
        write_durably(path, secrets.token_bytes(_KEY_BYTES))
    return path.read_bytes()


def _is_facts(value: Any) -> bool:
    return hasattr(type(value), "model_fields")


def _is_list(value: Any) -> bool:
    """Tell a list of facts or documents from several words in one value, such as a region."""
    return isinstance(value, tuple) and all(_is_facts(item) or isinstance(item, Path) for item in value)


def _leaf(value: Any) -> Any:
    return len(value) if _is_list(value) else value


def _text(value: Any) -> str:
    """Return what tells *value* from any other; a document is known by its bytes."""
    if value is None or _is_facts(value):
        return "nothing" if value is None else "something"
    if isinstance(value, Path):
        return f"document {sha256(value.read_bytes()).hexdigest()}" if value.is_file() else "document gone"
    return "text " + ("\n".join(map(str, value)) if isinstance(value, tuple) else str(value))


def _meant(wanted: Any) -> Iterator[Any]:
    """Yield the forms in which a value that a field wants may have stood in the profile."""
    if isinstance(wanted, list | tuple):
        yield tuple(wanted)
        yield "/".join(map(str, wanted))
        yield from wanted
    elif not isinstance(wanted, bool):
        yield wanted


def _holds(value: Any, meant: Sequence[Any]) -> bool:
    """Whether *value*, or one entry of a list such as the categories, is one of what is *meant*."""
    is_list = isinstance(value, tuple) and not isinstance(value, Parts)
    return value in meant or (is_list and any(entry in meant for entry in value))


def _told(value: Any) -> bool:
    """Whether *value* can have gone into a field: not what is missing, not the length of a list."""
    return isinstance(value, str | date | Path | tuple) and bool(value)


def _only(paths: list[str]) -> str:
    return paths[0] if len(paths) == 1 else ""
