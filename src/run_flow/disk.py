"""Files written whole or not at all, for the user alone."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from run_flow.language import N_, _

_REASONS = {
    errno.ENOENT: N_("没有这个文件或文件夹"),
    errno.EACCES: N_("没有权限"),
    errno.EPERM: N_("没有权限"),
    errno.EROFS: N_("只能读，不能写"),
    errno.ENOSPC: N_("磁盘满了"),
    errno.EISDIR: N_("是文件夹，不是文件"),
    errno.ENOTDIR: N_("上面有一级是文件，不是文件夹"),
    errno.EEXIST: N_("已经有同名的文件"),
    errno.ENAMETOOLONG: N_("名字太长"),
    errno.EIO: N_("读写出错"),
    errno.EINVAL: N_("系统不接受"),
}


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


def reason(error: OSError) -> str:
    """Return in words why the system refuses a file; the system's own words where there are none."""
    return _(_REASONS[error.errno]) if error.errno in _REASONS else str(error.strerror)


def write_whole(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Put *content* at *path* in one move, and return once it is on disk; the draft's name tells nothing."""
    with writing_whole(path, mode=mode) as file:
        file.write(content)


@contextmanager
def writing_whole(path: Path, *, mode: int = 0o600) -> Iterator[BinaryIO]:
    """Lend a file that is at *path* in one move when the block ends, and on disk; not at all where it fails."""
    draft = path.with_name(f".run-flow-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if mode != 0o600:
            draft.chmod(mode)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def write_once(path: Path, content: bytes) -> None:
    """Put *content* at *path* as `write_whole` does, unless somebody was there first: what lies there stays."""
    draft = path.with_name(f".run-flow-{secrets.token_hex(8)}")
    write_whole(draft, content)
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no handle on a folder to flush
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
