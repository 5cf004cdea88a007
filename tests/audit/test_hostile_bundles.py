"""A bundle comes from a stranger: whatever it is, it is refused with the reason, and nothing is written or run."""

from __future__ import annotations

import io
import json
import re
import stat
import struct
import sys
import zipfile

import pytest
from tests.audit import tampering
from tests.audit.test_tampering import found_alone, ground  # noqa: F401  the fixture

from run_flow.audit import container
from run_flow.audit.canonical import canonical
from run_flow.audit.manifest import manifest
from run_flow.audit.verify import verify
from run_flow.errors import AuditFailed


def _zip(*entries: tuple[str | zipfile.ZipInfo, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


def _link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("screenshots/link.png")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


def _written(**files: bytes) -> bytes:
    """Return a zip in our own form, whatever its names."""
    file = io.BytesIO()
    container.write(file, [container.Part.of(name, content) for name, content in files.items()])
    return file.getvalue()


def _doubled() -> bytes:
    """Return two files whose names differ in their case alone."""
    return _written(**{"a.txt": b"1", "A.txt": b"2"})


def _declaring(size: int) -> bytes:
    """Return a bundle whose one file declares to be of *size* bytes."""
    raw = bytearray(_written(a=b"1234"))
    central = raw.index(b"PK\1\2")
    struct.pack_into("<2L", raw, 18, size, size)
    struct.pack_into("<2L", raw, central + 20, size, size)
    return bytes(raw)


def _overlapping() -> bytes:
    """Return a bundle whose second file lies inside the first: many of them would be a bomb."""
    raw = bytearray(_written(a=b"1" * 100, b=b"2"))
    central = raw.index(b"PK\1\2", raw.index(b"PK\1\2") + 1)
    struct.pack_into("<L", raw, central + 42, 0)
    return bytes(raw)


def _counting(count: int) -> bytes:
    raw = bytearray(_written(a=b"1"))
    struct.pack_into("<2H", raw, len(raw) - 14, count, count)
    return bytes(raw)


def _remarked() -> bytes:
    file = io.BytesIO(_written(a=b"1"))
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"hidden"
    return file.getvalue()


HOSTILE = {
    "not a zip": (b"hello" * 100, "不是证据包"),
    "empty": (b"", "太短"),
    "zip bomb": (_zip(("a", bytes(50_000_000)), how=zipfile.ZIP_DEFLATED), "被重新打包过"),
    "declared too large": (_declaring(1_999_999_999), "超出了包的末尾"),
    "declared too small": (_declaring(2), "不属于任何文件的内容"),
    "overlapping files": (_overlapping(), "重叠"),
    "too many files": (_counting(10_001), "文件太多"),
    "more files than listed": (_counting(2), "目录"),
    "parent folder": (_zip(("../../evil", b"")), "文件名不可用"),
    "absolute path": (_zip(("/etc/evil", b"")), "文件名不可用"),
    "windows path": (_zip(("C:\\evil", b"")), "文件名不可用"),
    "windows device": (_zip(("screenshots/NUL.png", b"")), "文件名不可用"),
    "control character": (_zip(("a\x1b[31m", b"")), "文件名不可用"),
    "name in another script": (_zip(("证据", b"")), "文件名不可用"),
    "absurd name": (_zip(("a" * 5000, b"")), "文件名不可用"),
    "symbolic link": (_zip((_link(), b"/etc/passwd")), "链接"),
    "names that differ in case": (_doubled(), "重复"),
    "another program's zip": (_zip(("a", b"")), "写法不对"),
    "a remark": (_remarked(), "截断，或后面添了内容"),
    "only our form": (_written(a=b""), "没有这个文件"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_bundle_is_refused_with_the_reason(tmp_path, ground, kind):  # noqa: F811  the fixture
    """Neither verifier breaks, and nothing appears beside the bundle."""
    raw, reason = HOSTILE[kind]
    path = tmp_path / "bundle.zip"
    path.write_bytes(raw)
    with pytest.raises(AuditFailed) as refused:
        verify(path)
    assert reason in refused.value.faults[0].what
    assert "\x1b" not in str(refused.value)
    assert found_alone(path, ground)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_absurdly_large_is_not_read(tmp_path):
    """Two gigabytes of nothing are refused by their size alone."""
    path = tmp_path / "bundle.zip"
    with path.open("wb") as file:
        file.truncate(container.MOST_BYTES + 1)
    with pytest.raises(AuditFailed, match="太大"):
        verify(path)


def _manifest(**facts: object) -> bytes:
    return canonical(facts)


FORGED = {
    "no JSON": b"{",
    "another form of JSON": b'{"a": 1}',
    "a number without end": b'{"format":' + b"9" * 10_000 + b"}",
    "nested without end": b"[" * 100_000 + b"]" * 100_000,
    "a list": b"[]",
    "nothing": b"",
    "not a text": b"\xff\xfe",
    "what is not a number": b'{"a":NaN}',
    "other facts": _manifest(format=1, evil="x"),
}


def test_a_bundle_of_a_newer_format_says_so():
    """Nothing need be wrong with it: a newer run-flow can tell."""
    with pytest.raises(AuditFailed, match="较新的格式 2") as newer:
        manifest(_manifest(format=2, new={}))
    assert "装上新一些的 run-flow" in newer.value.remedy


@pytest.mark.parametrize("kind", FORGED)
@pytest.mark.parametrize("name", ["manifest.json", "manifest.sig", "journal.jsonl"])
def test_a_forged_file_is_refused(tmp_path, ground, kind, name):  # noqa: F811  the fixture
    """Whatever stands in the place of the manifest, its signature or the journal, signed with the genuine key even.

    Why is told in words of ours: no library's English is among them.
    """
    files = dict(ground.files)
    if name == "journal.jsonl":
        files = tampering.signed(files | {name: FORGED[kind] + b"\n"}, ground.genuine)
    elif name == "manifest.json":
        facts = json.loads(files["manifest.sig"]) | {"signature": ground.genuine.sign(FORGED[kind])}
        files |= {name: FORGED[kind], "manifest.sig": canonical(facts)}
    else:
        files |= {name: FORGED[kind]}
    path = tmp_path / "bundle.zip"
    path.write_bytes(tampering.packed(files))
    with pytest.raises(AuditFailed) as refused:
        verify(path)
    (fault,) = refused.value.faults
    assert fault.where.startswith(name)
    assert not re.search(r"[A-Za-z]+ [a-z]+", fault.what)
    assert found_alone(path, ground)


@pytest.mark.parametrize("change", [{"seq": "1"}, {"seq": True}, {"hash": None}, {"run": "r"}, {"evil": 1}, {"body": "[]"},
                                    {"body": '{"kind":1}'}])  # fmt: skip
def test_a_line_that_is_none_is_refused(tmp_path, ground, change):  # noqa: F811  the fixture
    """Types and names are looked at before anything is believed."""
    lines = ground.files["journal.jsonl"].splitlines(keepends=True)
    line = canonical(json.loads(lines[0]) | change) + b"\n"
    files = tampering.signed(dict(ground.files) | {"journal.jsonl": b"".join([line, *lines[1:]])}, ground.genuine)
    path = tmp_path / "bundle.zip"
    path.write_bytes(tampering.packed(files))
    with pytest.raises(AuditFailed, match=r"journal\.jsonl"):
        verify(path)
    assert found_alone(path, ground)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_what_a_bundle_verifies_is_a_file(run_flow, tmp_path):
    """A folder, or what is not there, is a wrong command line."""
    for words in (["audit", "verify", str(tmp_path)], ["audit", "verify", "no.zip"]):
        assert run_flow(*words).returncode == 2
