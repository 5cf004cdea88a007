"""The profile that a run is done again with: the one given, where it is that day's, else one of stand-ins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from run_flow.audit.fault import Fault
from run_flow.audit.secrets import TOKEN
from run_flow.language import _
from run_flow.profile import Profile, load
from run_flow.profile.fault import Ground
from run_flow.reperform import standin


@dataclass(frozen=True)
class Company:
    """A profile and what it holds path by path; ``real`` where its values and documents are that day's."""

    profile: Profile
    held: Mapping[str, Any]
    real: bool


def given(path: Path, *, errand: str, today: date) -> Company:
    """Return the company of the profile at *path*, read as on the day *today*."""
    profile = load(path, errand=errand, today=today)
    return Company(profile, profile.stated(), real=True)


def stood_in(recorded: Mapping[str, Any], *, folder: Path, today: date) -> Company:
    """Return a company with the *recorded* public values, and with stand-ins for all that the recording withholds."""
    held = standin.profile(recorded, folder)
    values: dict[str, Any] = {}
    for path, value in held.items():
        _put(values, path.split("."), value.name if isinstance(value, Path) else value)
    profile = Profile.model_validate(_listed(values), context=Ground(folder, today))
    return Company(profile, held, real=False)


def differing(recorded: Mapping[str, Any], company: Company) -> Iterator[Fault]:
    """Yield where the profile is not the *recorded* one: what is public in it, and its documents."""
    for path in sorted(recorded.keys() | company.held.keys()):
        told, held = recorded.get(path), company.held.get(path)
        if told != held and not (held is not None and isinstance(told, str) and TOKEN.search(told)):
            yield Fault(company.profile.where(path), _("{path} 与当时的资料不同").format(path=path))


def _put(values: dict[str, Any], path: list[str], value: Any) -> None:
    if len(path) == 1:
        values[path[0]] = value
    else:
        _put(values.setdefault(path[0], {}), path[1:], value)


def _listed(values: Any) -> Any:
    """Turn what has only numbers for names into lists, however deep."""
    if not isinstance(values, dict):
        return values
    inner = {name: _listed(value) for name, value in values.items()}
    return list(inner.values()) if inner and all(name.isdigit() for name in inner) else inner
