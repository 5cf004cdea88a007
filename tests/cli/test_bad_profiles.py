"""What `check` says of hostile profiles: a place, exit 3, no traceback, no secret, in either language."""

import json
import os
import re
import shutil
import sys

import pytest

ID, PHONE, PASSWORD = "110101198506170028", "13800138022", "qing-He_2026"


@pytest.fixture
def profile(root, tmp_path):
    """Return the path of a copy of the company's sample."""
    return shutil.copytree(root / "fixtures/profiles/company", tmp_path / "company") / "profile.yaml"


def _loop(path):
    path.unlink()
    path.symlink_to(path)


def _pipe(path):
    path.unlink()
    os.mkfifo(path)


def _sparse(path):
    with path.open("wb") as file:
        file.truncate(10 << 30)


KINDS = {
    "not YAML": lambda path: path.write_text("}{\n", "utf-8"),
    "a billion laughs": lambda path: path.write_text(
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)),
        "utf-8",
    ),
    "a recursive alias": lambda path: path.write_text("company: &a\n  name: *a\n", "utf-8"),
    "deep nesting": lambda path: path.write_text("[" * 200_000, "utf-8"),
    "NUL": lambda path: path.write_bytes(bytes(5000)),
    "binary": lambda path: path.write_bytes(bytes(range(256)) * 100),
    "a megabyte in a line": lambda path: path.write_text("scope: " + "x" * 1_000_000, "utf-8"),
    "10 GB": _sparse,
    "a loop of links": _loop,
    "a pipe": _pipe,
}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and sparse files of POSIX")
@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_profile_ends_with_3_and_its_place(run_flow, profile, kind):
    """In the terminal and as JSON; the log has no traceback either."""
    KINDS[kind](profile)
    ended = run_flow("check", "--no-ocr", str(profile))
    assert (ended.returncode, ended.stdout) == (3, "")
    assert re.search(rf"^{re.escape(str(profile))}:\d+:\d+: 错误 \S+: [a-z]+\.[a-z_]+ ", ended.stderr, re.MULTILINE)
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr) < 9000
    (record,) = [json.loads(line) for line in run_flow("check", "--no-ocr", str(profile), "--json").stdout.splitlines()]
    assert all(finding["line"] >= 1 for finding in record["findings"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"id_number: {ID}", f"id_number: {ID[:17]}"),
        (f"id_number: {ID}", f"id_number: {ID[:6]} {ID[6:14]} {ID[14:]}1"),
        (f"id_number: {ID}", f"id_number: '{ID}"),
        (f"id_number: {ID}", f"id_nummer: {ID}"),
        ("kind: 企业", f"kind: {ID} {PHONE}"),
        (f"phone: {PHONE}", f"phone：{PHONE}"),
        ("# password: !env MP_PASSWORD", f"password: {PASSWORD} {PASSWORD}"),
        ("# password: !env MP_PASSWORD", f"passwrod: {PASSWORD}"),
        ("# password: !env MP_PASSWORD", f"password: !env {PASSWORD}"),
        ("bank:", f"bank: {{account: {ID}, phone: {PHONE}, password: {PASSWORD}}}\nx:"),
    ],
)
@pytest.mark.parametrize("words", [(), ("--json",), ("--lang", "en")])
def test_no_secret_is_told_or_logged(run_flow, profile, home, old, new, words):
    """Neither on the terminal, nor in JSON, nor in the log."""
    text = profile.read_text("utf-8")
    assert old in text
    profile.write_text(text.replace(old, new, 1), "utf-8")
    ended = run_flow("check", "--no-ocr", str(profile), *words)
    assert ended.returncode == 3
    logs = "".join(path.read_text("utf-8") for path in home.rglob("*.log"))
    said = re.sub(r"[ -]", "", ended.stdout + ended.stderr + logs)
    assert [secret for secret in (ID[:17], PHONE, PASSWORD.replace("-", "")) if secret in said] == []


def test_findings_are_told_in_english(run_flow, profile):
    """Sentence, mend and source; the line stays as it was typed."""
    text = (
        profile.read_text("utf-8")
        .replace(ID, ID[:17])
        .replace("naming: 商标", "naming: 商号")
        .replace("2019-03-05", "2019-3-5")
    )
    profile.write_text(text, "utf-8")
    ended = run_flow("check", "--no-ocr", str(profile), "--lang", "en")
    assert ended.returncode == 3
    sentences = [line for line in ended.stderr.splitlines() if " | " not in line and "choice.unknown" not in line]
    said = [re.sub("“.*?”", "", line) for line in sentences]
    assert [line for line in said if re.search("[\u4e00-\u9fff]", line)] == []
