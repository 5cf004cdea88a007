"""Print the figures of README: what run-flow takes against bare scripts, and its start against Python's.

Ratios within one run, contestants in turn, medians. `--readme` writes the table between the marks in README.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

from contest import ROOT, Contest, served
from measure import Line, interleaved, timed

from run_flow.portal.browser import find_browser

RUN_FLOW = Path(sys.executable).with_name("run-flow")
HEAD = """| 比较 | run-flow | 对照 | 比值（中位） | 比值（最好） | 目标 |
|---|---|---|---|---|---|"""
MARKS = ("<!-- bench: make bench -->", "<!-- /bench -->")
CERTIFY = {
    "playwright": ("certify 的机器时间 ÷ 只用 Playwright 的脚本", "≤ 1.15"),
    "selenium": ("certify 的机器时间 ÷ 同样的 Selenium 脚本", "≤ 0.5"),
    "selenium-quick": ("certify 的机器时间 ÷ Selenium，每 50 ms 看一次", "≤ 0.5"),
}


def main() -> None:
    """Measure, print, and keep the table where it was asked for."""
    told = _options()
    lines, notes = [], []
    if told.only != "help":
        found, note = certify(rounds=told.rounds)
        lines += found
        notes += [note]
    if told.only != "certify":
        lines += start_up(rounds=told.rounds * 4)
    table = "\n".join([HEAD, *map(str, lines), "", *notes, _machine(told.rounds)])
    print(table)
    if told.readme:
        keep(ROOT / "README.md", table)


def certify(*, rounds: int) -> tuple[list[Line], str]:
    """Certify with everything on, against the bare scripts."""
    browser = find_browser(None, headless=True)
    with served() as portal:
        contest = Contest(portal, browser=browser)
        taken = interleaved(contest.contestants(), rounds=rounds)
    lines = [
        Line(title, taken["run-flow"], taken[name], "machine", aim)
        for name, (title, aim) in CERTIFY.items()
        if name in taken
    ]
    if sys.platform != "win32":
        lines += [
            Line("certify 的 CPU 时间 ÷ 只用 Playwright 的脚本", taken["run-flow"], taken["playwright"], "cpu", "—")
        ]
    note = (
        f"机器时间：整个命令的时间减去等人的时间；每一方填同样的 {contest.fields} 项，平台收到的逐项相同。"
        "run-flow 开着记录、读回、截图、横条；对照脚本什么都不记、不核对。"
    )
    if "selenium" not in taken:
        note += "没有 chromedriver,Selenium 没有测。"
    return lines, f"{note}浏览器：{_browser_version(browser)}。"


def start_up(*, rounds: int) -> list[Line]:
    """Compare the start of the command with the start of Python."""
    taken = interleaved(
        {
            "run-flow --help": lambda: timed([str(RUN_FLOW), "--help"])[0],
            "python -c pass": lambda: timed([sys.executable, "-c", "pass"])[0],
        },
        rounds=rounds,
    )
    ours, other = taken["run-flow --help"], taken["python -c pass"]
    title = "`run-flow --help` ÷ `python -c pass`"
    lines = [Line(title, ours, other, "wall", "≤ 6")]
    return lines + ([Line(f"{title}（CPU）", ours, other, "cpu", "≤ 6")] if sys.platform != "win32" else [])


def keep(file: Path, table: str) -> None:
    """Write *table* between the marks in *file*."""
    before, mark, rest = file.read_text("utf-8").partition(MARKS[0])
    _old, end, after = rest.partition(MARKS[1])
    if not mark or not end:
        sys.exit(f"{file}: the marks {MARKS[0]} and {MARKS[1]} are missing")
    file.write_text(f"{before}{mark}\n{table}\n{end}{after}", "utf-8")


def _machine(rounds: int) -> str:
    tools = "、".join(f"{name} {version(name)}" for name in ("playwright", "selenium"))
    where = (
        f"{os.cpu_count()} 核 {platform.machine()}，{platform.system()}，Python {platform.python_version()}，{tools}"
    )
    return f"{date.today()}，{where}；交错运行，certify {rounds} 次，启动 {rounds * 4} 次。"  # noqa: DTZ011  the reader's day


def _browser_version(browser: Path) -> str:
    if sys.platform == "win32":
        return browser.name
    return subprocess.run([browser, "--version"], capture_output=True, encoding="utf-8", check=False).stdout.strip()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each contestant that count (start-up: 4 times)")
    parser.add_argument("--only", choices=("certify", "help"), help="measure only this")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
