"""Killed anywhere, the same command ends with one submission, one payment and every answer kept, as the portal counts.

Here the real command in a real browser dies at some well-chosen points; `make sweep` tries them all.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from dataclasses import replace

import pytest
from tests.sweep.life import PROFILE, errand
from tests.sweep.point import Outcome, Point, Trial
from tests.sweep.sweep import line
from tests.sweep.tearing import torn

from mock_portal.server import start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

BETWEEN_INTENT_AND_CLICK = (
    Point("write", "StepIntended submit"),
    Point("write", "StepIntended pay"),
    Point("write", "StepIntended deposit"),
)
COMMITTED_WITHOUT_A_REPLY = (Point("portal", "submit"), Point("fault", "action=pay"), Point("portal", "deposit"))
WHILE_PEOPLE_ACT = (
    Point("field", "运营者邮箱"),
    Point("person", "phone-code"),
    Point("person", "payment", "before", victim="browser"),
)


def test_what_the_portal_committed_is_not_sent_again(tmp_path):
    """Killed, or answered with an error, just after the portal took it: the next command sees it there."""
    outcome = errand(tmp_path / "errand", Trial(COMMITTED_WITHOUT_A_REPLY))
    assert (outcome.faults, outcome.met) == ([], len(COMMITTED_WITHOUT_A_REPLY)), outcome


@pytest.mark.matrix
def test_between_intent_and_click_nothing_is_lost_and_nothing_retyped(tmp_path):
    """The click is made by the next command, and what was saved before is compared, not typed again."""
    outcome = errand(tmp_path / "errand", Trial(BETWEEN_INTENT_AND_CLICK))
    assert (outcome.faults, outcome.met) == ([], len(BETWEEN_INTENT_AND_CLICK)), outcome
    filled_in, *later = outcome.typed
    assert len(filled_in) > 15
    assert [label for life in later for label in life if label != "打款金额（元）"] == []
    assert outcome.uploads == 2, "each document once"


@pytest.mark.matrix
def test_killed_while_people_act_their_answers_hold_and_saved_pages_stand(tmp_path):
    """What people did or said just before, whoever was killed, is not asked again; only the unsaved page is typed."""
    outcome = errand(tmp_path / "errand", Trial(WHILE_PEOPLE_ACT, scenario="guide"))
    assert (outcome.faults, outcome.met) == ([], len(WHILE_PEOPLE_ACT)), outcome
    saved = {"营业执照注册号/统一社会信用代码", "企业工商营业执照", "法定代表人姓名"}
    first, *later = outcome.typed
    assert saved <= set(first)
    assert not saved & {label for life in later for label in life}


@pytest.mark.parametrize("twice", ["submissions", "payments", "deposits"])
def test_what_the_portal_counts_twice_is_a_fault(twice):
    """The figures can fail: one more than there should be, a lost answer, and a state that never comes are told."""
    right = Outcome(met=1, codes=[-9, 0], state="已认证", submissions=1, payments=1, deposits=1)
    assert (right.faults, right.stuck) == ([], False)
    assert replace(right, **{twice: 2}).faults
    assert replace(right, lost_answers=["submit-approval"]).faults
    assert replace(right, codes=[-9, 8]).stuck
    assert replace(right, state="待支付").stuck
    counted = line("", [right, replace(right, submissions=2), replace(right, payments=2, codes=[8])])
    assert counted == "|  | 3 | 3 | 1 | 1 | 0 | 1 | 2 |"


def test_a_command_that_submits_twice_is_counted_twice_by_the_portal(tmp_path):
    """The portal's own count is not ours: what is sent to it twice, it takes twice, and the errand is told as faulty."""
    with start(profile=PROFILE) as portal:
        for _time in range(2):
            portal.world.certification.submit()
        received = portal.received()
    assert sum(received["submissions"].values()) == 2
    assert "submitted 2 times" in Outcome(submissions=sum(received["submissions"].values())).faults


def test_a_torn_journal_has_lost_its_last_transaction_only(tmp_path):
    """What was on disk before stands; the database opens as if the last write had never been."""
    file = tmp_path / "ledger.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("CREATE TABLE told (word TEXT)")
        for word in ("first", "last"):
            writer.execute("INSERT INTO told VALUES (?)", [word])
        with torn(file) as was_torn:
            writer.close()
    assert was_torn
    with closing(sqlite3.connect(file)) as reader:
        assert reader.execute("SELECT word FROM told").fetchall() == [("first",)]
