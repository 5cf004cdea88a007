"""What errands over weeks need: the script as it was read, what each step stood on, deadlines, reminders, many cases."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns, each with what an older journal says by its silence, the table of deadlines, and indexes."""
    op.create_index("cases_by_time", "cases", ["opened_at"])
    op.create_index("runs_by_case", "runs", ["case_id", "updated_at"])
    op.create_index("asks_by_case", "asks", ["case_id", "state"])
    op.add_column("runs", sa.Column("script", sa.JSON(), nullable=False, server_default="[]"))
    for name, empty in (("fields", "[]"), ("inputs", "{}"), ("stale", "[]")):
        op.add_column("steps", sa.Column(name, sa.JSON(), nullable=False, server_default=empty))
    op.add_column("steps", sa.Column("by_person", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("asks", sa.Column("expiry", sa.Text(), nullable=False, server_default=""))
    op.add_column("asks", sa.Column("escalated", sa.Integer()))
    op.create_table(
        "deadlines",
        sa.Column("case_id", sa.String(length=64), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.String(length=128), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expiry", sa.Text(), nullable=False),
        sa.Column("escalated", sa.Integer()),
        sa.Column("met_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("case_id", "item", "key"),
    )
    op.create_index("deadlines_by_time", "deadlines", ["met_at", "until"])
