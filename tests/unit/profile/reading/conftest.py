"""What a sample's profile says, as texts, and what a reading found."""

from __future__ import annotations

from pathlib import Path

import pytest
from one_off import facts_of

from run_flow.profile.rulebook import RULES


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
