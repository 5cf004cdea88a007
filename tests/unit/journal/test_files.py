"""Large and secret things lie in private files: whole or not at all, and secrets only once."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from run_flow import errors
from run_flow.disk import private_folder
from run_flow.journal.files import FileStore, Vault, codes, write_durably


def modes(root: Path) -> set[tuple[str, int]]:
    """Return what lies under *root* and who may read it."""
    return {("dir" if path.is_dir() else "file", path.stat().st_mode & 0o777) for path in root.rglob("*")}


def test_content_is_kept_once_under_its_hash(tmp_path: Path) -> None:
    """The same content has one file, for its user alone, whatever the umask."""
    before = os.umask(0)
    try:
        store = FileStore(tmp_path / "cases" / "c" / "files")
        sha256 = store.keep(b"png")
        assert store.keep(b"png") == sha256 == hashlib.sha256(b"png").hexdigest()
    finally:
        os.umask(before)
    path = store.path(sha256)
    assert path is not None
    assert (path.name, path.read_bytes()) == (f"{sha256}.png", b"png")
    assert modes(tmp_path) == {("dir", 0o700), ("file", 0o600)}
    assert store.path("0" * 64) is None
    assert store.path("") is None


def test_a_secret_is_read_once(tmp_path: Path) -> None:
    """After the run took it, the secret is nowhere."""
    vault = Vault(tmp_path / "secrets")
    ref = vault.put("code-1", "846113")
    assert modes(tmp_path) == {("dir", 0o700), ("file", 0o600)}
    assert vault.take(ref) == "846113"
    assert vault.take(ref) is None
    assert list((tmp_path / "secrets").iterdir()) == []


def test_a_secret_can_be_forgotten_unread(tmp_path: Path) -> None:
    """A code that came too late is dropped; so is everything that nobody took."""
    vault = Vault(tmp_path / "secrets")
    vault.clear()
    vault.drop(None)
    vault.drop(vault.put("code-1", "1"))
    vault.put("code-2", "2")
    vault.clear()
    assert list((tmp_path / "secrets").iterdir()) == []


def test_a_code_to_scan_can_be_forgotten(tmp_path: Path) -> None:
    """Once nobody is asked to scan it, its picture is gone."""
    shown = codes(tmp_path)
    shown.clear()
    first, second = shown.keep(b"1"), shown.keep(b"2")
    shown.forget(first)
    shown.forget(first)
    assert (shown.path(first), [path.read_bytes() for path in (tmp_path / "codes").iterdir()]) == (None, [b"2"])
    shown.clear()
    assert shown.path(second) is None


def test_a_reference_cannot_leave_the_folder(tmp_path: Path) -> None:
    """Whatever stands in the ledger, only the vault's own files are read."""
    (tmp_path / "outside").write_text("x")
    assert Vault(tmp_path / "secrets").take("../outside") is None


def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    """A failed write ends with our error; no half-written file stays behind."""
    (tmp_path / "taken").mkdir()
    with pytest.raises(errors.JournalUnwritable, match="taken"):
        write_durably(tmp_path / "taken", b"content")
    with pytest.raises(errors.JournalUnwritable):
        write_durably(tmp_path / "file" / "below", b"") if (tmp_path / "file").write_text("") == 0 else None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "taken"]


def test_a_folder_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    """A folder that the user made keeps the user's own rights."""
    tmp_path.chmod(0o755)
    private_folder(tmp_path / "a" / "b")
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert modes(tmp_path) == {("dir", 0o700)}
