"""Look for values in evidence (make audit-bench): fuzzed profiles over recorded pages, whole certifications, killed ones.

Each profile's values are typed into a site that says them again in every way, and recorded; what is kept, and beside it
what a plain Playwright trace of the same visit holds, is looked through. Goal: none.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Self

from playwright.sync_api import sync_playwright
from tests.audit.site import served, visit
from tests.flows.stages import bring
from tests.mock.clerk import Clerk
from tests.profiles import valid, writing

from mock_portal.server import Running, start
from people import Crowd
from run_flow.audit.recorder import RAW, Recorder
from run_flow.audit.scan import scan
from run_flow.audit.secrets import Secrets
from run_flow.journal.events import EvidenceKept
from run_flow.portal import find_browser
from run_flow.profile import Profile, load
from run_flow.profile.loading import examined
from run_flow.redact import Redactor

ROOT = Path(__file__).resolve().parents[2]
VALUES = 5  # of each profile, drawn with dice
SHARE = 10  # profiles for one browser
SETTINGS = {"RUN_FLOW_HEADLESS": "1", "RUN_FLOW_LOOK_EVERY_SECONDS": "0.2", "RUN_FLOW_PATIENCE_MINUTES": "2"}
LOOK_EVERY_SECONDS = 0.05
KILLED_AT = (200_000, 1_000_000, 2_500_000)  # bytes recorded
HEAD = """| 记录 | 次数 | 普通 trace 里找到 | 证据里找到 | 封存 |
|---|---|---|---|---|"""


@dataclass
class Counted:
    """What was found, and what it took."""

    visits: int = 0
    plain: int = 0
    kept: int = 0
    sealed: int = 0
    raw_bytes: int = 0
    kept_bytes: int = 0
    redaction_seconds: float = 0
    scan_seconds: float = 0
    hash_seconds: float = 0

    def __iadd__(self, other: Counted) -> Self:
        """Add what another one counted."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))
        return self

    def row(self, title: str) -> str:
        """Return the line of the table."""
        return f"| {title} | {self.visits} | {self.plain} | {self.kept} | {self.sealed} |"


def main() -> None:
    """Print the tables; end with 1 where anything was found."""
    told = _options()
    os.environ["MP_PASSWORD"] = valid.SECRET
    fuzzed = Counted()
    with ProcessPoolExecutor(told.workers) as pool:
        parts = [range(at, min(at + SHARE, told.profiles)) for at in range(0, told.profiles, SHARE)]
        for part in pool.map(fuzz, parts):
            fuzzed += part
            print(fuzzed.row("…"), file=sys.stderr, flush=True)
    whole, killed = Counted(), Counted()
    for kind in ("company", "household")[: told.whole]:
        whole += certified(kind)
    for size in KILLED_AT[: told.kills]:
        killed += certified("company", killed_at=size)
    print(HEAD)
    print(fuzzed.row("资料随机生成，每份填进会以各种写法重复的页面"))
    print(whole.row("整次认证：证据、数据库与 WAL、日志、临时文件夹"))
    print(killed.row("认证中途 kill -9：当时除 raw 以外，以及下次启动办完以后"))
    print(_speed(fuzzed))
    sys.exit(bool(fuzzed.kept + whole.kept + killed.kept))


def fuzz(numbers: range) -> Counted:
    """Record a visit for each profile, with the dice of its number."""
    count = Counted()
    with tempfile.TemporaryDirectory() as home, served() as address, sync_playwright() as playwright:
        folder = valid.furnish(Path(home) / "generated")
        case = Path(home) / "case"
        browser = playwright.chromium.launch(executable_path=find_browser(headless=True), traces_dir=case / RAW)
        for number in numbers:
            dice = Random(number)
            content = writing.written(valid.profile(dice), style=writing.Style(), dice=dice).content
            (folder / "profile.yaml").write_bytes(content)
            _tree, profile = examined(folder / "profile.yaml", today=valid.TODAY)
            assert profile is not None, "the generated profiles are right, but for their pictures"
            page = browser.new_context(locale="zh-CN").new_page()
            count += _visited(page, address, profile, case, dice, number)
            page.context.close()
        browser.close()
    return count


def _visited(page: object, address: str, profile: Profile, case: Path, dice: Random, number: int) -> Counted:
    redactor = Redactor()
    for kind, value in profile.secrets():
        redactor.learn(kind, value)
    values = [value for _kind, value in profile.secrets()]
    dice.shuffle(values)
    stated, public = profile.stated(), profile.public()
    recorder = Recorder(case, f"fuzz-{number}", redactor=redactor, public=public, stated=stated)
    recorder.recover(append=print)
    with recorder.recording(SimpleNamespace(page=page, address=address)):  # type: ignore[arg-type]  # all it needs of a portal
        visit(page, address, values[:VALUES])
    return _looked(case, recorder, Secrets(profile.secrets()), number)


