"""The proxy answers everything itself: plain, behind TLS as whoever is asked for, and nothing of what is elsewhere."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request

import pytest

from run_flow.reperform.meaning import Meaning
from run_flow.reperform.playback import Playback
from run_flow.reperform.proxy import served
from run_flow.reperform.recording import Entry, Process, Segment


@pytest.fixture
def playback():
    """Return a recorded portal that knows two hosts of the real world."""
    played = Playback(shown=str, same_documents=True)
    entries = tuple(
        Entry("GET", url, status, "text/html", headers, body, "html")
        for url, status, headers, body in (
            ("http://portal.example/", 200, {"content-security-policy": "none"}, "首页".encode()),
            ("http://portal.example/old", 303, {"location": "http://portal.example/"}, None),
            ("https://mp.weixin.qq.com/", 200, {}, b"real"),
        )
    )
    segments = {1: Segment(1, entries=entries)}
    process = Process("run", "certify", dry_run=False, events=[], script={}, segments=segments)
    played.begin(process, Meaning({}, {}))
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
