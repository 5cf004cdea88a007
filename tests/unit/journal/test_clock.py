"""The machine's clock."""

from __future__ import annotations

from datetime import timedelta

from run_flow.journal.clock import SystemClock


def test_now_is_aware() -> None:
    """A moment says which one it is, in UTC, and time goes on."""
    clock = SystemClock()
    first = clock.now()
    assert first.utcoffset() == timedelta(0)
    assert clock.now() >= first
