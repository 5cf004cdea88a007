"""Each step leads into the recording that shows it, cut to that step, with nothing hostile left in it."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from tests.audit.conftest import CERTIFY, LINK
from tests.replay.window import PAGE, lines_of, packed, recording, snapshot

from run_flow.audit.trace import MOST_BYTES
from run_flow.errors import AuditFailed
from run_flow.journal import events
from run_flow.replay.recording import Recording
from run_flow.replay.snapshot import harmless

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _recording(content: bytes) -> Recording:
    return Recording("traces/r/1/trace.zip", lambda _name: content)


def _at(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


def test_a_step_shows_what_was_done_in_it():
    """The clock of the journal, not the place in the file, tells what belongs to it; mere looks are left out."""
    film = _recording(recording(BEGAN, [(1, "click"), (2, "evaluateExpression"), (3, "fill"), (9, "click")]))
    assert [film.at(action) for action in film.within(_at(2), _at(5))] == [_at(3)]
    assert [film.at(action) for action in film.within(_at(1.5), _at(2.5))] == [_at(2)], "nothing but a look"
    assert film.within(_at(4), _at(8)) == ()


def test_a_slice_is_that_step_alone_and_keeps_the_pages_before_it():
    """A page refers to earlier ones by their place: those stay, what was done there goes, and the clock begins anew."""
    film = _recording(recording(BEGAN, [(1, "click"), (3, "fill"), (9, "click")]))
    first, *lines = lines_of(film.slice(film.within(_at(2), _at(5)), title="企业信息"))
    assert (first["title"], first["wallTime"]) == ("企业信息", _at(3).timestamp() * 1000)
    assert [line["callId"] for line in lines if line["type"] == "before"] == ["call@2"]
    assert [line["snapshot"]["callId"] for line in lines if line["type"] == "frame-snapshot"] == ["call@1", "call@2"]


def test_what_a_slice_refers_to_is_in_it():
    """Styles and pictures of the page."""
    line = {"type": "context-options", "version": 8, "wallTime": 0, "monotonicTime": 0}
    done = {"type": "before", "callId": "c", "startTime": 5, "class": "Frame", "method": "click", "params": {}}
    film = _recording(packed([line, done], **{"a.css": b"b{}"}))
    with zipfile.ZipFile(io.BytesIO(film.slice(film.actions, title=""))) as archive:
        assert archive.read("resources/a.css") == b"b{}"


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"\x89PNG", packed([]), packed([{"type": "before"}]), packed([[]]),  # type: ignore[list-item]
     packed([{"type": "context-options", "wallTime": 1e30, "monotonicTime": 0}])],
)  # fmt: skip
def test_what_is_no_recording_is_refused(content):
    """With its name, not with a crash."""
    with pytest.raises(AuditFailed, match=r"traces/r/1/trace\.zip"):
        _recording(content)


def test_a_recording_that_swells_is_refused():
    """What it declares to hold is looked at before anything is unpacked."""
    swollen = bytearray(packed([]))
    struct.pack_into("<L", swollen, swollen.index(b"PK\1\2") + 24, MOST_BYTES + 1)
    with pytest.raises(AuditFailed, match="太大"):
        _recording(bytes(swollen))


HOSTILE = {
    "a script": ["SCRIPT", {}, "alert(1)"],
    "a script by its name": ["img src=x onerror=alert(1)", {}],
    "a name that closes the tag": ["p><script>alert(1)</script", {}],
    "an attribute that opens one": ["P", {'x="><script>alert(1)</script>': ""}],
    "a handler": ["IMG", {"src": "x", "onerror": "alert(1)"}],
    "an early connection": ["LINK", {"rel": "preconnect", "href": "http://elsewhere.test"}],
    "an early look-up": ["link", {"rel": "DNS-Prefetch", "href": "http://elsewhere.test"}],
    "a program": ["OBJECT", {"data": "x"}],
    "the end of a style": ["STYLE", {}, "</style><script>alert(1)</script>"],
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_node_becomes_inert_and_keeps_its_place(kind):
    """Other pages refer to nodes by number, so none may vanish."""
    children = [["P", {"class": "a"}, "<text>"], HOSTILE[kind], [[1, 2]], "end"]
    found = harmless(snapshot("c", 1, ["HTML", {}, *children]))["html"]
    assert (found[2], found[4], found[5]) == (children[0], [[1, 2]], "end")
    assert found[3] != HOSTILE[kind]
    assert len(found[3]) == len(HOSTILE[kind])
    for bad in ("alert(1)</script>", "onerror", "<script", "preconnect", "Prefetch", "OBJECT"):
        assert bad not in str(found[3][:2]), bad
    assert "</style" not in str(found[3])


def test_what_playwright_itself_writes_into_a_page_stays():
    """Values, scroll positions, shadow roots, styles: without them the page would not be what was seen."""
    html = ["HTML", {"__playwright_scroll_top_": "5"}, ["HEAD", {}, ["LINK", {"rel": "stylesheet", "href": "/a.css"}],
            ["STYLE", {}, "a > b { color: red }"]], ["BODY", {"@click": "x", ":class": "y", "data-v-1": ""},
            ["TEMPLATE", {"__playwright_shadow_root_": "true"}], ["INPUT", {"__playwright_value_": "v"}], ["BR"]]]  # fmt: skip
    found = harmless(snapshot("c", 1, html))["html"]
    assert found == [*html[:3], [*html[3][:4], ["BR", {}]]]


@pytest.mark.parametrize("change", [{"callId": 'a","b'}, {"pageId": "../x"}, {"doctype": "html><script>"},
                                    {"viewport": {"width": "1", "height": 2}}])  # fmt: skip
def test_what_the_viewer_writes_into_its_script_must_be_plain(change):
    """A forged name could be code there."""
    with pytest.raises(AuditFailed, match="伪造"):
        harmless({**snapshot("c", 1, ["HTML", {}]), **change})


def test_each_step_leads_into_the_recording_that_shows_it(filmed, replayed):
    """And where none does, the page says why."""
    later = filmed.began("submit") + timedelta(seconds=0.3)
    filmed.film = recording(later, [(0.1, "fill")])
    filmed.recorded(2)
    replay = replayed()
    told = [(moment.act.place[0], moment.recording.name) for moment in replay.moments]
    assert told == [
        (step, f"traces/{CERTIFY}/{n}/trace.zip") for step, n in (("company", 1), ("submit", 1), ("submit", 2))
    ]
    (missing, *_more) = [act for chapter in replay.story.chapters if chapter.run == LINK for act in chapter.steps]
    assert replay.recordings.missing(missing).startswith("没有录像：等人的时候不录")


@pytest.mark.parametrize(("happened", "said"), [
    (events.EvidenceKept(run=LINK, name="sealed/x/1/trace.zip", sha256="0" * 64, size=1, facts="0" * 64, state="sealed"), "封存"),
    (events.EvidencePurged(reason="case", files=()), "清除"),
])  # fmt: skip
def test_a_recording_that_is_not_there_is_accounted_for(filmed, replayed, happened, said):
    """Sealed, or destroyed at a person's word."""
    filmed.happened(happened)
    replay = replayed()
    act = next(act for chapter in replay.story.chapters if chapter.run == LINK for act in chapter.steps)
    assert said in replay.recordings.missing(act)


def test_a_picture_that_was_destroyed_is_accounted_for(filmed, replayed):
    """Its step counts it: it says that it is not here."""
    shot = filmed.done("payment")
    filmed.happened(events.EvidencePurged(reason="case", files=(shot,)))
    filmed.files.path(shot).unlink()
    page = replayed().page().decode()
    assert f"screenshots/{shot}.png" not in page
    assert page.count("这张截图不在包里") == 1


def test_a_recording_that_cannot_be_read_is_told_of(filmed, replayed):
    """The rest is shown all the same."""
    filmed.film = b"not a trace"
    filmed.recorded(2)
    replay = replayed()
    (broken,) = replay.recordings.broken
    assert f"traces/{CERTIFY}/2/trace.zip" in broken
    assert f"traces/{CERTIFY}/2/trace.zip" in replay.page().decode()
    assert replay.moments[0].slice()
    assert PAGE.encode() in replay.moments[0].slice()
