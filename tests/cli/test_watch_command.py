"""``run-flow watch``: what it prints, its exit codes, and that Ctrl-C ends it at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.flows.stages import bring
from tests.mock.clerk import Clerk

from mock_portal.server import start
from people import Crowd
from run_flow.cli.desk import Desk
from run_flow.cli.watch import sentence
from run_flow.engine.execute import case_folder
from run_flow.engine.news import News
from run_flow.engine.remembered import remember
from run_flow.journal import events
from run_flow.journal.clock import SystemClock
from run_flow.profile import load

HOURS_LATER = """
import sys
from datetime import UTC, datetime, timedelta
from run_flow.cli import main

class Later:
    def now(self):
        return datetime.now(UTC) + timedelta(hours=5)

sys.exit(main(sys.argv[1:], clock=Later()))
"""


def ended(case, state, *, hours=0.0):
    """Let a process leave the run, to be looked at again *hours* from now."""
    look_at = SystemClock().now() + timedelta(hours=hours) if hours else None
    case.happened(events.RunEnded(run=case.run, state=state, reason="人工审核", look_at=look_at))


def renews(case, *, days):
    """Let the certification end in *days*."""
    until = SystemClock().now() + timedelta(days=days)
    fact = {"run": case.run, "key": "renewal", "title": "服务号年审", "expiry": "失去认证"}
    case.happened(events.DeadlineSet(until=until, **fact))


def test_with_nothing_to_wait_for_it_says_nothing(run_flow):
    """Exit 0."""
    looked = run_flow("watch", "--once")
    assert (looked.returncode, looked.stdout) == (0, "")


@pytest.mark.parametrize(("state", "code"), [("review", 5), ("refused", 4), ("done", 0)])
def test_the_exit_code_tells_who_acts_next(run_flow, case, state, code):
    """4 a person, 5 the reviewers, 0 nobody; what stood before is no news."""
    ended(case, state, hours=2)
    looked = run_flow("watch", "--once")
    assert (looked.returncode, looked.stdout) == (code, "")


def test_who_is_awaited_is_listed_where_there_is_no_news(run_flow, case, home):
    """Beside the news, which a program may mail: with the command that answers, or goes on at the same portal."""
    remember(case_folder(home, case.id), Path("/my/profile.yaml"), portal="http://127.0.0.1:8000/", headless=True)
    case.ask("deposit-1", answer={"kind": "amount", "minimum": "0.01", "maximum": "0.99"})
    ended(case, "waiting")
    looked = run_flow("watch", "--once")
    assert (looked.returncode, looked.stdout) == (4, "")
    assert f"run-flow answer {case.id} deposit-1 金额" in looked.stderr
    case.happened(events.AskCancelled(run=case.run, ask="deposit-1"))
    again = "接着办：run-flow certify /my/profile.yaml --portal http://127.0.0.1:8000/ --headless"
    assert again in run_flow("watch", "--once").stderr


def test_a_portal_that_cannot_be_reached_is_told_with_the_next_try(case):
    """Not as a review that is waited for."""
    ended(case, "review", hours=1)
    news = News(
        kind="state", case=case.ledger.case(case.id), run=case.ledger.run(case.run), why="平台暂时打不开（超时）。"
    )
    told = sentence(Desk([], clock=None), news)
    assert "平台暂时打不开（超时），" in told
    assert told.endswith("再试")
    assert "审核" not in told


def test_a_run_that_a_person_stopped_says_how_to_go_on(case):
    """No reason was given, and none is announced."""
    case.happened(events.RunEnded(run=case.run, state="stopped", reason=""))
    news = News(kind="state", case=case.ledger.case(case.id), run=case.ledger.run(case.run))
    assert "  已停下　接着办：run-flow certify" in sentence(Desk([], clock=None), news)


def test_a_profile_nobody_knows_is_told_once(run_flow, case):
    """With the command that helps."""
    ended(case, "review")
    first, second = run_flow("watch", "--once"), run_flow("watch", "--once")
    assert (first.returncode, second.returncode) == (4, 4)
    assert "不知道资料文件在哪里" in first.stdout
    assert "run-flow certify PROFILE" in first.stdout
    assert second.stdout == ""


def test_what_falls_due_soon_is_told_once_with_what_happens_otherwise(run_flow, case):
    """In a line for people; status and its JSON know it too, show tells when it was said."""
    renews(case, days=5)
    ended(case, "done")
    first, second = run_flow("watch", "--once"), run_flow("watch", "--once")
    assert "快到期了：服务号年审（截止 " in first.stdout
    assert "过期：失去认证" in first.stdout
    assert (first.returncode, second.stdout) == (0, "")
    assert "服务号年审（截止 " in run_flow("status").stdout
    [record] = [json.loads(line) for line in run_flow("status", "--json").stdout.splitlines()]
    assert [row["key"] for row in record["deadlines"]] == ["renewal"]
    shown = run_flow("show", case.run).stdout
    assert "renewal：提醒过，离截止不到 7 天" in shown


def test_news_is_one_json_object_a_line(run_flow, case):
    """What it is about, and the command that goes on."""
    renews(case, days=-1)
    ended(case, "done")
    [news] = [json.loads(line) for line in run_flow("watch", "--once", "--json").stdout.splitlines()]
    assert (news["news"], news["about"]["title"], news["command"]) == (
        "passed",
        "服务号年审",
        "run-flow renew PROFILE",
    )


def test_a_profile_that_never_ran_is_refused(run_flow, root, home):
    """Exit 2, with the command that begins."""
    looked = run_flow("watch", "--once", str(root / "fixtures/profiles/company/profile.yaml"))
    assert looked.returncode == 2
    assert "先执行 run-flow certify" in looked.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a signal to one process is POSIX's")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_when_it_is_told_to(case, home, number):
    """Exit 0, no traceback; it said what it watches, and told what it had to tell by then."""
    renews(case, days=5)
    ended(case, "done")
    command = [sys.executable, "-u", "-m", "run_flow.cli", "watch", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as watching:
        assert "快到期了" in watching.stdout.readline()
        watching.send_signal(number)
        assert watching.stderr.read() == "看着 1 家在办的公司，按 Ctrl-C 结束。\n"
    assert watching.returncode == 0


def test_a_review_is_looked_at_with_the_sign_in_that_is_kept(run_flow, root, home):
    """Hours later, headless, by itself: the certification is through and a person is told so.

    What was begun on a portal of this machine is never gone on with at the real one.
    """
    profile = root / "fixtures/profiles/company/profile.yaml"
    settings = {"RUN_FLOW_HEADLESS": "1", "RUN_FLOW_LOOK_EVERY_SECONDS": "0.2", "RUN_FLOW_PATIENCE_MINUTES": "0.05"}
    with start(poll_seconds=0.1, review="hand") as portal:
        clerk = Clerk(portal, scenario="facts", review="hand")
        with clerk.client:
            bring(clerk, load(profile), to="reviewed")
        where = ["--portal", portal.address, "--home", str(home)]
        with Crowd(home=home, portal=portal.address, key=portal.key, profile=profile, ignore=("人工审核",)):
            assert run_flow("certify", str(profile), *where, settings=settings).returncode == 5
        assert run_flow("watch", "--once", *where).returncode == 5
        command = [sys.executable, "-c", HOURS_LATER, "watch", "--once", *where]
        at_the_real_one = [*command[:5], "--home", str(home)]
        refused = subprocess.run(at_the_real_one, capture_output=True, encoding="utf-8", env=os.environ, check=False)
        assert f"这家公司在 {portal.address}/ 上办" in refused.stdout + refused.stderr
        portal.post("phone/reviewer/approve")
        looked = subprocess.run(command, capture_output=True, encoding="utf-8", env=os.environ, check=False)
    assert (looked.returncode, looked.stderr) == (0, ""), looked.stdout
    assert "已办完" in looked.stdout
    assert json.loads((next((home / "cases").iterdir()) / "profile.json").read_text("utf-8"))["profile"] == str(profile)


def test_what_falls_due_again_names_its_own_command(run_flow, case):
    """A year after the certification the errand to begin is another one."""
    ended(case, "done")
    renews(case, days=6)
    looked = run_flow("watch", "--once")
    assert "run-flow renew PROFILE" in looked.stdout
