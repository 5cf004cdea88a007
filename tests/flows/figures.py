"""What a run leaves for the table of figures: what it was done with, and how much of what was received is right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.table import RUN, Combination

from comparison import Compared, whole
from mock_portal.world import World


def record(node: Any, *, errand: str, world: World, profile: Path, since: int = 0) -> None:
    """Write the run that *node* tested into its report, with what came after the first *since* entries."""
    found = compared(world, profile, since=since)
    facts = {"kind": world.company.kind, "scenario": world.scenario, "switches": world.switches}
    equal = sum(each.equal for each in found)
    node.user_properties.append((RUN, [*vars(Combination.of(errand, **facts)).values(), len(found), equal]))


def compared(world: World, profile: Path, *, since: int = 0) -> list[Compared]:
    """Compare all that *world* received with *profile*, whichever account it was for."""
    stated = YAML(typ="base").load(profile.read_text("utf-8")).get("mini_programs") or []
    numbers = {program["email"]: number for number, program in enumerate(stated)}
    programs = {name: numbers[email] for email, name in _applications(world) if email in numbers}
    return whole({"entries": world.received.entries[since:]}, profile, programs=programs)


def _applications(world: World) -> Iterator[tuple[str, str]]:
    """Yield the e-mail of each account, or of one that is being registered, with each of its applications."""
    for account in world.accounts:
        own = (*account.certification.applications, account.info, account.filing.record)
        yield from ((account.email, name) for name in (account.app_id, *(each.id for each in own)))
        yield from ((each.email, each.id) for each in (*account.fast.sent, account.fast.draft))
    yield from ((each.email, each.id) for each in world.registry.all)
