"""A site for one person on this machine: a port and a secret of its own, nothing kept by the browser, no stranger heard."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self

HOST = "127.0.0.1"
MOST_HEARD = 64_000
_LOOK_EVERY_SECONDS = 0.05  # whether to end
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class Answer:
    """What is served at a path, and what the browser may do with it."""

    body: bytes
    kind: str
    policy: str = NOTHING


class Site:
    """Serves what ``answer`` has for a path below the secret; ``hear`` takes in what is posted to ``heard``."""

    def __init__(self) -> None:
        """Take a port; nothing is served before it is entered."""
        self.answer: Callable[[str], Answer | None] = lambda _path: None
        self.heard = ""
        self.hear: Callable[[bytes], None] = lambda _body: None
        self._server = _Server((HOST, 0), _Visit)
        self._server.site = self
        self.host = f"{HOST}:{self._server.server_port}"
        self.root = f"/{secrets.token_urlsafe(24)}/"

    @property
    def origin(self) -> str:
        """Return the origin of its pages."""
        return f"http://{self.host}"

    @property
    def address(self) -> str:
        """Return where it begins."""
        return self.origin + self.root

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(_LOOK_EVERY_SECONDS,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away before it heard the answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Visit(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "run-flow", ""

    def do_GET(self) -> None:
        path = self._path()
        answer = self.server.site.answer(path) if path is not None else None
        self._send(HTTPStatus.OK if answer else HTTPStatus.NOT_FOUND, answer or Answer(b"", "text/plain"))

    def do_POST(self) -> None:
        size = self.headers.get("Content-Length", "")
        told = int(size) if size.isdecimal() else MOST_HEARD + 1
        heard = self._path() == self.server.site.heard and told <= MOST_HEARD
        if heard:
            self.server.site.hear(self.rfile.read(told))
        self.close_connection = not heard
        self._send(HTTPStatus.NO_CONTENT if heard else HTTPStatus.NOT_FOUND, Answer(b"", "text/plain"))

    def _path(self) -> str | None:
        """Return the path below the secret; None for who does not know it, or comes by another name or from elsewhere."""
        site = self.server.site
        root, path = self.path[: len(site.root)], self.path[len(site.root) :].partition("?")[0]
        known = secrets.compare_digest(root.encode("utf-8", "replace"), site.root.encode())
        at_home = self.headers.get("Host") == site.host and self.headers.get("Origin", site.origin) == site.origin
        return path if known and at_home else None

    def _send(self, status: HTTPStatus, answer: Answer) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": answer.kind,
            "Content-Length": str(len(answer.body)),
            "Content-Security-Policy": answer.policy,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-DNS-Prefetch-Control": "off",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_told: object) -> None:
        """Say nothing: the path holds the secret."""
