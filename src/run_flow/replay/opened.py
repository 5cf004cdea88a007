"""A bundle open for replaying: examined once, then read a file at a time, nothing unpacked."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from run_flow.audit.container import MOST_BYTES, Container
from run_flow.audit.fault import refused
from run_flow.audit.verify import examined
from run_flow.language import _


class Opened:
    """The bundle at a path; ``verdict`` tells what is wrong with it, ``key`` by whom it was to be signed: ``own``, by us."""

    def __init__(self, path: Path, *, key: str | None = None, own: bool = False) -> None:
        """Read through *path* and examine it; raise AuditFailed where it cannot even be read as a bundle."""
        self.key, self.own = key, own
        self._lock = Lock()
        self._container = Container(path)
        try:
            self.verdict = examined(self._container, key=key)
        except BaseException:
            self._container.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._container.close()

    @property
    def names(self) -> list[str]:
        """Return what the files in it are called."""
        return list(self._container.entries)

    def read(self, name: str) -> bytes:
        """Return what the file *name* holds; raise AuditFailed where it is not there, or not as it was examined."""
        with self._lock:
            content = self._container.read(name, max_bytes=MOST_BYTES)
        if hashlib.sha256(content).hexdigest() != self._container.entries[name].sha256:
            raise refused(name, _("核对以后被改动"))
        return content
