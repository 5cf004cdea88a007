"""A bundle's outside: a zip file with one form only, stored, sorted, without anything that a name or a file may hide.

Whatever zip program opens it; we read nothing but the form that we write. So a bundle cannot be a bomb (nothing in it is
compressed: what it declares is what it holds), cannot write anywhere (nothing is unpacked, and names are plain), and a
single changed byte shows, in the headers too. Layout: PKWARE's APPNOTE 4.3, without Zip64.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from run_flow.audit.fault import refused
from run_flow.language import _

MOST_BYTES = 2_000_000_000
MOST_FILES = 10_000
LONGEST_NAME = 200

_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_VERSION, _UNIX, _NEW_YEAR_1980, _PRIVATE_FILE = 20, 3 << 8, 33, 0o100600 << 16
_LINK, _KIND = 0o120000, 0o170000
_ENCRYPTED = 1
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|.*\.", re.IGNORECASE)
_CHUNK = 1 << 20

Source = bytes | Path


@dataclass(frozen=True)
class Part:
    """A file of a bundle: its name, its size, its checksums, and where its content comes from."""

    name: str
    source: Source
    size: int
    crc: int
    sha256: str

    @classmethod
    def of(cls, name: str, source: Source) -> Part:
        """Measure *source*, the content itself or where it lies."""
        size, crc, digest = 0, 0, hashlib.sha256()
        for chunk in _chunks(source):
            size, crc = size + len(chunk), zlib.crc32(chunk, crc)
            digest.update(chunk)
        return cls(name, source, size, crc, digest.hexdigest())


@dataclass(frozen=True)
class Entry:
    """A file in a bundle that was read: where its content begins, and what it is."""

    name: str
    size: int
    crc: int
    offset: int
    sha256: str = ""
    damaged: bool = False
    """Whether what it holds is not what its checksum tells."""


def plain(name: str) -> bool:
    """Tell whether *name* leads nowhere but into the bundle, on every system."""
    parts = name.split("/")
    return len(name) <= LONGEST_NAME and bool(_PLAIN.fullmatch(name)) and not any(map(_DEVICES.fullmatch, parts))


def write(file: BinaryIO, parts: Sequence[Part]) -> None:
    """Write *parts* into *file*, which is empty; raise AuditFailed where they are too many, too large or changed."""
    parts = sorted(parts, key=lambda part: part.name)
    _refuse_size(sum(part.size for part in parts), len(parts))
    offsets = []
    for part in parts:
        offsets.append(file.tell())
        file.write(_local(part))
        digest = hashlib.sha256()
        for chunk in _chunks(part.source):
            digest.update(chunk)
            file.write(chunk)
        if digest.hexdigest() != part.sha256:
            raise refused(part.name, _("导出时文件被改动"))
    begins = file.tell()
    for part, offset in zip(parts, offsets, strict=True):
        file.write(_central(part, offset))
    file.write(_end(len(parts), file.tell() - begins, begins))


class Container:
    """A bundle opened for reading, after all of its outside was found to be as we write it."""

    def __init__(self, path: Path) -> None:
        """Open *path* and read through it once; raise AuditFailed with the reason where it is not a bundle."""
        self._file = path.open("rb")
        try:
            self.size = self._file.seek(0, 2)
            _refuse_size(self.size, 0)
            self.entries = {entry.name: entry for entry in self._entries()}
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def read(self, name: str, *, max_bytes: int) -> bytes:
        """Return what the file *name* holds; raise AuditFailed where it is not there or absurdly large."""
        entry = self.entries.get(name)
        if entry is None:
            raise refused(name, _("包里没有这个文件"))
        if entry.size > max_bytes:
            raise refused(name, _("太大：{size:,} 字节，最多 {most:,}").format(size=entry.size, most=max_bytes))
        self._file.seek(entry.offset)
        return self._file.read(entry.size)

    def _entries(self) -> Iterator[Entry]:
        begins, count = self._directory()
        listed = list(self._listed(begins, count))
        names = [entry.name for entry in listed]
        _refuse_doubles(names)
        if names != sorted(names):
            raise refused("", _("文件的顺序不对"))
        position = 0
        for entry in listed:
            if entry.offset != position:
                raise refused(entry.name, _("前面有不属于任何文件的内容，或与别的文件重叠"))
            yield self._examined(entry)
            position = self._file.tell()
        if position != begins:
            raise refused("", _("文件之后有不属于任何文件的内容"))

    def _directory(self) -> tuple[int, int]:
        """Return where the list of files begins, and how many there are."""
        if self.size < _END.size:
            raise refused("", _("不是证据包：太短"))
        self._file.seek(self.size - _END.size)
        found = self._file.read(_END.size)
        mark, _disk, _first, _here, count, size, begins, _comment = _END.unpack(found)
        if mark != b"PK\5\6":
            raise refused("", _("不是证据包，或被截断，或后面添了内容"))
        _refuse_size(0, count)
        if begins + size + _END.size != self.size or found != _end(count, size, begins):
            raise refused("", _("文件目录与包的大小不符"))
        return begins, count

    def _listed(self, begins: int, count: int) -> Iterator[Entry]:
        self._file.seek(begins)
        for _number in range(count):
            found = self._file.read(_CENTRAL.size)
            if len(found) < _CENTRAL.size or found[:4] != b"PK\1\2":
                raise refused("", _("文件目录坏了"))
            facts = _CENTRAL.unpack(found)
            name = self._file.read(facts[10]).decode("ascii", "replace")
            _refuse_trick(name, facts)
            entry = Entry(name, size=facts[9], crc=facts[7], offset=facts[16])
            if found + name.encode() != _central(entry, entry.offset):
                raise refused(name, _("目录里的写法不对"))
            yield entry
        if self._file.tell() != self.size - _END.size:
            raise refused("", _("文件目录与包的大小不符"))

    def _examined(self, entry: Entry) -> Entry:
        """Return *entry* with the digest of what it holds."""
        header = _local(entry)
        self._file.seek(entry.offset)
        if self._file.read(len(header)) != header:
            raise refused(entry.name, _("文件头与目录不符"))
        crc, digest, left = 0, hashlib.sha256(), entry.size
        while left:
            chunk = self._file.read(min(left, _CHUNK))
            if not chunk:
                raise refused(entry.name, _("声明的大小超出了包的末尾"))
            left -= len(chunk)
            crc = zlib.crc32(chunk, crc)
            digest.update(chunk)
        begins = entry.offset + len(header)
        return Entry(entry.name, entry.size, crc, begins, digest.hexdigest(), damaged=crc != entry.crc)


def _refuse_trick(name: str, facts: Sequence[int]) -> None:
    """Refuse what a hostile archive does with a file's entry, by its name."""
    if not plain(name):
        raise refused(repr(name), _("文件名不可用：会写到别处，或在别的系统上另有含义"))
    if facts[15] >> 16 & _KIND == _LINK:
        raise refused(name, _("是链接"))
    if facts[3] & _ENCRYPTED:
        raise refused(name, _("加了密"))
    if facts[4] or facts[8] != facts[9]:
        raise refused(name, _("被重新打包过：是压缩的，证据包从不压缩"))


