"""What is kept is listed, and destroyed only at a person's word."""

from __future__ import annotations

import json

from tests.sweep.soundness import chain_faults

from run_flow.journal import events


def _done(case):
    case.happened(events.RunEnded(run=case.run, state="done"))


def test_what_is_kept_is_listed_with_its_date(case, run_flow):
    """For each run of each case; the setting says for how long."""
    _done(case)
    (told,) = [json.loads(line) for line in run_flow("evidence", "--json").stdout.splitlines()]
    (run,) = told["runs"]
    assert run["run"] == case.run
    shown = run_flow("evidence", case.id, settings={"RUN_FLOW_EVIDENCE_DAYS": "36500"}).stdout
    assert case.run in shown
    assert "保留到 21" in shown


def test_a_purge_needs_a_word(case, run_flow, home):
    """Nobody at the terminal and no --yes: nothing is destroyed."""
    _done(case)
    file = home / "cases" / case.id / "files" / "x.png"
    file.parent.mkdir(parents=True)
    file.touch()
    ended = run_flow("purge", case.id)
    assert (ended.returncode, file.exists()) == (2, True)
    assert "--yes" in ended.stderr
    ended = run_flow("purge", case.id, "--yes")
    assert (ended.returncode, file.exists()) == (0, False)
    assert case.ledger.events(case.id)[-1].kind == "EvidencePurged"
    assert chain_faults(case.ledger, case.id) == []


def test_what_is_under_way_is_not_purged_by_mistake(case, run_flow):
    """An open run is told; who means it says so."""
    ended = run_flow("purge", case.id, "--yes")
    assert ended.returncode == 2
    assert case.run in ended.stderr
    assert run_flow("purge", case.id, "--yes", "--unfinished").returncode == 0


def test_a_dry_run_leaves_nothing_unfinished(case, run_flow):
    """It was never meant to be ended: the evidence goes without a further word."""
    _done(case)
    tried = f"{case.id}-withdraw-1"
    case.happened(events.RunStarted(run=tried, flow="withdraw", digest="d", dry_run=True))
    case.happened(events.RunEnded(run=tried, state="stopped"))
    assert run_flow("purge", case.id, "--yes").returncode == 0


def test_whoever_holds_the_case_keeps_its_evidence(case, run_flow):
    """A purge in the middle of a run is refused as any other process is."""
    _done(case)
    with case.ledger.lease(case.id):
        assert run_flow("purge", case.id, "--yes").returncode == 9
