"""The recorded portal answers as that day, and tells every form that is another one, missing, or too many."""

from __future__ import annotations

import pytest

from run_flow.audit.redaction import PIXEL
from run_flow.reperform.form import File, Form, form
from run_flow.reperform.meaning import Meaning
from run_flow.reperform.playback import Playback
from run_flow.reperform.recording import Entry, Process, Segment

HOST = "http://portal"
JPEG = b"\xff\xd8\xff\xe0 a picture"
MULTIPART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n' + JPEG + b"\r\n--x--\r\n"


def got(path, body, *, mime="text/html", suffix="html", **facts):
    """Return a recorded question."""
    status = facts.pop("status", 200)
    return Entry("GET", f"{HOST}{path}", status, mime, {}, body, suffix, **facts)


def posted(path, said=b'{"a": "1"}', *, answer=b'{"ok": 1}', kind="text/plain", **facts):
    """Return a recorded form."""
    sent = form("POST", f"{HOST}{path}", kind=kind, body=said)
    return Entry("POST", f"{HOST}{path}", 200, "application/json", {}, answer, "json", sent=sent, **facts)


@pytest.fixture
def playing():
    """Return a function that plays one segment's entries."""

    def play(*entries, next_entries=(), uploads=()):
        playback = Playback(shown=str, same_documents=True)
        segments = {1: Segment(1, entries=entries, uploads=uploads), 2: Segment(2, entries=next_entries)}
        playback.begin(
            Process("run", "certify", dry_run=False, events=[], script={}, segments=segments), Meaning({}, {})
        )
        playback.play(1)
        return playback

    return play


def asked(playback, path):
    """Return what the portal answers to a question."""
    return playback.answer("GET", f"{HOST}{path}", kind="", body=b"").body


def send(playback, path, said=b'{"a": "1"}', *, kind="text/plain"):
    """Return what the portal answers to a form."""
    return playback.answer("POST", f"{HOST}{path}", kind=kind, body=said).body


def told(playback):
    """Return what differs."""
    return [(each.what, each.form, each.field) for each in playback.differences]


def test_a_page_changes_when_it_changed_that_day(playing):
    """The same question is answered in the recorded order; the last answer stays; after a form comes what came after it."""
    playback = playing(got("/", b"one"), got("/", b"two"), posted("/send"), got("/", b"three"))
    assert [asked(playback, "/") for _time in range(3)] == [b"one", b"two", b"two"]
    assert send(playback, "/send") == b'{"ok": 1}'
    assert asked(playback, "/") == b"three"
    playback.end()
    assert told(playback) == []


def test_forms_are_compared_in_their_order(playing):
    """One that is left out is missing as soon as the next page's comes; one that comes late, or that nobody sent, is told."""
    document = {"document": True}
    playback = playing(posted("/one"), got("/", b"", **document), posted("/two"), posted("/three"))
    send(playback, "/two")
    assert told(playback) == [("missing", "POST /one", "")]
    send(playback, "/one")
    send(playback, "/nobody")
    playback.end()
    assert told(playback)[1:] == [
        ("late", "POST /one", ""),
        ("extra", "POST /nobody", ""),
        ("missing", "POST /three", ""),
    ]


def test_what_one_page_sends_by_itself_may_come_in_any_order(playing):
    """Two forms of one page: which of them was first is a matter of milliseconds."""
    playback = playing(posted("/one"), posted("/two"))
    send(playback, "/two")
    send(playback, "/one")
    playback.end()
    assert told(playback) == []


def test_another_value_is_told(playing):
    """In the form and the field."""
    playback = playing(posted("/one"))
    send(playback, "/one", b'{"a": "2"}')
    assert told(playback) == [("value", "POST /one", "a")]


def test_what_is_sent_again_and_again_is_a_question(playing):
    """A page that asks by posting is answered as often as it asks, and it is no form."""
    poll = posted("/standing", b"{}", answer=b'{"done": 0}')
    done = posted("/standing", b"{}", answer=b'{"done": 1}')
    playback = playing(poll, poll, poll, done)
    answers = [send(playback, "/standing", b"{}") for _time in range(5)]
    assert answers == [b'{"done": 0}'] * 3 + [b'{"done": 1}'] * 2
    playback.end()
    assert (told(playback), playback.counts.forms) == ([], 0)


def test_what_a_page_sends_while_a_person_is_awaited_is_answered(playing):
    """Nobody recorded what it said: it is counted, not compared."""
    beside = Entry("POST", f"{HOST}/ticket", 200, "application/json", {}, b'{"t": 1}', "json", where="aside",
                   sent=Form("POST", f"{HOST}/ticket", "", None))  # fmt: skip
    playback = playing(posted("/one"), next_entries=(beside,))
    send(playback, "/one")
    playback.wait(2)
    assert send(playback, "/ticket") == b'{"t": 1}'
    assert (told(playback), playback.counts.beside) == ([], 1)


