"""What was heard beside a recording fills what the recording lost."""

from __future__ import annotations

from run_flow.audit.overheard import merged

BODY = {"size": 2, "mimeType": "application/json", "_file": "resources/b.json"}
NOTHING = {"size": -1, "mimeType": "x-unknown"}


def entry(url, *, status=200, content=BODY, comment=""):
    """Return one line of a network recording."""
    return {
        "snapshot": {
            "comment": comment,
            "request": {"method": "GET", "url": url},
            "response": {"status": status, "content": dict(content)},
        }
    }


def response(line):
    """Return how a line says that it was answered."""
    return line["snapshot"]["response"]


def test_an_answer_that_the_recording_did_not_wait_for_is_filled_in():
    """The page was left, or the recording stopped, before the answer was there; the one that was heard is it."""
    [found] = merged([entry("/a", comment="answer")], [entry("/a", status=-1, content=NOTHING)])
    assert response(found) == {"status": 200, "content": BODY}


def test_what_the_recording_has_itself_stays():
    """Each answer belongs to one request, in their order."""
    told = [entry("/a", comment="answer"), entry("/a", status=404, comment="answer")]
    own = {**BODY, "_file": "resources/own.json"}  # in another character set than it was heard in
    lost = [entry("/a", status=-1, content=NOTHING) for _time in range(2)]
    first, second, third = merged(told, [entry("/a", content=own), *lost])
    assert response(first)["content"] == own
    assert response(second)["status"] == 404
    assert response(third)["status"] == -1


def test_an_answer_belongs_to_the_request_whose_body_it_is():
    """One that the page gave up before, under the same address, was never answered."""
    given_up = entry("/a", status=-1, content=NOTHING)
    given_up["snapshot"]["response"]["_failureText"] = "net::ERR_ABORTED"
    stopped = entry("/a", status=-1, content=NOTHING)
    later = {**BODY, "_file": "resources/c.dat"}
    told = [entry("/a", comment="answer"), entry("/a", content=later, comment="answer")]
    first, second, third = merged(told, [given_up, entry("/a"), stopped])
    assert response(first)["content"] == NOTHING
    assert response(second)["content"] == BODY
    assert response(third) == {"status": 200, "content": later}


def test_what_stood_on_the_page_comes_before():
    """The page was there before the recording began."""
    standing = entry("/page", comment="opening")
    assert list(merged([standing], [entry("/a")])) == [standing, entry("/a")]
