"""What a portal answers is heard whole, also by a page that is left at once, and without asking it again."""

from __future__ import annotations

import pytest

from run_flow.portal.listening import Listener

LEAVES = """<!doctype html><meta charset=utf-8><h3>第一页</h3><script src="/leaves.js"></script>
<button onclick="leave()">走</button>"""
SCRIPT = "const leave = async () => { location.href = (await (await fetch('/send', {method: 'POST', body: '1'})).json()).to; };"


@pytest.fixture
def leaving(site, page):
    """Return a page that goes on as soon as it is answered, and what is heard of it."""
    site.pages |= {
        "/leaves": LEAVES,
        "/leaves.js": (200, SCRIPT, "text/javascript"),
        "POST /send": '{"to": "/onward"}',
        "/onward": "<h3>第二页</h3>",
    }
    heard = []
    wanted = {"Document": "read", "Fetch": "sent"}
    listener = Listener(
        page, wanted=lambda _method, _url, kind: wanted.get(kind, ""), tell=lambda each, why: heard.append((each, why))
    )
    page.goto(f"{site.address}leaves")
    return listener, heard


def test_an_answer_is_heard_though_the_page_was_left_for_it(leaving, page):
    """The browser keeps the body for whoever listens; it is told with method, kind and status."""
    _listener, heard = leaving
    page.get_by_text("走").click()
    page.wait_for_url("**/onward")
    for _look in range(500):  # the last answer is heard when it is there as a whole
        if len(heard) == len(["/leaves", "/send", "/onward"]):
            break
        page.wait_for_timeout(10)
    told = {(each.method, each.url.rpartition("/")[2]): each for each, _why in heard}
    assert told["POST", "send"].body == b'{"to": "/onward"}'
    assert [why for each, why in heard if each.method == "POST"] == ["sent"]
    assert "第二页" in told["GET", "onward"].body.decode()


def test_what_stands_on_a_page_is_told_out_of_the_browsers_memory(leaving, site):
    """Its document, and its script where that is wanted, without a request to the site; another document is another loading."""
    listener, _heard = leaving
    site.pages.clear()
    before = listener.documents()
    assert [each.body.decode() for each in listener.standing(lambda _url, kind: kind == "Document")] == [LEAVES]
    standing = {each.url.rpartition("/")[2]: each.body.decode() for each in listener.standing(lambda *_part: True)}
    assert standing == {"leaves": LEAVES, "leaves.js": SCRIPT}
    assert listener.documents() == before


def test_a_document_that_was_loaded_meanwhile_is_known(leaving, page):
    """Two looks differ where a document came in between."""
    listener, _heard = leaving
    before = listener.documents()
    page.reload()
    assert not listener.documents() <= before


class Busy:
    """A page whose browser has a script's text and does not say yet what it is."""

    def __init__(self):
        """Stand for the page, its context and their session."""
        self.context = self

    def new_cdp_session(self, _page):
        """Return what the browser is asked through."""
        return self

    def on(self, *_event):
        """Tell nothing."""

    def send(self, word, _told=None):
        """Answer as the protocol does."""
        frame = {"id": "f", "url": "http://portal/", "mimeType": "text/html"}
        script = {"url": "http://portal/late.js", "type": "Script", "mimeType": ""}
        return {
            "Page.getResourceTree": {"frameTree": {"frame": frame, "resources": [script]}},
            "Page.getResourceContent": {"content": SCRIPT, "base64Encoded": False},
        }.get(word, {})


def test_a_script_is_one_while_the_browser_is_still_loading_it():
    """Under a nameless type no browser would run it when it is done again."""
    listener = Listener(Busy(), wanted=lambda *_asked: "read", tell=lambda *_told: None)
    assert [each.mime for each in listener.standing(lambda *_part: True)] == ["text/html", "text/javascript"]
