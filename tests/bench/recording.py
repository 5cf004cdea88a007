"""What recording costs (make audit-bench): the same certification recorded and unrecorded, in turn, in one run."""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.flows.office import Office

from mock_portal.server import Running, start
from run_flow.audit.provenance import Provenance
from run_flow.audit.recorder import RAW, Recorder
from run_flow.portal import find_browser
from run_flow.profile import load

ROOT = Path(__file__).resolve().parents[2]
PROFILE = ROOT / "fixtures/profiles/company/profile.yaml"
SIZE = {"width": 1280, "height": 900}


def main() -> None:
    """Print the ratio of recorded to unrecorded, wall and CPU, and the size of what is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    taken: dict[str, list[tuple[float, float]]] = {"unrecorded": [], "recorded": []}
    with start(poll_seconds=0.05) as portal:
        for number in range(rounds + 1):
            for name, runs in taken.items():
                figures = certified(portal, recorded=name == "recorded")
                if number:
                    runs.append(figures)
    wall, cpu = (_ratio(taken, which) for which in (0, 1))
    print(f"| 有记录 ÷ 没有记录，整次认证，{rounds} 次的中位数 | 时间 {wall:.2f} | CPU {cpu:.2f} |")


def certified(portal: Running, *, recorded: bool) -> tuple[float, float]:
    """Certify the sample company once; return wall and CPU seconds, driver and browser included."""
    portal.post("reset")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        traces = home / "cases" / load(PROFILE).key[:8] / RAW
        began, cpu = time.perf_counter(), _cpu()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_browser(headless=True), traces_dir=traces)
            office = Office(portal, profile=PROFILE, home=home, open_context=_context(browser.new_context))
            if recorded:
                office.recorder = lambda case, run: Recorder(
                    case,
                    run,
                    redactor=office.redactor,
                    public=office.profile.public(),
                    provenance=Provenance(case, office.profile),
                    stated=office.profile.stated(),
                )
            office.go()
            browser.close()
        office.people.phone.close()
        return time.perf_counter() - began, _cpu() - cpu


def _context(make: Callable[..., object]) -> Callable[..., object]:
    return lambda **facts: make(locale="zh-CN", viewport=SIZE, **facts)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _ratio(taken: dict[str, list[tuple[float, float]]], which: int) -> float:
    middle = {name: statistics.median(run[which] for run in runs) for name, runs in taken.items()}
    return middle["recorded"] / middle["unrecorded"]


if __name__ == "__main__":
    main()
