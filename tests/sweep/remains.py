"""What a killed command may leave behind: processes, temporary files, secrets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
from tests.sweep.point import Victim

GONE = (psutil.NoSuchProcess, psutil.AccessDenied)
CLOSING_SECONDS = 10


def kill(pid: int, victim: Victim) -> None:
    """Kill the command of *pid*, the driver below it, the browser below that, or all of them."""
    for process in _victims(pid, victim):
        with suppress(*GONE):
            process.kill()


def processes(temporary: Path) -> list[str]:
    """Return the processes with *temporary* as their temporary folder that do not end by themselves, and end them."""
    _ended, living = psutil.wait_procs(list(_started_in(temporary)), timeout=CLOSING_SECONDS)
    found = []
    for process in living:
        with suppress(*GONE):
            found.append(f"process {process.name()}")
            process.kill()
    return found


def files(home: Path, temporary: Path) -> list[str]:
    """Return what lies where nothing should be left."""
    left = [f"temporary {path.name}" for path in temporary.iterdir()]
    left += [f"secret {path.name}" for path in home.glob("cases/*/secrets/*")]
    return left + [f"code to scan {path.name}" for path in home.glob("cases/*/codes/*")]


def spilled(home: Path, secrets: list[str]) -> list[str]:
    """Return the files of the ledger and the log in which one of *secrets* stands."""
    told = {path.name: path.read_bytes() for name in ("ledger.db*", "logs/*") for path in home.glob(name)}
    return [
        f"a secret in {name}" for name, content in told.items() if any(each.encode() in content for each in secrets)
    ]


def _victims(pid: int, victim: Victim) -> list[psutil.Process]:
    with suppress(*GONE):
        command = psutil.Process(pid)
        below = command.children(recursive=True)
        driver = [each for each in below if each.ppid() == pid]
        return {
            "command": [command],
            "driver": driver,
            "browser": [each for each in below if each.ppid() in {one.pid for one in driver}],
            "group": [command, *below],
        }[victim]
    return []


def _started_in(temporary: Path) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        with suppress(*GONE):
            folder = process.environ().get("TMPDIR", "")
            if folder.startswith(str(temporary)) and process.status() != psutil.STATUS_ZOMBIE:
                yield process
