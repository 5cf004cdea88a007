"""Install Debian packages, where apt is there and we may use it."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(*packages: str) -> bool:
    """Install *packages* without asking anything; return whether that worked."""
    root = _as_root()
    if root is None:
        return False
    print(f"apt-get install {' '.join(packages)}", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    options = ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0", "-qq", "-y", "--no-install-recommends"]
    for command in (["apt-get", "update", "-qq"], ["apt-get", *options, "install", *packages]):
        ended = subprocess.run([*root, *command], env=environment, stdin=subprocess.DEVNULL, check=False)
    return ended.returncode == 0


def _as_root() -> list[str] | None:
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"] if allowed else None
