"""What a sample's profile says, as texts, and what a reading found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from run_flow.profile.rulebook import RULES

TERMS = {"沈知夏": "2016-07-01 2036-07-01", "陆子墨": "2018-05-20 2038-05-20", "何小满": "2019-09-09 2039-09-09"}


def facts_of(profile: Path) -> dict[str, str]:
    """Return dotted field → text, with the terms that are drawn on the cards."""
    sections = YAML(typ="base").load(profile)
    facts = {
        f"{section}.{key}": text
        for section, keys in sections.items()
        if isinstance(keys, Mapping)
        for key, text in keys.items()
        if isinstance(text, str)
    }
    for person in ("legal_person", "operator"):
        begun, ends = TERMS[facts[f"{person}.name"]].split()
        facts |= {f"{person}.id_valid_from": begun, f"{person}.id_valid_until": ends}
    return facts


class Findings:
    """Takes findings as the check does."""

    def __init__(self) -> None:
        """Hold none yet."""
        self.found: list[tuple[str, str, str]] = []
        self.evidence: list[str] = []

    def __call__(self, dotted: str, code: str, *, mend: str = "", evidence: str = "", **facts: object) -> None:
        """Keep field, code and sentence."""
        self.found.append((dotted, code, RULES[code].said(facts)))
        self.evidence.append(evidence)
        assert "{" not in mend + RULES[code].mended(facts)

    @property
    def codes(self) -> list[tuple[str, str]]:
        """Return field and code of each."""
        return [(dotted, code) for dotted, code, _said in self.found]

    @property
    def said(self) -> str:
        """Return every sentence."""
        return "\n".join(said for _dotted, _code, said in self.found)


@pytest.fixture
def findings() -> Findings:
    """Return a place for findings."""
    return Findings()


@pytest.fixture(scope="session")
def profiles(root: Path) -> Path:
    """Return the folder of the samples."""
    return root / "fixtures" / "profiles"


@pytest.fixture(scope="session")
def company_facts(profiles: Path) -> dict[str, str]:
    """Return what the sample company's profile says."""
    return facts_of(profiles / "company/profile.yaml")


@pytest.fixture(scope="session")
def household_facts(profiles: Path) -> dict[str, str]:
    """Return what the sample 个体工商户's profile says."""
    return facts_of(profiles / "household/profile.yaml")
