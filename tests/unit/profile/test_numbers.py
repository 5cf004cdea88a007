"""Check digits: what is right passes, what is mistyped does not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from run_flow.profile import numbers

TODAY = date(2026, 11, 22)
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PUBLIC_CODES = (
    "914403001922038216",
    "91440300708461136T",
    "91330100799655058B",
    "91110000802100433B",
    "91110108551385082Q",
    "911103026605015136",
    "91110000710925462X",
    "9152000071430580XT",
    "91440606722473344C",
    "9144030027939873X7",
    "91110108562144110X",
)


def code_of(authority: str, region: str, organisation: str) -> str:
    """Return a credit code with both check digits."""
    body = authority + region + organisation + numbers.organisation_digit(organisation)
    return body + uscc.calc_check_digit(body)


codes = st.builds(
    code_of,
    st.sampled_from(["91", "92"]),
    st.sampled_from(["110000", "440300", "440305", "320594", "540481", "100000"]),
    st.text(LETTERS, min_size=8, max_size=8),
)
id_numbers = st.builds(
    lambda county, born, order: (body := f"{county}{born:%Y%m%d}{order:03}") + mod_11_2.calc_check_digit(body),
    st.sampled_from(["110101", "440305", "330113", "330114", "441901", "310115", "460400", "830000"]),
    st.dates(date(1930, 1, 1), date(2008, 11, 22)),
    st.integers(0, 999),
)


def refusal(check, text: str) -> str:
    """Return the code with which *check* refuses *text*, which must not be in the message."""
    with pytest.raises(PydanticCustomError) as refused:
        check(text)
    assert text not in refused.value.message(), "the value shows"
    return refused.value.type


def of_adult(text: str) -> str:
    """Check an identity number as of a fixed day."""
    return numbers.id_number(text, today=TODAY)


@pytest.mark.parametrize("code", PUBLIC_CODES)
def test_the_credit_codes_of_real_companies_pass(code):
    """Both check digits hold for codes that are public knowledge."""
    assert numbers.credit_code(code) == code


@given(codes)
def test_a_made_up_credit_code_with_both_digits_right_passes(code):
    """Region codes outside the usual tables, such as zones, pass as well."""
    assert numbers.credit_code(code) == code


@given(codes, st.integers(0, 17), st.sampled_from(LETTERS))
def test_one_wrong_letter_in_a_credit_code_is_found(code, at, letter):
    """Any single mistyped character is refused."""
    mistyped = code[:at] + letter + code[at + 1 :]
    if mistyped != code:
        assert refusal(numbers.credit_code, mistyped).startswith("uscc.")


@given(codes, st.integers(0, 16))
def test_two_swapped_neighbours_in_a_credit_code_are_found(code, at):
    """Swapping two neighbours is refused."""
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if swapped != code:
        assert refusal(numbers.credit_code, swapped).startswith("uscc.")


def test_an_organisation_code_with_a_wrong_digit_is_found_though_the_whole_adds_up():
    """GB 11714 is checked as well as GB 32100: the last digit alone can be made to fit."""
    body = "91440300MA5YB1078"
    assert refusal(numbers.credit_code, body + uscc.calc_check_digit(body)) == "uscc.organisation"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("91440300MA5YB1077", "uscc.length"),
        ("91440300MA5YB1O777", "uscc.characters"),
        ("91440300MA5YB1077一", "uscc.characters"),
        ("93440300MA5YB10777", "uscc.prefix"),
        ("12100000400002259P", "uscc.prefix"),
        ("91990300MA5YB10777", "uscc.region"),
        ("9144030AMA5YB10777", "uscc.region"),
        ("91440300MA5YB10778", "uscc.checksum"),
    ],
)
def test_a_wrong_credit_code_says_why(code, why):
    """The first thing wrong has a code of its own."""
    assert refusal(numbers.credit_code, code) == why


def test_a_letter_that_looks_like_a_digit_is_named():
    """I, O, Z and S are what people read for 1, 0, 2 and 5."""
    with pytest.raises(PydanticCustomError) as refused:
        numbers.credit_code("9144O300MASYB10777")
    assert "O → 0 · S → 5" in refused.value.context["mend"]


@pytest.mark.parametrize("typed", ["91440300ma5yb10777", "９１４４０３００MA5YB10777", "91440300-MA5YB107 77"])
def test_a_credit_code_may_be_typed_loosely(typed):
    """Case, width, spaces and hyphens say nothing."""
    assert numbers.credit_code(typed) == "91440300MA5YB10777"


@given(id_numbers)
def test_an_identity_number_of_an_adult_passes(number):
    """Counties that the library refuses or crashes on (临平, 东莞, people born before their county) pass."""
    assert of_adult(number) == number


@given(id_numbers, st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_in_an_identity_number_is_found(number, at, digit):
    """Any single mistyped digit is refused."""
    mistyped = number[:at] + digit + number[at + 1 :]
    if mistyped != number:
        assert refusal(of_adult, mistyped).startswith("id.")


@given(id_numbers, st.integers(0, 16))
def test_two_swapped_neighbours_in_an_identity_number_are_found(number, at):
    """Swapping two neighbours is refused."""
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if swapped != number:
        assert refusal(of_adult, swapped).startswith("id.")


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("440105880808002", "id.length"),
        ("44010519880808002Y", "id.characters"),
        ("4401051988080800一X", "id.characters"),
        ("44010519880808²02X", "id.checksum"),  # NFKC makes it a 2, which is not the digit that was meant
        ("990105198808080024", "id.province"),
        ("440105198802300021", "id.birth_date"),
        ("440105203008080021", "id.birth_date"),
        ("440105198808080021", "id.checksum"),
    ],
)
def test_a_wrong_identity_number_says_why(number, why):
    """The first thing wrong has a code of its own, and the number is not shown."""
    assert refusal(of_adult, number) == why


@pytest.mark.parametrize(("born", "adult"), [("20081122", True), ("20081123", False)])
def test_somebody_is_an_adult_on_the_eighteenth_birthday(born, adult):
    """The portal takes nobody under 18."""
    body = f"440305{born}001"
    number = body + mod_11_2.calc_check_digit(body)
    if adult:
        assert of_adult(number) == number
    else:
        assert refusal(of_adult, number) == "id.age"


def test_a_small_x_is_the_same_digit():
    """The last digit may be typed in lower case."""
    assert of_adult("44010519880808002x") == "44010519880808002X"
