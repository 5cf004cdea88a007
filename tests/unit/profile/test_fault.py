"""A refusal carries a sentence and a mend as they are, whatever characters they hold."""

import pytest
from pydantic import TypeAdapter, ValidationError

from run_flow.profile import fields
from run_flow.profile.fault import fault


def test_a_sentence_is_never_taken_for_a_template():
    """Braces in a file's name stay braces."""
    refused = fault("document.missing", mend="是不是 {y}？", name="{x}.jpg")
    assert refused.message() == "找不到文件 {x}.jpg。"
    assert refused.context["mend"] == "是不是 {y}？"


def test_a_profile_is_made_by_load_only():
    """Without folder and day there is nothing to check against."""
    with pytest.raises((AssertionError, ValidationError)):
        TypeAdapter(fields.PastDate).validate_python("2019-03-05")
