"""The ledger's tables, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)
from sqlalchemy.types import TypeDecorator

HEAD = "0003"  # the newest revision under migrations/versions, so that Alembic is imported only when it has work


class Instant(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite forgets the zone, so it is given back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """Store *value* in UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """Return the stored moment as an aware one."""
        if not isinstance(value, datetime):
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


metadata = MetaData()


def _required(name: str, kind: Any, **facts: Any) -> Column[Any]:
    return Column(name, kind, nullable=False, **facts)


def _case(**facts: Any) -> Column[Any]:
    return Column("case_id", String(64), ForeignKey("cases.id"), nullable=False, **facts)


cases = Table(
    "cases",
    metadata,
    Column("id", String(64), primary_key=True),
    _required("key", String(64), unique=True),
    _required("company", Text),
    _required("opened_at", Instant),
    Column("lease_owner", Text),
    Column("lease_since", Instant),
    Column("lease_until", Instant),
    _required("fence", Integer, server_default="0"),
    _required("head_seq", Integer, server_default="0"),
    _required("head_hash", String(64), server_default=""),
    Index("cases_by_time", "opened_at"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(128), primary_key=True),
    _case(),
    _required("flow", String(64)),
    _required("item", Text),
    _required("state", String(16)),
    _required("digest", String(64)),
    _required("dry_run", Boolean),
    _required("reason", Text),
    Column("look_at", Instant),
    _required("script", JSON, server_default="[]"),
    _required("started_at", Instant),
    _required("updated_at", Instant),
    Column("ended_at", Instant),
    Index(
        "one_open_run",
        "case_id",
        "flow",
        "item",
        unique=True,
        sqlite_where=text("state != 'done'"),
        postgresql_where=text("state != 'done'"),
    ),
    Index("runs_by_state", "state", "look_at"),
    Index("runs_by_time", "updated_at"),
    Index("runs_by_case", "case_id", "updated_at"),
)

rounds = Table(
    "rounds",
    metadata,
    Column("run_id", String(128), ForeignKey("runs.id"), primary_key=True),
    Column("item", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    _required("key", String(64)),
    _required("reason", Text),
    _required("reasons", JSON),
    _required("opened_at", Instant),
)

steps = Table(
    "steps",
    metadata,
    Column("run_id", String(128), ForeignKey("runs.id"), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("item", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    _required("title", Text),
    _required("state", String(16)),
    _required("irreversible", Boolean),
    _required("attempt", Integer, server_default="0"),
    Column("intent_at", Instant),
    Column("intent_owner", Text),
    Column("intent_label", Text),
    Column("how", String(16)),
    _required("forms", JSON, server_default="[]"),
    _required("fields", JSON, server_default="[]"),
    _required("inputs", JSON, server_default="{}"),
    _required("stale", JSON, server_default="[]"),
    _required("by_person", Boolean, server_default=false()),
    _required("screenshot", String(64), server_default=""),
    _required("error", Text, server_default=""),
    Column("started_at", Instant),
    Column("done_at", Instant),
    _required("seq", Integer),
)

asks = Table(
    "asks",
    metadata,
    _case(primary_key=True),
    Column("id", String(128), primary_key=True),
    _required("run_id", String(128)),
    _required("step", String(64)),
    _required("item", Text),
    _required("round", Integer),
    _required("key", String(128)),
    _required("kind", String(16)),
    _required("question", Text),
    Column("answer", JSON(none_as_null=True)),
    _required("role", Text),
    _required("channel", Text),
    Column("deadline", Instant),
    _required("expiry", Text, server_default=""),
    Column("escalated", Integer),
    _required("secret", Boolean),
    _required("state", String(16)),
    Column("value", Text),
    Column("by", Text),
    Column("secret_ref", Text),
    _required("image", String(64), server_default=""),
    _required("opened_at", Instant),
    Column("answered_at", Instant),
    Column("closed_at", Instant),
    Index("asks_by_state", "state", "deadline"),
    Index("asks_by_run", "run_id", "key"),
    Index("asks_by_case", "case_id", "state"),
)

deadlines = Table(
    "deadlines",
    metadata,
    _case(primary_key=True),
    Column("item", Text, primary_key=True),
    Column("key", String(64), primary_key=True),
    _required("run_id", String(128)),
    _required("title", Text),
    _required("until", Instant),
    _required("expiry", Text),
    Column("escalated", Integer),
    Column("met_at", Instant),
    Index("deadlines_by_time", "met_at", "until"),
)

facts = Table(
    "facts",
    metadata,
    _case(primary_key=True),
    Column("item", Text, primary_key=True),
    Column("label", String(128), primary_key=True),
    _required("run_id", String(128)),
    _required("value", Text),
    _required("at", Instant),
)

events = Table(
    "events",
    metadata,
    _case(primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _required("run_id", String(128), index=True),
    _required("at", Instant),
    _required("kind", String(32)),
    _required("body", Text),
    _required("hash", String(64)),
)

files = Table(
    "files",
    metadata,
    _case(primary_key=True),
    Column("sha256", String(64), primary_key=True),
    _required("kind", String(16)),
    _required("run_id", String(128)),
    _required("at", Instant),
)
