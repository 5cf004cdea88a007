"""No known value and nothing that looks like one passes; what is public does."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from run_flow.redact import Redactor, masked

digits = st.text("0123456789", min_size=11, max_size=19)
around = st.text(max_size=20)


def redactor(**known: str) -> Redactor:
    """Return a redactor that learned *known*, kind by kind."""
    made = Redactor()
    for kind, value in known.items():
        made.learn(kind, value)
    return made


@given(digits, around, around)
def test_a_learned_value_never_passes(value, before, after):
    """Whatever stands around it."""
    assert value not in redactor(account=value).text(f"{before}{value}{after}")


@given(digits, st.sampled_from([" ", "-", "\u00a0"]), st.integers(1, 6))
def test_a_learned_number_does_not_pass_in_groups(value, gap, size):
    """Banks print accounts in fours, people phones in threes."""
    grouped = gap.join(value[at : at + size] for at in range(0, len(value), size))
    assert redactor(account=value).text(f"账号 {grouped}") == "账号 ‹account›"


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("id_number", "44010519880808002X", "44010519880808002x"),
        ("id_number", "44010519880808002X", "440105 19880808 002X"),
        ("email", "Li.Si@qq.com", "li.si@QQ.COM"),
        ("email", "li.si@qq.com", "li.si%40qq.com"),
        ("phone", "0755-26000022", "075526000022"),
        ("phone", "１３８００１３８０１１", "13800138011"),
        ("name", "何小满", "何小满"),
        ("name", "李明", "李明"),
        ("wechat", "guyifan_qinghe", "guyifan_qinghe"),
        ("code", "0427", "0427"),
    ],
)
def test_a_learned_value_does_not_pass_in_another_form(kind, value, text):
    """Case, spacing, width and an address's quoting make no difference."""
    assert redactor(**{kind: value}).text(f"填写了{text}。") == f"填写了‹{kind}›。"


def test_the_record_names_places_as_it_was_told():
    """The longest that fits; what is only a part of another path or address stays; numbers are redacted all the same."""
    made = redactor(phone="13800138000")
    made.names = {"/home/me/": "~/", "/home/me/公司/": "", "/data/": "", "/mnt/李/执照.jpg": "执照.jpg"}
    told = "写着/home/me/公司/documents/a.jpg、'/home/me/b.jpg'、/mnt/李/执照.jpg、http://h:80/data/x，13800138000"
    assert made.recorded(told) == "写着documents/a.jpg、'~/b.jpg'、执照.jpg、http://h:80/data/x，‹phone›"
    assert "/home/me/公司" in made.text(told)


@pytest.mark.parametrize(("kind", "value"), [("code", "042"), ("wechat", ""), ("name", "李"), ("name", " ")])
def test_a_value_too_short_is_not_learned(kind, value):
    """It would blot out ordinary words."""
    assert redactor(**{kind: value}).text("李 042 明") == "李 042 明"


def test_the_longer_value_wins():
    """An account that holds a phone's digits is an account."""
    known = redactor(phone="13800138011", account="621380013801199")
    assert known.text("621380013801199 13800138011") == "‹account› ‹phone›"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("身份证110101198506170028。", "身份证‹id_number›。"),
        ("44010519880808002x", "‹id_number›"),
        ("id=110101198506170028&x", "id=‹id_number›&x"),
        ("手机13800138011", "手机‹phone›"),
        ("+8613800138011", "‹phone›"),
        ("账号6222024000000000121,", "账号‹account›,"),
        ("6222 0240 0000 0000 121", "‹account›"),
        ("1234567890123", "‹account›"),
        ("123456789012345678901234567890", "‹account›"),
    ],
)
def test_what_looks_like_a_secret_does_not_pass_unlearned(text, shown):
    """A number read from the portal is nobody's field yet."""
    assert Redactor().text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "91440300MA5YB10777",
        "914403001922038216",
        "92440305MA5YB2088P",
        hashlib.sha256(b"x").hexdigest(),
        "1" * 64,
        "123456789012",
        "2026-11-22T11:20:01.123456+00:00",
        "12800138011",
        "0.1234567890123456789",
        "token=1234567890",
        "‹id_number› ‹account›",
        "wx0123456789abcdef",
    ],
)
def test_what_is_public_passes(text):
    """Credit codes, hashes, times, tokens of an address, and what is redacted already."""
    assert Redactor().text(text) == text


def test_a_page_cannot_steer_the_terminal():
    """Escape sequences, a line overwritten by a carriage return, a title set, text turned round: none passes."""
    text = "\x1b[2J\x1b]0;x\x07企业\r名称\x9b1A\u202e\n\t。"
    assert Redactor().text(text) == "�[2J�]0;x�企业�名称�1A�\n\t。"


@given(st.text())
def test_redacting_twice_changes_nothing(text):
    """Every road may redact, in any order."""
    known = redactor(name="何小满", phone="13800138044", code="0427")
    assert known.text(known.text(text)) == known.text(text)


def test_data_is_redacted_however_deep():
    """Texts in mappings, lists and tuples; keys and other values stay."""
    known = redactor(phone="13800138044", name="何小满")
    data = {
        "何小满": ["13800138044", ("何小满", {"a": "是何小满"})],
        "n": 3,
        "x": None,
        "ok": True,
        "at": 1763810000000,
    }
    shown = {"何小满": ["‹phone›", ("‹name›", {"a": "是‹name›"})], "n": 3, "x": None, "ok": True, "at": 1763810000000}
    assert known.data(data) == shown


def test_a_learned_number_does_not_pass_as_a_number():
    """JSON may hold a phone without quotes."""
    assert redactor(phone="13800138044").data({"phone": 13800138044}) == {"phone": "‹phone›"}


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("id_number", "110101198506170028", "110101********0028"),
        ("id_number", "110101", "***"),
        ("phone", "13800138011", "138****8011"),
        ("phone", "12345", "***"),
        ("account", "6222024000000000121", "***************0121"),
        ("account", "12", "***"),
        ("name", "何小满", "何**"),
        ("name", "李", "李*"),
        ("email", "operator@qinghe.example", "o***@qinghe.example"),
        ("email", "operator", "***"),
        ("wechat", "guyifan_qinghe", "gu************"),
        ("code", "042731", "***"),
    ],
)
def test_a_person_sees_enough_to_recognise_a_value(kind, value, shown):
    """And never enough to use it; an unknown kind shows nothing."""
    assert masked(kind, value) == shown
