"""Every errand is done again alike from its bundle, in the looks that differ most, and over several processes."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.flows.test_taking_over import press_strip, type_bank
from tests.flows.test_weeks import Weeks
from tests.reperform.day import Day, recorded, sample
from tests.reperform.lives import killed

from mock_portal.server import start
from run_flow.reperform.answer import BROKEN, Answer
from run_flow.reperform.performance import Wanted, reperform
from run_flow.reperform.playback import Playback


@pytest.fixture
def apart():
    """Run something in a thread of its own: pytest-playwright holds this one's Playwright."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda function, *given, **named: pool.submit(function, *given, **named).result(timeout=600)


@pytest.mark.matrix
@pytest.mark.parametrize("skin", ["modern", "legacy"])
@pytest.mark.parametrize("errand", ["register", "link", "file", "renew"])
def test_an_errand_is_done_again_alike(apart, root, tmp_path, errand, skin):
    """With the profile: values and files are compared, and none differs."""
    with start(poll_seconds=0.05) as portal:
        bundle = apart(recorded, portal, tmp_path, errand, skin=skin, embedded=skin == "legacy")
    verdict = apart(reperform, Wanted(bundle, root / "flows", profile=sample()))
    assert verdict.equal, (verdict.differences, verdict.notes)
    assert verdict.counts.files_withheld == 0


@pytest.mark.matrix
def test_a_run_over_two_processes_is_done_again_process_by_process(apart, root, tmp_path):
    """The first one was stopped while the reviewers decided; what it did is done again, and how it stopped is said."""

    def stop() -> None:
        raise KeyboardInterrupt

    with start(poll_seconds=0.05) as portal:
        day = Day(portal, tmp_path)
        apart(day.go, prepare=lambda office: office.people.hears.update(review=stop), processes=2)
    verdict = apart(reperform, Wanted(day.export(), root / "flows", profile=sample()))
    assert verdict.equal, (verdict.differences, verdict.notes)
    assert len(verdict.notes) == 1


@pytest.mark.matrix
@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed there as a kill is")
@pytest.mark.parametrize(
    "writes", [("StepDone company", "AskOpened submit-approval + PageShown submit"), ("StepIntended submit",)]
)
def test_a_run_whose_processes_were_killed_is_done_again_up_to_each_end(apart, root, home, writes):
    """Everything before the kill is compared, nothing is made of what came of it; the next one's look is not waited for."""
    with start(poll_seconds=0.1) as portal:
        bundle = killed(portal, home, *writes)
    for profile in (sample(), None):
        verdict = apart(reperform, Wanted(bundle, root / "flows", profile=profile))
        assert verdict.equal, (verdict.differences, verdict.notes)
        assert len(verdict.notes) == len(writes)


class Down(Playback):
    """A portal that is down when the company's form is sent."""

    def answer(self, method: str, url: str, **sent: Any) -> Answer:
        """Answer everything else."""
        return BROKEN if method == "POST" and self.step() == "企业信息" else super().answer(method, url, **sent)


@pytest.mark.matrix
@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed there as a kill is")
def test_a_step_that_fails_now_and_was_done_before_the_kill_differs(apart, root, home):
    """That the process was killed later is no reason why it could not be done again."""
    with start(poll_seconds=0.1) as portal:
        bundle = killed(portal, home, "StepIntended submit")
    verdict = apart(reperform, Wanted(bundle, root / "flows", profile=sample()), playback=Down)
    company = next(step for step in verdict.steps if step.title == "企业信息")
    assert company.state == "differs"
    assert [(each.step, each.recorded, each.now) for each in verdict.differences if each.what == "end"][:1] == [
        ("企业信息", "killed", "failed")
    ]


@pytest.mark.matrix
def test_what_a_person_did_in_the_window_is_not_done_again_and_is_said(apart, root, tmp_path):
    """Where they took over everything goes on as they left it: that step alone is not called alike."""

    def take_over(office):
        press_strip(office)
        office.people.first["bank_account-hands"] = lambda: type_bank(office)

    with start(poll_seconds=0.05) as portal:
        day = Day(portal, tmp_path, skin="legacy", embedded=True)
        apart(day.go, prepare=take_over)
    for profile in (sample(), None):
        verdict = apart(reperform, Wanted(day.export(), root / "flows", profile=profile))
        assert verdict.differences == []
        unrecorded = [step for step in verdict.steps if step.state != "reproduced"]
        assert [(step.title, step.state) for step in unrecorded] == [("对公账户", "unrecorded")]
        assert "接手" in unrecorded[0].why


@pytest.mark.matrix
def test_two_weeks_of_looks_are_done_again(apart, root, tmp_path):
    """A watch looks in many times, people answer when it is not there, one of them with a document that nobody has now."""
    with start(poll_seconds=0.05) as portal:
        day = Day(portal, tmp_path, review="hand")
        apart(_two_weeks, day)
    for profile in (sample(), None):
        verdict = apart(reperform, Wanted(day.export(), root / "flows", profile=profile))
        assert verdict.equal, (verdict.differences, verdict.notes)
        assert verdict.counts.files == (2 if profile else 0)
        assert verdict.counts.files_withheld > 0


def _two_weeks(day: Day) -> None:
    """Certify with finance on the ninth day, and reviewers who want the letter on the tenth."""
    with day.office() as office:
        Weeks(office).certified(wanted=10, brought=10.5, signed_in=10.7, approved=12)
