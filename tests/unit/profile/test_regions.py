"""A place has long and short names; two places never have one."""

from __future__ import annotations

import pytest

from run_flow.profile import regions

ONE = [
    ("广东省", "广东"),
    ("深圳", "深圳市"),
    ("内蒙古自治区", "内蒙古"),
    ("西藏", "西藏自治区"),
    ("新疆维吾尔自治区", "新疆"),
    ("广西壮族自治区", "广西"),
    ("宁夏", "宁夏回族自治区"),
    ("香港特别行政区", "香港"),
    ("北京市", "北京"),
    ("恩施土家族苗族自治州", "恩施"),
    ("浦东新区", "浦东"),
    ("南山区", "南山"),
    ("东区", "东区"),
]
TWO = [("伊宁市", "伊宁县"), ("广东", "广西"), ("东区", "西区"), ("吉林省", "吉林市"), ("朝阳区", "朝阳县"), ("市", "")]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_long_and_short_name_one_place(one, other):
    """Province, city, district, with and without what says of what kind it is."""
    assert regions.same(one, other)
    assert regions.same(other, one)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_different_places_stay_different(one, other):
    """Two long names are one only where they are equal."""
    assert not regions.same(one, other)
    assert not regions.same(other, one)


@pytest.mark.parametrize(
    ("name", "options", "found"),
    [
        ("广东省", ["北京", "广东", "广西"], "广东"),
        ("深圳", ["请选择", "广州市", "深圳市"], "深圳市"),
        ("伊宁", ["伊宁市", "伊宁县"], ""),
        ("伊宁县", ["伊宁市", "伊宁县"], "伊宁县"),
        ("伊宁", ["伊宁市", "伊宁县", "伊宁"], "伊宁"),
        ("深圳", ["广州", "东莞"], ""),
        ("北京市", ["北京", "北京"], "北京"),
    ],
)
def test_exactly_one_option_is_taken(name, options, found):
    """The name itself first, else the only one that means it; of two that may, none."""
    assert regions.among(name, options) == found
