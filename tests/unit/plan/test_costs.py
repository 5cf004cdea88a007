"""The guide's two tables, in both branches."""

import pytest

from run_flow.plan.costs import EXAMPLE, costs


def test_the_guides_example_is_computed():
    """Three 小程序: 900 yuan alone, 300 with the 服务号, 600 saved."""
    assert (EXAMPLE.alone_yuan, EXAMPLE.with_account_yuan, EXAMPLE.saved_yuan) == (900, 300, 600)


@pytest.mark.parametrize(("programs", "saved"), [(1, 0), (3, 600), (7, 1800)])
def test_reuse_saves_all_but_one_fee(programs, saved):
    """300 yuan against N × 300."""
    known = costs(programs, reused=True, household=False)
    assert known.yuan == known.comparison.with_account_yuan == 300
    assert known.comparison.saved_yuan == saved


@pytest.mark.parametrize("programs", [1, 3])
def test_without_reuse_the_service_account_is_paid_on_top(programs):
    """The plan then costs one fee more than certifying each 小程序 alone."""
    known = costs(programs, reused=False, household=False)
    assert known.yuan == 300 * (programs + 1)
    assert known.comparison.saved_yuan == -300


def test_thirty_yuan_are_a_claim_and_enter_no_sum():
    """One complaint backs it, and only for a 个体工商户."""
    household = costs(2, reused=False, household=True)
    assert household.yuan == 900
    assert (household.complaint.yuan_each, household.complaint.yuan) == (30, 90)
    assert costs(2, reused=False, household=False).complaint is None


def test_without_a_mini_program_there_is_one_fee_and_nothing_to_compare():
    """The 服务号 alone."""
    known = costs(0, reused=True, household=False)
    assert known.yuan == 300
    assert known.comparison is None
