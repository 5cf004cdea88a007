"""The contestants of `make bench`: each certifies the sample company on the same mock, in the same browser."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from measure import Run, timed

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FIXTURES = ROOT / "fixtures"
PROFILE = FIXTURES / "profiles/company/profile.yaml"
RUN_FLOW = (sys.executable, "-m", "run_flow.cli")
POLL_SECONDS = 0.2
SETTLED = {"AskAnswered", "AskOvertaken", "AskUsed", "AskExpired", "AskCancelled"}


class Portal:
    """The mock portal in a process of its own, made anew before each run."""

    def __init__(self, client: httpx.Client, *, address: str, key: str) -> None:
        """Know where it is served; *client* holds the key."""
        self.address, self.key = address, key
        self._client = client

    def reset(self) -> None:
        """Forget everything."""
        self._client.post("/__mock__/reset", json={"switches": {"poll_seconds": POLL_SECONDS}}).raise_for_status()

    def submitted(self) -> dict[str, str]:
        """Return every field of the one application that was sent, paid and certified."""
        state = self._client.get("/__mock__/state").json()["state"]
        received = self._client.get("/__mock__/received").json()
        counts = (received["submissions"], received["payments"])
        if state != "已认证" or counts != ({"A1": 1}, {"A1": 1}):
            sys.exit(f"not certified by one submission and one payment: {state}, {counts}")
        return next(entry["fields"] for entry in received["entries"] if entry["form"] == "提交审核")


class Contest:
    """Whoever certifies here must send the same fields as whoever did so first."""

    def __init__(self, portal: Portal, *, browser: Path) -> None:
        """Begin with nothing sent."""
        self._portal, self._browser = portal, browser
        self._fields: dict[str, str] = {}

    @property
    def fields(self) -> int:
        """Return how many fields each application had."""
        return len(self._fields)

    def contestants(self) -> dict[str, Run]:
        """Return who takes part on this machine."""
        found: dict[str, Run] = {"run-flow": self.certify, "playwright": lambda: self.bare("bare_playwright.py")}
        if shutil.which("chromedriver"):
            found["selenium"] = lambda: self.bare("bare_selenium.py")
            found["selenium-quick"] = lambda: self.bare("bare_selenium.py", "--look-every", "0.05")
        return found

    def certify(self) -> Mapping[str, float]:
        """Run the real command, everything on, with people who act at once."""
        self._portal.reset()
        settings = {"RUN_FLOW_BROWSER": str(self._browser), "RUN_FLOW_LOOK_EVERY_SECONDS": str(POLL_SECONDS)}
        with tempfile.TemporaryDirectory(prefix="run-flow-bench-") as folder:
            home = Path(folder) / "home"
            words = ["--portal", self._portal.address, "--home", str(home), "--headless"]
            with self._people(home):
                figures, _said = timed([*RUN_FLOW, "certify", str(PROFILE), *words], environment=settings)
            waited = sum(end - begin for begin, end in waits(happened(home)))
        self._check()
        return {"machine": figures["wall"] - waited, "waited": waited, "cpu": figures["cpu"]}

    @contextmanager
    def _people(self, home: Path) -> Iterator[None]:
        """Let people live beside the block, in a process of their own whose time is not run-flow's."""
        words = ["--home", str(home), "--portal", self._portal.address, "--key", self._portal.key]
        command = [sys.executable, "-m", "people", *words, "--profile", str(PROFILE)]
        with subprocess.Popen(command, cwd=FIXTURES, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as people:
            yield
            people.communicate()

    def bare(self, script: str, *more: str) -> Mapping[str, float]:
        """Run a bare script, which tells how long it waited for people."""
        self._portal.reset()
        words = ["--portal", self._portal.address, "--key", self._portal.key, "--browser", str(self._browser)]
        figures, said = timed([sys.executable, str(HERE / script), *words, "--profile", str(PROFILE), *more])
        self._check()
        waited = json.loads(said)["waited"]
        return {"machine": figures["wall"] - waited, "waited": waited, "cpu": figures["cpu"]}

    def _check(self) -> None:
        sent = self._portal.submitted()
        self._fields = self._fields or sent
        if sent != self._fields:
            sys.exit(f"not the same fields: {sorted(set(sent.items()) ^ set(self._fields.items()))}")


def happened(home: Path) -> list[dict[str, Any]]:
    """Return the events of the one run of *home*, as `run-flow show --json` tells them."""
    run = _said("status", home)["runs"][0]["id"]
    return list(_said("show", run, home)["events"])


def waits(events: Iterable[Mapping[str, Any]]) -> Iterator[tuple[float, float]]:
    """Yield when people were waited for: from an ask to what settled it, asks within asks only once."""
    opened: set[str] = set()
    since = 0.0
    for event in events:
        at, ask = datetime.fromisoformat(event["at"]).timestamp(), event["data"].get("ask")
        if event["kind"] == "AskOpened":
            since = since if opened else at
            opened.add(ask)
        elif event["kind"] in SETTLED and ask in opened:
            opened.discard(ask)
            if not opened:
                yield since, at


def _said(*words: str | Path) -> Any:
    *command, home = map(str, words)
    ended = subprocess.run(
        [*RUN_FLOW, *command, "--json", "--home", home], capture_output=True, encoding="utf-8", check=True
    )
    return json.loads(ended.stdout)


@contextmanager
def served() -> Iterator[Portal]:
    """Serve the mock portal for the block."""
    command = [sys.executable, "-m", "mock_portal", "--json"]
    with subprocess.Popen(command, cwd=FIXTURES, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None, "it was asked for"
        try:
            told = json.loads(process.stdout.readline())
            headers = {"X-Mock-Key": told["key"]}
            with httpx.Client(base_url=told["address"], headers=headers, trust_env=False) as client:
                yield Portal(client, address=told["address"], key=told["key"])
        finally:
            process.terminate()
