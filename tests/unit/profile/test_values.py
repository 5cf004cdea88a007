"""Only the values that are meant change; every other byte stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from run_flow.profile.tree import tree_of
from run_flow.profile.values import Unchangeable, changed, leaves

TEXT = """# 说明
company:
  licence: documents/x.jpg   # 执照 # 一份
  single: 'b c.jpg'  # 单引号
  double: "d.jpg"
list:
  - one.jpg # 第一
  - {icon: two.png, z: 1}
anchor: &a k.jpg
alias: *a
block: >-
  x.jpg
last: end.jpg"""


def test_a_value_is_replaced_where_it_stands():
    """Comments, columns, quotes and line ends are kept."""
    new = {
        "company.licence": "文件/x.portal.jpg",
        "company.single": "it's.jpg",
        "list.0": "1.jpg",
        "list.1.icon": "2.png",
    }
    expected = (
        TEXT.replace("documents/x.jpg", "文件/x.portal.jpg")
        .replace("'b c.jpg'", "'it''s.jpg'")
        .replace("one.jpg", "1.jpg")
        .replace("two.png", "2.png")
    )
    assert changed(TEXT, new) == expected
    assert changed(TEXT.replace("\n", "\r\n"), new) == expected.replace("\n", "\r\n")


@pytest.mark.parametrize(
    "field", ["anchor", "alias", "block", "company", "list", "list.7", "nothing", "company.nothing"]
)
def test_what_only_a_person_should_change_is_left(field):
    """A value that stands for another one too, several lines, what is not there."""
    with pytest.raises(Unchangeable):
        changed(TEXT, {field: "q.jpg"})


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20).map(
        lambda s: s + ".jpg"
    )
)
def test_any_name_of_a_file_reads_back_as_itself(name):
    """Quoted where it must be, in each of the styles."""
    fields = ("company.licence", "company.single", "company.double", "list.1.icon", "last")
    read = dict(leaves(tree_of(changed(TEXT, dict.fromkeys(fields, name)), file="").values))
    assert {read[field] for field in fields} == {name}
