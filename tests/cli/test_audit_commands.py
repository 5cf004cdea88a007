"""Evidence as an operator hands it over and an auditor looks at it: the real commands."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest

AMOUNT = {"kind": "amount", "minimum": "0.01", "maximum": "0.99"}


@pytest.fixture
def bundle(case, run_flow, tmp_path):
    """Return a bundle of a case in which an amount was told."""
    case.ask("deposit-amount-1", answer=AMOUNT)
    assert run_flow("answer", case.id, "deposit-amount-1", "0.37").returncode == 0
    assert run_flow("audit", "export", case.id, "-o", "bundle.zip").returncode == 0
    return tmp_path / "bundle.zip"


def _key(run_flow):
    return run_flow("audit", "key").stdout.strip()


def test_what_is_exported_can_be_verified(bundle, run_flow):
    """With the key that the installation tells, and the head that the export told."""
    key = _key(run_flow)
    ended = run_flow("audit", "verify", str(bundle), "--key", key)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "完好" in ended.stdout
    assert key in ended.stdout
    told = json.loads(run_flow("audit", "verify", str(bundle), "--json").stdout)
    head = f"{told['chain']['events']}:{told['chain']['hash']}"
    assert run_flow("audit", "verify", str(bundle), "--head", head).returncode == 0
    assert (told["key_known"], told["public_key"]) == (False, key)


def test_who_has_only_the_profile_is_told_where_the_openings_come_from(bundle, run_flow, root):
    """Exit 2, and the command that writes them."""
    ended = run_flow("audit", "verify", str(bundle), "--profile", str(root / "fixtures/profiles/company/profile.yaml"))
    assert ended.returncode == 2
    assert "run-flow audit export CASE -o 包.zip --openings FILE" in ended.stderr


def test_a_changed_bundle_ends_with_10_and_says_where(bundle, run_flow):
    """Each thing that does not fit, with its place, then the four lines."""
    content = bundle.read_bytes()
    bundle.write_bytes(content[:-1000] + b"x" + content[-999:])
    ended = run_flow("audit", "verify", str(bundle))
    assert ended.returncode == 10
    assert "正在做：核对" in ended.stderr or "发现：" in ended.stderr
    assert "Traceback" not in ended.stderr
    told = json.loads(run_flow("audit", "verify", str(bundle), "--json").stdout)
    assert (told["ended"], told["exit_code"], len(told["faults"])) == ("AuditFailed", 10, 1)


def test_a_bundle_with_something_added_is_named_with_what_to_do(bundle, run_flow, tmp_path):
    """Which file it is, what was being done, and whom to ask for another."""
    longer = tmp_path / "longer.zip"
    longer.write_bytes(bundle.read_bytes() + b"x")
    refused = run_flow("audit", "verify", str(longer))
    assert refused.returncode == 10
    told = refused.stdout + refused.stderr
    assert "longer.zip: 不是证据包" in told
    assert f"核对 {longer}" in told
    assert "要一份完好的" in told


def test_another_key_ends_with_10(bundle, run_flow):
    """The fault names the key that signed."""
    ended = run_flow("audit", "verify", str(bundle), "--key", "ab" * 32)
    assert ended.returncode == 10
    assert _key(run_flow) in ended.stderr


def test_one_run_is_exported_alone(case, run_flow, tmp_path):
    """By its id; the case's first event is there too."""
    assert run_flow("audit", "export", case.run, "-o", "run.zip").returncode == 0
    told = json.loads(run_flow("audit", "verify", "run.zip", "--json").stdout)
    assert told["scope"] == case.run


def test_the_auditors_script_runs_where_nothing_of_ours_is(bundle, run_flow, tmp_path):
    """Extracted with any zip program; only the package cryptography is beside it."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extract("verify.py", tmp_path / "auditor")
    command = [sys.executable, "-I", "verify.py", str(bundle), _key(run_flow)]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path / "auditor", check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_nothing_is_overwritten(bundle, run_flow):
    """Evidence that lies there stays there."""
    before = bundle.read_bytes()
    ended = run_flow("audit", "export", "1a2b3c4d", "-o", str(bundle))
    assert ended.returncode == 2
    assert bundle.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["export", "1a2b3c4e", "-o", "b.zip"], "1a2b3c4d"),
        (["verify", "bundle.zip", "--key", "abc"], "64"),
        (["verify", "bundle.zip", "--head", "abc"], "64"),
    ],
)
def test_a_wrong_word_ends_with_2(bundle, run_flow, words, hint):
    """With what it could have been."""
    ended = run_flow("audit", *words)
    assert ended.returncode == 2
    assert hint in ended.stderr


def test_the_key_is_told_to_programs_too(run_flow):
    """As one JSON line."""
    assert json.loads(run_flow("audit", "key", "--json").stdout)["public_key"] == _key(run_flow)
