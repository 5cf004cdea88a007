"""What one command works with, made when it is first asked for: settings, redactor, log and ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.journal.clock import Clock
    from run_flow.journal.files import FileStore, Vault
    from run_flow.journal.ledger import Ledger
    from run_flow.redact import Redactor
    from run_flow.settings import Settings


class Desk:
    """The edge between one command and the world."""

    def __init__(
        self, words: Sequence[str], *, clock: Clock | None, open_ledger: Callable[..., Ledger] | None = None
    ) -> None:
        """Remember the command's *words*; options put what they were given into ``given``."""
        self.words = words
        self.given: dict[str, Any] = {}
        self.closing = ExitStack()
        self._clock = clock
        self._open_ledger = open_ledger

    @property
    def json(self) -> bool:
        """Tell whether a program reads standard output."""
        return bool(self.given.get("json"))

    @property
    def same_command(self) -> str:
        """Return the command line, to be given again."""
        import shlex

        return shlex.join(["run-flow", *self.words])

    @property
    def where(self) -> tuple[str, ...]:
        """Return the words that lead another command to the same records, where this one had to be led there."""
        return ("--home", str(self.settings.home)) if self.given.get("home") else ()

    @cached_property
    def settings(self) -> Settings:
        """Read the settings; what the command line gave wins."""
        from run_flow.settings import load

        return load(folder=Path.cwd(), given=self.given)

    @cached_property
    def redactor(self) -> Redactor:
        """Make the one redactor of this process."""
        from run_flow.redact import Redactor

        return Redactor()

    @cached_property
    def log_file(self) -> Path:
        """Start the log and return its file."""
        from run_flow.errors import JournalUnwritable
        from run_flow.log import configure

        file = self.settings.home / "logs" / "run-flow.log"
        form, level = self.settings.log_format, self.settings.log_level
        try:
            self.closing.enter_context(configure(redact=self.redactor.data, file=file, form=form, level=level))
        except OSError as error:
            raise JournalUnwritable(
                str(error),
                doing=_("打开日志"),
                remedy=_("检查磁盘空间和文件夹权限，然后用同一条命令继续。"),
            ) from error
        return file

    @cached_property
    def clock(self) -> Clock:
        """Return the clock handed in, else the system's."""
        from run_flow.journal.clock import SystemClock

        return self._clock or SystemClock()

    @cached_property
    def ledger(self) -> Ledger:
        """Open the ledger, the log first."""
        from run_flow.journal.ledger import Ledger

        assert self.log_file
        ledger = (self._open_ledger or Ledger.open)(self.settings.home / "ledger.db", clock=self.clock)
        self.closing.callback(ledger.close)
        return ledger

    def codes(self, case_id: str) -> FileStore:
        """Return the codes to scan that a case's process shows."""
        from run_flow.journal.files import codes

        return codes(self.settings.home / "cases" / case_id)

    def vault(self, case_id: str) -> Vault:
        """Return where a case's secret answers are handed over."""
        from run_flow.journal.files import Vault

        return Vault(self.settings.home / "cases" / case_id / "secrets")

    def say(self, text: str = "") -> None:
        """Print *text* for the operator, every value masked."""
        click.echo(self.redactor.shown(text))

    def put(self, record: object) -> None:
        """Print *record* as one JSON line for a program, redacted."""
        import json

        click.echo(json.dumps(self.redactor.data(record), ensure_ascii=False, default=str))
