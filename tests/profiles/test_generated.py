"""Generated profiles: nothing is found in those that are right, and each planted fault at its own line.

The thousands are looked at by ``make figures``; here some of each, in every handwriting.
"""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.profiles import valid, writing
from tests.profiles.every_fault import codes, planted
from tests.profiles.looking import looked_at, missed

from run_flow.profile.rulebook import RULES

dice = st.builds(Random, st.integers(0, 2**32))
unhurried = settings(derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
NOT_IN_A_TEXT = ("file.", "calendar.", "document.", "icon.", "portrait.", "reading.", "copy.")
"""Of these rules only ``file.encoding`` can be planted in a profile's text."""
NOT_PLANTED = ("licence.other_code", "filing.repeated", "filing.others")
"""Needs a picture that can be read; planted by the examples of each rule only."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with every picture and secret that a generated profile names."""
    with pytest.MonkeyPatch.context() as settings_outside:
        settings_outside.setenv("MP_PASSWORD", valid.SECRET)
        yield valid.furnish(tmp_path_factory.mktemp("generated"))


@settings(unhurried, max_examples=60)
@given(dice)
def test_nothing_is_found_in_a_profile_that_is_right(folder, dice):
    """Whoever it is and however it is written: company or shop, block or flow, Windows or not."""
    page = writing.written(valid.profile(dice), style=writing.style(dice), dice=dice)
    assert [str(finding) for finding in looked_at(folder, page.content)] == []


@pytest.mark.parametrize("code", codes())
def test_a_planted_fault_is_found_at_its_line(folder, code):
    """And nothing else is, but for what follows from it."""
    for seed in range(2):
        fault = planted(code, Random(seed))
        assert missed(fault, looked_at(folder, fault.content)) == ""


def test_every_rule_that_can_be_planted_is():
    """A new rule needs a way to break it."""
    assert [code for code in RULES if code not in codes() and not code.startswith(NOT_IN_A_TEXT + NOT_PLANTED)] == []
