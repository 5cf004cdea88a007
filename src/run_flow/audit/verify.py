"""Whether a bundle is what it says: signature, digests, chain, and nothing left out, slipped in or put elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from run_flow.audit import chain, completeness
from run_flow.audit.canonical import canonical
from run_flow.audit.chain import Link, Told
from run_flow.audit.container import Container, Entry
from run_flow.audit.fault import Fault, refusing
from run_flow.audit.manifest import MOST_BYTES, NAME, SIGNATURE, Manifest, Signature, manifest, signature
from run_flow.audit.signing import genuine
from run_flow.errors import AuditFailed
from run_flow.language import _

JOURNAL, PROVENANCE, REPORT, VERIFIER, GUIDE = chain.NAME, "provenance.json", "report.html", "verify.py", "README.txt"
OURS = frozenset({NAME, SIGNATURE, JOURNAL, PROVENANCE, REPORT, VERIFIER, GUIDE})
PROVEN = "FieldProven"
"""The kind of event that tells where a field's value came from."""
_DIGITS = 64
"""Of a sha256 as it is written."""
Check = Literal["signature", "files", "chain", "complete"]


@dataclass(frozen=True)
class Head:
    """An event that was seen before, and its hash: every run prints where its chain ended."""

    seq: int
    hash: str

    @classmethod
    def of(cls, told: str) -> Head:
        """Return the head that *told* names as it is printed, "12:…"; raise ValueError where it is none."""
        number, _colon, found = told.partition(":")
        if not number.isdecimal() or len(found) != _DIGITS:
            raise ValueError(told)
        return cls(int(number), found.lower())