def test_what_a_page_sends_once_more_word_for_word_is_counted(playing):
    """A page's timer is quicker than a slow machine; what was sent twice that day and once now is missing all the same."""
    playback = playing(posted("/ticket"), posted("/twice"), posted("/twice"))
    assert send(playback, "/ticket") == send(playback, "/ticket")
    send(playback, "/ticket", b'{"a": "2"}')
    send(playback, "/twice")
    playback.end()
    assert playback.counts.repeated == 1
    assert told(playback) == [("extra", "POST /ticket", ""), ("missing", "POST /twice", "")]


def test_a_code_that_ran_out_is_fetched_anew_as_that_day(playing):
    """The same form, sent by the page while a person was awaited: its own answer, not the first one's."""
    anew = posted("/ticket", answer=b'{"t": 2}', where="aside")
    playback = playing(posted("/ticket", answer=b'{"t": 1}'), next_entries=(anew,))
    answers = [send(playback, "/ticket")]
    playback.wait(2)
    answers.append(send(playback, "/ticket"))
    assert answers == [b'{"t": 1}', b'{"t": 2}']
    assert (told(playback), playback.counts.beside) == ([], 1)


def test_a_form_with_another_withheld_value_is_not_the_same_once_more(playing):
    """What the recording withholds may be anything, but what came now is known: another code is another form."""
    playback = playing(posted("/send", b'{"code": "REDACTED-code-1"}'))
    for code in ("111111", "111111", "222222"):
        send(playback, "/send", f'{{"code": "{code}"}}'.encode())
    assert (told(playback), playback.counts.repeated) == ([("extra", "POST /send", "")], 1)


def test_what_a_page_sends_when_all_is_over_is_nobodys(playing):
    """A timer of a page that still stands, as its browser is closed."""
    playback = playing(posted("/one"))
    send(playback, "/one")
    playback.end()
    send(playback, "/beacon")
    assert told(playback) == []


def test_another_process_has_nothing_of_the_one_before():
    """Neither its polls nor its answers: what it sends beyond its own recording is told."""
    poll = posted("/standing", b"{}")
    playback = Playback(shown=str, same_documents=True)
    for entries in ((poll, poll, poll, got("/state", b"first")), (got("/state", None),)):
        segments = {1: Segment(1, entries=entries)}
        process = Process("run", "certify", dry_run=False, events=[], script={}, segments=segments)
        playback.begin(process, Meaning({}, {}))
        playback.play(1)
        answers = asked(playback, "/state"), send(playback, "/standing", b"{}")
        playback.end()
    assert answers == (b"", b"")
    assert told(playback) == [("extra", "POST /standing", "")]


def test_what_a_page_asks_by_itself_is_a_question_after_two_times(playing):
    """It asked while a person was awaited, too: how often it asks before is a matter of the machine."""
    poll = posted("/standing", b"{}", answer=b'{"done": 0}')
    beside = Entry("POST", f"{HOST}/standing", 200, "application/json", {}, b'{"done": 1}', "json", where="aside",
                   sent=Form("POST", f"{HOST}/standing", "", None))  # fmt: skip
    playback = playing(poll, poll, next_entries=(beside,))
    assert send(playback, "/standing", b"{}") == b'{"done": 0}'
    playback.wait(2)
    assert send(playback, "/standing", b"{}") == b'{"done": 1}'
    playback.end()
    assert (told(playback), playback.counts.forms) == ([], 0)


def test_a_form_that_is_not_the_one_teaches_nothing(playing):
    """A page's poll that does not fit must not make a withheld name mean what it says."""
    poll = posted("/standing", b'{"name": "REDACTED-name-1", "page": "1"}')
    playback = playing(poll, poll, poll, got("/", b"<p>REDACTED-name-1"))
    send(playback, "/standing", b'{"name": "x", "page": "2"}')
    assert asked(playback, "/") == b"<p>REDACTED-name-1"


def test_what_is_secret_in_a_form_s_address_is_not_told():
    """The path is shown as everything else is."""
    playback = Playback(shown=lambda text: text.replace("boss", "***"), same_documents=True)
    process = Process("run", "certify", dry_run=False, events=[], script={}, segments={1: Segment(1)})
    playback.begin(process, Meaning({}, {}))
    playback.play(1)
    send(playback, "/save/boss")
    asked(playback, "/of/boss")
    assert told(playback) == [("extra", "POST /save/***", "")]
    assert playback.unanswered == {"/of/***"}


def test_what_another_page_sends_once_more_is_too_much(playing):
    """That day the second page did not send it: only a page's own timer may repeat itself."""
    document = {"document": True}
    playback = playing(got("/", b"one", **document), posted("/ticket"), got("/two", b"two", **document))
    for path in ("/", "/two"):
        asked(playback, path)
        send(playback, "/ticket")
    assert told(playback) == [("extra", "POST /ticket", "")]


