"""What the ledger's reads give: small frozen rows, ready to become JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, Self

from run_flow.journal.events import AskKind, AskState, How, RunState, StepState


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row, as it stood when it was read."""

    _private: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def of(cls, mapping: Mapping[Any, Any]) -> Self:
        """Return the row that *mapping* (a database row) holds."""
        return cls(**{each.name: mapping[each.name] for each in fields(cls)})

    def as_json(self) -> dict[str, Any]:
        """Return the row as plain JSON values, moments as ISO 8601."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: _plain(value) for name, value in values.items() if name not in self._private}


@dataclass(frozen=True, kw_only=True)
class CaseRow(Row):
    """A company with its 服务号."""

    id: str
    company: str
    opened_at: datetime
    lease_owner: str | None
    lease_since: datetime | None
    lease_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class RunRow(Row):
    """One execution of a flow, over any number of restarts."""

    id: str
    case_id: str
    flow: str
    item: str
    state: RunState
    digest: str
    dry_run: bool
    reason: str
    look_at: datetime | None
    script: list[dict[str, Any]]
    started_at: datetime
    updated_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class StepRow(Row):
    """How far one step of a run is."""

    run_id: str
    name: str
    item: str
    round: int
    title: str
    state: StepState
    irreversible: bool
    attempt: int
    intent_at: datetime | None
    intent_owner: str | None
    intent_label: str | None
    how: How | None
    forms: list[str]
    fields: list[dict[str, Any]]
    inputs: dict[str, str]
    stale: list[str]
    by_person: bool
    screenshot: str
    error: str
    started_at: datetime | None
    done_at: datetime | None
    seq: int


@dataclass(frozen=True, kw_only=True)
class AskRow(Row):
    """What a person has to do or to decide; ``image`` is the hash of the picture to scan."""

    _private: ClassVar[frozenset[str]] = frozenset({"secret_ref"})

    case_id: str
    id: str
    run_id: str
    step: str
    item: str
    round: int
    key: str
    kind: AskKind
    question: str
    answer: dict[str, Any] | None
    role: str
    channel: str
    deadline: datetime | None
    expiry: str
    escalated: int | None
    secret: bool
    state: AskState
    value: str | None
    by: str | None
    secret_ref: str | None
    image: str
    opened_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class RoundRow(Row):
    """A round of an item after the first, and why it was opened; ``key`` tells one reason from another."""

    run_id: str
    item: str
    round: int
    key: str
    reason: str
    reasons: list[dict[str, str]]
    opened_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeadlineRow(Row):
    """A moment by which something has to be done; ``escalated`` is the last reminder, in seconds before it."""

    case_id: str
    item: str
    key: str
    run_id: str
    title: str
    until: datetime
    expiry: str
    escalated: int | None
    met_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FactRow(Row):
    """What the portal showed last beside a label, of the account or of one 小程序, and since when."""

    case_id: str
    item: str
    label: str
    run_id: str
    value: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class EventRow(Row):
    """Something that happened, as the chain seals it."""

    case_id: str
    seq: int
    run_id: str
    at: datetime
    kind: str
    data: dict[str, Any]
    hash: str


@dataclass(frozen=True, kw_only=True)
class LinkRow(Row):
    """An event as it stands in the chain: ``body`` is what its hash seals, answers included."""

    seq: int
    run_id: str
    body: str
    hash: str


@dataclass(frozen=True, kw_only=True)
class Overview:
    """A case with its runs, the one that moved last first, its open asks, the oldest first, deadlines, the next first, and facts."""

    case: CaseRow
    runs: tuple[RunRow, ...]
    asks: tuple[AskRow, ...]
    deadlines: tuple[DeadlineRow, ...]
    facts: tuple[FactRow, ...]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
