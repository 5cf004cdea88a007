"""structlog, configured once: redact first, then JSON lines in a file and, where asked for, console or JSON lines.

Developers read the log. The operator reads standard output, and the record is the journal.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from run_flow.disk import private_file, private_folder

Redact = Callable[[object], object]
_MOST_BYTES = 5_000_000
Level = Literal["debug", "info", "warning", "error"]


def configure(*, redact: Redact, file: Path, form: Literal["console", "json"], level: Level | None) -> TextIO:
    """Send every event through *redact*, then to *file* from info on and to standard error from *level* on.

    A file that has grown too long is set aside as ``.old.log``, in place of the one before it.

    Return the open file, for the caller to close in the end.
    """
    stream = _private(file)
    sinks = [_Sink(stream, _renderer("json"), logging.INFO)]
    if level:
        sinks.append(_Sink(sys.stderr, _renderer(form), logging.getLevelNamesMapping()[level.upper()]))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            lambda _logger, _name, event: _redacted(event, redact),
            _Fork(sinks),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(min(sink.threshold for sink in sinks)),
        logger_factory=structlog.ReturnLoggerFactory(),
        cache_logger_on_first_use=False,
    )
    return stream


class _Stream(io.TextIOWrapper):
    """A file whose last words may be lost: what a full disk did not take, it does not take at the end either."""

    def close(self) -> None:
        with suppress(OSError):
            super().close()


class _Sink:
    def __init__(self, stream: TextIO, render: Processor, threshold: int) -> None:
        self.stream, self.render, self.threshold = stream, render, threshold


class _Fork:
    """The last processor: writes one event to every sink that wants its level."""

    def __init__(self, sinks: list[_Sink]) -> None:
        self.sinks = sinks

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> str:
        number = logging.getLevelNamesMapping()[event["level"].upper()]
        for sink in self.sinks:
            if number >= sink.threshold:
                with suppress(OSError, ValueError):  # a full disk or a closed terminal must not decide how a run ends
                    print(sink.render(logger, name, dict(event)), file=sink.stream, flush=True)
        return ""


def _redacted(event: EventDict, redact: Redact) -> EventDict:
    clean: Any = redact(dict(event))
    return clean  # type: ignore[no-any-return]  # a dict goes in and comes out


def _renderer(form: str) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), sort_keys=False)


def _private(file: Path) -> TextIO:
    private_folder(file.parent)
    if file.exists() and file.stat().st_size > _MOST_BYTES:
        with suppress(OSError):  # another process may have it open
            file.replace(file.with_suffix(".old.log"))
    private_file(file)
    return _Stream(file.open("ab"), encoding="utf-8")
