"""What came of a step is said of that step: why it was not done again is not always that nobody recorded it."""

from __future__ import annotations

from collections import Counter

import pytest

from run_flow.audit.chain import Told
from run_flow.reperform.judging import judged
from run_flow.reperform.recording import Process

PLACE = {"step": "pay", "item": "", "round": 1}
DONE = Told(1, "2026-03-02T09:00:00+00:00", "StepDone", "r", PLACE | {"title": "支付"})
KILLED = Process("r", "certify", dry_run=False, events=[DONE], script={})


@pytest.mark.parametrize(("stopped", "state"), [(True, "unrecorded"), (False, "differs")])
def test_a_step_that_a_killed_process_did_is_unrecorded_only_where_it_was_stopped_before(stopped, state):
    """Where it went another way before, that is why the step was not done again."""
    [step] = judged(KILLED, Counter(), set(), taken=set(), why="", stopped=stopped)
    assert step.state == state


def test_a_step_that_was_done_again_is_alike_where_nothing_in_it_differs():
    """Though its process was killed later."""
    done = Counter({("pay", "", 1): 1})
    assert [each.state for each in judged(KILLED, done, set(), taken=set(), why="", stopped=True)] == ["reproduced"]
    done = Counter({("pay", "", 1): 1})
    assert [each.state for each in judged(KILLED, done, {"支付"}, taken=set(), why="", stopped=True)] == ["differs"]
