"""Killed anywhere, the same command ends with one submission, one payment and every answer kept, as the portal counts.

Here the real command in a real browser dies at some well-chosen points; `make sweep` tries them all.
"""

from __future__ import annotations

import sys

import pytest
from tests.sweep.life import errand
from tests.sweep.point import Point, Trial
from tests.sweep.sweep import everything

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

BETWEEN_INTENT_AND_CLICK = (
    Point("write", "AskOvertaken sign-in-1", "before"),
    Point("write", "StepIntended submit"),
    Point("write", "StepIntended pay"),
    Point("write", "StepIntended deposit"),
)
COMMITTED_WITHOUT_A_REPLY = (Point("portal", "submit"), Point("portal", "pay"), Point("portal", "deposit"))
REPLY_LOST = (
    Point("fault", "action=submit"),
    Point("fault", "action=pay"),
    Point("person", "payment"),
    Point("fault", "remitverify?f=json"),
)
WHILE_PEOPLE_ACT = (
    Point("field", "运营者邮箱"),
    Point("person", "phone-code"),
    Point("person", "submit-approval"),
    Point("person", "payment", "before", victim="browser"),
    Point("person", "deposit-amount", victim="group"),
    Point("person", "deposit-approval", victim="driver"),
)


@pytest.mark.parametrize("ends", [COMMITTED_WITHOUT_A_REPLY, REPLY_LOST], ids=["committed", "reply-lost"])
def test_what_the_portal_committed_is_not_sent_again(tmp_path, ends):
    """Killed, or answered with an error, just after the portal took it: the next command sees it there."""
    outcome = errand(tmp_path / "errand", Trial(ends))
    assert (outcome.faults, outcome.met) == ([], len(ends)), outcome


def test_between_intent_and_click_nothing_is_lost_and_nothing_retyped(tmp_path):
    """The click is made by the next command, and what was saved before is compared, not typed again."""
    outcome = errand(tmp_path / "errand", Trial(BETWEEN_INTENT_AND_CLICK))
    assert (outcome.faults, outcome.met) == ([], len(BETWEEN_INTENT_AND_CLICK)), outcome
    _nothing, filled_in, *later = outcome.typed
    assert len(filled_in) > 15
    assert [label for life in later for label in life if label != "打款金额（元）"] == []
    assert outcome.uploads == 2, "each document once"


def test_killed_while_people_act_their_answers_hold_and_saved_pages_stand(tmp_path):
    """What people did or said just before, whoever was killed, is not asked again; only the unsaved page is typed."""
    outcome = errand(tmp_path / "errand", Trial(WHILE_PEOPLE_ACT, scenario="guide"))
    assert (outcome.faults, outcome.met) == ([], len(WHILE_PEOPLE_ACT)), outcome
    saved = {"营业执照注册号/统一社会信用代码", "企业工商营业执照", "法定代表人姓名"}
    first, *later = outcome.typed
    assert saved <= set(first)
    assert not saved & {label for life in later for label in life}


@pytest.mark.sweep
def test_wherever_it_is_killed_it_submits_and_pays_once(tmp_path, capsys):
    """Before and after every journal write, around every click, at random: the table tells."""
    with capsys.disabled():
        figures, broken = everything(tmp_path)
        print(f"\n{figures}")
    assert broken == []
