"""A warning is confirmed by a person, once for a profile, and does not stop anything after that."""

import json
import shutil

import pytest


@pytest.fixture
def doubtful(root, tmp_path):
    """Return a profile with one warning for certify and one for link."""
    path = shutil.copytree(root / "fixtures/profiles/company", tmp_path / "company") / "profile.yaml"
    text = path.read_text(encoding="utf-8").replace("operator@qinghe.example", "operator@qq.con", 1)
    path.write_text(
        text.replace("name: 晴禾样例报修 ", "name: 晴禾样例全国连锁客户报修预约评价中心 ", 1), encoding="utf-8"
    )
    return path


@pytest.fixture
def nowhere(tmp_path):
    """Return settings under which certify ends with 11: it got as far as the window."""
    browser = tmp_path / "chrome"
    browser.write_text("#!/bin/sh\n", encoding="utf-8")
    browser.chmod(0o755)
    return {"DISPLAY": "", "WAYLAND_DISPLAY": "", "RUN_FLOW_BROWSER": str(browser)}


def test_check_tells_warnings_and_is_content(run_flow, doubtful):
    """Each with its line, its mend and where the rule comes from; exit 0, for nothing has to be changed."""
    ended = run_flow("check", "--no-ocr", str(doubtful))
    assert ended.returncode == 0
    assert "email.typo" in ended.stdout
    assert "name.length_contested" in ended.stdout
    assert "o***@qq.con" in ended.stdout
    assert "operator@qq.con" not in ended.stdout
    assert "--confirm" in ended.stdout


def test_certify_waits_until_its_warnings_are_confirmed(run_flow, doubtful, nowhere):
    """Only those that matter to it; the other errand's are not asked about."""
    ended = run_flow("certify", str(doubtful), settings=nowhere)
    assert ended.returncode == 4
    assert "email.typo" in ended.stderr
    assert "name.length_contested" not in ended.stderr
    assert f"run-flow check {doubtful} --confirm" in ended.stderr
    confirmed = run_flow("check", "--no-ocr", str(doubtful), "--confirm", "--json")
    assert json.loads(confirmed.stdout)["confirmed"] is True
    assert run_flow("certify", str(doubtful), settings=nowhere).returncode == 11
    assert "--confirm" not in run_flow("check", "--no-ocr", str(doubtful)).stdout


def test_another_warning_is_asked_about_again(run_flow, doubtful, nowhere):
    """What was confirmed was the profile as it stood."""
    run_flow("check", "--no-ocr", str(doubtful), "--confirm")
    text = doubtful.read_text(encoding="utf-8")
    doubtful.write_text(text.replace("中国工商银行深圳科技园支行", "中国工商银行", 1), encoding="utf-8")
    assert run_flow("certify", str(doubtful), settings=nowhere).returncode == 4


def test_an_error_of_another_errand_does_not_stop_certify(run_flow, doubtful, nowhere):
    """What only the filing needs is told by check; certify goes on without it."""
    text = doubtful.read_text(encoding="utf-8").replace("operator@qq.con", "operator@qinghe.example")
    doubtful.write_text(text.replace("  address: 样例路 8 号", "  address: 南山区样例路 8 号", 1), encoding="utf-8")
    assert run_flow("check", "--no-ocr", str(doubtful)).returncode == 3
    assert run_flow("certify", str(doubtful), settings=nowhere).returncode == 11
