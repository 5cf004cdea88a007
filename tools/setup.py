"""Make .venv ready, from Python 3.11 and nothing else: `python tools/setup.py run` or `… dev`.

The virtual environment, run-flow itself (editable), for `dev` the development tools too, a browser and Chinese fonts.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import apt

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
NO_ENVIRONMENT = 11


def main(kind: str) -> None:
    """Do what is still missing for *kind*, then leave a stamp for make."""
    if sys.version_info < (3, 11):  # noqa: UP036  this one runs before anything is known
        _give_up(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]} ({sys.executable}).")
    if not _has_pip():
        make_environment()
    groups = ["--group", "dev"] if kind == "dev" else []
    _run(PYTHON, "-m", "pip", "install", "--quiet", "--upgrade", "pip>=25.1")  # older ones know no groups
    _run(PYTHON, "-m", "pip", "install", "--quiet", "--editable", ROOT, *groups)
    ended = subprocess.run([PYTHON, ROOT / "tools/browser.py"], check=False)
    if ended.returncode:
        sys.exit(ended.returncode)
    (VENV / f"ready-{kind}").touch()


def make_environment() -> None:
    """Make .venv with pip in it; Debian splits that off Python, so ask apt, then virtualenv."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for attempt in (
        lambda: _venv("venv"),
        lambda: apt.install(f"python{version}-venv") and _venv("venv"),
        lambda: _venv("virtualenv"),
    ):
        if attempt():
            return
    _give_up(
        f"This Python ({sys.executable}) cannot make a virtual environment.\n"
        f"Install its venv module (Debian, Ubuntu: apt install python{version}-venv), then run make again."
    )


def _venv(module: str) -> bool:
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([sys.executable, "-m", module, VENV], capture_output=True, check=False)
    return _has_pip()


def _has_pip() -> bool:
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _run(*command: str | Path) -> None:
    print(" ".join(str(word) for word in command), flush=True)
    if subprocess.run(command, check=False).returncode:
        _give_up(f"This did not work: {' '.join(str(word) for word in command)}")


def _give_up(why: str) -> None:
    print(why, file=sys.stderr)
    sys.exit(NO_ENVIRONMENT)


if __name__ == "__main__":
    main(sys.argv[1])
