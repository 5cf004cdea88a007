"""Finding and opening a browser: what is missing is said, what is written is private."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from run_flow.errors import BrowserMissing, DisplayMissing, PortalDown, WindowClosed
from run_flow.portal import browser, find_browser, launch

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes and signals of POSIX")


@pytest.fixture
def apart():
    """Run something in a thread of its own: pytest-playwright holds this one's Playwright."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda function: pool.submit(function).result(timeout=60)


def program(path, text="#!/bin/sh\n"):
    """Write an executable file."""
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_the_setting_comes_first(tmp_path):
    """A browser that is set is used, and one that is set and missing is refused."""
    mine = program(tmp_path / "my-browser")
    assert find_browser(mine) == mine
    with pytest.raises(BrowserMissing, match="nowhere"):
        find_browser(tmp_path / "nowhere")


@POSIX
def test_the_machines_browser_comes_before_playwrights_own(tmp_path, monkeypatch):
    """Chromium on the PATH is found before Playwright's folder, and that before giving up."""
    registry = tmp_path / "registry/chromium-1255/chrome-linux64"
    registry.mkdir(parents=True)
    own = program(registry / "chrome")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "registry"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_browser() == own
    installed = program(tmp_path / "chromium")
    assert find_browser() == installed
    installed.unlink()
    own.unlink()
    with pytest.raises(BrowserMissing) as missing:
        find_browser()
    assert "playwright install chromium" in missing.value.remedy


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a display can only be missing there")
def test_no_display_is_said_before_the_browser_starts(monkeypatch):
    """A window without a display ends with a remedy."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(DisplayMissing) as missing, launch(browser=find_browser()):
        pass
    assert "--headless" in missing.value.remedy


def test_a_browser_that_does_not_start_is_said(tmp_path, apart):
    """An executable that is no browser is refused by name."""
    fake = program(tmp_path / "fake", "#!/bin/sh\nexit 1\n")

    def start():
        with launch(browser=fake, headless=True):
            pass

    with pytest.raises(BrowserMissing, match="fake"):
        apart(start)


@POSIX
def test_the_session_is_kept_privately_and_restored(tmp_path, site, apart, monkeypatch):
    """Cookies come back in the next window, from a file that only its owner reads; nothing else stays behind."""
    site.pages["/"] = "<!doctype html><h3>x</h3>"
    kept = tmp_path / "case" / "sign-in.json"
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))

    def visit():
        with launch(address=site.address, headless=True, sign_in_file=kept) as portal:
            portal.goto(site.address)
            was = portal.page.evaluate("document.cookie")
            portal.page.evaluate("document.cookie = 'slave_sid=abc'")
            portal.save_sign_in(kept)
            return was, portal.page.evaluate("navigator.language")

    assert apart(visit) == ("", "zh-CN")
    assert apart(visit) == ("slave_sid=abc", "zh-CN")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list((tmp_path / "temporary").iterdir()) == []


KILLED = """
import os
import signal
import tempfile
from pathlib import Path
from run_flow.portal import launch
with launch(headless=True) as portal:
    (folder,) = Path(tempfile.gettempdir()).iterdir()
    (folder / "tmp" / "picture-of-an-id-card").touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@POSIX
def test_what_a_killed_window_left_behind_is_removed(tmp_path, apart, monkeypatch):
    """The next window removes the browser's files of a process that was killed, and nobody else's."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    subprocess.run([sys.executable, "-c", KILLED], env=os.environ | {"TMPDIR": str(temporary)}, check=False)
    (left,) = temporary.glob("*")
    assert (left / "tmp" / "picture-of-an-id-card").exists()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    def use():
        with launch(headless=True):
            assert not left.exists()
            (mine,) = temporary.iterdir()
            with launch_beside():
                assert mine.exists(), "whose process lives"

    def launch_beside():
        return browser._private_folder()

    apart(use)
    assert list(temporary.iterdir()) == []


def test_a_closed_window_is_told_as_such(site, apart):
    """Whatever is asked of a closed window ends as WindowClosed."""

    def use():
        site.pages["/"] = "<!doctype html><h3>x</h3>"
        with launch(address=site.address, headless=True) as portal:
            portal.goto(site.address)
            portal.page.close()
            told = []
            for call in (
                portal.screenshot,
                lambda: portal.wait(10),
                lambda: portal.shows("x"),
                lambda: portal.press("x"),
            ):
                with pytest.raises(WindowClosed) as closed:
                    call()
                told.append(closed.value.exit_code)
            return told

    assert apart(use) == [4, 4, 4, 4]


def test_a_portal_that_is_down_is_told_as_such(site, apart):
    """No connection and a server error are PortalDown."""

    def use():
        site.pages["/"] = (503, "", "text/html")
        with launch(address=site.address, headless=True) as portal:
            with pytest.raises(PortalDown, match="503"):
                portal.goto(site.address)
            with pytest.raises(PortalDown, match="对方没有应答"):
                portal.goto("http://127.0.0.1:1024/")

    apart(use)


INTERRUPTED = """
import sys
import tempfile
from run_flow.portal import launch
try:
    with launch(headless=True) as portal:
        portal.page.set_content("<h3>x</h3>")
        try:
            print("ready", flush=True)
            while True:
                portal.wait(200)
        except KeyboardInterrupt:
            print("still there:", portal.shows("x"), flush=True)
            raise
except KeyboardInterrupt:
    sys.exit(130)
"""


@POSIX
def test_ctrl_c_is_ours_and_the_window_closes_in_order():
    """An interrupt reaches our code while the browser still answers, then everything is closed quietly."""
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout.readline() == "ready\n"
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "still there: True\n")
    assert "Traceback" not in err
