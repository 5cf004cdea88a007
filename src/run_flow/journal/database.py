"""The database under the ledger: opened privately, written to durably, its refusals told as ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, make_url, text
from sqlalchemy import exc as sql
from sqlalchemy.engine import Connection

from run_flow import disk, errors
from run_flow.journal import schema
from run_flow.language import _

BUSY_SECONDS = 10


class Database:
    """A SQLite file (a path) or a PostgreSQL database (a URL), at the newest schema."""

    def __init__(self, address: str | Path) -> None:
        """Open *address*; raise JournalUnwritable where that is impossible."""
        with _told():
            self._engine = _engine(address)
            try:
                self._raise_to_head()
            except BaseException:
                self._engine.dispose()
                raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Lend a connection that sees one moment of the ledger."""
        with _told(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Lend a connection that alone may write; what it wrote is on disk when the block ends."""
        writing = self._engine.execution_options(writes=True)
        with _told(), writing.connect() as connection, connection.begin():
            yield connection

    def settle(self) -> None:
        """Write what the log before the database still holds into it, as far as no reader is in the way, and empty it."""
        if self._engine.dialect.name == "sqlite":
            with _told(), self._engine.connect() as connection:
                connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]  # there is one

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _raise_to_head(self) -> None:
        with self.read() as connection:
            if _revision(connection) == schema.HEAD:
                return
        from run_flow.journal.migrations.upgrade import upgrade  # Alembic takes a quarter of a second to import

        with self.write() as connection:
            upgrade(connection, _revision(connection))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _engine(address: str | Path) -> Engine:
    if isinstance(address, str) and "://" in address:
        url = make_url(address)
    else:
        path = Path(address)
        disk.private_folder(path.parent)
        disk.private_file(path)
        url = make_url("sqlite://").set(database=str(path))
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _make_durable)
        event.listen(engine, "begin", _begin)
    return engine


def _make_durable(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say so, not where sqlite3 guesses
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (sql.OperationalError, sql.DatabaseError) as error:
        if not isinstance(error, sql.OperationalError) and type(error) is not sql.DatabaseError:
            raise  # a broken constraint is a defect of ours, not the disk's
        raise errors.JournalUnwritable(
            str(error.orig),
            doing=_("写入办理记录"),
            remedy=_("检查磁盘空间和文件夹权限，然后用同一条命令继续。"),
        ) from error
    except OSError as error:
        raise errors.JournalUnwritable(
            str(error),
            doing=_("打开办理记录"),
            remedy=_("检查磁盘空间和文件夹权限，然后用同一条命令继续。"),
        ) from error
