"""The yardsticks of `make bench` measure what they say."""

from __future__ import annotations

import shutil

import pytest
from bench import keep
from contest import Contest, served, waits
from measure import Line, Taken, interleaved

from run_flow.portal.browser import find_browser


@pytest.fixture(scope="module")
def contest():
    """Return a contest on a mock portal of its own."""
    with served() as portal:
        yield Contest(portal, browser=find_browser(None, headless=True))


@pytest.mark.parametrize("script", ["bare_playwright.py", "bare_selenium.py"])
def test_a_bare_script_certifies_by_one_submission_and_one_payment(contest, script):
    """It does the whole errand, and sends the same fields as the other."""
    if script == "bare_selenium.py" and not shutil.which("chromedriver"):
        pytest.skip("no chromedriver here")
    figures = contest.bare(script)
    assert contest.fields > 20
    assert 0 < figures["waited"] < figures["machine"] + figures["waited"]


def event(second, kind, ask=None):
    """Return an event as `run-flow show --json` tells it."""
    return {"at": f"2026-11-22T10:00:{second:02d}+00:00", "kind": kind, "data": {"ask": ask}}


def test_the_time_of_people_is_counted_once():
    """A sign-in asked for within another ask does not count twice; what settles first counts."""
    events = [
        event(1, "StepStarted"),
        event(2, "AskOpened", "deposit-1"),
        event(3, "AskOpened", "sign-in-1"),
        event(5, "AskOvertaken", "sign-in-1"),
        event(9, "AskAnswered", "deposit-1"),
        event(20, "AskUsed", "deposit-1"),
        event(30, "AskOpened", "review-1"),
        event(34, "AskOvertaken", "review-1"),
    ]
    assert [end - begin for begin, end in waits(events)] == [7, 4]


def test_a_line_tells_the_ratio_of_medians_and_of_bests():
    """One slow run moves neither much."""
    ours = Taken([{"wall": 2.0}, {"wall": 4.0}, {"wall": 9.0}])
    other = Taken([{"wall": 1.0}, {"wall": 2.0}, {"wall": 3.0}])
    assert str(Line("a ÷ b", ours, other, "wall", "≤ 3")) == "| a ÷ b | 4.00 s | 2.00 s | **2.00** | 2.00 | ≤ 3 |"


def test_contestants_run_in_turn_and_the_first_run_does_not_count():
    """So a machine that grows slower is unfair to nobody."""
    order = []
    runs = {name: lambda name=name: (order.append(name), {"wall": float(len(order))})[1] for name in "ab"}
    taken = interleaved(runs, rounds=2)
    assert order == list("ababab")
    assert [run["wall"] for run in taken["a"].runs] == [3, 5]


def test_the_table_stands_between_its_marks(tmp_path):
    """Everything else in README stays, and a README without marks is refused."""
    readme = tmp_path / "README.md"
    readme.write_text("前\n<!-- bench: make bench -->\n旧\n<!-- /bench -->\n后\n", "utf-8")
    keep(readme, "新")
    keep(readme, "新")
    assert readme.read_text("utf-8") == "前\n<!-- bench: make bench -->\n新\n<!-- /bench -->\n后\n"
    readme.write_text("前\n", "utf-8")
    with pytest.raises(SystemExit, match="missing"):
        keep(readme, "新")
