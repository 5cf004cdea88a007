"""A profile at the command's edge: loaded, its findings shown, its warnings confirmed once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.cli.desk import Desk
    from run_flow.profile import Finding, Profile
    from run_flow.profile.tree import Tree

_NOT_YET = ("value.missing", "document.missing", "consent.missing")


def load_profile(
    desk: Desk, path: Path, *, errand: str | None = None, closer: Callable[[Tree, date], None] | None = None
) -> Profile:
    """Load the profile for *errand* and teach the desk's redactor what must not be seen."""
    from run_flow.profile import load

    profile = load(path, errand=errand, closer=closer)
    for kind, value in profile.secrets():
        desk.redactor.learn(kind, value)
    return profile


def lines(findings: Iterable[Finding]) -> list[str]:
    """Return each finding with the line it stands on, what to do, and where the rule comes from.

    What to do where nothing stands yet is told once: a fresh profile has dozens of blanks.
    """
    shown: list[str] = []
    told: set[tuple[str, str]] = set()
    for finding in findings:
        severity = _("错误") if finding.stops else _("提醒")
        place = f"{finding.file}:{finding.line}:{finding.column}"
        shown.append(f"{place}: {severity} {finding.field}: {finding.code} {finding.message}")
        if finding.quoted:
            shown.append(f"    {finding.line} | {finding.quoted}")
        mend = (finding.code, finding.mend)
        if mend not in told:
            shown.append(_mend(finding))
        if finding.code in _NOT_YET:
            told.add(mend)
        if finding.evidence:
            shown.append(_("    看图：{path}").format(path=finding.evidence))
    return shown


def _mend(finding: Finding) -> str:
    source = finding.rule.source
    return _("    改法：{mend}（{source}，{dated}）").format(
        mend=finding.mend.rstrip("。"), source=_(source.name), dated=source.dated
    )


def record(finding: Finding) -> dict[str, object]:
    """Return the finding as JSON holds it."""
    from dataclasses import asdict

    rule = finding.rule
    more = {"severity": rule.severity, "errands": list(finding.errands), "source": _(rule.source.name)}
    return asdict(finding) | more | {"dated": rule.source.dated}


def confirmed(desk: Desk, profile: Profile, *, errand: str | None = None) -> bool:
    """Tell whether a person has confirmed every warning that matters to *errand*."""
    known = _kept(_file(desk, profile))
    return all(_print(finding) in known for finding in warnings(profile, errand=errand))


def confirm(desk: Desk, profile: Profile) -> None:
    """Remember that a person has seen all warnings of the profile as they are now."""
    from run_flow.journal.files import write_durably

    content = sorted(_print(finding) for finding in warnings(profile))
    write_durably(_file(desk, profile), json.dumps(content).encode())


def warnings(profile: Profile, *, errand: str | None = None) -> list[Finding]:
    """Return the profile's warnings that matter to *errand*."""
    return [finding for finding in profile.findings if not finding.stops and finding.matters_to(errand)]


def _file(desk: Desk, profile: Profile) -> Path:
    return desk.settings.home / "confirmed" / f"{profile.key}.json"


def _kept(file: Path) -> set[str]:
    try:
        return set(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return set()


def _print(finding: Finding) -> str:
    """Return what tells this warning from others; it holds nothing that nobody may see."""
    said = f"{finding.code}\n{finding.field}\n{finding.quoted}"  # no sentence: it counts days, and has two languages
    return hashlib.sha256(said.encode()).hexdigest()
