"""A replay as an auditor opens it: the real command, from its address to Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import pytest

from run_flow.journal import events


@pytest.fixture
def bundle(case, run_flow, tmp_path):
    """Return a bundle of a case."""
    case.happened(events.StepFailed(run=case.run, step="company", error="页面变了", intended=False))
    assert run_flow("audit", "export", case.id, "-o", "bundle.zip").returncode == 0
    return tmp_path / "bundle.zip"


@pytest.fixture
def replaying(home, tmp_path):
    """Return a function: the command serves while the block runs, then gets Ctrl-C, and leaves nothing behind."""

    @contextmanager
    def serve(*words):
        temporary = tmp_path / "tmp"
        temporary.mkdir(exist_ok=True)
        environment = os.environ | {"RUN_FLOW_HOME": str(home), "TMPDIR": str(temporary)}
        command = [sys.executable, "-m", "run_flow.cli", "replay", *words, "--no-open", "--json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=tmp_path) as process:
            try:
                told = json.loads(process.stdout.readline())
                yield told, urllib.request.urlopen(told["address"]).read().decode()
            finally:
                process.send_signal(signal.SIGINT)
        assert process.returncode == 0
        assert list(temporary.iterdir()) == []

    return serve


def _forged(bundle, path):
    """Write a bundle in which one letter of the journal differs, the outside in order; return where it lies."""
    from run_flow.audit import container

    with container.Container(bundle) as read:
        files = {name: read.read(name, max_bytes=10**8) for name in read.entries}
    files["journal.jsonl"] = files["journal.jsonl"].replace("页面变了".encode(), "页面没变".encode())
    with path.open("wb") as file:
        container.write(file, [container.Part.of(name, content) for name, content in files.items()])
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_a_bundle_is_replayed_until_it_is_ended(bundle, replaying):
    """What happened is on the page, with whose key it is proven against."""
    with replaying(str(bundle)) as (told, page):
        assert told["address"].startswith("http://127.0.0.1:")
        assert (told["verified"], told["key_known"]) == (True, False)
        for text in ("办理回放：深圳市样例科技有限公司", "页面变了", "没有用 --key 给出公钥"):
            assert text in page


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_a_case_goes_the_same_road(bundle, case, replaying):
    """It is exported for the time being, and proven against this installation's own key; in English, too."""
    with replaying(case.run, "--lang", "en") as (told, page):
        assert (told["verified"], told["key_known"]) == (True, True)
        assert '<html lang="en">' in page
        assert "页面变了" in page


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_what_is_not_verified_is_shown_under_a_warning_alone(bundle, replaying, run_flow, tmp_path):
    """Refused with what is wrong where; shown only to whoever asks for it, and never as if it were proven."""
    forged = _forged(bundle, tmp_path / "forged.zip")
    refused = run_flow("replay", str(forged), "--no-open")
    assert refused.returncode == 10
    assert "journal.jsonl: 内容与清单不符" in refused.stderr
    assert "--unverified" in refused.stderr
    with replaying(str(forged), "--unverified") as (told, page):
        assert told["verified"] is False
        assert "没有通过核对：下面的内容可能是改过的、假的" in page
        assert "内容与清单不符" in page
        assert "签名以后，一个字节也没有改过" not in page


def test_what_cannot_be_shown_even_so_says_why(bundle, run_flow, tmp_path):
    """Where the outside is broken nobody can tell which part is which file, whoever asks."""
    raw = bytearray(bundle.read_bytes())
    raw[-40] ^= 1
    (tmp_path / "broken.zip").write_bytes(raw)
    refused = run_flow("replay", "broken.zip", "--unverified", "--no-open")
    assert refused.returncode == 10
    assert "加了 --unverified 也不能看" in refused.stderr


def test_what_is_not_fit_to_be_shown_is_refused(bundle, case, run_flow, tmp_path):
    """No bundle at all, whoever asks; one that another signed; and what nobody knows, with what is meant perhaps."""
    (tmp_path / "unpacked").mkdir()
    (tmp_path / "profile.yaml").touch()
    (tmp_path / "longer.zip").write_bytes(bundle.read_bytes() + b"x")
    for words, code, said in (
        (["longer.zip", "--unverified"], 10, "longer.zip: 不是证据包"),
        (["bundle.zip", "--key", "ab" * 32], 10, "是用另一把密钥签的"),
        (["bundle.zip", "--key", "ab" * 32], 10, "先看看公钥有没有抄错"),
        ([case.run[:-1]], 2, f"是不是 {case.run}？"),
        (["bundle.zip", "--profile", "bundle.zip"], 2, "--profile 在这里不起作用"),
        (["bundle.zip", "--reperform", "--html", "page.html"], 2, "--html --no-open 在这里不起作用"),
        (["gone.zip"], 2, "没有 gone.zip 这个文件"),
        (["unpacked"], 2, "unpacked 是文件夹，不是证据包"),
    ):
        refused = run_flow("replay", *words, "--no-open")
        assert refused.returncode == code
        assert said in refused.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="no file there that nobody can read")
@pytest.mark.parametrize("command", ["replay", "audit verify"])
def test_a_file_that_cannot_be_read_is_the_operators_to_mend(run_flow, command):
    """A drive that was pulled out is no defect of ours."""
    refused = run_flow(*command.split(), "/proc/self/mem")
    assert refused.returncode == 2
    assert "读不了 /proc/self/mem：系统不接受" in refused.stderr


def test_the_timeline_can_be_saved(case, run_flow, tmp_path):
    """As one file, for the user alone to read."""
    saved = run_flow("replay", case.id, "--html", "page.html")
    assert (saved.returncode, saved.stderr) == (0, "平台：没有记录，看不出是不是微信公众平台\n")
    assert "办理回放：深圳市样例科技有限公司" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "公钥是这台电脑自己的那一把" in (tmp_path / "page.html").read_text(encoding="utf-8")
    if os.name == "posix":
        assert (tmp_path / "page.html").stat().st_mode & 0o777 == 0o600


def test_a_saved_timeline_is_not_written_over(case, run_flow, tmp_path):
    """It may be the evidence of another day; nothing is exported for it either."""
    (tmp_path / "page.html").write_text("before", encoding="utf-8")
    refused = run_flow("replay", case.id, "--html", "page.html")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "page.html 已经有了" in refused.stderr
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "before"
