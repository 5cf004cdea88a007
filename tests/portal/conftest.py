"""Browser tests of portal/: pytest-playwright's page, pages served from a small local server."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image
from tests.portal.pages import PAGES

from run_flow.portal import Portal, find_browser


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use the browser that the product would use, headless."""
    return {**browser_type_launch_args, "executable_path": str(find_browser(headless=True))}


class Site(ThreadingHTTPServer):
    """A site of still pages: what a test puts into ``pages`` is served; what is posted is kept."""

    daemon_threads = True

    def __init__(self):
        """Listen on a free port of this machine."""
        super().__init__(("127.0.0.1", 0), Answer)
        self.pages = dict(PAGES)
        self.posted = []

    @property
    def address(self):
        """The site's front page."""
        return f"http://127.0.0.1:{self.server_port}/"


class Answer(BaseHTTPRequestHandler):
    """Serve one request from the site's pages."""

    def do_GET(self):
        """Answer with the page of that path."""
        path = self.path.split("?")[0]
        page = self.server.pages.get(path)
        if callable(page):
            page = page(self)
        status, body, kind = page if isinstance(page, tuple) else (200 if page else 404, page or "", "text/html")
        self.send_response(status)
        self.send_header("Content-Type", kind + ("; charset=utf-8" if kind.startswith("text") else ""))
        self.end_headers()
        self.wfile.write(body if isinstance(body, bytes) else body.encode())

    def do_POST(self):
        """Keep what was posted and answer with what the test has for it."""
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.posted.append((self.path, body))
        page = self.server.pages.get("POST " + self.path.split("?")[0], "{}")
        status, text = page(body) if callable(page) else (200, page)
        if isinstance(status, str):  # a redirect
            self.send_response(303)
            self.send_header("Location", status)
            self.end_headers()
            return
        self.send_response(status)
        self.send_header(
            "Content-Type", "application/json" if re.match(r"\s*[{\[]", text) else "text/html; charset=utf-8"
        )
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_args):
        """Keep the tests' output quiet."""


@pytest.fixture
def site():
    """A local site for one test."""
    server = Site()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def portal(page, site):
    """The portal in a fresh page, impatient as tests are."""
    page.set_default_timeout(5_000)
    return Portal(page, address=site.address, patience_ms=600, shown=str)


@pytest.fixture
def picture(tmp_path):
    """A small picture."""
    path = tmp_path / "licence.png"
    Image.new("RGB", (60, 40), "#336699").save(path)
    return path
