"""What nothing comes again for is left out: before anything is compared, and only that."""

from __future__ import annotations

from run_flow.audit.chain import Told
from run_flow.reperform.form import File, Form
from run_flow.reperform.leftovers import left_out
from run_flow.reperform.recording import Entry, Process, Segment

LICENCE, LETTER = File("a" * 64, 1), File("b" * 64, 2)
PROFILE = {"company.licence": {"sha256": "a" * 64, "size": 1}}
TICKET = Entry("POST", "http://portal/t", 200, "", {}, None, "", sent=Form("POST", "http://portal/t", "", []))
HEARD = Entry("GET", "http://portal/s", 200, "", {}, b"{}", "json", where="aside")


def process(*happened, segments=(), first="RunResumed"):
    """Return a process of the run in which *happened* so much."""
    numbered = enumerate([(first, {}), *happened], 1)
    told = [Told(number, "2026-03-02T09:00:00+00:00", kind, "r", facts) for number, (kind, facts) in numbered]
    return Process(
        "r", "certify", dry_run=False, events=told, script={}, segments={each.number: each for each in segments}
    )


def asked(ask, *, kind="confirm"):
    """Return the event by which something was asked."""
    return "AskOpened", {"ask": ask, "kind": "ask", "secret": False, "answer": {"kind": kind}}


def test_a_process_that_did_nothing_is_no_process():
    """It came to no page; what was answered meanwhile was answered when the one before was gone."""
    answered = ("AskAnswered", {"ask": "deposit-amount-1", "value": None})
    before = process(asked("deposit-amount-1"), ("RunEnded", {"state": "waiting"}), first="RunStarted")
    before.segments[1] = Segment(1, ended="deposit-amount-1")
    [left] = left_out([before, process(answered, ("RunEnded", {"state": "failed"}))])
    assert left is before
    assert [event.kind for event in left.events][-1] == "AskAnswered"


def test_what_a_page_sent_after_a_wait_in_vain_is_not_expected():
    """The process was about to end; what was heard while it waited is still answered. One that went on sent it."""
    segments = (Segment(1, ended="review-1"), Segment(2, ended="end", entries=(HEARD, TICKET)))
    ended = ("RunEnded", {"state": "review"})
    [vain] = left_out([process(asked("review-1"), ended, segments=segments)])
    assert vain.segments[2].entries == (HEARD,)
    seen = ("AskOvertaken", {"ask": "review-1"})
    [went_on] = left_out([process(asked("review-1"), seen, ended, segments=segments)])
    assert went_on.segments[2].entries == (HEARD, TICKET)


def test_what_was_sent_before_a_wait_that_the_recording_ends_with_is_expected():
    """Nobody was there to be waited for: all that the one segment holds came before."""
    segment = Segment(1, ended="end", entries=(HEARD, TICKET))
    [unattended] = left_out([process(asked("a-1"), ("RunEnded", {"state": "waiting"}), segments=(segment,))])
    assert unattended.segments == {1: segment}


def test_a_document_that_somebody_brought_is_not_expected():
    """Only where one was asked for; the profile's are compared."""
    segments = (Segment(1, profile=PROFILE, uploads=(LICENCE, LETTER)),)
    [one] = left_out([process(asked("letter-1", kind="document"), segments=segments)])
    assert one.segments[1].uploads == (LICENCE,)
    [other] = left_out([process(asked("submit-approval-1"), segments=segments)])
    assert other.segments[1].uploads == (LICENCE, LETTER)


def test_a_look_that_nobody_attended_is_known_by_its_journal():
    """It went on with a run, and nobody had to do with it while it was there; an answer that came later is not for it."""
    ended, answered = ("RunEnded", {"state": "waiting"}), ("AskAnswered", {"ask": "a-1", "value": "yes"})
    wait = (Segment(1, ended="a-1"),)
    assert not process(asked("a-1"), ended, answered, segments=wait).attended
    assert process(asked("a-1"), answered, ended, segments=wait).attended
    assert process(asked("a-1"), ended, first="RunStarted").attended
    assert process(asked("a-1"), ("AskPictured", {"ask": "a-1"}), ended).attended
