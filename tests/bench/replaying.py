"""How long a replay takes to open (make replay-bench): a whole journey's bundle, from the command to page and recording."""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from tests.flows.town import Town

from mock_portal.server import start
from run_flow.portal import find_browser

REVIEWS, ROUNDS = 5, 5
COMMAND = [sys.executable, "-m", "run_flow.cli"]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "bundle", type=Path, nargs="?", help="a bundle; one is made of a whole journey where none is given"
    )
    given = parser.parse_args().bundle
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        bundle = given or _travelled(Path(folder))
        with playwright.chromium.launch(executable_path=find_browser(headless=True)) as browser:
            taken = [_opened(bundle, browser) for _round in range(ROUNDS)]
    middle = {what: statistics.median(each[what] for each in taken) for what in taken[0]}
    print(
        f"| {bundle.stat().st_size / 1e6:.1f} MB 的包，{middle['steps']:.0f} 步、{middle['moments']:.0f} 段录像 | {ROUNDS} 次的中位数 |"
    )
    print("|---|---|")
    print(f"| 命令开始 → 核对完、网址写出来 | {middle['served']:.1f} 秒 |")
    print(f"| 打开网页 → 全部载入，截图在内 | {middle['page']:.2f} 秒 |")
    print(f"| 点一步的录像 → 看见当时的页面 | {middle['recording']:.1f} 秒 |")
    print(f"| 网页本身，不算截图 | {middle['bytes']:,.0f} 字节 |")


def _travelled(folder: Path) -> Path:
    """Return the bundle of a company that went from nothing to two filed 小程序."""
    with start(poll_seconds=0.1) as portal:
        town = Town(portal, folder=folder, programs=2, start="empty")
        town.confirm_warnings()
        with town.people(ignore=("review 平台",)):
            while (ended := town.journey(patience_minutes=0.5)).returncode == REVIEWS:
                town.days_pass()
        town.phone.close()
    assert ended.returncode == 0, ended.stderr
    (case,) = (town.home / "cases").iterdir()
    exported = town.run_flow("audit", "export", case.name, "-o", str(folder / "bundle.zip"))
    assert exported.returncode == 0, exported.stderr
    return folder / "bundle.zip"


def _opened(bundle: Path, browser: Browser) -> dict[str, float]:
    """Open the replay of *bundle* once; return what it took, in seconds, and how much there is."""
    page = browser.new_page()
    with _serving(bundle) as (address, served):
        loaded = _taken(lambda: page.goto(address, wait_until="load"))
        size = len(page.request.get(address).body())
        steps, moments = page.locator("li.act").count(), page.locator(".watch a")
        count, middle = moments.count(), moments.nth(moments.count() // 2)
        middle.evaluate("link => link.closest('details').open = true")
        recording = page.frame_locator("iframe").frame_locator("iframe.snapshot-visible").locator("body > *").first

        def watched() -> None:
            middle.click()
            recording.wait_for()

        seen = _taken(watched)
    page.close()
    return {"served": served, "page": loaded, "recording": seen, "bytes": size, "steps": steps, "moments": count}


@contextmanager
def _serving(bundle: Path) -> Iterator[tuple[str, float]]:
    began = time.perf_counter()
    command = [*COMMAND, "replay", str(bundle), "--no-open", "--json"]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"RUN_FLOW_HOME": home}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stdout
            yield json.loads(process.stdout.readline())["address"], time.perf_counter() - began
            process.send_signal(signal.SIGINT)


def _taken(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
