"""Ctrl-C: what is on record is promised only where something is being recorded."""

from __future__ import annotations

from run_flow.cli.desk import Desk
from run_flow.cli.edge import ended


def test_only_a_command_at_work_on_the_ledger_says_that_all_is_kept(home, monkeypatch, capsys):
    """A check, or a bundle that is done again, has nothing to keep."""
    monkeypatch.setenv("RUN_FLOW_HOME", str(home))
    desk = Desk(["certify", "profile.yaml"], clock=None)
    assert ended(KeyboardInterrupt(), desk) == 4
    before = capsys.readouterr().err
    with desk.closing:
        assert desk.ledger.runs() == []
        assert ended(KeyboardInterrupt(), desk) == 4
    after = capsys.readouterr().err
    assert "已停下。" in before
    assert "办到哪里都记着" not in before
    assert "已停下，办到哪里都记着。" in after
    assert "run-flow certify profile.yaml" in before
