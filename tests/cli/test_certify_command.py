"""The real command with real people beside it: exit codes, what the operator reads, and what the portal counts."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from tests.flows.proof import leaking
from tests.flows.stages import bring
from tests.mock.clerk import Clerk

from comparison import compared
from mock_portal.server import start
from people import Crowd
from run_flow.engine.execute import case_folder
from run_flow.engine.remembered import remembered
from run_flow.journal.clock import SystemClock
from run_flow.journal.ledger import Ledger
from run_flow.profile import load

SETTINGS = {"RUN_FLOW_HEADLESS": "1", "RUN_FLOW_LOOK_EVERY_SECONDS": "0.2", "RUN_FLOW_PATIENCE_MINUTES": "2"}
LINES = ["正在做：", "发现：", "下一步：", "证据："]


class Town:
    """A portal, its people, and an operator who gives the command."""

    def __init__(self, portal, *, root, home, run_flow) -> None:
        """Live here."""
        self.portal, self.home = portal, home
        self.profile = root / "fixtures/profiles/company/profile.yaml"
        self._run_flow = run_flow

    def certify(self, *words: str, portal: str = "", patience_minutes: str = "2") -> subprocess.CompletedProcess[str]:
        """Give the command and wait for its end."""
        settings = {**SETTINGS, "RUN_FLOW_PATIENCE_MINUTES": patience_minutes}
        where = ["--portal", portal or self.portal.address]
        return self._run_flow("certify", str(self.profile), *where, *words, settings=settings)

    def crowd(self, **whims) -> Crowd:
        """Return people who act while the block runs."""
        return Crowd(home=self.home, portal=self.portal.address, key=self.portal.key, profile=self.profile, **whims)

    @property
    def counts(self) -> tuple[int, int]:
        """Return how many submissions and payments the portal counts."""
        received = self.portal.received()
        return sum(received["submissions"].values()), sum(received["payments"].values())


@pytest.fixture
def settle(root, home, run_flow) -> Iterator:
    """Return a function that opens a town, at a stage of the certification that somebody reached by hand."""
    with start(poll_seconds=0.1) as portal:

        def at(stage: str = "", *, scenario: str = "facts") -> Town:
            clerk = Clerk(portal, scenario=scenario)
            town = Town(portal, root=root, home=home, run_flow=run_flow)
            with clerk.client:
                bring(clerk, load(town.profile), to=stage)
            return town

        yield at


def four_lines(ended: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """Return the four lines at the end of what went wrong, by their beginnings."""
    lines = [line for line in ended.stderr.splitlines() if line.startswith(tuple(LINES))]
    assert [line.partition("：")[0] + "：" for line in lines] == LINES, ended.stderr
    assert "Traceback" not in ended.stderr
    return {line.partition("：")[0]: line.partition("：")[2] for line in lines}


def test_one_command_certifies_a_company(settle, run_flow, tmp_path):
    """People act when asked, the portal holds the profile, and the record can be read, and audited, afterwards."""
    town = settle()
    with town.crowd() as crowd:
        ended = town.certify()
    assert ended.returncode == 0, ended.stderr
    assert crowd.refused == []
    assert crowd.acted == crowd.asked
    assert "办完了：服务号认证 · 深圳市晴禾样例科技有限公司" in ended.stdout
    assert town.counts == (1, 1)
    assert town.portal.get("state")["state"] == "已认证"
    fields = compared(town.portal.received(), town.profile)
    assert len(fields) > 20
    assert [each.label for each in fields if not each.equal] == []
    assert "已办完" in run_flow("status").stdout
    run_id = json.loads(run_flow("status", "--json").stdout)["runs"][0]["id"]
    shown = run_flow("show", run_id)
    assert "提交审核" in shown.stdout
    assert "认证结果" in shown.stdout
    codes = [message["code"] for message in town.portal.get("phone/inbox")["sms"] if "code" in message]
    profile = load(town.profile)
    assert leaking(profile, codes, home=town.home) == []
    said = ended.stdout + ended.stderr + shown.stdout
    assert [kind for kind, value in profile.secrets() if value in said] == []
    assert [code for code in codes if code in said] == []
    head = re.search(r"链的末尾：(\d+:[0-9a-f]{64})", ended.stdout)[1]
    _audited(run_flow, run_id, town.profile, tmp_path, head=head)


def _audited(run_flow, run_id, profile, folder, *, head):
    """Hand the evidence to an auditor, who finds every field as the profile states it, and what the profile never stated."""
    assert run_flow("audit", "export", run_id, "-o", "bundle.zip", "--openings", "openings.json").returncode == 0
    key = run_flow("audit", "key").stdout.strip()
    words = ["audit", "verify", "bundle.zip", "--key", key, "--head", head, "--openings", "openings.json", "--profile"]
    verified = run_flow(*words, str(profile), "--json")
    assert verified.returncode == 0, verified.stderr
    fields = json.loads(verified.stdout)["fields"]
    assert fields["equal"] > 20
    assert fields["closed"] == 0
    other = Path(shutil.copytree(profile.parent, folder / "other")) / profile.name
    text = other.read_text(encoding="utf-8")
    assert "13800138022" in text
    other.write_text(text.replace("13800138022", "13800138023"), encoding="utf-8")
    refuted = run_flow(*words, str(other))
    assert refuted.returncode == 10
    assert "operator.phone" in refuted.stderr
    with zipfile.ZipFile(folder / "bundle.zip") as archive:
        archive.extract("verify.py", folder)
    alone = [sys.executable, "-I", str(folder / "verify.py"), "bundle.zip", key, head]
    assert subprocess.run(alone, cwd=folder, capture_output=True, check=False).returncode == 0


def test_a_full_quota_ends_with_3_in_the_portals_words(settle):
    """The form was not taken: what the portal says stands in the four lines."""
    town = settle(scenario="quota")
    with town.crowd():
        ended = town.certify()
    assert ended.returncode == 3
    told = four_lines(ended)
    assert "同意协议" in told["正在做"]
    assert "请明天上午9点再尝试" in told["发现"]
    assert told["证据"].endswith("run-flow.log")


def test_waiting_for_people_ends_with_4_and_says_how_to_go_on(settle, run_flow):
    """Nobody scans: the process ends, and the ask can be read in another terminal."""
    town = settle("paid")
    with town.crowd(ignore=("网银",)):
        ended = town.certify(patience_minutes="0.05")
    assert ended.returncode == 4
    assert "等人处理：审核公司会在 1–3 个工作日内" in ended.stderr
    assert f"继续时用同一条命令：run-flow certify {town.profile}" in ended.stderr
    assert "deposit-amount-1 等 财务" in run_flow("status").stdout
    with town.crowd():
        assert town.certify().returncode == 0
    assert town.portal.get("state")["state"] == "已认证"


def test_waiting_for_the_review_ends_with_5_and_says_when_to_look(settle, run_flow):
    """The reviewers take days: the process ends, and the same command sees what they decided."""
    town = settle("reviewed")
    with town.crowd(ignore=("人工审核",)):
        ended = town.certify(patience_minutes="0.02")
        assert ended.returncode == 5
        assert "等平台审核：人工审核" in ended.stderr
        assert "再看。" in ended.stderr
        assert "再看" in run_flow("status").stdout
        town.portal.post("clock", working_days=6)
        assert town.certify().returncode == 0


def test_an_unexpected_host_ends_with_6_and_names_who_helps(settle):
    """Drift: expected and found stand side by side, and the platform's own support is shown."""
    town = settle("reviewed")
    town.portal.post("fault", redirect=1)
    ended = town.certify()
    assert ended.returncode == 6
    told = four_lines(ended)
    assert "127.0.0.1" in told["发现"]
    assert "localhost" in told["发现"]
    for words in ("developers.weixin.qq.com/community", "在线客服", "95017", "未证实"):
        assert words in ended.stderr


