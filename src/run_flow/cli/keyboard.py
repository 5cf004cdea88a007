"""Lines typed at the terminal: one thread reads them, and echo is off while a secret is typed.

``input()`` would freeze the browser; a thread that feeds a queue does not.
"""

from __future__ import annotations

import atexit
import queue
import sys
import threading
from typing import Protocol

LOOK_EVERY_SECONDS = 0.1


class Keyboard:
    """The lines typed since the last look."""

    def __init__(self, console: Console) -> None:
        """Begin to read at *console*; whatever happens, its echo is restored in the end."""
        self._console = console
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read, name="keyboard", daemon=True)
        atexit.register(console.restore)
        self._thread.start()

    @classmethod
    def at_terminal(cls) -> Keyboard | None:
        """Return a keyboard where a person sits at standard input, else None."""
        if not sys.stdin or not sys.stdin.isatty():
            return None
        return cls(_console())

    def echo(self, *, on: bool) -> None:
        """Show what is typed, or hide it."""
        self._console.echo(on=on)

    def forget(self) -> None:
        """Drop what was typed before anything was asked."""
        self._console.flush()
        self.take()

    def take(self) -> list[str]:
        """Return the lines typed since the last look."""
        lines = []
        while not self._lines.empty():
            lines.append(self._lines.get())
        return lines

    def close(self) -> None:
        """Stop reading and restore the terminal."""
        self._ended.set()
        self._thread.join()
        self._console.restore()
        atexit.unregister(self._console.restore)

    def _read(self) -> None:
        while not self._ended.is_set():
            try:
                line = self._console.line(LOOK_EVERY_SECONDS)
            except (EOFError, OSError):  # the terminal is gone; `run-flow answer` remains
                return
            if line is not None:
                self._lines.put(line)


class Console(Protocol):
    """A terminal's input, POSIX or Windows."""

    def line(self, seconds: float) -> str | None:
        """Return a line, or None where none was finished within *seconds*; raise EOFError at the end."""
        ...

    def echo(self, *, on: bool) -> None:
        """Show what is typed, or hide it."""
        ...

    def flush(self) -> None:
        """Drop what waits to be read."""
        ...

    def restore(self) -> None:
        """Leave the terminal as it was found."""
        ...


def _console() -> Console:
    if sys.platform == "win32":
        from run_flow.cli.console_windows import WindowsConsole

        return WindowsConsole()
    from run_flow.cli.console_posix import PosixConsole

    return PosixConsole(sys.stdin.fileno())
