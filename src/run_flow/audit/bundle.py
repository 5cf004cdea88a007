"""A bundle written: everything that the events of a case, or of one run, name, under one signature."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from run_flow.audit import chain, completeness, container, verify
from run_flow.audit.chain import Link, Told
from run_flow.audit.completeness import Named
from run_flow.audit.container import Part
from run_flow.audit.fault import Fault
from run_flow.audit.manifest import FORMAT, NAME, SIGNATURE, FileFacts, Head, Manifest, Signature
from run_flow.disk import writing_whole
from run_flow.errors import AuditFailed
from run_flow.journal.files import FileStore
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.audit.signing import Key
    from run_flow.journal.rows import LinkRow

CASE = "case"
_STANDALONE = Path(__file__).with_name("standalone.py")
_GUIDE = Path(__file__).with_name("guide.txt")


@dataclass(frozen=True)
class Content:
    """What a bundle tells, before it is written: for whoever makes the report."""

    case: str
    scope: str
    made_at: str
    chain: Sequence[Link]
    events: Sequence[Told]
    files: Sequence[Named]
    public_key: str
    versions: dict[str, str]
    folder: Path

    def place(self, named: Named) -> Path | None:
        """Return where in the case's folder a file lies that an event names, None where it does not."""
        if not named.path.startswith("traces/"):
            return FileStore(self.folder / "files").path(named.sha256)
        path = self.folder.joinpath("evidence", named.run, *named.path.split("/")[-2:])
        return path if path.is_file() else None


def export(
    path: Path,
    rows: Sequence[LinkRow],
    *,
    case: str,
    run: str | None,
    folder: Path,
    head: verify.Head,
    key: Key,
    now: datetime,
    report: Callable[[Content], bytes],
) -> Manifest:
    """Write the bundle of *case*, or of its one *run*, to *path*; return its manifest once it is on disk and verified.

    *rows* is the case's whole chain, which the ledger says passes *head*; *folder* is where its files lie, *report*
    writes the page for people. Raises AuditFailed, and leaves nothing behind, where something is missing or does not fit.
    """
    links = chain.exported(rows, runs=[run] if run else {row.run_id for row in rows})
    events = chain.events(links)
    content = Content(
        case=case,
        scope=run or CASE,
        made_at=now.isoformat(timespec="seconds"),
        chain=links,
        events=events,
        files=completeness.named(events),
        public_key=key.public,
        versions=_versions(),
        folder=folder,
    )
    parts = [*_evidence(content), *_told(content, report=report(content))]
    manifest = _manifest(content, parts)
    signed = manifest.content()
    signature = Signature(algorithm="Ed25519", public_key=key.public, signature=key.sign(signed))
    parts += [Part.of(NAME, signed), Part.of(SIGNATURE, signature.content())]
    with writing_whole(path) as file:
        container.write(file, parts)
    _refuse_faulty(path, key, head)
    return manifest


def _evidence(content: Content) -> list[Part]:
    """Return the files that the events name; raise AuditFailed with all that are not there."""
    found = [(each, content.place(each)) for each in content.files]
    missing = [
        Fault(each.path, _("第 {seq} 个事件说有这个文件，磁盘上没有").format(seq=each.seq))
        for each, at in found
        if not at
    ]
    if missing:
        raise _incomplete(missing)
    return [Part.of(each.path, at) for each, at in found if at]


def _told(content: Content, *, report: bytes) -> Iterator[Part]:
    yield Part.of(verify.JOURNAL, chain.lines(content.chain))
    yield Part.of(verify.PROVENANCE, verify.proven([*content.events]))
    yield Part.of(verify.REPORT, report)
    yield Part.of(verify.VERIFIER, _STANDALONE.read_bytes())
    yield Part.of(verify.GUIDE, _GUIDE.read_bytes())


def _manifest(content: Content, parts: Sequence[Part]) -> Manifest:
    links = content.chain
    return Manifest(
        format=FORMAT,
        made_at=content.made_at,
        case=content.case,
        scope=content.scope,
        runs=completeness.runs(content.events),
        chain=Head(events=len(links), shown=sum(link.shown for link in links), hash=links[-1].hash),
        files={part.name: FileFacts(sha256=part.sha256, size=part.size) for part in parts},
        versions=content.versions,
    )


def _versions() -> dict[str, str]:
    packages = {name: version(name) for name in ("run-flow", "playwright", "cryptography")}
    return {**packages, "python": platform.python_version(), "system": platform.platform(terse=True)}


def _refuse_faulty(path: Path, key: Key, head: verify.Head) -> None:
    """Leave nothing at *path* that would not be verified elsewhere: evidence that was altered on disk, a chain cut short."""
    try:
        faults = verify.verify(path, key=key.public, head=head).faults
    except AuditFailed as error:
        faults = error.faults
    if faults:
        path.unlink()
        raise _incomplete(faults)


def _incomplete(faults: Sequence[Fault]) -> AuditFailed:
    return AuditFailed(
        _("证据不完整，没有导出"),
        faults=faults,
        doing=_("导出证据包"),
        remedy=_("从备份恢复上面的文件；确定不要了，用 run-flow purge 清除，清除也会记下来。"),
    )
