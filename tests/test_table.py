"""The table of figures counts each run once, and none that failed in any phase as one that stood."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from tests.table import RUN, Combination, lines, recorded


@pytest.fixture
def report():
    """Return a function that makes the report of a test's phase, as a session keeps it."""

    def make(name: str, when: str, *runs: tuple[str, bool, int, int]) -> SimpleNamespace:
        properties = []
        for errand, embedded, fields, equal in runs:
            switches = {"skin": "modern", "embedded": embedded}
            combination = Combination.of(errand, kind="企业", scenario="facts", switches=switches)
            properties.append((RUN, [*vars(combination).values(), fields, equal]))
        return SimpleNamespace(nodeid=name, when=when, user_properties=properties)

    return make


def test_runs_of_one_combination_are_added_up(report):
    """A row for each combination, one for each errand in the order of a company's way, one for all."""
    certify, link = ("certify", True, 30, 30), ("link", False, 12, 11)
    stats = {
        "passed": [report("a", "call"), report("b", "call"), report("c", "call")],
        "": [report("a", "setup"), report("a", "teardown", link), *(report(n, "teardown", certify) for n in "bc")],
    }
    assert list(lines(recorded(stats)))[2:] == [
        "| 认证 | 新版 | 嵌入 | 企业 | facts | 2 / 2 | 60 / 60 |",
        "| 关联 | 新版 | 直接 | 企业 | facts | 1 / 1 | 11 / 12 |",
        "| **认证** |  |  |  |  | 2 / 2 | 60 / 60 |",
        "| **关联** |  |  |  |  | 1 / 1 | 11 / 12 |",
        "| **合计** |  |  |  |  | 3 / 3 | 71 / 72 |",
    ]


@pytest.mark.parametrize("phase", ["call", "teardown"])
def test_a_run_that_failed_does_not_stand(report, phase):
    """Whatever failed: the test itself, or what was looked at after it."""
    after = report("a", "teardown", ("file", False, 5, 5))
    stats = {"failed": [report("a", "call")], "": [after]} if phase == "call" else {"error": [after]}
    assert list(lines(recorded(stats)))[-1] == "| **合计** |  |  |  |  | 0 / 1 | 5 / 5 |"
