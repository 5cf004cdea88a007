"""A portal that is only a program: spoken to by HTTP, it takes whatever it is sent, and counts it.

It takes the same thing twice if it is sent twice. A status shows as late as it is told to; a request or an answer is
lost, or the process that sent it killed, when the sweep says so. Its clock is a file that every process shares.
"""

from __future__ import annotations

import json
import mmap
import os
import signal
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SUBMIT, PAY, LINK, FILE, CANCEL = "提交审核", "去支付", "确认关联", "提交备案", "确认注销"
CLICKS = (SUBMIT, PAY, LINK, FILE, CANCEL)
PAYMENT = "付款"  # by a person's phone, once the page shows the code


class SharedClock:
    """A clock in a file: time passes where a process waits, or the sweep says so; ``ahead`` is this machine's error."""

    def __init__(self, path: Path, *, ahead: timedelta = timedelta(0)) -> None:
        """Read the clock at *path*, made where there is none."""
        if not path.exists():
            path.write_bytes(struct.pack("d", 0.0))
        with path.open("r+b") as file:
            self._seconds = mmap.mmap(file.fileno(), 8)
        self._ahead = ahead

    def now(self) -> datetime:
        """Return the moment that this machine believes in."""
        return BEGAN + timedelta(seconds=struct.unpack("d", self._seconds[:8])[0]) + self._ahead

    def pass_by(self, **span: float) -> None:
        """Move on."""
        passed = struct.unpack("d", self._seconds[:8])[0] + timedelta(**span).total_seconds()
        self._seconds[:8] = struct.pack("d", passed)


@dataclass
class Hall:
    """What the portal knows of one company, and what the sweep wants it to do."""

    clock: SharedClock
    late: timedelta = timedelta(0)
    session: bool = True
    sign_out_at: int = 0
    lose: dict[str, str] = field(default_factory=dict)
    """Clicks whose request (before) or answer (after) is lost, once."""
    kill: dict[str, str] = field(default_factory=dict)
    """Clicks that kill who sent them, just before or after they are taken, once."""
    draft: dict[str, str] = field(default_factory=dict)
    taken: dict[str, list[datetime]] = field(default_factory=dict)
    """What was taken, by its button, and when."""
    paid_asks: set[str] = field(default_factory=set)
    decided: bool = False
    accepted: dict[str, str] = field(default_factory=dict)
    """The answers that people were told are recorded, by ask."""
    met: int = 0
    requests: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def times(self, label: str) -> int:
        """Return how often *label* was taken."""
        return len(self.taken.get(label, ()))

    def shown(self, label: str) -> bool:
        """Tell whether the status page shows that *label* was taken: it may be late."""
        return any(self.clock.now() >= at + self.late for at in self.taken.get(label, ()))

    def facts(self) -> dict[str, str]:
        """Return the status page."""
        word = "待支付" if self.shown(SUBMIT) else "填写中"
        word = "审核中" if self.shown(PAYMENT) else word
        return self.draft | {
            "认证状态": "已认证" if self.decided else word,
            "关联": "已关联" if self.shown(LINK) else "未关联",
            "备案": "已提交" if self.shown(FILE) else "未提交",
            "旧小程序": "已注销" if self.shown(CANCEL) else "使用中",
        }

    def do(self, what: str, told: dict[str, Any]) -> Any:
        """Do what a request wants; return the answer."""
        match what:
            case "save":
                self.draft.update(told)
            case "pay":  # a person remembers which code was paid
                if told["ask"] not in self.paid_asks:
                    self.paid_asks.add(told["ask"])
                    self.take(PAYMENT)
            case "decide":
                self.decided = True
            case "sign-in":
                self.session = True
            case "accepted":
                self.accepted[told["ask"]] = told["value"]
            case "truth":
                return self.times({PAY: PAYMENT}.get(told["label"], told["label"])) > 0
        return True

    def take(self, label: str) -> None:
        """Take a click, whatever was taken before."""
        self.taken.setdefault(label, []).append(self.clock.now())


class _Counter(BaseHTTPRequestHandler):
    """One connection to the hall."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    hall: Hall

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        what, pid = self.path.strip("/"), int(self.headers["X-Pid"])
        hall = self.server.hall  # type: ignore[attr-defined]
        with hall.lock:
            hall.requests += 1
            if what in {"page", "click"} and hall.requests == hall.sign_out_at:
                hall.session = False
            if what in {"page", "click"} and not hall.session:
                self._reply(401, "")
            elif what == "page":
                self._reply(200, hall.facts())
            elif what == "click":
                self._click(hall, told["label"], pid)
            else:
                self._reply(200, hall.do(what, told))

    def _click(self, hall: Hall, label: str, pid: int) -> None:
        lost, killed = hall.lose.pop(label, ""), hall.kill.pop(label, "")
        if killed == "before":
            self._kill(hall, pid)
        if lost != "before":
            hall.take(label)
        if killed == "after":
            self._kill(hall, pid)
        if lost or killed:
            hall.met += bool(lost)
            self.close_connection = True
            return
        self._reply(200, "")

    @staticmethod
    def _kill(hall: Hall, pid: int) -> None:
        hall.met += 1
        os.kill(pid, signal.SIGKILL)

    def _reply(self, code: int, answer: Any) -> None:
        body = json.dumps(answer).encode()
        head = f"HTTP/1.1 {code} -\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        self.wfile.write(head + body)

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_words: Any) -> None:
        """Say nothing: who was killed hangs up."""


@contextmanager
def opened(hall: Hall) -> Iterator[int]:
    """Open the hall on a port of this machine and yield its number."""
    with _Server(("127.0.0.1", 0), _Counter) as server:
        server.hall = hall  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            with suppress(RuntimeError):
                thread.join()
