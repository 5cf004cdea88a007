"""Copies of the samples to spoil, and what the loader says of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from run_flow.errors import ProfileRefused
from run_flow.profile import Finding, Profile, load

TODAY = date(2026, 11, 22)


class Sample:
    """A copy of a sample profile in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Stand in *folder*."""
        self.path = folder / "profile.yaml"

    @property
    def text(self) -> str:
        """Return what the profile says now."""
        return self.path.read_text(encoding="utf-8")

    def edit(self, old: str, new: str) -> Sample:
        """Write *new* where *old* stood first."""
        assert old in self.text, "the sample no longer says so"
        self.path.write_text(self.text.replace(old, new, 1), encoding="utf-8")
        return self

    def write(self, text: str) -> Sample:
        """Write another text altogether."""
        self.path.write_text(text, encoding="utf-8")
        return self

    def load(self) -> Profile:
        """Load it, as of a fixed day."""
        return load(self.path, today=TODAY)

    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with it."""
        with pytest.raises(ProfileRefused) as refused:
            self.load()
        return refused.value.findings

    def codes(self) -> list[str]:
        """Return the codes of all that is found, warnings too, whether it stops or not."""
        try:
            return [finding.code for finding in self.load().findings]
        except ProfileRefused as refused:
            return [finding.code for finding in refused.findings]

    def finding(self) -> Finding:
        """Return the one thing that is wrong with it."""
        (finding,) = self.findings()
        return finding

    def place(self, words: str) -> tuple[int, int]:
        """Return line and column of *words*, which stand here once."""
        before, _words, after = self.text.partition(words)
        assert _words, f"{words!r} is not here"
        assert words not in after, f"{words!r} is here more than once"
        return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.fixture
def samples(root: Path) -> Path:
    """Return the folder of the samples themselves."""
    return root / "fixtures" / "profiles"


@pytest.fixture
def sample(samples: Path, tmp_path: Path) -> Callable[[str], Sample]:
    """Return a function that copies a sample, "company" or "household"."""

    def copy(name: str) -> Sample:
        return Sample(Path(shutil.copytree(samples / name, tmp_path / name)))

    return copy


@pytest.fixture
def company(sample) -> Sample:
    """Return a copy of the company's sample."""
    return sample("company")


@pytest.fixture
def household(sample) -> Sample:
    """Return a copy of the 个体工商户's sample."""
    return sample("household")
