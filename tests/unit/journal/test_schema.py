"""One schema, reached by migrations, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

import run_flow.journal.migrations as migrations
from run_flow.journal import schema
from run_flow.journal.ledger import Ledger


def test_the_migrations_lead_to_the_schema(ledger: Ledger) -> None:
    """A new ledger, made by the migrations, has the tables that the code knows: no difference is left."""
    with ledger._database.read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), schema.metadata)
    assert differences == []


def test_the_newest_migration_is_the_one_the_code_knows() -> None:
    """HEAD, which spares the import of Alembic, is the newest revision."""
    assert migrations.__file__ is not None
    assert ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head() == schema.HEAD


def test_alembic_is_imported_only_when_there_is_something_to_do(ledger: Ledger, path: Path, root: Path) -> None:
    """A ledger at today's schema is opened without Alembic."""
    program = (
        "import sys\n"
        "from run_flow.journal.clock import SystemClock\n"
        "from run_flow.journal.ledger import Ledger\n"
        "Ledger.open(sys.argv[1], clock=SystemClock()).close()\n"
        "sys.exit('alembic' in sys.modules)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(root / "src")}
    assert subprocess.run([sys.executable, "-c", program, str(path)], env=environment, check=False).returncode == 0


def test_postgresql_takes_the_schema() -> None:
    """Every table and index can be said in PostgreSQL, the partial one included."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    told = [str(CreateTable(table).compile(dialect=dialect)) for table in schema.metadata.sorted_tables]
    indexes = [index for table in schema.metadata.sorted_tables for index in table.indexes]
    told += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    assert sum("TIMESTAMP WITH TIME ZONE" in line for line in told) == 9
    assert any("WHERE state != 'done'" in line for line in told)
