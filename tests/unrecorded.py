"""A recorder for tests that do not look at evidence: it keeps none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Unrecorded:
    """Records nothing."""

    def __init__(self, folder: Path, run: str) -> None:
        """Stand where a recorder would."""

    def recover(self, _append: Any) -> None:
        """Find nothing."""

    @contextmanager
    def recording(self, _portal: Any) -> Iterator[None]:
        """Look away."""
        yield

    @contextmanager
    def aside(self, _why: str, *, secret: bool = False) -> Iterator[None]:
        """Look away."""
        yield

    def hear(self, _answer: str) -> None:
        """Forget it."""

    def proven(self, _place: Any, _facts: Any) -> tuple[Any, ...]:
        """Prove nothing."""
        return ()

    def finish(self, _append: Any) -> None:
        """Keep nothing."""