def _refuse_doubles(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen:
            raise refused(name, _("文件名重复"))
        seen.add(name.lower())


def _refuse_size(size: int, count: int) -> None:
    if size > MOST_BYTES:
        raise refused("", _("太大：{size:,} 字节，最多 {most:,}").format(size=size, most=MOST_BYTES))
    if count > MOST_FILES:
        raise refused("", _("文件太多：{count:,} 个，最多 {most:,}").format(count=count, most=MOST_FILES))


def _chunks(source: Source) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _local(of: Part | Entry) -> bytes:
    name = of.name.encode("ascii")
    told = (b"PK\3\4", _VERSION, 0, 0, 0, _NEW_YEAR_1980, of.crc, of.size, of.size, len(name), 0)
    return _LOCAL.pack(*told) + name


def _central(of: Part | Entry, offset: int) -> bytes:
    name = of.name.encode("ascii")
    told = (b"PK\1\2", _UNIX | _VERSION, _VERSION, 0, 0, 0, _NEW_YEAR_1980, of.crc, of.size, of.size, len(name))
    return _CENTRAL.pack(*told, 0, 0, 0, 0, _PRIVATE_FILE, offset) + name


def _end(count: int, size: int, begins: int) -> bytes:
    return _END.pack(b"PK\5\6", 0, 0, count, count, size, begins, 0)
