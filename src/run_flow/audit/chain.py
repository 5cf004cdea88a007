"""A case's chain of events as a bundle carries it: one line each, from the first event to the head.

What belongs to another run than those of the bundle is withheld: its line tells the run and the digest of the event, so
that the chain can be followed without it, and the event can be asked for later and compared. Journals before FORMAT 3
chained the events themselves; of theirs a withheld line can only be taken as the signature states it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from run_flow.audit.canonical import canonical, read
from run_flow.audit.fault import Fault, refusing
from run_flow.journal.rows import LinkRow
from run_flow.journal.seal import chained, digest, linked, public
from run_flow.language import _

NAME = "journal.jsonl"
_APPROVALS = (None, "yes", "no")
MOST_BYTES = 500_000_000


@dataclass(frozen=True)
class Told:
    """What an event that is shown tells."""

    seq: int
    at: str
    kind: str
    run: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Link:
    """A line of the chain: the event itself, or, where it is withheld, its run and its digest."""

    seq: int
    hash: str
    body: str = ""
    run: str = ""
    digest: str = ""

    @property
    def shown(self) -> bool:
        """Tell whether the event itself is here."""
        return bool(self.body)

    def follows(self, previous: str) -> bool:
        """Tell whether the line's hash is that of its event on top of the *previous* hash."""
        if self.shown:
            return chained(previous, self.body) == self.hash
        return not self.digest or linked(previous, self.digest) == self.hash

    def as_json(self) -> dict[str, Any]:
        """Return the line without what is empty."""
        return {name: value for name, value in vars(self).items() if value != ""}


def exported(rows: Sequence[LinkRow], *, runs: Iterable[str]) -> list[Link]:
    """Return the chain of *rows* with the events of *runs*, and those of the case itself, shown."""
    shown = {"", *runs}
    return [_shown(row) if row.run_id in shown else _withheld(row) for row in rows]


def told(rows: Iterable[LinkRow]) -> list[Told]:
    """Return what all events of a case tell, to whoever has its ledger."""
    return [_told(Link(row.seq, row.hash, body=row.body)) for row in rows]


def lines(chain: Iterable[Link]) -> bytes:
    """Return the chain as a bundle's file."""
    return b"".join(canonical(link.as_json()) + b"\n" for link in chain)


def parsed(content: bytes) -> list[Link]:
    """Return the chain that a bundle's file holds; raise AuditFailed where a line is none."""
    if not content.endswith(b"\n"):
        content += b"\n(truncated)"
    return [_parsed(number, line) for number, line in enumerate(content.splitlines(), 1)]


def events(chain: Iterable[Link]) -> list[Told]:
    """Return what the events that are shown tell."""
    return [_told(link) for link in chain if link.shown]


def faults(chain: Sequence[Link], *, case: str) -> Iterator[Fault]:
    """Yield where the chain of *case* is not whole: from its first event on, each on top of the one before."""
    previous = case
    for number, link in enumerate(chain, 1):
        where = f"{NAME}:{number}"
        if link.seq != number:
            yield Fault(where, _("应是第 {number} 个事件，却是第 {seq} 个").format(number=number, seq=link.seq))
        if not link.follows(previous):
            yield Fault(where, _("和前一个事件接不上：它或它前面的内容被改过"))
        if link.shown:
            yield from _envelope_faults(link, case=case, where=where)
        previous = link.hash
    if not chain or not chain[0].shown or _told(chain[0]).kind != "CaseOpened":
        yield Fault(f"{NAME}:1", _("事件链不是从建档开始"))


def _envelope_faults(link: Link, *, case: str, where: str) -> Iterator[Fault]:
    envelope = json.loads(link.body)
    if canonical(envelope).decode() != link.body:
        yield Fault(where, _("事件的写法不对"))
    if (envelope["case"], envelope["seq"]) != (case, link.seq):
        yield Fault(where, _("是另一家公司或另一处的事件"))
    if public(link.body) != link.body:
        yield Fault(where, _("含有不该给出的回答"))


def _shown(row: LinkRow) -> Link:
    body = public(row.body)
    if _answered(body):
        return Link(row.seq, row.hash, run=row.run_id)  # an older journal holds the answer itself
    return Link(row.seq, row.hash, body=body)


def _withheld(row: LinkRow) -> Link:
    return Link(row.seq, row.hash, run=row.run_id, digest=digest(row.body))


def _answered(body: str) -> bool:
    envelope = json.loads(body)
    return envelope["kind"] == "AskAnswered" and not digest(body) and envelope["data"]["value"] not in _APPROVALS


def _parsed(number: int, line: bytes) -> Link:
    with refusing(f"{NAME}:{number}", _("不是事件链的一行：{why}")):
        link = Link(**read(line))
        if type(link.seq) is not int or not all(
            type(value) is str for name, value in vars(link).items() if name != "seq"
        ):
            raise TypeError("types")
        if link.shown == bool(link.run):
            raise ValueError("body or run")
        if link.shown:
            _told(link)
        return link


def _told(link: Link) -> Told:
    envelope = json.loads(link.body)
    data = envelope["data"]
    if not all(isinstance(value, str) for value in (envelope["at"], envelope["kind"], envelope["case"], data["run"])):
        raise TypeError("envelope")
    return Told(link.seq, envelope["at"], envelope["kind"], data["run"], data)
