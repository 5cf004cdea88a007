"""What is large or secret, in private files: addressed by hash, or handed over once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from run_flow import errors
from run_flow.disk import private_folder, write_whole
from run_flow.language import _


def write_durably(path: Path, content: bytes) -> None:
    """Put *content* at *path* as `disk.write_whole` does, its folder made first; a full disk stops the run."""
    with _told(path):
        private_folder(path.parent)
        write_whole(path, content)


class FileStore:
    """A case's files, named by the hash of what they hold."""

    def __init__(self, root: Path) -> None:
        """Keep files under *root*, which is made when the first one comes."""
        self._root = root

    def keep(self, content: bytes, *, suffix: str = ".png") -> str:
        """Return the sha256 of *content* once it is on disk; the same content is kept once."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._root / f"{sha256}{suffix}"
        if not path.exists():
            write_durably(path, content)
        return sha256

    def path(self, sha256: str) -> Path | None:
        """Return where the content with this hash lies, or None."""
        return next(iter(self._root.glob(f"{sha256}*")), None) if sha256 else None

    def forget(self, sha256: str) -> None:
        """Remove the content with this hash."""
        if path := self.path(sha256):
            _remove(path)

    def clear(self) -> None:
        """Remove everything."""
        for path in self._root.glob("*"):
            _remove(path)


def codes(case_folder: Path) -> FileStore:
    """Return where a case's codes to scan lie while they are shown: whoever has one can sign in or pay with it."""
    return FileStore(case_folder / "codes")


class Vault:
    """Secret answers on their way to the run: never in the database, read once."""

    def __init__(self, root: Path) -> None:
        """Hand over through files under *root*."""
        self._root = root

    def put(self, ask: str, value: str) -> str:
        """Return the reference under which the run finds *value*."""
        ref = f"{ask}-{secrets.token_hex(8)}"
        write_durably(self._root / ref, value.encode())
        return ref

    def take(self, ref: str) -> str | None:
        """Return the value and forget it; None where it was taken already."""
        path = self._root / Path(ref).name
        try:
            value = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        path.unlink()
        return value

    def drop(self, ref: str | None) -> None:
        """Forget the value behind *ref* unread."""
        if ref:
            (self._root / Path(ref).name).unlink(missing_ok=True)

    def clear(self) -> None:
        """Forget everything that nobody took."""
        for path in self._root.glob("*"):
            _remove(path)


def _remove(path: Path) -> None:
    with suppress(PermissionError):  # on Windows somebody has it open; whoever clears the folder next removes it
        path.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise errors.JournalUnwritable(
            str(error),
            doing=_("写入文件 {path}").format(path=path),
            remedy=_("检查磁盘空间和文件夹权限，然后用同一条命令继续。"),
        ) from error
