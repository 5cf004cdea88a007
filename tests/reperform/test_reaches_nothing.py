"""The browser of a performance reaches the recording and nothing else, not even this machine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from run_flow.portal import launch
from run_flow.reperform.meaning import Meaning
from run_flow.reperform.playback import Playback
from run_flow.reperform.proxy import served
from run_flow.reperform.recording import Entry, Process, Segment

PAGE = """<!doctype html><meta charset=utf-8><h3>公众平台</h3><script>
const tell = async (url) => { try { return String((await fetch(url, {mode: 'no-cors'})).status); } catch (error) { return 'no'; } };
</script>"""


@pytest.fixture
def neighbour():
    """Return a server of this machine, and what it was asked."""
    asked = []

    class Neighbour(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/secret", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_real_portal_s_pages_come_from_the_recording_and_a_neighbour_is_cut_off(neighbour, tmp_path):
    """By https, as whoever it is; a page that asks a server of this machine is answered by nobody, and that is told."""
    address, asked = neighbour
    home = "https://mp.weixin.qq.com/"
    playback = Playback(shown=str, same_documents=True)
    page = Segment(1, entries=(Entry("GET", home, 200, "text/html", {}, PAGE.encode(), "html"),))
    process = Process("run", "certify", dry_run=False, events=[], script={}, segments={1: page})
    playback.begin(process, Meaning({}, {}))
    playback.play(1)

    def visit():
        with served(playback, tmp_path) as proxy, launch(address=home, headless=True, proxy=proxy) as portal:
            portal.goto(home)
            assert portal.shows("公众平台")
            portal.page.evaluate(f"tell('{address}')")

    with ThreadPoolExecutor(1) as pool:  # pytest-playwright holds this thread's Playwright
        pool.submit(visit).result(timeout=60)
    assert asked == []
    assert address.split("/")[2] in playback.cut_off
