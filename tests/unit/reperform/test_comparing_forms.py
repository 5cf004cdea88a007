"""A form beside the recorded one: every way in which it may differ is told, and nothing else is."""

from __future__ import annotations

import pytest

from run_flow.reperform.comparison import compare
from run_flow.reperform.form import File, Form
from run_flow.reperform.meaning import Meaning

PHONE, OTHER = "13800138011", "13900139000"
MEANING = {"operator.phone": "REDACTED-phone-9", "operator.name": "REDACTED-name-2"}
HELD = {"operator.phone": PHONE, "operator.name": "陆子墨"}
RECORDED = [("name", "REDACTED-name-2"), ("phone", "REDACTED-phone-9"), ("code", "REDACTED-code-1"), ("kind", "企业")]
NOW = [("name", "陆子墨"), ("phone", PHONE), ("code", "123456"), ("kind", "企业")]


def sent(fields, **facts):
    """Return a form with these fields."""
    return Form(**{"method": "POST", "url": "http://x/save?step=a", "kind": "text/plain", "fields": fields, **facts})


def compared(recorded, now, uploaded=None):
    """Compare two forms."""
    meaning = Meaning(MEANING, HELD)
    return compare(recorded, now, meaning=meaning, uploaded=uploaded, shown=lambda text: f"<{text}>")


def test_a_form_that_says_the_same_differs_in_nothing():
    """A token is what the profile has there; what nobody can know any more is counted as withheld."""
    found = compared(sent(RECORDED), sent(NOW))
    assert found.differences == ()
    assert (found.counts.forms, found.counts.same, found.counts.withheld) == (1, 3, 1)


@pytest.mark.parametrize(
    ("now", "what", "field"),
    [
        (sent([*NOW[:1], ("phone", OTHER), *NOW[2:]]), "value", "phone"),
        (sent([*NOW[:3], ("kind", "个体")]), "value", "kind"),
        (sent(NOW[:3]), "dropped", "kind"),
        (sent([*NOW, ("extra", "1")]), "added", "extra"),
        (sent([NOW[1], NOW[0], *NOW[2:]]), "order", "phone"),
        (sent(NOW, kind="application/json"), "type", ""),
        (sent(NOW, url="http://x/save?step=b"), "query", ""),
        (sent(NOW, url="http://x/save"), "query", ""),
    ],
)
def test_a_form_that_says_something_else_differs_there(now, what, field):
    """One difference, in the field; both sides as they may be shown."""
    (found,) = compared(sent(RECORDED), now).differences
    assert (found.what, found.field, found.form) == (what, field, "POST /save")
    assert found.recorded.startswith("<")


def test_a_secret_is_shown_as_its_kind_only():
    """What a message holds has passed the redactor."""
    (found,) = compared(sent(RECORDED), sent([*NOW[:1], ("phone", OTHER), *NOW[2:]])).differences
    assert (found.recorded, found.now) == (f"<{PHONE}>", f"<{OTHER}>")


def test_a_file_is_compared_with_the_recorded_upload():
    """Its bytes, by hash and size; where documents are stand-ins they are counted, not compared."""
    file, other = File("a" * 64, 3), File("b" * 64, 3)
    now = sent([("file", file)])
    assert compared(sent(None), now, uploaded=lambda _file: file).differences == ()
    (found,) = compared(sent(None), now, uploaded=lambda _file: other).differences
    assert (found.what, found.field) == ("file", "file")
    assert compared(sent(None), now).counts.files_withheld == 1


def test_what_a_token_stood_for_is_known_once_it_was_sent():
    """An answer of a person comes back in pages: as the one that was given now."""
    meaning = Meaning({}, {})
    assert meaning.matches("REDACTED-answer-1", "0.37") is None
    assert meaning.restored("金额 REDACTED-answer-1", suffix="html") == "金额 0.37"


def test_tokens_are_written_as_the_file_writes():
    """In pages as entities, in JSON with escapes, in addresses in per cent; a session looks like one."""
    meaning = Meaning({"a.b": "REDACTED-name-1"}, {"a.b": '"<陆>'})
    assert meaning.restored("<b>REDACTED-name-1", suffix="html") == "<b>&quot;&lt;陆&gt;"
    assert meaning.restored('"REDACTED-name-1"', suffix="json") == '"\\"<陆>"'
    assert meaning.restored("?q=REDACTED-name-1", suffix="url") == "?q=%22%3C%E9%99%86%3E"
    assert meaning.restored("?token=REDACTED-session-3", suffix="url").removeprefix("?token=").isdigit()
