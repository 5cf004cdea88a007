"""The proxy answers everything itself: plain, behind TLS as whoever is asked for, and nothing of what is elsewhere."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from contextlib import suppress

import pytest

from run_flow.reperform.meaning import Meaning
from run_flow.reperform.playback import Playback
from run_flow.reperform.proxy import served
from run_flow.reperform.recording import Entry, Process, Segment


def begun():
    """Return what was recorded of two hosts of the real world."""
    entries = tuple(
        Entry("GET", url, status, "text/html", headers, body, "html")
        for url, status, headers, body in (
            ("http://portal.example/", 200, {"content-security-policy": "none"}, "首页".encode()),
            ("http://portal.example/old", 303, {"location": "http://portal.example/"}, None),
            ("http://portal.example/letter", 200, {"content-disposition": 'attachment; filename="公函.pdf"'}, b"%PDF"),
            ("https://mp.weixin.qq.com/", 200, {}, b"real"),
        )
    )
    segments = {1: Segment(1, entries=entries)}
    return Process("run", "certify", dry_run=False, events=[], script={}, segments=segments), Meaning({}, {})


@pytest.fixture
def playback():
    """Return a recorded portal that knows them."""
    played = Playback(shown=str, same_documents=True)
    played.begin(*begun())
    played.play(1)
    return played


@pytest.fixture
def ask(playback, tmp_path):
    """Return a function that asks through the proxy, as a browser does."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with served(playback, tmp_path) as address:
        proxy = urllib.request.ProxyHandler({"http": address, "https": address})
        opener = urllib.request.build_opener(proxy, urllib.request.HTTPSHandler(context=trusting))
        yield lambda url: opener.open(url, timeout=10)


def test_a_recorded_page_is_answered_and_a_redirect_is_one(ask):
    """What was recorded, with what a page needs of its headers."""
    with ask("http://portal.example/old") as answer:
        assert (answer.url, answer.read().decode()) == ("http://portal.example/", "首页")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "content-security-policy" not in answer.headers


def test_the_real_portal_s_address_is_answered_too(ask):
    """TLS is spoken as whoever is asked for; the machine needs no network."""
    with ask("https://mp.weixin.qq.com/") as answer:
        assert answer.read() == b"real"


def test_what_is_elsewhere_is_cut_off_and_told(ask, playback):
    """Another host is never connected to; its name is noted."""
    for url in ("http://elsewhere.example/", "https://elsewhere.example/"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            ask(url)
    assert playback.cut_off == {"elsewhere.example"}


def test_a_header_in_chinese_is_passed_on(ask):
    """A file's name, as servers send it: in UTF-8."""
    with ask("http://portal.example/letter") as answer:
        assert "公函.pdf" in answer.headers["content-disposition"].encode("latin-1").decode()


def test_a_defect_while_answering_ends_the_performance(playback, tmp_path):
    """It is not taken for a browser that went away."""

    class Broken(Playback):
        def answer(self, *_asked, **_sent):
            raise LookupError("a defect")

    def ask(address):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": address}))
        with suppress(OSError):  # the connection ends, in one way or another
            opener.open("http://portal.example/", timeout=10)

    broken = Broken(shown=str, same_documents=True)
    broken.begin(*begun())
    with pytest.raises(LookupError, match="a defect"), served(broken, tmp_path) as address:
        ask(address)
