"""calendar.yaml: read where it is, refused with its place where it is broken."""

import os
from datetime import date

import pytest

from run_flow.errors import ProfileRefused
from run_flow.plan.calendar import WorkingCalendar
from run_flow.plan.overrides import calendar_beside


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a calendar of this text."""

    def reading(text):
        (tmp_path / "calendar.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return calendar_beside(tmp_path / "profile.yaml")

    return reading


def test_without_the_file_nothing_is_changed(tmp_path):
    """It is optional."""
    assert calendar_beside(tmp_path / "profile.yaml") == WorkingCalendar()


@pytest.mark.parametrize("text", ["", "# 没有\n", "off:\n", "\ufeffoff: []\n"])
def test_a_file_that_says_nothing_changes_nothing(read, text):
    """Empty, a comment, an empty list."""
    assert read(text) == WorkingCalendar()


def test_days_off_and_at_work_are_read(read):
    """Quoted or not."""
    calendar = read('off: [2027-02-10, "2027-02-11"]\nwork:\n  - 2027-02-14\n')
    assert calendar.off == {date(2027, 2, 10), date(2027, 2, 11)}
    assert calendar.work == {date(2027, 2, 14)}


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("off: 2027-02-10\n", (1, 6), "value.list"),
        ("off: [2027-02-10, 2027-02-30]\n", (1, 19), "date.format"),
        ("off:\n  - 2027-02-10\n  - {a: b}\n", (3, 5), "date.format"),
        ("offf: [2027-02-10]\n", (1, 1), "key.unknown"),
        ("off: [2027-02-10]\nwork: [2027-02-10]\n", (2, 8), "calendar.both"),
        ("off：[2027-02-10]\n", (1, 4), "yaml.full_width_colon"),
        ("- 2027-02-10\n", (1, 1), "yaml.mapping"),
        ("off: &a [*a]\n", (1, 6), "yaml.recursion"),
        (b"off: [\xff]\n", (1, 7), "file.encoding"),
        (b"#" * 1_000_001, (1, 1), "file.too_large"),
    ],
)
def test_a_broken_calendar_is_refused_at_its_place(read, text, place, code):
    """Line, column, code and mend of each fault."""
    with pytest.raises(ProfileRefused) as refused:
        read(text)
    finding = refused.value.findings[0]
    assert ((finding.line, finding.column), finding.code) == (place, code)
    assert finding.mend


def test_what_is_no_file_is_refused(tmp_path):
    """A link to itself and a folder."""
    for make, code in ((lambda path: path.symlink_to(path), "file.unreadable"), (os.mkdir, "file.kind")):
        path = tmp_path / "calendar.yaml"
        make(path)
        with pytest.raises(ProfileRefused) as refused:
            calendar_beside(tmp_path / "profile.yaml")
        assert refused.value.findings[0].code == code
        path.unlink() if path.is_symlink() else path.rmdir()
