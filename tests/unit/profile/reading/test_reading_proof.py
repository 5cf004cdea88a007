"""Only what a checksum or the law ties together counts as proven."""

from datetime import date

import pytest

from run_flow.profile.reading.proof import card_end, credit_codes, id_numbers


def test_a_credit_code_needs_both_check_digits_and_its_own_space():
    """A longer number holds none."""
    assert credit_codes("代码91440300MA5YB10777，") == ["91440300MA5YB10777"]
    assert credit_codes("91440300MA5YB10778") == []
    assert credit_codes("91440300MA5YB107770") == []
    assert credit_codes("110101198506170028") == []


def test_an_id_number_needs_a_date_and_its_check_digit():
    """A longer number holds none."""
    assert id_numbers("公民身份号码44010519880808002X") == ["44010519880808002X"]
    assert id_numbers("440105198808080028") == []
    assert id_numbers("440105198813080021") == []
    assert id_numbers("1101011985061700281") == []


@pytest.mark.parametrize(
    ("printed", "proven"),
    [
        ("2012030120220301", date(2022, 3, 1)),  # issued at 19: ten years
        ("2012030120320301", None),  # not twenty
        ("2019030120390301", date(2039, 3, 1)),  # issued at 26: twenty years
        ("2012030120220302", None),
        ("2012023020220230", None),
        ("2040030120600301", None),  # at 47 it would be 长期
    ],
)
def test_a_cards_term_is_proven_by_its_holders_age(printed, proven):
    """One digit misread breaks it, so nobody is told that a good card has expired."""
    assert card_end(printed, id_number="440304199209231016") == proven


def test_without_a_birth_date_no_term_is_proven():
    """The profile may not say it yet."""
    assert card_end("2012030120220301", id_number="") is None