def test_what_a_page_sends_by_its_timer_may_come_before_a_person_is_awaited(playing):
    """That day it came after, on the same page; what the next page sends is too early."""
    playback = playing(
        posted("/code"), next_entries=(posted("/ticket"), got("/two", b"", document=True), posted("/next"))
    )
    send(playback, "/ticket")
    send(playback, "/code")
    assert told(playback) == []
    send(playback, "/next")
    assert told(playback) == [("extra", "POST /next", "")]


def test_what_was_sent_while_a_person_was_awaited_is_no_other_form_of_that_path(playing):
    """Two forms of one path, told apart by their query: the one that comes early is answered as itself."""
    beside = posted("/register?action=scanned", b"", answer=b'{"next": 1}', where="aside")
    playback = playing(posted("/register?action=reuse"), next_entries=(beside,))
    assert send(playback, "/register?action=scanned", b"") == b'{"next": 1}'
    send(playback, "/register?action=reuse")
    playback.end()
    assert (told(playback), playback.counts.beside) == ([], 1)


def test_an_uploaded_picture_is_shown_again(playing):
    """Under the name that the portal's answer gave it; any other picture is one pixel."""
    kind = "multipart/form-data; boundary=x"
    upload = posted("/upload", None, answer=b'{"id": "f1"}', kind=kind)
    picture = {"mime": "image/jpeg", "suffix": "jpg"}
    playback = playing(
        upload, got("/material?id=f1", b"", **picture), got("/logo", b"", **picture), uploads=(File.of(JPEG),)
    )
    send(playback, "/upload", MULTIPART, kind=kind)
    assert asked(playback, "/material?id=f1") == JPEG
    assert asked(playback, "/logo") == PIXEL
    assert (told(playback), playback.counts.files) == ([], 1)


def test_another_file_is_told(playing):
    """The upload that was recorded is known by size and hash."""
    kind = "multipart/form-data; boundary=x"
    playback = playing(posted("/upload", None, kind=kind), uploads=(File("0" * 64, 3),))
    send(playback, "/upload", MULTIPART, kind=kind)
    assert told(playback) == [("file", "POST /upload", "file")]


def test_a_file_made_up_for_one_that_a_person_brought_is_not_compared(playing):
    """Nobody has what was brought that day; what the profile names is compared all the same."""
    kind = "multipart/form-data; boundary=x"
    playback = playing(posted("/letter", None, kind=kind), uploads=(File("0" * 64, 3),))
    playback.made_up.add(File.of(JPEG))
    send(playback, "/letter", MULTIPART, kind=kind)
    assert (told(playback), playback.counts.files_withheld) == ([], 1)


def test_a_script_whose_text_was_lost_is_the_one_of_another_time(playing):
    """A page that is left at once loses its scripts in the recording; the same address gave the same script."""
    script = {"mime": "text/javascript", "suffix": "js"}
    playback = playing(got("/a.js", None, **script), next_entries=(got("/a.js", b"1;", **script),))
    assert asked(playback, "/a.js") == b"1;"
    assert playback.unanswered == set()


def test_a_script_that_an_earlier_segment_has_is_that_one(playing):
    """It is recorded once; a page that is loaded again asks for it again, while a person is awaited, too."""
    page, script = b"<script src=a.js>", got("/a.js", b"1;", mime="text/javascript", suffix="js")
    playback = playing(script, got("/", page), next_entries=(got("/", page, where="opening"),))
    playback.wait(2)
    assert asked(playback, "/a.js") == b"1;"
    playback.play(2)
    assert asked(playback, "/a.js") == b"1;"
    assert playback.unanswered == set()


def test_a_page_that_asks_before_its_time_gets_the_first_answer_of_later(playing):
    """A poll that was recorded in the next segment: an error would end the page's own loop."""
    playback = playing(got("/", b"one"), next_entries=(got("/ask", b"waiting"), got("/ask", b"scanned")))
    assert asked(playback, "/ask") == b"waiting"


def test_a_page_that_polls_before_its_time_gets_the_first_answer_of_later(playing):
    """That day the first question came while a person was awaited already: now it comes before, and is no difference."""
    waiting, seen = (posted("/ticket", b"", answer=said, where="aside") for said in (b'{"t": 0}', b'{"t": 1}'))
    playback = playing(posted("/send"), next_entries=(waiting, seen))
    assert send(playback, "/ticket", b"") == b'{"t": 0}'
    assert told(playback) == []
    assert playback.counts.beside == 1


def test_what_the_recording_does_not_know_is_not_there(playing):
    """No answer is made up."""
    playback = playing(got("/", b"one"))
    assert playback.answer("GET", f"{HOST}/other", kind="", body=b"").status == 404
    assert playback.unanswered == {"/other"}
    assert playback.knows("portal")
    assert not playback.knows("elsewhere")
