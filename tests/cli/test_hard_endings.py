"""Ends that nobody plans: a full disk, an outcome that the portal does not show, a profile that is not right."""

from __future__ import annotations

import sys
from functools import partial

import pytest
from tests.sweep.life import PROFILE
from tests.sweep.street import watched

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no RLIMIT_FSIZE")
NEVER = 1_000_000
LONG_AFTER = ["lease after StepIntended submit", "after", "ahead"]
IMPATIENT = {"RUN_FLOW_PATIENCE_MINUTES": "0.05"}


def counts(portal):
    """Return how many submissions and payments the portal counts."""
    return tuple(sum(portal.received()[name].values()) for name in ("submissions", "payments"))


def test_a_full_disk_ends_with_11_and_the_same_command_goes_on(portal, people, laptop):
    """The intent cannot be written: nothing is sent, and the sentence says what to look after."""
    with people():
        code, said = laptop(plan=[["StepIntended submit", "before", "full"]]).ends()
        assert (code, "检查磁盘空间" in said) == (11, True), said
        assert counts(portal) == (0, 0)
        assert laptop().ends()[0] == 0
    assert counts(portal) == (1, 1)


@pytest.mark.parametrize(
    "sent", [pytest.param(True, marks=pytest.mark.matrix, id="sent"), pytest.param(False, id="lost")]
)
def test_an_outcome_that_never_shows_ends_with_8_until_a_person_decides(portal, people, laptop, run_flow, sent):
    """Exit 8 each time; what a person answers is what the same command goes on from, and it submits once."""
    hidden = partial(portal.post, "fault")
    if sent:
        forget = partial(setattr, portal.world.faults, "late_status", NEVER)
        watched(portal.world.certification, "submit", before=forget, after=bool)
    else:
        hidden(fail=1, path="action=submit")
    with people(leave_open="有没有生效"):
        first = laptop(plan=[LONG_AFTER]).ends()[0]
        assert first == (8 if sent else 11)
        asking = laptop(day=4, **IMPATIENT)
        ask = asking.waits_for("submit-outcome")
        code, said = asking.ends()
        assert (code, "已完成 或 未完成" in said) == (8, True), said
        assert counts(portal) == (int(sent), 0)
        answered = run_flow("answer", *ask, "已完成" if sent else "未完成", "--json")
        assert (answered.returncode, '"applied": true' in answered.stdout) == (0, True)
        hidden(late_status=0)
        assert laptop(day=4).ends()[0] == 0
    assert counts(portal) == (1, 1)


def test_a_bad_profile_opens_no_browser_and_begins_no_run(run_flow, home, tmp_path):
    """What is wrong with the profile is told before anything else is looked for."""
    bad = tmp_path / "profile.yaml"
    bad.write_text(PROFILE.read_text("utf-8").replace("credit_code: ", "credit_code: X"), "utf-8")
    ended = run_flow("certify", str(bad), settings={"RUN_FLOW_BROWSER": "/nowhere/chrome"})
    assert ended.returncode == 3, ended.stderr
    assert not (home / "cases").exists()
    assert run_flow("status", "--json").stdout == ""
