"""Look at a thousand profiles that are right and a thousand with one fault, and print what was found (make figures)."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from random import Random

from tests.profiles import valid, writing
from tests.profiles.every_fault import codes, planted
from tests.profiles.looking import looked_at, missed

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Print found and total, false alarms, and profiles a second; end with 1 where one is missed."""
    count = _count()
    os.environ["MP_PASSWORD"] = valid.SECRET
    with tempfile.TemporaryDirectory() as home:
        folder = valid.furnish(Path(home) / "generated")
        alarms, calm = _right(folder, count)
        misses, busy = _spoilt(folder, count)
    print(f"| 没有错的资料 {count} 份 | 误报 {alarms} 份 | {count / calm:.0f} 份/秒 |")
    print(
        f"| 各有一处错的资料 {count} 份，{len(codes())} 条规则 | 找到 {count - misses} 处 | {count / busy:.0f} 份/秒 |"
    )
    for name in ("household", "company"):
        pictures = len(list((ROOT / "fixtures/profiles" / name / "documents").iterdir()))
        taken = _check(ROOT / "fixtures/profiles" / name / "profile.yaml")
        print(f"| check --no-ocr，{pictures} 张图片 | {taken:.2f} CPU 秒 | |")
    sys.exit(1 if alarms or misses else 0)


def _check(profile: Path) -> float:
    """Return the CPU seconds of the whole command, the least of three."""
    taken = []
    for _turn in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "run_flow.cli", "check", "--no-ocr", profile], check=True, stdout=subprocess.DEVNULL
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(taken)


def _right(folder: Path, count: int) -> tuple[int, float]:
    """Return how many profiles that are right raise an alarm, and the seconds that looking took."""
    alarms, taken = 0, 0.0
    for seed in range(count):
        dice = Random(seed)
        page = writing.written(valid.profile(dice), style=writing.style(dice), dice=dice)
        start = time.perf_counter()
        said = looked_at(folder, page.content)
        taken += time.perf_counter() - start
        alarms += bool(said)
        for finding in said:
            print(f"seed {seed}: {finding}")
    return alarms, taken


def _spoilt(folder: Path, count: int) -> tuple[int, float]:
    """Return how many planted faults are not found as they should be, and the seconds that looking took."""
    misses, taken = 0, 0.0
    for seed, code in enumerate(islice(cycle(codes()), count)):
        fault = planted(code, Random(seed))
        start = time.perf_counter()
        said = looked_at(folder, fault.content)
        taken += time.perf_counter() - start
        if wrong := missed(fault, said):
            misses += 1
            print(f"seed {seed}: {wrong}")
    return misses, taken


def _count() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many of each")
    return int(parser.parse_args().count)


if __name__ == "__main__":
    main()