def test_a_rejection_ends_with_7_and_its_reasons(settle, run_flow, root, tmp_path):
    """Field, reason and advice are read in the terminal with the profile's line, also afterwards in the record.

    Where the operator keeps the files, and so under which name they work, is in no file of a bundle.
    """
    town = settle("reviewed", scenario="rejection")
    with town.crowd():
        ended = town.certify()
    assert ended.returncode == 7
    four_lines(ended)
    run = json.loads(run_flow("status", "--json").stdout)["runs"][0]["id"]
    for told, file in ((ended.stderr, town.profile), (run_flow("show", run).stdout, "profile.yaml")):
        for words in ("营业执照", "不清晰", "请重新上传清晰", f" {file}:15 company.licence", "对好焦"):
            assert words in told.replace("：", "： ")
    assert run_flow("audit", "export", run, "-o", "bundle.zip").returncode == 0
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        held = dict(_files(bundle))
    assert "company.licence documents/licence.jpg" in held["report.html"].decode()
    assert [name for name, content in held.items() if str(root).encode() in content] == []


def _files(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Yield each file with what it holds, those of traces too."""
    for name in archive.namelist():
        content = archive.read(name)
        if name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(content)) as trace:
                yield from ((f"{name}/{inner}", held) for inner, held in _files(trace))
        yield name, content


def test_a_case_held_by_another_process_ends_with_9(settle, home):
    """The holder's process is named, and it keeps the case."""
    town = settle("reviewed")
    profile = load(town.profile)
    with Ledger.open(home / "ledger.db", clock=SystemClock()) as ledger:
        case = ledger.case_for(profile.key, profile.company.name)
        with ledger.lease(case.id) as lease:
            ended = town.certify()
            lease.check()
    assert ended.returncode == 9
    assert str(os.getpid()) in four_lines(ended)["发现"]


def test_a_portal_that_is_down_ends_with_11(settle):
    """Nobody listens there: what to do next, and who helps."""
    ended = settle().certify(portal="http://127.0.0.1:9/")
    assert ended.returncode == 11
    told = four_lines(ended)
    assert "平台暂时打不开" in told["发现"]
    assert "95017" in ended.stderr


def test_a_dry_run_ends_with_0_and_says_where_it_stopped(settle):
    """Nothing is submitted, and the click that would be next is named."""
    town = settle("filled")
    with town.crowd():
        ended = town.certify("--dry-run")
    assert ended.returncode == 0
    assert ended.stdout.startswith("试运行：")
    assert "试运行到此为止" in ended.stderr
    assert "提交审核" in ended.stderr
    assert town.counts == (0, 0)
    assert remembered(case_folder(town.home, load(town.profile).key[:8])).headless


@pytest.mark.skipif(sys.platform == "win32", reason="the browser's processes are found by their parent")
def test_a_killed_browser_ends_with_4_and_the_same_command_goes_on(settle):
    """The browser dies while somebody looks at the bank statement: nothing is lost, nothing is sent twice."""
    town = settle("paid")

    def kill(ask) -> None:
        if "网银" in ask.channel and not killed:
            mine = psutil.Process().children(recursive=True)
            browsers = [process for process in mine if any(word.startswith("--headless") for word in process.cmdline())]
            killed.extend(process.pid for process in browsers)
            for process in browsers:
                process.kill()

    killed: list[int] = []
    with town.crowd(before_acting=kill):
        ended = town.certify()
        assert killed
        assert ended.returncode == 4, ended.stderr
        assert "同一条命令" in four_lines(ended)["下一步"]
        assert town.certify().returncode == 0
    assert town.counts == (1, 1)
    assert sum(town.portal.received()["deposits"].values()) == 1
