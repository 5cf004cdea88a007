"""``run-flow status`` with many cases: a page of them, all of them, one of them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update
from tests.sweep import many

from run_flow.journal.clock import SystemClock
from run_flow.journal.database import Database
from run_flow.journal.events import FactFound, RunEnded, RunStarted
from run_flow.journal.lease import Holder
from run_flow.journal.ledger import Ledger
from run_flow.journal.schema import cases
from run_flow.profile import load


def test_the_newest_fifty_are_shown_and_how_to_see_more(run_flow, home):
    """Of sixty companies fifty are listed; a line tells how many more there are, and the options list them."""
    many.build(home / "ledger.db", 60)
    page, everything = run_flow("status"), run_flow("status", "--all")
    assert len(_heads(page.stdout)) == 50
    assert "10" in page.stderr
    assert "--all" in page.stderr
    assert len(_heads(everything.stdout)) == 60
    assert everything.stderr == ""
    assert _heads(everything.stdout)[:50] == _heads(page.stdout)
    records = [json.loads(line) for line in run_flow("status", "--json").stdout.splitlines()]
    assert [record["id"] for record in records] == _heads(page.stdout)


def test_one_case_is_shown_by_its_id_or_its_profile(run_flow, home, root):
    """Whoever asks for one company gets that one, however many there are; a wrong id is told apart."""
    profile = root / "fixtures/profiles/household/profile.yaml"
    many.build(home / "ledger.db", 3)
    with Ledger.open(home / "ledger.db", clock=SystemClock()) as ledger:
        mine = ledger.case_for(load(profile).key, "样例").id
        other = ledger.case_ids()[-1]
    assert _heads(run_flow("status", other).stdout) == [other]
    assert _heads(run_flow("status", str(profile)).stdout) == [mine]
    refused = run_flow("status", f"{other}x")
    assert (refused.returncode, other in refused.stderr) == (2, True)
    not_begun = run_flow("status", str(Path(profile).parents[1] / "company/profile.yaml"))
    assert not_begun.returncode == 2


def _heads(told: str) -> list[str]:
    return re.findall(r"^([0-9a-f]{8,16})  ", told, flags=re.MULTILINE)


def test_a_run_whose_process_went_down_with_its_machine_was_interrupted(run_flow, home):
    """The journal still names a process of before the reboot, whose lease ran out."""
    many.build(home / "ledger.db", 1)
    me, now = Holder.current(), SystemClock().now()
    owner = str(Holder(me.host, "another boot", 4242, 1.0))
    held = []
    for seconds in (60, -60):
        database = Database(home / "ledger.db")
        with database.write() as connection:
            until = now + timedelta(seconds=seconds)
            connection.execute(update(cases).values(lease_owner=owner, lease_since=now, lease_until=until))
        database.close()
        held.append(json.loads(run_flow("status", "--json").stdout)["held"])
    assert held == [True, False]


def test_what_the_portal_showed_is_under_its_case(run_flow, home):
    """Facts of the account and of each 小程序 are read by people, and by programs."""
    many.build(home / "ledger.db", 1)
    with Ledger.open(home / "ledger.db", clock=SystemClock()) as ledger:
        [case] = ledger.case_ids()
        run = ledger.runs(case)[0].id
        with ledger.lease(case) as lease:
            ledger.append(
                FactFound(run=run, label="AppID", value="wx0123456789abcdef"),
                FactFound(run=run, item="甲商城", label="备案号", value="粤B2-20090059-1626X"),
                lease=lease,
            )
    told = run_flow("status").stdout
    assert "  AppID：wx0123456789abcdef" in told
    assert "  甲商城 备案号：粤B2-20090059-1626X" in told
    record = json.loads(run_flow("status", "--json").stdout)
    assert [(fact["item"], fact["label"]) for fact in record["facts"]] == [("", "AppID"), ("甲商城", "备案号")]


def test_a_look_that_failed_is_not_called_a_review(run_flow, case):
    """While the portal is down nobody knows how the review stands: why, and when it is looked at again, is told."""
    case.ask("review-1", answer=None, kind="review")
    for reason, state in (("打款金额是多少？", "等平台审核"), ("平台暂时打不开（超时）。", "这次没有看成")):
        case.happened(RunEnded(run=case.run, state="review", reason=reason))
        _head, line, why, *_rest = run_flow("status").stdout.splitlines()
        assert state in line
        assert why.strip() == reason


def test_another_errand_of_the_company_does_not_make_a_killed_one_look_alive(run_flow, case):
    """The case is held, and whoever holds it works on another run; what the killed one asked says how to go on."""
    case.ask("payment-1", answer=None)
    other = f"{case.id}-withdraw-1"
    with case.ledger.lease(case.id) as lease:
        assert "办理中" in _line_of(run_flow("status").stdout, case.run)
        assert "接着办" not in run_flow("asks").stdout
        case.ledger.append(RunStarted(run=other, flow="withdraw", digest="d"), lease=lease)
        told = run_flow("status").stdout
        assert "办理中" in _line_of(told, other)
        assert "中断，等待继续" in _line_of(told, case.run)
        for said in (told, run_flow("asks").stdout):
            assert "接着办，会重新问：run-flow certify" in said


def _line_of(told: str, run: str) -> str:
    return next(line for line in told.splitlines() if line.startswith(f"  {run} "))
