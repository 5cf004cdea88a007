"""Find a browser on this machine and open a window of it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from playwright.sync_api import Error, Playwright, sync_playwright

from run_flow.errors import BrowserMissing, DisplayMissing, EnvironmentMissing
from run_flow.journal.lease import Holder
from run_flow.language import _
from run_flow.portal.portal import HOME, Portal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

log = structlog.get_logger()
SHELLS = ("/usr/lib/chromium/chromium-headless-shell", "chromium-headless-shell")
INSTALLED = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)  # fmt: skip
SIZE = (1280, 900)
WINDOW = (1280, 720)  # the note stands at its foot: it has to fit on a small screen
PREFIX, OWNER, INSIDE = "run-flow-browser-", "owner", "tmp"


def find_browser(setting: Path | None = None, *, headless: bool = False) -> Path:
    """Return the browser to use: the setting's, one installed on the machine, else Playwright's own."""
    if setting is not None:
        if _runs(setting):
            return setting
        raise BrowserMissing(_("设置里的浏览器不存在：{path}").format(path=setting), remedy=_remedy())
    for name in (*(SHELLS if headless else ()), *INSTALLED):
        if found := shutil.which(name):
            return Path(found)
    for path in _registry(headless=headless):
        if _runs(path):
            return path
    raise BrowserMissing(remedy=_remedy())


def openable(setting: Path | None = None, *, headless: bool = False) -> Path:
    """Return the browser in which a window can be opened here; raise EnvironmentMissing where there is none."""
    executable = find_browser(setting, headless=headless)
    if not headless and not display():
        raise DisplayMissing(remedy=_("加上 --headless，或在有桌面的机器上运行。"))
    return executable


@contextmanager
def launch(
    *,
    address: str = HOME,
    browser: Path | None = None,
    headless: bool = False,
    sign_in_file: Path | None = None,
    traces: Path | None = None,
    hide: Callable[[str], bool] | Sequence[str] = (),
    shown: Callable[[str], str] | None = None,
    proxy: str = "",
) -> Iterator[Portal]:
    """Open a window and yield the portal in it; close everything at the end. A recording is written to *traces*.

    Through a *proxy* goes everything, this machine's own addresses too, whoever it says it is.
    """
    executable = openable(browser, headless=headless)
    with _private_folder() as folder, _driver(folder) as playwright:
        opened = _open(playwright, executable, headless=headless, traces=traces)
        try:
            context = _context(opened, headless=headless, sign_in_file=sign_in_file, proxy=proxy)
            portal = Portal(context.new_page(), address=address, headed=not headless, hide=hide, shown=shown)
            with portal.interrupts.held():
                yield portal
        finally:
            with suppress(Error):
                opened.close()


def display() -> bool:
    """Tell whether a window can be shown here."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Give a folder that only its owner can read, and remove it with all that the browser leaves there.

    A process that was killed leaves its folder behind, the profile of its browser in it: the next one removes that too.
    """
    _remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    (folder / OWNER).write_text(str(Holder.current()), encoding="utf-8")
    (folder / INSIDE).mkdir()
    try:
        yield folder / INSIDE
    finally:
        _remove(folder)
        _remove_abandoned()  # the killed one's browser may have closed only meanwhile


def _remove_abandoned() -> None:
    for owner in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{OWNER}"):
        with suppress(OSError, ValueError):  # somebody else's, or removed meanwhile
            if owner.is_file() and Holder.parse(owner.read_text(encoding="utf-8")).is_dead:
                _remove(owner.parent)


def _remove(folder: Path) -> None:
    """Remove *folder*, and who owned it only when nothing is left: a browser that still closes may hold on to a file."""
    shutil.rmtree(folder / INSIDE, ignore_errors=True)
    if not (folder / INSIDE).exists():
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _driver(folder: Path) -> Iterator[Playwright]:
    """Start Playwright's driver with a umask and a temporary folder of its own: it writes world-readable files."""
    before = {name: os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")}
    mask = os.umask(0o077)
    os.environ.update(dict.fromkeys(before, str(folder)))
    try:
        manager = sync_playwright()
        playwright = manager.start()
    finally:
        os.umask(mask)
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    try:
        yield playwright
    finally:
        with suppress(Error):
            playwright.stop()


def _open(playwright: Playwright, executable: Path, *, headless: bool, traces: Path | None) -> Browser:
    sandbox = not hasattr(os, "geteuid") or os.geteuid() != 0
    failed: Error
    try:
        return playwright.chromium.launch(
            executable_path=executable,
            headless=headless,
            chromium_sandbox=sandbox,
            traces_dir=traces,
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            args=["--lang=zh-CN", f"--window-size={WINDOW[0]},{WINDOW[1]}"],
        )
    except Error as error:
        failed = error
    raise _unopened(failed, executable)


def _unopened(error: Error, executable: Path) -> EnvironmentMissing:
    text = error.message.lower()
    if "xserver" in text or "display" in text:
        return DisplayMissing(remedy=_("加上 --headless，或在有桌面的机器上运行。"))
    if "sandbox" in text:
        found = _("浏览器的沙箱在这台机器上起不来：{path}").format(path=executable)
        return BrowserMissing(found, remedy=_("允许普通用户使用用户命名空间，或换一个浏览器。"))
    return BrowserMissing(_("浏览器打不开：{path}").format(path=executable), remedy=_remedy())


def _context(browser: Browser, *, headless: bool, sign_in_file: Path | None, proxy: str) -> BrowserContext:
    options: dict[str, Any] = {"viewport": {"width": SIZE[0], "height": SIZE[1]}} if headless else {"no_viewport": True}
    if kept := sign_in_file and _kept(sign_in_file):
        options["storage_state"] = kept
    if proxy:
        options |= {"proxy": {"server": proxy, "bypass": "<-loopback>"}, "ignore_https_errors": True}
    return browser.new_context(locale="zh-CN", **options)


def _kept(path: Path) -> dict[str, Any] | None:
    """Return the kept session; a file that cannot be read only means to sign in again."""
    try:
        state = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return state if isinstance(state, dict) else None


def _registry(*, headless: bool) -> list[Path]:
    """Return the browsers that Playwright keeps for itself, the newest first."""
    homes = {"darwin": "~/Library/Caches", "win32": "~/AppData/Local"}
    root = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or f"{homes.get(sys.platform, '~/.cache')}/ms-playwright"
    folder = Path(root).expanduser()
    patterns = [
        "chromium-*/chrome-*/chrome",
        "chromium-*/chrome-*/chrome.exe",
        "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    ]
    if headless:
        patterns = [
            "chromium_headless_shell-*/*/chrome-headless-shell*",
            "chromium_headless_shell-*/*/headless_shell*",
            *patterns,
        ]
    return [path for pattern in patterns for path in sorted(folder.glob(pattern), reverse=True)]


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _remedy() -> str:
    return _(
        "安装 Chrome、Edge 或 Chromium；或运行 pipx run playwright install chromium；或用 RUN_FLOW_BROWSER 写明浏览器在哪里。"
    )
