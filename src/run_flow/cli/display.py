"""What the operator sees: lines that stay, and below them one live line and a prompt.

On a terminal the live line is rewritten in place, without disturbing what is being typed; elsewhere only lines appear.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TextIO

import click

from run_flow.cli.screen import cut

_CLEAR = "\r\x1b[2K"
_UP = "\x1b[1A"
_KEEP, _BACK = "\x1b7", "\x1b8"


class Display:
    """Standard output, as a page that grows."""

    def __init__(self, stream: TextIO, *, redact: Callable[[str], str]) -> None:
        """Write to *stream* whatever *redact* lets through."""
        self.is_terminal = stream.isatty()
        self._stream = stream
        self._redact = redact
        self._live = ""
        self._prompt = ""
        if self.is_terminal and sys.platform == "win32":
            os.system("")  # noqa: S605, S607  the known way to make an old Windows console understand the codes above

    def line(self, text: str = "", **style: Any) -> None:
        """Add a line that stays."""
        self._erase()
        text = self._redact(text)
        self._write(click.style(text, **style) if style and self._coloured else text, "\n")
        self._draw()

    def picture(self, lines: list[str]) -> None:
        """Add a code to scan, dark on light whatever the terminal's colours."""
        self._erase()
        for line in lines:
            self._write(f"\x1b[97;40m{line}\x1b[0m\n" if self.is_terminal else f"{line}\n")
        self._draw()

    def live(self, text: str) -> None:
        """Show *text* below the lines, in place of what was shown there; a terminal only."""
        text = cut(self._redact(text), shutil.get_terminal_size().columns - 1)
        if not self.is_terminal or text == self._live:
            return
        if self._prompt and self._live and text:
            self._live = text
            self._write(_KEEP, _UP, _CLEAR, text, _BACK)
            return
        self._erase()
        self._live = text
        self._draw()

    def prompt(self, text: str) -> None:
        """Ask for a line below everything; empty: ask no more."""
        if self.is_terminal:
            self._erase()
            self._prompt = text
            self._draw()

    def entered(self, *, echoed: bool) -> None:
        """Know that the person pressed Enter: what stood below has become lines that stay."""
        if not echoed:
            self._write("\n")
        self._live = self._prompt = ""

    def bell(self) -> None:
        """Call the person."""
        if self.is_terminal:
            self._write("\a")

    @property
    def _coloured(self) -> bool:
        return self.is_terminal and "NO_COLOR" not in os.environ

    def _erase(self) -> None:
        if self._prompt:
            self._write(_CLEAR)
        if self._prompt and self._live:
            self._write(_UP)
        if self._live:
            self._write(_CLEAR)

    def _draw(self) -> None:
        if self._live:
            self._write(self._live, "\n" if self._prompt else "")
        if self._prompt:
            self._write(self._prompt)

    def _write(self, *parts: str) -> None:
        with suppress(OSError):  # a closed terminal, a full disk under the output: they do not decide how a run ends
            self._stream.write("".join(parts))
            self._stream.flush()
