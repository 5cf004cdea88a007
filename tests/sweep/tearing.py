"""A journal whose last transaction did not reach the disk whole, as after a cut of the power."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HEADER_BYTES, FRAME_BYTES = 32, 24  # https://www.sqlite.org/fileformat2.html#the_write_ahead_log


@contextmanager
def torn(database: Path) -> Iterator[bool]:
    """Have everybody leave the database in the block, then leave it as it was, only half of the last page written.

    Yields whether anything stands in its write-ahead log: else there is nothing to tear.
    """
    log = database.with_name(f"{database.name}-wal")
    pages, written = database.read_bytes(), log.read_bytes() if log.exists() else b""
    end = written_bytes(written)
    yield bool(end)
    if end:
        database.with_name(f"{database.name}-shm").unlink(missing_ok=True)
        database.write_bytes(pages)
        log.write_bytes(written[: end - _page_bytes(written) // 2])


def written_bytes(log: bytes) -> int:
    """Return where the last frame of the write-ahead log *log* ends; frames of an earlier round may follow it."""
    if len(log) < HEADER_BYTES:
        return 0
    frame, end = FRAME_BYTES + _page_bytes(log), HEADER_BYTES
    while len(log) >= end + frame and log[end + 8 : end + 16] == log[16:24]:
        end += frame
    return end if end > HEADER_BYTES else 0


def _page_bytes(log: bytes) -> int:
    (number,) = struct.unpack(">I", log[8:12])
    return int(number)
