"""A recording of the window as a bundle holds it: a zip file that Playwright wrote, or a stranger."""

from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import AbstractContextManager

from run_flow.audit.fault import refused, refusing
from run_flow.language import _

MOST_BYTES = 256_000_000
"""The most that a trace may hold once it is no longer compressed."""


def unpacked(name: str, content: bytes) -> dict[str, bytes]:
    """Return what the trace *name* holds, by name; raise AuditFailed where it is none, or absurdly large."""
    with readable(name):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                size = sum(file.file_size for file in archive.infolist())
                if size > MOST_BYTES:
                    raise refused(name, _("太大：{size:,} 字节，最多 {most:,}").format(size=size, most=MOST_BYTES))
                return {each: archive.read(each) for each in archive.namelist()}
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
            raise ValueError(str(error)) from error


def readable(name: str) -> AbstractContextManager[None]:
    """Turn what a malformed trace makes of its reader into a refusal of *name*."""
    return refusing(name, _("不是 Playwright 的轨迹：{why}"))
