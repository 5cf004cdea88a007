"""A POSIX terminal's input."""

from __future__ import annotations

import os
import select
import sys
import threading
from contextlib import suppress
from typing import Any

if sys.platform == "win32":
    raise ImportError("for POSIX only")

import termios


class PosixConsole:
    """A terminal in its line mode: the terminal itself edits the line, and echoes it or not."""

    def __init__(self, descriptor: int) -> None:
        """Read at *descriptor*."""
        self._descriptor = descriptor
        self._found = termios.tcgetattr(descriptor)

    def line(self, seconds: float) -> str | None:
        """Return a line, or None where none was finished within *seconds*; raise EOFError at the end."""
        if not self._in_front():
            threading.Event().wait(seconds)  # in the background: reading would stop the process
            return None
        if not select.select([self._descriptor], [], [], seconds)[0]:
            return None
        typed = os.read(self._descriptor, 4096)
        if not typed:
            raise EOFError
        return typed.decode("utf-8", "replace").rstrip("\n")

    def echo(self, *, on: bool) -> None:
        """Show what is typed, or hide it."""
        attributes = [*self._found]
        if not on:
            attributes[3] &= ~termios.ECHO
        self._set(attributes)

    def flush(self) -> None:
        """Drop what waits to be read."""
        with suppress(termios.error):  # the terminal is closed
            termios.tcflush(self._descriptor, termios.TCIFLUSH)

    def restore(self) -> None:
        """Leave the terminal as it was found."""
        self._set(self._found)

    def _set(self, attributes: list[Any]) -> None:
        if self._in_front():  # in the background the shell keeps the terminal, and this would stop the process
            with suppress(termios.error):  # the terminal is closed
                termios.tcsetattr(self._descriptor, termios.TCSADRAIN, attributes)

    def _in_front(self) -> bool:
        try:
            return os.tcgetpgrp(self._descriptor) == os.getpgrp()
        except OSError:
            return True  # not our controlling terminal: nothing can stop us
