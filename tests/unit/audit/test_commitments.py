"""A commitment opens to its value with its salt, tells nothing without, and never again once the key is gone."""

from __future__ import annotations

import hashlib
import stat
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from run_flow.audit.commitments import Keys, canonical, commit, openings, opens, salt

KEY = b"k" * 32
FIELD = {"run": "c-certify-1", "step": "pay", "form": "打款", "label": "金额", "source": "answer:amount", "field": "f1"}


@given(st.text(), st.text())
def test_it_opens_to_its_value_and_to_no_other(value, other):
    """Values that are the same to a reader are the same; any other one does not open it."""
    salted = salt(KEY, "f1", "typed")
    made = commit(salted, value)
    assert opens(salted, value, made)
    assert opens(salted.hex(), value, made)
    assert opens(salted, other, made) == (canonical(value) == canonical(other))


def test_an_amount_cannot_be_tried_out():
    """All hundred amounts are soon hashed: without the salt none of them is the one."""
    made = commit(salt(KEY, "f1", "typed"), "0.52")
    guesses = [f"0.{cents:02}" for cents in range(100)]
    assert made not in {hashlib.sha256(canonical(guess).encode()).hexdigest() for guess in guesses}
    assert made not in {commit(salt(KEY, "f2", "typed"), guess) for guess in guesses}
    assert made not in {commit(salt(KEY, "f1", "sent"), guess) for guess in guesses}


def test_the_same_value_is_committed_to_anew_each_time():
    """Two fields that hold one value do not tell that they do."""
    assert commit(salt(KEY, "f1", "typed"), "x") != commit(salt(KEY, "f2", "typed"), "x")


@pytest.mark.parametrize(
    ("one", "same"),
    [
        (date(2019, 3, 5), "2019-03-05"),
        ([date(2019, 3, 5)], date(2019, 3, 5)),
        (("广东省", "深圳市"), ["广东省", "深圳市"]),
        ("深圳（甲）  公司", "深圳(甲) 公司"),
    ],
)
def test_what_reads_alike_is_one_value(one, same):
    """Days, lists and words have one form in which they are hashed."""
    assert canonical(one) == canonical(same)


def test_a_document_is_known_by_its_bytes(tmp_path):
    """Wherever it lies; one that is gone is said to be."""
    for name, content in (("a.jpg", b"1"), ("b.jpg", b"1"), ("c.jpg", b"2")):
        (tmp_path / name).write_bytes(content)
    assert canonical(tmp_path / "a.jpg") == canonical(tmp_path / "b.jpg") != canonical(tmp_path / "c.jpg")
    assert canonical(tmp_path / "none.jpg") == '"document gone"'


def test_keys_are_private_and_tell_nobodys_name(tmp_path):
    """A key lies under a name that only this case can tell from the person's, in a file of its owner's alone."""
    keys, others = Keys(tmp_path / "case"), Keys(tmp_path / "other")
    holder = keys.holder("person 张三")
    assert holder == Keys(tmp_path / "case").holder("person 张三")
    assert holder != keys.holder("person 李四")
    assert holder != others.holder("person 张三")
    assert keys.made(holder) == keys.made(holder) == keys.of(holder)
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "case/salts").iterdir()} == {0o600}


def test_with_the_key_gone_nothing_of_its_holder_opens(tmp_path):
    """The openings of one person end; those of another stay."""
    keys = Keys(tmp_path)
    events = []
    for name in ("person 张三", "person 李四"):
        holder = keys.holder(name)
        made = commit(salt(keys.made(holder), "f1", "typed"), "0.52")
        events.append({**FIELD, "holder": holder, "typed": made, "readback": "", "sent": ""})
    opened = openings(tmp_path, events)
    assert [opens(each.salts["typed"], "0.52", event["typed"]) for each, event in zip(opened, events, strict=True)] == [
        True,
        True,
    ]
    assert keys.destroy(events[0]["holder"])
    assert not keys.destroy(events[0]["holder"])
    (left,) = openings(tmp_path, events)
    assert set(left.salts) == {"typed"}
    assert opens(left.salts["typed"], "0.52", events[1]["typed"])
    assert not opens(left.salts["typed"], "0.52", events[0]["typed"])