def _looked(case: Path, recorder: Recorder, secrets: Secrets, number: int) -> Counted:
    raw = [path for path in (case / RAW).rglob("*") if path.is_file() and path.name != "known.json"]
    count = Counted(visits=1, raw_bytes=sum(path.stat().st_size for path in raw))
    began = time.perf_counter()
    for path in raw:
        hashlib.sha256(path.read_bytes()).hexdigest()
    count.hash_seconds = time.perf_counter() - began
    began = time.perf_counter()
    count.plain = sum(len(scan(path, secrets)) for path in raw)
    count.scan_seconds = time.perf_counter() - began
    began = time.perf_counter()
    events: list[EvidenceKept] = []
    recorder.finish(lambda *happened: events.extend(happened))
    count.redaction_seconds = time.perf_counter() - began
    count.kept_bytes = sum(event.size for event in events)
    count.sealed = sum(event.state == "sealed" for event in events)
    count.kept = len(found := scan(case, secrets))
    for leak in found:
        print(f"found: profile {number}: {leak}", file=sys.stderr)
    return count


def certified(kind: str, *, killed_at: int = 0) -> Counted:
    """Certify by the real command, maybe killed once, and look through all that it left."""
    path = ROOT / "fixtures/profiles" / kind / "profile.yaml"
    profile = load(path)
    secrets, count = Secrets(profile.secrets()), Counted(visits=1)
    with tempfile.TemporaryDirectory() as folder, start(poll_seconds=0.1) as portal:
        home, temporary = Path(folder) / "home", Path(folder) / "tmp"
        temporary.mkdir()
        clerk = Clerk(portal, kind=kind, scenario="guide")
        with clerk.client:
            bring(clerk, profile, to="")
        with Crowd(home=home, portal=portal.address, key=portal.key, profile=path):
            if killed_at:
                _given(path, portal, home, temporary, killed_at)
                count.plain += sum(len(scan(raw, secrets)) for raw in home.glob("cases/*/raw"))
                count.kept += _found(home, temporary, secrets, without=RAW)
            _given(path, portal, home, temporary, 0)
        count.kept += _found(home, temporary, secrets)
        count.sealed = len(list(home.glob("cases/*/sealed/*/*/trace.zip")))
        count.kept_bytes = sum(file.stat().st_size for file in home.glob("cases/*/evidence/*/*/trace.zip"))
    return count


def _given(path: Path, portal: Running, home: Path, temporary: Path, killed_at: int) -> None:
    """Give the command; where it is to be killed, kill all of it, browser and driver too."""
    command = [sys.executable, "-m", "run_flow.cli", "certify", str(path), "--portal", portal.address]
    environment = {**os.environ, **SETTINGS, "RUN_FLOW_HOME": str(home), "TMPDIR": str(temporary)}
    process = subprocess.Popen(
        command, env=environment, cwd=temporary.parent, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    while process.poll() is None:
        recorded = sum(path.stat().st_size for path in home.glob("cases/*/raw/*.trace"))
        if killed_at and recorded >= killed_at:
            os.killpg(process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOK_EVERY_SECONDS)
    said = process.communicate()[1]
    if process.returncode not in {0, -signal.SIGKILL if killed_at else 0}:
        sys.exit(said.decode())


def _found(home: Path, temporary: Path, secrets: Secrets, *, without: str = "") -> int:
    """Count what is found anywhere, raw recordings of a process that was just killed aside."""
    found = []
    for folder in (home, temporary):
        leaks = scan(folder, secrets)
        found += [leak for leak in leaks if not without or f"/{without}/" not in f"/{leak.where}"]
    for leak in found:
        print(f"found: {leak}", file=sys.stderr)
    return len(found)


def _speed(count: Counted) -> str:
    megabytes = count.raw_bytes / 1e6
    told: Iterator[str] = (
        f"{name} {megabytes / seconds:.1f} MB/s"
        for name, seconds in (
            ("清除（含最后一查）", count.redaction_seconds),
            ("查找", count.scan_seconds),
            ("sha256", count.hash_seconds),
        )
    )
    return f"\n原始记录 {megabytes:.0f} MB，留下 {count.kept_bytes / 1e6:.1f} MB；{'，'.join(told)}。"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profiles", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--whole", type=int, default=2, choices=range(3))
    parser.add_argument("--kills", type=int, default=3, choices=range(4))
    return parser.parse_args()


if __name__ == "__main__":
    main()
