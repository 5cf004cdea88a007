"""Raise a ledger to the newest schema, inside the caller's transaction."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from run_flow import errors
from run_flow.journal import schema
from run_flow.language import _


def upgrade(connection: Connection, revision: str | None) -> None:
    """Raise the ledger behind *connection* from *revision* to the newest one."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise errors.JournalUnwritable(
            _("办理记录由更新的版本写成({revision})").format(revision=revision),
            remedy=_("升级 run-flow,然后用同一条命令继续。"),
        )
    command.upgrade(config, schema.HEAD)
