"""See that there is a browser, found as run-flow finds it, and a font for Chinese; install what is missing.

First the machine's own, then `playwright install chromium`, then Debian's packages; else a clear error, exit 11.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import apt

from run_flow.errors import BrowserMissing
from run_flow.portal.browser import find_browser

CHINESE_FONTS = ("*CJK*", "*wqy*", "*SourceHan*", "*uming*", "*ukai*", "*DroidSansFallback*")
DOWNLOAD_SECONDS = 900


def main() -> int:
    """Return 0 once a browser starts, else 11."""
    browser = found() or downloaded() or from_debian()
    if not browser:
        print(
            "No browser was found, and none could be installed.\n"
            "Install Chrome, Edge or Chromium, or name one: RUN_FLOW_BROWSER=/path/to/chrome make demo",
            file=sys.stderr,
        )
        return BrowserMissing.exit_code
    print(f"Browser: {browser}")
    if sys.platform == "linux" and not has_chinese_font() and not apt.install("fonts-noto-cjk"):
        print("No Chinese font was found: screenshots will show boxes. Debian: apt install fonts-noto-cjk")
    return 0


def found() -> Path | None:
    """Return a browser that starts, headed or headless, in run-flow's own order."""
    for headless in (False, True):
        try:
            browser = find_browser(None, headless=headless)
        except BrowserMissing:
            continue
        if starts(browser):
            return browser
    return None


def starts(browser: Path) -> bool:
    """Tell whether *browser* finds its libraries (only Linux can lack them)."""
    if sys.platform != "linux":
        return True
    return subprocess.run([browser, "--version"], capture_output=True, check=False).returncode == 0


def downloaded() -> Path | None:
    """Fetch Playwright's own Chromium."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    print(" ".join(command), flush=True)
    try:
        subprocess.run(command, stdin=subprocess.DEVNULL, timeout=DOWNLOAD_SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        print("Playwright's Chromium could not be downloaded; trying Debian's packages.", flush=True)
        return None
    return found()


def from_debian() -> Path | None:
    """Fetch Debian's Chromium, and its headless shell for the tests where there is one."""
    if not apt.install("chromium"):
        return None
    apt.install("chromium-headless-shell")
    return found()


def has_chinese_font() -> bool:
    """Tell whether a Chinese font is installed."""
    if shutil.which("fc-list"):
        return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
    return any(file for folder in folders for name in CHINESE_FONTS for file in folder.rglob(name))


if __name__ == "__main__":
    sys.exit(main())
