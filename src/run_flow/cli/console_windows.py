"""A Windows console's input: read key by key, because its line mode cannot change echo while it waits."""

from __future__ import annotations

import sys
import threading

if sys.platform != "win32":
    raise ImportError("for Windows only")

import _thread
import msvcrt


class WindowsConsole:
    """A console whose lines are edited and echoed here."""

    def __init__(self) -> None:
        """Begin with an empty line that is shown."""
        self._typed = ""
        self._hidden = False

    def line(self, seconds: float) -> str | None:
        """Return a line, or None where none was finished within *seconds*."""
        if not msvcrt.kbhit():
            threading.Event().wait(seconds)
            return None
        key = msvcrt.getwch()
        if key == "\x03":
            _thread.interrupt_main()
        elif key in "\x00\xe0":
            msvcrt.getwch()  # the second half of an arrow or function key
        elif key in "\r\n":
            self._show("\r\n", always=True)
            line, self._typed = self._typed, ""
            return line
        elif key == "\b":
            self._show("\b \b" if self._typed else "")
            self._typed = self._typed[:-1]
        else:
            self._typed += key
            self._show(key)
        return None

    def echo(self, *, on: bool) -> None:
        """Show what is typed, or hide it."""
        self._hidden = not on

    def flush(self) -> None:
        """Drop what waits to be read."""
        while msvcrt.kbhit():
            msvcrt.getwch()
        self._typed = ""

    def restore(self) -> None:
        """Leave the console as it was found: its mode was never changed."""

    def _show(self, text: str, *, always: bool = False) -> None:
        if always or not self._hidden:
            for character in text:
                msvcrt.putwch(character)
