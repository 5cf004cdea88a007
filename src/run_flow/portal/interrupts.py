"""Ctrl-C between two calls to the browser, not in the middle of one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupts:
    """Holds an interrupt back until :meth:`let_in`; a second one comes through at once."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._waiting = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold back, while the block runs, every signal that would raise KeyboardInterrupt anywhere."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        mine = [n for n in signal.valid_signals() if signal.getsignal(n) is signal.default_int_handler]
        for number in mine:
            signal.signal(number, self._hold)
        try:
            yield
        finally:
            for number in mine:
                signal.signal(number, signal.default_int_handler)

    def let_in(self) -> None:
        """Raise KeyboardInterrupt if one was held back."""
        if self._waiting:
            self._waiting = False
            raise KeyboardInterrupt

    def _hold(self, _number: int, _frame: FrameType | None) -> None:
        if self._waiting:
            self._waiting = False
            raise KeyboardInterrupt
        self._waiting = True
