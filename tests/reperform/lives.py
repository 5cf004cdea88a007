"""The real command given again and again: each of its processes is killed at a write of its journal, the last one lives."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.flows.office import ROOT
from tests.reperform.day import exported, sample

from mock_portal.server import Running
from people import Crowd
from run_flow.profile import load

SETTINGS = {"RUN_FLOW_HEADLESS": "1", "RUN_FLOW_LOOK_EVERY_SECONDS": "0.2", "RUN_FLOW_PATIENCE_MINUTES": "2"}


def killed(portal: Running, home: Path, *writes: str) -> Path:
    """Certify the sample company; a process is killed just after each of *writes*. Return the bundle of it all."""
    portal.post("reset", scenario="facts")
    with Crowd(home=home, portal=portal.address, key=portal.key, profile=sample()):
        for write in writes:
            assert _certify(portal, home, [[write, "after", "kill"]]) == -signal.SIGKILL
        assert _certify(portal, home, [], ahead_seconds=180) == 0
    return exported(home, load(sample()).key[:8], home.parent / "killed.zip")


def _certify(portal: Running, home: Path, plan: list[list[str]], *, ahead_seconds: int = 0) -> int:
    """Give the command once, that much later, and return how its process ended."""
    words = [
        "--ahead",
        str(ahead_seconds),
        "--plan",
        json.dumps(plan),
        "certify",
        str(sample()),
        "--portal",
        portal.address,
    ]
    environment = os.environ | SETTINGS | {"RUN_FLOW_HOME": str(home)}
    command = [sys.executable, str(ROOT / "tests" / "sweep" / "entry.py"), *words]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode
