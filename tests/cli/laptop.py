"""A laptop on which the real command is given, on days that a test chooses."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.sweep.life import ENTRY, SETTINGS

A_DAY = 24 * 3600


class Laptop:
    """One ``run-flow certify`` on a certain day, told as JSON lines."""

    def __init__(
        self, command: list[str], *, errors: Path, day: int, plan: Sequence[Sequence[str]], **settings: str
    ) -> None:
        """Give the *command*, so many days from now; *plan* is that of tests/sweep/entry.py."""
        self._errors = errors.open("w+", encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, str(ENTRY), "--ahead", str(day * A_DAY), "--plan", json.dumps(plan), *command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._errors, encoding="utf-8",
            env=os.environ | SETTINGS | settings,
        )  # fmt: skip

        self.pid = self._process.pid

    def waits_for(self, key: str) -> list[str]:
        """Read on until it waits for somebody to answer *key*; return the words that name the ask."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told = json.loads(line)
            if told.get("ask", "").startswith(key):
                return [told["case"], told["ask"]]
        raise AssertionError(f"it never asked for {key}: it ended with {self.ends()}")

    def hears(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def ends(self) -> tuple[int, str]:
        """Return its exit code and what it said at the end, once it has ended."""
        told, _nothing = self._process.communicate()
        self._errors.seek(0)
        with self._errors as errors:
            return self._process.returncode, told + errors.read()
