"""The sweeps in short: nothing is doubled, lost or stuck, and a planted defect is seen. `make sweep` runs them whole."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("there is neither SIGKILL nor a fork", allow_module_level=True)

from tests.sweep import kills, machine, races
from tests.sweep.hall import LINK, SUBMIT
from tests.sweep.history import Trial, history
from tests.sweep.mortal import Life
from tests.unit.engine.test_kills import DyingLedger

from run_flow.journal import events

HOUR = timedelta(hours=1)


def test_killed_anywhere_on_an_odd_machine_nothing_is_doubled_lost_or_stuck() -> None:
    """Some points of each kind, with the real engine and ledger in real processes, against a portal by HTTP."""
    outcomes = list(kills.swept(kills.few(22)))
    assert {trial.kind for trial, _outcome in outcomes} == kills.TITLES.keys()
    assert [(trial, outcome) for trial, outcome in outcomes if outcome.wrong] == []
    assert sum(outcome.met for _trial, outcome in outcomes) >= len(outcomes) / 2


@pytest.mark.parametrize(
    ("defect", "trial"),
    [
        ("no-intent", Trial("click", kill=((SUBMIT, "after"),), late=HOUR)),
        ("no-look", Trial("click", kill=((LINK, "after"),))),
    ],
)
def test_the_sweep_sees_an_engine_that_doubles(tmp_path: Path, defect: Any, trial: Trial) -> None:
    """Without the intent on disk, or without a look at the portal, the hall counts more than one."""
    planted = Trial(**vars(trial) | {"lives": (Life(defect=defect),), "defect": defect})
    assert history(tmp_path / "planted", planted).submissions > 0
    assert not history(tmp_path / "right", trial).wrong


def test_of_many_answers_at_once_the_one_that_was_confirmed_stands(tmp_path: Path) -> None:
    """Processes race for the same asks while the run closes some; a ledger that looks first and writes then is seen."""
    right = races.race(tmp_path / "right", 100, 1)
    assert (right.wrong, right.races, right.answers) == (False, 100, 100 * races.RACERS), right
    assert right.applied > 0
    assert races.race(tmp_path / "careless", 100, 1, kind=races.Careless).twice > 0


def test_whatever_happens_in_whatever_order_it_is_done_once() -> None:
    """Hypothesis thinks up some errands; each is brought to its end with a sound record."""
    count = machine.runs(30, at=1)
    assert count.wrong == 0
    assert 30 <= count.runs < count.lives


def test_the_machine_sees_an_engine_that_forgets_what_it_intended() -> None:
    """With a portal that lists late and an answer that is lost, the click is made twice: the machine says so."""

    class Forgetful(DyingLedger):
        def append(self, *happened: Any, lease: Any) -> None:
            forgotten = (events.StepIntended, events.StepFailed)
            if kept := [each for each in happened if not isinstance(each, forgotten)]:
                super().append(*kept, lease=lease)

    class Planted(machine.Errand):
        shelf = machine.Shelf()
        mends = Forgetful

    errand = Planted()
    errand.begins()
    errand.is_shown_late(HOUR)
    errand.loses_a_reply()
    errand.lives_once(0)
    with pytest.raises(AssertionError, match="submitted twice"):
        errand.nothing_is_doubled()
    Planted.shelf.close()
