"""Which rules a value passed is said by their codes."""

from __future__ import annotations

from run_flow.profile import load
from run_flow.profile.facts import leaves
from run_flow.profile.passed import _GROUPS, passed
from run_flow.profile.rulebook import RULES


def test_every_group_is_one_of_the_rulebooks():
    """No code is made up."""
    known = {code.partition(".")[0] for code in RULES}
    assert {group for groups in _GROUPS.values() for group in groups} <= known


def test_every_value_of_the_sample_passed_something(root):
    """Each stated value was looked at, and a warning that it has is no rule that it passed."""
    profile = load(root / "fixtures/profiles/company/profile.yaml")
    for field, value in leaves(profile):
        if value is not None:
            assert passed(profile, field), field
    for finding in profile.findings:
        assert finding.code not in passed(profile, finding.field)


def test_a_number_of_an_identity_card_passed_its_check_digit(root):
    """The codes are those that `run-flow rules` explains."""
    profile = load(root / "fixtures/profiles/company/profile.yaml")
    assert "id.checksum" in passed(profile, "operator.id_number")
    assert "mobile.format" in passed(profile, "operator.phone")
    assert "account.format" in passed(profile, "bank.account")
    assert "account.kind" not in passed(profile, "bank.account")  # that is the 服务号's
    assert "document.pixels" in passed(profile, "company.licence")
    assert passed(profile, "invoice.phone") == ("telephone.format",)


def test_a_rule_of_another_errand_was_not_looked_at(root):
    """A filing's address has no province in it; a certification's has."""
    profile = load(root / "fixtures/profiles/company/profile.yaml")
    assert "address.region_repeated" in passed(profile, "company.address", errand="file")
    assert "address.region_repeated" not in passed(profile, "company.address", errand="certify")
