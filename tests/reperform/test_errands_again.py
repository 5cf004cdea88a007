"""Every errand is done again alike from its bundle, in the looks that differ most, and over several processes."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.reperform.day import Day, recorded, sample
from tests.reperform.lives import killed

from mock_portal.server import start
from run_flow.reperform.performance import Wanted, reperform


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