@dataclass(frozen=True)
class Verdict:
    """What a verification found."""

    manifest: Manifest
    signature: Signature
    chain: tuple[Link, ...] = field(repr=False)
    checks: Mapping[Check, tuple[Fault, ...]]
    key: str | None = None
    """Who should have signed."""

    def refused(self, *more: Fault) -> AuditFailed:
        """Return the error that tells everything that is wrong and *more*, and what to do where only the key is another."""
        faults = (*self.faults, *more)
        error = AuditFailed(_("{count} 处不符").format(count=len(faults)), faults=faults)
        if self.key not in {None, self.signature.public_key} and len(faults) == 1:
            error.remedy = _(
                "除了公钥，别的都对：先看看公钥有没有抄错、是不是出具的人现在用的那把；确实不是他签的，就不可采信。"
            )
        return error

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return everything that is wrong."""
        return tuple(fault for faults in self.checks.values() for fault in faults)

    @property
    def events(self) -> list[Told]:
        """Return what the events that are shown tell."""
        return chain.events(self.chain)

    @property
    def unproven(self) -> int:
        """Return how many withheld events of an older journal are taken as the signature states them."""
        return sum(not link.shown and not link.digest for link in self.chain)


def verify(path: Path, *, key: str | None = None, head: Head | None = None) -> Verdict:
    """Return what is wrong with the bundle at *path*; raise AuditFailed where it cannot even be read as one.

    Nothing is unpacked or executed. *key* is the public key whose holder must have signed it; *head* must lie in its
    chain. Without them a bundle that somebody made whole anew, or one of an earlier state, cannot be told from the
    genuine one.
    """
    with Container(path) as container:
        return examined(container, key=key, head=head)


def examined(container: Container, *, key: str | None = None, head: Head | None = None) -> Verdict:
    """Return what is wrong with the bundle that *container* is, as `verify` does."""
    listed = container.read(NAME, max_bytes=MOST_BYTES)
    signed = signature(container.read(SIGNATURE, max_bytes=MOST_BYTES))
    told_by = manifest(listed)
    links = chain.parsed(container.read(JOURNAL, max_bytes=chain.MOST_BYTES))
    files = {entry.name: entry.sha256 for entry in container.entries.values()}
    provenance = container.read(PROVENANCE, max_bytes=chain.MOST_BYTES)
    with refusing(JOURNAL, _("事件缺了该有的内容：{why}")):
        events = chain.events(links)
        checks: dict[Check, Iterable[Fault]] = {
            "signature": _signature_faults(listed, signed, key=key),
            "files": _file_faults(told_by, container.entries),
            "chain": [
                *chain.faults(links, case=told_by.case),
                *_chain_faults(told_by, links),
                *_head_faults(links, head),
            ],
            "complete": [*completeness.faults(events, files), *_derived_faults(told_by, events, provenance)],
        }
        found = {check: tuple(faults) for check, faults in checks.items()}
    return Verdict(told_by, signed, tuple(links), found, key)


def proven(events: list[Told]) -> bytes:
    """Return a bundle's table of where the value of each field came from: the journal's own words, side by side."""
    return canonical([{"seq": event.seq, "at": event.at, **event.data} for event in events if event.kind == PROVEN])


def _signature_faults(content: bytes, signed: Signature, *, key: str | None) -> Iterator[Fault]:
    if not genuine(content, signature=signed.signature, public=signed.public_key):
        yield Fault(SIGNATURE, _("签名不对：清单在签名之后被改过"))
    if key is not None and key != signed.public_key:
        yield Fault(SIGNATURE, _("是用另一把密钥签的：{key}").format(key=signed.public_key))


def _file_faults(told_by: Manifest, files: Mapping[str, Entry]) -> Iterator[Fault]:
    for path, facts in told_by.files.items():
        if path not in files:
            yield Fault(path, _("清单里有，包里没有"))
        elif not files[path].damaged and (files[path].sha256, files[path].size) != (facts.sha256, facts.size):
            yield Fault(path, _("内容与清单不符"))
    for path, entry in files.items():
        if entry.damaged:
            yield Fault(path, _("内容与校验和不符"))
    for path in files.keys() - told_by.files.keys() - {NAME, SIGNATURE}:
        yield Fault(path, _("包里有，清单里没有"))
    for path in sorted(OURS - files.keys()):
        yield Fault(path, _("包里没有这个文件"))
    for path in files.keys() - OURS:
        if not path.startswith(completeness.EVIDENCE):
            yield Fault(path, _("证据包里不会有这个文件"))


def _chain_faults(told_by: Manifest, links: list[Link]) -> Iterator[Fault]:
    """Yield where the chain is not the one that the manifest tells of."""
    found = (len(links), sum(link.shown for link in links), links[-1].hash if links else "")
    if found != (told_by.chain.events, told_by.chain.shown, told_by.chain.hash):
        yield Fault(JOURNAL, _("事件链的末尾与清单不符：被截短或接长"))
    mine = {run.id for run in told_by.runs}
    for link in links:
        where = f"{JOURNAL}:{link.seq}"
        if not link.shown and link.digest and (told_by.scope == "case" or link.run in mine):
            yield Fault(where, _("这次办理的事件没有给出内容"))
        if link.shown and told_by.scope != "case" and _run(link) not in {"", told_by.scope}:
            yield Fault(where, _("给出了另一次办理的事件"))


def _run(link: Link) -> str:
    return next(iter(chain.events([link]))).run


def _head_faults(links: list[Link], head: Head | None) -> Iterator[Fault]:
    if head is None:
        return
    if head.seq > len(links):
        yield Fault(
            JOURNAL, _("见过第 {seq} 个事件，这里只到第 {last} 个：是较早的状态").format(seq=head.seq, last=len(links))
        )
    elif head.seq < 1 or links[head.seq - 1].hash != head.hash:
        yield Fault(f"{JOURNAL}:{head.seq}", _("与见过的不是同一条事件链"))


def _derived_faults(told_by: Manifest, events: list[Told], provenance: bytes) -> Iterator[Fault]:
    found = completeness.runs(events)
    if found != told_by.runs or (told_by.scope != "case" and [run.id for run in found] != [told_by.scope]):
        yield Fault(NAME, _("清单所说的办理与事件链不符"))
    if provenance != proven(events):
        yield Fault(PROVENANCE, _("与事件链里的出处不符"))
