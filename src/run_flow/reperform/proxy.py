"""The only way out of the browser: a proxy on this machine that answers everything itself and connects to nothing."""

from __future__ import annotations

import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from run_flow.reperform.answer import Answer
from run_flow.reperform.playback import Playback

_DAYS = timedelta(days=2)


@contextmanager
def served(playback: Playback, folder: Path) -> Iterator[str]:
    """Yield the address of a proxy that answers out of *playback*; its certificate lies in the private *folder*."""
    server = _Server(playback, _certificate(folder))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="reperform", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    if server.defect:
        raise server.defect


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # a page asks for all its parts at once

    def __init__(self, playback: Playback, tls: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.playback, self.tls = playback, tls
        self.defect: BaseException | None = None

    def handle_error(self, _request: Any, _client: Any) -> None:
        """Let go of a connection that the browser gave up; anything else is to end the performance."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            self.defect = self.defect or error


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body go out apart: the body would wait for the head's acknowledgement
    server: _Server
    scheme = ""

    def log_message(self, *_told: Any) -> None:
        """Tell nobody what was asked."""

    def do_CONNECT(self) -> None:
        """Speak TLS as whoever is asked for, and go on listening on the same connection."""
        self.send_response(200)
        self.end_headers()
        self.scheme = f"https://{self.path.removesuffix(':443')}"
        with suppress(OSError):
            self.connection = self.request = self.server.tls.wrap_socket(self.connection, server_side=True)
            self.rfile = self.connection.makefile("rb", self.rbufsize)
            self.wfile = self.connection.makefile("wb", 0)
            self.close_connection = False
            return
        self.close_connection = True

    def finish(self) -> None:
        """Close the connection, which may be another one than the server knows."""
        super().finish()
        self.connection.close()

    def _answered(self) -> None:
        url = f"{self.scheme}{self.path}" if self.scheme else self.path
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        host = urlsplit(url).netloc
        playback = self.server.playback
        if playback.knows(host):
            answer = playback.answer(self.command, url, kind=self.headers.get("content-type", ""), body=body)
        else:
            answer = playback.elsewhere(host)
        self._send(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answered  # noqa: N815  as above

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value.encode().decode("latin-1"))  # as http.server writes it
        self.send_header("content-type", answer.kind)
        self.send_header("content-length", str(len(answer.body)))
        self.send_header("cache-control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)


def _certificate(folder: Path) -> ssl.SSLContext:
    """Return what it takes to speak TLS: a key of a moment, which the browser is told not to look at."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "run-flow")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - _DAYS).not_valid_after(now + _DAYS)
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = folder / "proxy.pem"
    file.touch(0o600)
    file.write_bytes(pem + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
