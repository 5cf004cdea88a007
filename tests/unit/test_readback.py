"""What counts as the same when a page is read back."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from run_flow.portal.readback import as_date, folded, plain, same, text

DATES = ["2019-03-05", "2019/3/5", "2019年3月5日", "2019年03月05日", "20190305", " ２０１９-０３-０５ ", "2019.3.5"]


@pytest.mark.parametrize("shown", DATES)
def test_a_date_is_read_in_each_form(shown):
    """The form in which a page shows a date does not matter."""
    assert as_date(shown) == date(2019, 3, 5)


@pytest.mark.parametrize("shown", ["", "长期", "2019-13-05", "2019-02-30", "19-3-5"])
def test_what_is_no_date_is_none(shown):
    """Anything else is not a date."""
    assert as_date(shown) is None


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_date_survives_each_form(day):
    """Written in any of the forms, a date reads back as itself."""
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"):
        assert as_date(f"{day.year:04}" + day.strftime(form)[len(day.strftime("%Y")) :]) == day


TEXTS = [
    ("深圳（样例）有限公司", "深圳(样例)有限公司", True),
    ("ABC", "ＡＢＣ", True),
    ("a  b", " a b\n", True),
    ("a b", "ab", False),
    ("", "", True),
    ("张三", "张三丰", False),
]


@pytest.mark.parametrize(("wanted", "found", "equal"), TEXTS)
def test_width_and_spacing_do_not_count_in_a_text(wanted, found, equal):
    """Full and half width and the number of spaces are the same; letters are not."""
    assert same("text", wanted, found) is equal


@given(st.text())
def test_folding_twice_is_folding_once(value):
    """A folded text is its own folded form, so it equals what it came from."""
    assert folded(folded(value)) == folded(value)
    assert same("text", value, folded(value))


@pytest.mark.parametrize(
    ("label", "bare"),
    [
        ("*企业名称：", "企业名称"),
        ("座机（选填）", "座机"),
        ("打款金额（元）", "打款金额(元)"),
        (" 姓 名 ", "姓名"),
        ("证件号*", "证件号"),
    ],
)
def test_a_label_loses_what_pages_put_around_it(label, bare):
    """Star, colon, spaces and (选填) are no part of a label; other brackets are."""
    assert plain(label) == bare


def dates(*found, forever=None):
    """A date field as it reads."""
    return {"dates": list(found), "forever": forever}


DATED = [
    ([date(2019, 3, 5)], dates("2019年3月5日"), True),
    ([date(2019, 3, 5)], dates("2019-03-06"), False),
    ([date(2019, 3, 5)], dates(""), False),
    ([date(2019, 3, 5)], dates("2019-03-05", forever=True), False),
    (["长期"], dates("", forever=True), True),
    (["长期"], dates("", forever=False), False),
    ([date(2019, 3, 5), date(2039, 3, 5)], dates("2019-03-05", "2039-03-05", forever=False), True),
    ([date(2019, 3, 5), "长期"], dates("2019-03-05", "", forever=True), True),
    ([date(2019, 3, 5), "长期"], dates("2019-03-06", "", forever=True), False),
    ([date(2019, 3, 5)], "20190305", True),
]


@pytest.mark.parametrize(("wanted", "found", "equal"), DATED)
def test_dates_and_forever(wanted, found, equal):
    """One date, two, or 长期 in place of the last."""
    assert same("date", wanted, found) is equal


@pytest.mark.parametrize(
    ("found", "equal"),
    [
        (["广东", "深圳"], True),
        ("广东/深圳", True),
        (["广东 / 深圳"], True),
        (["广东"], False),
        (["广东", "广州"], False),
    ],
)
def test_a_cascade_reads_as_lists_or_as_a_path(found, equal):
    """Several lists and one path with separators are the same choice."""
    assert same("cascade", ["广东", "深圳"], found) is equal


@pytest.mark.parametrize(
    ("found", "equal"),
    [
        (["广东", "深圳市"], True),
        ("广东省/深圳", True),
        ("广东", False),
        ("广东/广州", False),
        ("广东/深圳/南山", False),
    ],
)
def test_a_region_reads_in_long_and_short_names(found, equal):
    """Each level may be written with or without what says of what kind it is."""
    assert same("region", ["广东省", "深圳"], found) is equal


def uploaded(*echoes, files=(), native=False):
    """An upload as it reads."""
    return {"echoes": list(echoes), "files": list(files), "native": native}


def test_a_document_stands_by_its_bytes(tmp_path):
    """The portal's echo is compared byte for byte; one that cannot be read counts as there."""
    path = tmp_path / "licence.png"
    path.write_bytes(b"picture")
    own = {"source": "/m/1", "text": "", "sha256": sha256(b"picture").hexdigest()}
    other = {**own, "sha256": sha256(b"other").hexdigest()}
    assert same("upload", [path], uploaded(own))
    assert not same("upload", [path], uploaded(other))
    assert not same("upload", [path], uploaded())
    assert same("upload", [path], uploaded({"source": "", "text": "licence.png"}))
    assert same("upload", [path], uploaded(files=["licence.png"], native=True))
    assert not same("upload", [path], uploaded(files=["other.png"], native=True))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a", "a"), (True, "True"), (["广东", "深圳"], "广东 / 深圳"), (dates("2019-03-05", forever=True), "2019-03-05 长期"),
        (uploaded({"source": "/m/1", "text": ""}), "/m/1"),
    ],
)  # fmt: skip
def test_each_value_has_a_text(value, shown):
    """A field's value can be told in one line."""
    assert text(value) == shown
