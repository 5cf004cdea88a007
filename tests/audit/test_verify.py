"""What a bundle proves: everything is there, in order, as it was, signed by the key that one knows."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest
from tests.audit.conftest import AMOUNT, CASE, CERTIFY, LINK

from run_flow.audit import signing
from run_flow.audit.verify import Head, verify


@pytest.mark.parametrize("run", [None, CERTIFY, LINK])
def test_an_untouched_bundle_is_whole(office, exported, run):
    """Of a case and of each run; with the key and the head that are known."""
    found = verify(exported(run), key=office.key.public, head=Head(len(office.ledger.chain(CASE)), _last(office)))
    assert found.faults == ()
    assert found.manifest.scope == (run or "case")
    assert [each.id for each in found.manifest.runs] == ([run] if run else [CERTIFY, LINK])


@pytest.mark.parametrize("run", [None, CERTIFY])
def test_the_script_in_the_bundle_verifies_it_alone(office, exported, run):
    """Python and cryptography are all that an auditor needs: nothing of ours is on the path."""
    ended = _alone(exported(run), office.key.public)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"OK  case {CASE}")


def test_any_zip_program_opens_it(exported):
    """The form is strict, the format is not ours."""
    with zipfile.ZipFile(exported()) as archive:
        assert archive.testzip() is None
        assert "report.html" in archive.namelist()


def test_a_bundle_tells_no_answer_that_could_be_guessed(exported):
    """An approval is read; an amount is in it as a salted hash alone, whoever repeats it."""
    with zipfile.ZipFile(exported()) as archive:
        journal = archive.read("journal.jsonl").decode()
    assert '\\"value\\":\\"yes\\"' in journal
    assert AMOUNT not in journal
    assert '\\"salt\\":\\"\\"' in journal


def test_a_bundle_of_one_run_proves_its_place_without_telling_of_the_others(exported):
    """Other runs' events are there as digests, and the chain is followed through them."""
    path = exported(CERTIFY)
    found = verify(path)
    assert found.manifest.chain.shown < found.manifest.chain.events
    assert found.unproven == 0
    with zipfile.ZipFile(path) as archive:
        assert "关联小程序" not in archive.read("journal.jsonl").decode()


def test_another_key_is_told(office, exported, tmp_path):
    """Whoever signs anew what they changed does not have the key that the auditor knows."""
    other = signing.key(tmp_path / "elsewhere").public
    assert [fault.where for fault in verify(exported(), key=other).faults] == ["manifest.sig"]
    assert _alone(exported.__call__(CERTIFY), other).returncode == 10


def test_a_head_seen_before_tells_a_rollback(office, exported):
    """A bundle of an earlier state is whole in itself; only what was kept elsewhere tells that something is missing."""
    path = exported()
    office.done("later")
    seen = Head(len(office.ledger.chain(CASE)), _last(office))
    assert verify(path).faults == ()
    assert "较早" in verify(path, head=seen).faults[0].what
    assert "同一条" in verify(path, head=Head(3, "0" * 64)).faults[0].what


def _last(office) -> str:
    return office.ledger.chain(CASE)[-1].hash


def _alone(path, key):
    """Run the verifier of the bundle as an auditor does: extracted, isolated from everything that is installed beside it."""
    script = path.with_suffix(".verify.py")
    with zipfile.ZipFile(path) as archive:
        script.write_bytes(archive.read("verify.py"))
    command = [sys.executable, "-I", str(script), str(path), key]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=path.parent)
