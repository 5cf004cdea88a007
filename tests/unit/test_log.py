"""The log is redacted before it is written, and private."""

import json
import stat
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
import structlog

from run_flow import log


@pytest.fixture
def file(home):
    """Return the log file."""
    return home / "logs" / "run-flow.log"


@pytest.fixture
def start(file):
    """Return a function that starts the log; structlog is left as it was found."""
    with ExitStack() as closing:
        yield lambda **facts: closing.enter_context(log.configure(redact=_without_secret, file=file, **facts))
    structlog.reset_defaults()


def _lines(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _without_secret(event):
    return json.loads(json.dumps(event).replace("440301", "‹id›"))


def test_an_event_is_redacted_before_any_sink_sees_it(file, capsys, start):
    """Neither the file nor the terminal shows a secret, tracebacks included."""
    start(form="json", level="info")
    structlog.get_logger().error("failed", value="440301", exc_info=ValueError("440301"))
    shown = capsys.readouterr().err + file.read_text(encoding="utf-8")
    assert "440301" not in shown
    assert "ValueError: ‹id›" in shown


def test_what_is_bound_once_stands_on_every_line(file, start):
    """Case, run and step are bound, not passed."""
    start(form="console", level=None)
    with structlog.contextvars.bound_contextvars(case="c1", step="company"):
        structlog.get_logger().info("step_done")
    assert [(line["event"], line["case"], line["step"]) for line in _lines(file)] == [("step_done", "c1", "company")]


def test_the_terminal_is_silent_unless_a_level_is_set(file, capsys, start):
    """The operator reads standard output; the log is for developers."""
    start(form="console", level=None)
    structlog.get_logger().error("failed")
    assert capsys.readouterr() == ("", "")


def test_the_terminal_shows_its_level_and_above(file, capsys, start):
    """The console's lines are for reading."""
    start(form="console", level="warning")
    structlog.get_logger().info("quiet")
    structlog.get_logger().warning("loud", left=3)
    shown = capsys.readouterr().err
    assert "quiet" not in shown
    assert "loud" in shown
    assert [line["event"] for line in _lines(file)] == ["quiet", "loud"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_the_log_is_for_its_user_alone(file, start):
    """Folder 0700, file 0600, whatever the umask."""
    start(form="console", level=None)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_log_that_cannot_be_written_decides_nothing(file, start):
    """A full disk ends a run through the journal, which says so; the log stays quiet."""
    start(form="console", level=None).close()
    structlog.get_logger().error("after_the_file_was_closed")
    assert _lines(file) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the disk that is always full is Linux's")
def test_a_log_that_cannot_be_closed_decides_nothing_either(file, start):
    """What a full disk did not take is given up quietly at the end."""
    file.parent.mkdir(parents=True)
    file.symlink_to("/dev/full")
    stream = start(form="json", level=None)
    structlog.get_logger().error("lost")
    stream.close()
    assert stream.closed


def test_a_long_log_is_set_aside(file, start):
    """One older file is kept, for its user alone; the disk does not fill up over the years."""
    start(form="json", level=None)
    with file.open("r+b") as grown:
        grown.truncate(5_000_001)
    start(form="json", level=None)
    structlog.get_logger().info("fresh")
    assert [line["event"] for line in _lines(file)] == ["fresh"]
    old = file.with_suffix(".old.log")
    assert old.stat().st_size == 5_000_001
    assert stat.S_IMODE(old.stat().st_mode) == 0o600
