"""One command from errand to errand: in their order, each once, until the 小程序 can be published."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mock_portal.server import start
from people import Crowd

SETTINGS = {"RUN_FLOW_HEADLESS": "1", "RUN_FLOW_LOOK_EVERY_SECONDS": "0.2", "RUN_FLOW_PATIENCE_MINUTES": "0.2"}
PROGRAM = "晴禾样例报修"


@pytest.fixture
def flows(root, tmp_path) -> Path:
    """Return a folder with three small errands around the real certification and renewal."""
    folder = Path(shutil.copytree(root / "tests/cli/small_flows", tmp_path / "flows"))
    for script in [*(root / "flows").glob("_certification*.py"), root / "flows/certify.py", root / "flows/renew.py"]:
        shutil.copy(script, folder)
    return folder


@pytest.fixture
def journey(root, home, flows, run_flow) -> Iterator:
    """Return a function that gives the command at a portal where everything was certified by hand, thirty days ago."""
    profile = root / "fixtures/profiles/company/profile.yaml"
    with start(poll_seconds=0.1, profile=profile, start="programs", certified_days=30) as portal:

        def go(*words: str, command: str = "journey"):
            where = ["--portal", portal.address, "--flows", str(flows)]
            return run_flow(command, str(profile), *where, *words, settings=SETTINGS)

        go.portal, go.profile = portal, profile
        go.crowd = lambda **whims: Crowd(home=home, portal=portal.address, key=portal.key, profile=profile, **whims)
        yield go


def test_one_command_repeated_leads_to_the_end(journey, run_flow, flows, tmp_path):
    """It stops where a person is needed, goes on with what is left, does nothing twice, and tells what was found.

    What stood at the portal already is found by its flow; nothing is submitted or paid. Once all is done no browser
    opens any more, and status shows the whole way against the plan.
    """
    shown = run_flow("check", str(journey.profile), "--confirm")
    assert shown.returncode == 0, shown.stderr
    with journey.crowd(ignore=("备案号",)):
        stopped = journey()
    assert stopped.returncode == 4, stopped.stderr
    assert "继续时用同一条命令：run-flow journey" in stopped.stderr
    first = next(line.split()[:2] for line in stopped.stdout.splitlines() if line.startswith("  ○"))
    assert first == ["○", "注册服务号"]
    status = run_flow("status", str(journey.profile), "--flows", str(flows)).stdout
    assert marks(status) == {"注册服务号": "✓", "服务号认证": "✓", "注册并关联小程序": "✓", "小程序备案": "●"}
    assert "看到平台上已经办好" in status
    [ask] = [line for line in run_flow("asks").stdout.splitlines() if "备案号是多少" in line]
    case, ask_id = ask.split()[0], next(word for word in ask.split() if word.startswith("number"))
    assert run_flow("answer", case, ask_id, "粤B2-20090059-1626X").returncode == 0
    arrived = journey()
    assert arrived.returncode == 0, arrived.stderr
    assert "可以发布：深圳市晴禾样例科技有限公司" in arrived.stdout
    assert f"小程序「{PROGRAM}」：微信认证 已认证  备案号 粤B2-20090059-1626X" in arrived.stdout
    assert "服务号年审" in arrived.stdout
    assert f"run-flow renew {journey.profile}" in arrived.stdout
    received = journey.portal.received()
    assert (received["submissions"], received["payments"]) == ({}, {})
    journey.portal.post("fault", fail=99)
    again = journey("--json")
    assert again.returncode == 0, again.stderr
    [end] = [json.loads(line) for line in again.stdout.splitlines()]
    assert (end["arrived"], len(end["renewals"])) == ("可以发布", 1)
    the_page_shows_it(run_flow, journey.profile, flows, tmp_path / "status.html")


def the_page_shows_it(run_flow, profile, flows, page: Path) -> None:
    """Plan and reality stand on one axis, with what the portal gave."""
    written = run_flow("status", str(profile), "--flows", str(flows), "--html", str(page))
    assert written.returncode == 0, written.stderr
    html = page.read_text(encoding="utf-8")
    assert html.count('class="real"') == 4
    assert all(words in html for words in ("实际 · 服务号认证", "粤B2-20090059-1626X", 'class="today"', "办理情况"))
    assert page.stat().st_mode & 0o077 == 0


def test_what_stops_a_later_errand_is_told_at_once(journey, run_flow, flows, tmp_path):
    """The emergency phone is the principal's own: the first errand may begin, and everybody knows what is to be mended."""
    folder = Path(shutil.copytree(journey.profile.parent, tmp_path / "company"))
    file = folder / "profile.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("emergency_phone: 13800138055", "emergency_phone: 13800138011"), encoding="utf-8")
    told = run_flow("journey", str(file), "--flows", str(flows), "--portal", "http://127.0.0.1:9/", settings=SETTINGS)
    assert "办 小程序备案 以前要改好" in told.stdout
    assert "run-flow check" in told.stdout


def test_scripts_that_lead_nowhere_are_refused(run_flow, root, tmp_path):
    """Nobody would know where to end."""
    (tmp_path / "flows").mkdir()
    profile = root / "fixtures/profiles/company/profile.yaml"
    refused = run_flow("journey", str(profile), "--flows", str(tmp_path / "flows"))
    assert (refused.returncode, "leads_to" in refused.stderr) == (2, True)


def marks(status: str) -> dict[str, str]:
    """Return the mark of each errand in the picture."""
    lines = [line.split() for line in status.splitlines() if line[2:3] in "✓●○·"]
    return {words[1]: words[0] for words in lines if len(words) > 1}
