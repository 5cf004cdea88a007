"""A bundle open for replaying: examined once, then read a file at a time, nothing unpacked."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Lock

from run_flow.audit.container import MOST_BYTES, Container
from run_flow.audit.fault import refused
from run_flow.audit.verify import examined
from run_flow.language import _


class Opened(Container):
    """The bundle at a path; ``verdict`` tells what is wrong with it, ``key`` by whom it was to be signed: ``own``, by us."""

    def __init__(self, path: Path, *, key: str | None = None, own: bool = False) -> None:
        """Read through *path* and examine it; raise AuditFailed where it cannot even be read as a bundle."""
        self.key, self.own = key, own
        self._lock = Lock()
        super().__init__(path)
        try:
            self.verdict = examined(self, key=key)
        except BaseException:
            self.close()
            raise

    @property
    def names(self) -> list[str]:
        """Return what the files in it are called."""
        return list(self.entries)

    def read(self, name: str, *, max_bytes: int = MOST_BYTES) -> bytes:
        """Return what the file *name* holds; raise AuditFailed where it is not there, or not as it was examined."""
        with self._lock:
            content = super().read(name, max_bytes=max_bytes)
        if hashlib.sha256(content).hexdigest() != self.entries[name].sha256:
            raise refused(name, _("核对以后被改动"))
        return content
