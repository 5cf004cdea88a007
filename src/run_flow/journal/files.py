"""What is large or secret, in private files: addressed by hash, or handed over once."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from run_flow import errors
from run_flow.language import _


def private_folder(path: Path) -> None:
    """Make *path* and what is missing above it, for the user alone from the first moment.

    Mode 0700 means an access list of the user alone on Windows too, and files inherit it (Python 3.11.10 and newer).
    """
    if path.is_dir():
        return
    private_folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)


def private_file(path: Path) -> None:
    """Make *path* for the user alone, empty, where it does not exist."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def write_durably(path: Path, content: bytes) -> None:
    """Put *content* at *path* for the user alone, whole or not at all, and return once it is on disk."""
    with _told(path):
        private_folder(path.parent)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        _sync_folder(path.parent)


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


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no handle on a folder to flush
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
