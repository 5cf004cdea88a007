"""The command line: thin, plain click; nothing heavy is imported until a command needs it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from run_flow import language

if TYPE_CHECKING:
    from run_flow.journal.clock import Clock

__all__ = ["main"]


def main(
    arguments: Sequence[str] | None = None,
    *,
    clock: Clock | None = None,
    open_ledger: Callable[..., Any] | None = None,
) -> int:
    """Run one command and return its exit code; tests hand in their own *clock* and way to open a ledger."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    language.use(_language(words))
    from run_flow.cli.desk import Desk
    from run_flow.cli.root import Root

    desk = Desk(words, clock=clock, open_ledger=open_ledger)
    with _heard(), desk.closing:
        try:
            code = Root(words).main(words, prog_name="run-flow", standalone_mode=False, obj=desk)
        except BaseException as error:  # noqa: BLE001  the command's edge: everything becomes an exit code
            from run_flow.cli.edge import ended

            return ended(error, desk)
        return code if isinstance(code, int) else 0


@contextmanager
def _heard() -> Iterator[None]:
    """Write out what the block said; where nobody hears it any more Python would end with 120 instead of our code."""
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):  # a closed terminal, a full disk
                with suppress(OSError, ValueError):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _speak_utf8() -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _language(words: Sequence[str]) -> str:
    from run_flow.cli.words import given

    named = given("--lang", words)
    return named if named in language.LANGUAGES else language.preferred()
