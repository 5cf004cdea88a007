"""A company whose 小程序 are to be filed: its office before the portal, and what the portal holds of the filings."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.flows.office import ROOT, Office

from mock_portal.accounts import Account, Kind
from mock_portal.world import World


class FilingOffice(Office):
    """An office that looks at what the portal holds of filings."""

    @property
    def programs(self) -> list[Account]:
        """Return the 小程序 as the portal has them."""
        return [account for account in self.portal.world.accounts if account.kind is Kind.PROGRAM]

    @property
    def stages(self) -> list[str]:
        """Return where each filing stands."""
        return [str(program.filing.record.stage) for program in self.programs]

    @property
    def submissions(self) -> dict[str, int]:
        """Return how often each filing was handed in."""
        return dict(self.portal.received()["submissions"])

    def held(self, number: int = 0) -> Mapping[str, Any]:
        """Return what the portal holds of one filing."""
        return self.programs[number].filing.record.values


def profile_of(kind: str, folder: Path, change: Callable[[dict[str, Any]], None] | None = None) -> Path:
    """Return the sample of *kind* as a profile of one's own in *folder*, changed by *change*."""
    shutil.copytree(ROOT / "fixtures" / "profiles" / kind, folder)
    yaml, file = YAML(), folder / "profile.yaml"
    if change:
        told = yaml.load(file.read_text("utf-8"))
        change(told)
        yaml.dump(told, file)
    return file


def registered(world: World, profile: Any, *, ready: bool = True) -> None:
    """Register the profile's 小程序 for the company, with whatever must be there before they are filed."""
    staff = tuple(person for person in world.company.people if person.role == "administrator")
    for program in profile.mini_programs:
        account = world.register(Kind.PROGRAM, email=program.email, name=program.name, people=staff)
        if ready:
            account.information, account.categories = program.introduction, tuple(program.categories)
            account.certification.grant()
