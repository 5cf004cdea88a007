"""Scenarios by name, and what the portal had people do."""

from __future__ import annotations

import pytest

from mock_portal.switches import SCENARIOS, named


def test_every_scenario_is_described_and_listed(run_flow):
    """The command prints each by the name under which it can be given, with a sentence."""
    listed = run_flow("mock-portal", "--scenarios")
    assert listed.returncode == 0, listed.stderr
    for name, (says, _switches) in SCENARIOS.items():
        assert f"  {name.replace('_', '-')}  {says}" in listed.stdout
        assert says.endswith("。")


def test_a_scenario_is_written_with_hyphens_or_without():
    """Whoever misspells one is told which there are."""
    assert named("rejected-then-passed") == named("rejected_then_passed") == "rejected_then_passed"
    with pytest.raises(ValueError, match="rejected-then-passed"):
        named("rejected-then-lost")


def test_rejected_then_passed(hire):
    """The first application fails after its review, the second one passes; each was paid."""
    clerk = hire(scenario="rejected-then-passed")
    states = []
    for _time in range(2):
        clerk.reviewed()
        clerk.pass_days(6)
        states.append(clerk.status()["认证状态"])
    assert states == ["认证失败", "已认证"]
    assert list(clerk.look("received")["payments"].values()) == [1, 1]


def test_the_portal_counts_what_it_had_people_do(hire):
    """A code typed, the operator's scan, a payment, an amount; what failed does not count."""
    clerk = hire()
    before = clerk.look("state")["human"]
    clerk.paid()
    clerk.phone("phone/bank/deposit")
    amount = clerk.look("state")["deposit"]["amount"]
    clerk.amount("0.01" if amount != "0.01" else "0.02")
    clerk.amount(amount)
    assert before == {"all": 0}
    assert clerk.look("state")["human"] == {"all": 4, "amounts": 1, "codes": 1, "payments": 1, "scans": 1}
