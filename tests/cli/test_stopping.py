"""Ctrl-C, a closed terminal and a polite kill end a run cleanly, and say how to go on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")


@pytest.fixture
def portal(tmp_path):
    """Return a mock portal's address."""
    command = [sys.executable, "-m", "run_flow.cli", "mock-portal", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=tmp_path) as serving:
        yield json.loads(serving.stdout.readline())["address"]
        serving.send_signal(signal.SIGINT)


class Operator:
    """Runs certify at a terminal of its own."""

    def __init__(self, root, home, portal):
        """Give the command."""
        import pty

        profile = root / "fixtures/profiles/company/profile.yaml"
        words = ["certify", str(profile), "--portal", portal, "--headless", "--home", str(home)]
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execv(sys.executable, [sys.executable, "-m", "run_flow.cli", *words])
        self.seen = ""

    def sees(self, words):
        """Read on until *words* stand on the terminal."""
        while words not in self.seen:
            self.seen += os.read(self.terminal, 65536).decode("utf-8", "replace")

    def type(self, keys):
        """Press *keys*."""
        os.write(self.terminal, keys)

    def ended(self):
        """Read to the end and return the exit code."""
        try:
            while part := os.read(self.terminal, 65536):
                self.seen += part.decode("utf-8", "replace")
        except OSError:  # the other end is closed
            pass
        _pid, status = os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status)


@pytest.mark.parametrize("how", ["Ctrl-C", "SIGTERM", "SIGHUP"])
def test_a_stopped_run_says_how_to_go_on(root, home, portal, run_flow, how):
    """Exit 4, no traceback, the same command; the ledger knows that it was stopped."""
    operator = Operator(root, home, portal)
    operator.sees("请用微信扫码登录")
    operator.sees("█")
    if how == "Ctrl-C":
        operator.type(b"\x03")
    else:
        os.kill(operator.pid, getattr(signal, how))
    assert operator.ended() == 4
    assert "用同一条命令：run-flow certify" in operator.seen
    assert "Traceback" not in operator.seen
    (record,) = [json.loads(line) for line in run_flow("status", "--json").stdout.splitlines()]
    assert record["runs"][0]["state"] == "stopped"
    assert not record["held"]


def test_a_closed_terminal_stops_the_run_like_ctrl_c(root, home, portal, run_flow):
    """The window is closed, not only a signal sent: writing to it fails from then on, and the ledger still knows."""
    operator = Operator(root, home, portal)
    operator.sees("█")
    os.close(operator.terminal)
    _pid, status = os.waitpid(operator.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 4
    (record,) = [json.loads(line) for line in run_flow("status", "--json").stdout.splitlines()]
    assert (record["runs"][0]["state"], record["held"]) == ("stopped", False)
    assert "KeyboardInterrupt" not in run_flow("show", record["runs"][0]["id"]).stdout
