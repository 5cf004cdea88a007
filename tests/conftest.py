"""What every test stands on: no settings from outside, the real command with a home of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest
from tests.table import lines, recorded

ROOT = Path(__file__).resolve().parents[1]

for name in [name for name in os.environ if name.upper().startswith("RUN_FLOW_")]:
    del os.environ[name]
os.environ["RUN_FLOW_LANG"] = "zh"
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell's background job, and its children, hear no Ctrl-C
    signal.signal(signal.SIGINT, signal.default_int_handler)
hypothesis.settings.register_profile("unhurried", deadline=None)  # machines are shared
hypothesis.settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the option that has the figures printed."""
    parser.addoption("--figures", action="store_true", help="print how many runs of each errand stood, as a table")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table of figures."""
    if config.getoption("figures"):
        terminalreporter.section("办理的数字")
        for line in lines(recorded(terminalreporter.stats)):
            terminalreporter.line(line)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the checkout's top."""
    return ROOT


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the home of the records of this test."""
    return tmp_path / "home"


@pytest.fixture
def run_flow(tmp_path: Path, home: Path):
    """Return a function that runs the real command to its end; nobody sits at its terminal."""

    def run(*words: str, typed: str = "", settings: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"RUN_FLOW_HOME": str(home)} | (settings or {})
        command = [sys.executable, "-m", "run_flow.cli", *words]
        return subprocess.run(
            command, input=typed, capture_output=True, encoding="utf-8", env=environment, cwd=tmp_path, check=False
        )

    return run
