"""What the loader says of a generated profile."""

from __future__ import annotations

from pathlib import Path

from tests.profiles.consequences import follows
from tests.profiles.faults import Planted
from tests.profiles.valid import TODAY

from run_flow.profile import Finding
from run_flow.profile.loading import examined

ELSEWHERE = ("document.", "icon.", "portrait.", "reading.", "licence.other_code")
"""Rules of pictures: the generated ones are a few pixels each, so that thousands can be looked at."""


def looked_at(folder: Path, content: bytes) -> list[Finding]:
    """Return what is found in a profile of that *content* in *folder*, but for what is said of its pictures."""
    path = folder / "profile.yaml"
    path.write_bytes(content)
    tree, profile = examined(path, today=TODAY)
    said = [finding for finding in tree.findings if not finding.code.startswith(ELSEWHERE)]
    assert profile is not None or tree.findings, "refused without a word"
    return said


def missed(fault: Planted, said: list[Finding]) -> str:
    """Return what is wrong with what was *said* of a planted *fault*, "" where it was found and nothing else was."""
    others = {finding.code for finding in said} - {fault.code} - follows(fault.code)
    if not any((finding.code, finding.line) == (fault.code, fault.line) for finding in said):
        return f"{fault.code} is not found on line {fault.line}, but {[(f.line, f.code) for f in said]}"
    return f"{fault.code} brings up {sorted(others)}" if others else ""
