"""The installation's key: made once, private, and told apart from any other."""

from __future__ import annotations

import os
import stat
from multiprocessing.pool import ThreadPool

import pytest

from run_flow.audit import signing
from run_flow.errors import EnvironmentMissing, Usage
from run_flow.replay.proof import fingerprint


def test_the_key_is_made_at_its_first_use_and_stays(home):
    """The public half is the same the next time."""
    assert signing.key(home).public == signing.key(home).public


@pytest.mark.skipif(os.name == "nt", reason="access lists are tested by their owner there")
def test_the_key_is_for_the_user_alone(home):
    """Mode 0600 in a folder of mode 0700."""
    path = signing.key(home).path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_who_comes_at_once_gets_the_same_key(home):
    """The first one to put it there wins; nobody signs with a key that is gone."""
    with ThreadPool(8) as pool:
        assert len({key.public for key in pool.map(signing.key, [home] * 32)}) == 1
    assert [path.name for path in (home / "audit").iterdir()] == ["installation.key"]


def test_a_broken_key_is_told(home):
    """It is not replaced: the public half that auditors know would be another one."""
    path = signing.key(home).path
    path.write_bytes(b"short")
    with pytest.raises(EnvironmentMissing):
        signing.key(home)


def test_a_signature_is_for_one_content_and_one_key(home, tmp_path):
    """Neither another content nor another key will do, nor what is no signature."""
    mine, other = signing.key(home), signing.key(tmp_path / "other")
    signature = mine.sign(b"manifest")
    assert signing.genuine(b"manifest", signature=signature, public=mine.public)
    assert not signing.genuine(b"Manifest", signature=signature, public=mine.public)
    assert not signing.genuine(b"manifest", signature=signature, public=other.public)
    assert not signing.genuine(b"manifest", signature="00", public=mine.public)


def test_a_public_key_is_told_by_its_digits_or_a_file(home, tmp_path):
    """Upper case, a line's end and groups, as a page shows them, are no matter; anything else is refused."""
    public = signing.key(home).public
    file = tmp_path / "key.txt"
    file.write_text(public + "\n", encoding="utf-8")
    assert signing.named(public.upper()) == signing.named(str(file)) == signing.named(fingerprint(public)) == public
    with pytest.raises(Usage):
        signing.named("abc")
