"""The tables that hold the guide against the project name tests, scenarios and flows that there are."""

import re

from mock_portal.switches import SCENARIOS


def test_every_named_test_is_there(root):
    """A row that names a test which is gone is no proof."""
    there = {
        name
        for path in (root / "tests").rglob("*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))
    }
    for page in (root / "docs").glob("guide*.md"):
        named = re.findall(r"`(test_\w+?)(?:\[[^`]*\])?`", page.read_text("utf-8"))
        assert set(named) <= there, page.name


def test_every_named_scenario_is_there(root):
    """情景 are named as `run-flow mock-portal --scenario` knows them."""
    for page in (root / "docs").glob("guide*.md"):
        told = re.findall(r"情景((?: ?`\w+`[、,和]?)+)", page.read_text("utf-8"))
        named = {name for names in told for name in re.findall(r"`(\w+)`", names)}
        assert named <= SCENARIOS.keys(), page.name
