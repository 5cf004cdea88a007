"""A value stands in what was read, nearly, or not; one character off is never a match."""

import pytest
from one_off import mutations

from run_flow.profile.reading.text import Line, compare, plain

pytest.importorskip("rapidfuzz")


def line(text, left=100, top=100, *, height=40, fall=0):
    """Return a line of *height* px, *fall* px lower at its end."""
    right = left + height * len(text)
    return Line(text, ((left, top), (right, top + fall), (right, top + fall + height), (left, top + height)))


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("深圳市晴禾（样例）有限公司", "深圳市晴禾(样例)有限公司"),
        ("91440300ma5yb10777", "统一社会信用代码 91440300MA5YB10777"),
        ("110101198506170028", "110101 19850617 0028"),
        ("沈知夏", "沈知夏SPECIMEN"),
        ("沈知夏", "法定代表人 沈知夏"),
        ("阿依古丽·买买提", "姓名 阿依古丽 买买提"),
        ("2016.07.01-2036.07.01", "有效期限 2016.07.01 - 2036.07.01"),
        ("2016.07.01-长期", "2016.07.01-长期"),
        ("𠮷田", "𠮷田"),
    ],
)
def test_widths_spaces_and_punctuation_do_not_count(value, read):
    """What people and printers do differently is no difference."""
    assert compare(value, [line(read)]).state == "match"


@pytest.mark.parametrize(
    "value",
    ["深圳市晴禾样例科技有限公司", "91440300MA5YB10777", "110101198506170028", "4000023009200012345", "沈知夏", "何满",
     "2016.07.01-2036.07.01", "阿依古丽·买买提", "ANNA SMITH"],
)  # fmt: skip
def test_one_character_wrong_is_no_match(value):
    """Changed, dropped (at the ends too), doubled or swapped: never a match, and what is read differs from it."""
    lines = [line("名称"), line(value, 300), line("住所", 100, 170), line("样", 300, 170)]
    assert compare(value, lines).state == "match"
    for wrong in mutations(value):
        found = compare(wrong, lines)
        assert found.state != "match", wrong
        assert found.state == "absent" or found.read != plain(wrong), wrong


def test_a_part_of_a_number_or_name_is_no_match():
    """Nor where the rest of it stands before a label that may stand there."""
    for value, read in (("1234567", "12345678"), ("何小", "经营者何小满"), ("小满", "何小满"), ("SMITH", "BLACKSMITH")):
        assert compare(value, [line(read)]).state != "match", (value, read)


@pytest.mark.parametrize("text", ["兹有我单位晴禾样例铺申请认证", "晴禾样例铺（盖章）", "由晴禾样例铺授权"])
def test_in_a_letter_its_words_may_stand_around_a_name(text):
    """But no other character, so one dropped at either end is not missed."""
    assert compare("晴禾样例铺", [line(text)], running=True).state == "match"
    for wrong in mutations("晴禾样例铺"):
        assert compare(wrong, [line(text)], running=True).state != "match", wrong


def test_a_text_that_wraps_is_one_text():
    """Even where a watermark's line lies between its lines, and where the paragraph starts indented."""
    lines = [
        line("我单位深圳市晴禾样例科技有限公司（统一社会信用代码9144", 140, 400),
        line("样本SPECIMEN", 500, 430, fall=-200),
        line("0300MA5YB10777），申请对微信公众平台账号", 70, 460),
    ]
    assert compare("91440300MA5YB10777", lines, running=True).state == "match"
    assert compare("91440300MA5YB10778", lines, running=True).state == "near"
    assert compare("深圳市晴禾样例科技有限公司", lines, running=True).state == "match"


def test_a_number_in_pieces_along_a_row_is_one_number():
    """The pieces of another row are not."""
    row = [line("110101", 400, 700), line("0028", 1100, 702), line("19850617", 700, 699)]
    assert compare("110101198506170028", row).state == "match"
    assert compare("110101198506170029", row).state == "near"
    assert compare("110101198506170028", [line("110101"), line("19850617", 900, 500), line("0029")]).state != "match"


def test_near_tells_what_was_read_and_where_it_differs():
    """The place counts from 1, and a short name is near with one character of three wrong."""
    found = compare("沈知复", [line("姓名"), line("沈知夏", 300)])
    assert (found.state, found.read, found.place) == ("near", "沈知夏", 3)
    found = compare("深圳市晴禾样例科技有限公", [line("深圳市晴禾样例科技有限公司")])
    assert (found.state, found.read, found.place) == ("near", "深圳市晴禾样例科技有限公司", 13)


def test_one_character_that_was_read_is_no_likeness_of_a_whole_name():
    """A lone character would otherwise lie wholly within the name."""
    assert compare("深圳市晴禾样例科技有限公司", [line("样")]).state == "absent"
    assert compare("深圳市晴禾样例科技有限公司", []).state == "absent"
