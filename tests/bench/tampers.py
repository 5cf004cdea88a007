"""How many tampers are found: every way of tests/audit/tampering.py, thousands of times, by both verifiers.

`make audit-bench` (TAMPERS=20000) prints a table for docs/audit.md, with the speed of a verification.
"""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.audit import tampering
from tests.audit.tampering import TAMPERS, Ground
from tests.audit.test_tampering import found, found_alone, grounded

from run_flow.audit.container import Container, Part, write
from run_flow.language import use

SEED = 20261125
UNTOUCHED = 500
MEGABYTES = 256


def main(count: int) -> int:
    """Print the tables; return 1 where a tamper was not found, or an alarm was false."""
    use("zh")
    with tempfile.TemporaryDirectory(dir=_shelf()) as folder:
        ground = grounded(Path(folder))
        missed = _tampers(ground, Path(folder) / "bundle.zip", count)
        alarms = _alarms(ground, Path(folder) / "bundle.zip")
        _speed(Path(folder))
    return int(bool(missed or alarms))


def _tampers(ground: Ground, path: Path, count: int) -> int:
    made, ours, alone = Counter[str](), Counter[str](), Counter[str]()
    for name, raw in _tampered(ground, count):
        path.write_bytes(raw)
        made[name] += 1
        ours[name] += found(path, ground)
        alone[name] += found_alone(path, ground)
    print("| 怎么改 | 次数 | `audit verify` 查出 | 包里的 `verify.py` 查出 |\n|---|---|---|---|")
    for name, _tamper, _share in TAMPERS:
        print(f"| {name} | {made[name]:,} | {ours[name]:,} | {alone[name]:,} |")
    print(f"| **合计** | {made.total():,} | {ours.total():,} | {alone.total():,} |")
    return 2 * made.total() - ours.total() - alone.total()


def _tampered(ground: Ground, count: int) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(SEED)
    for name, tamper, share in TAMPERS:
        for _number in range(round(count * share)):
            yield name, tamper(ground, chance)


def _alarms(ground: Ground, path: Path) -> int:
    """Verify what nobody touched, each time another bundle: exported again, and one packed again."""
    alarms = 0
    for _number in range(UNTOUCHED):
        path.write_bytes(tampering.packed(ground.files))
        alarms += found(path, ground) + found_alone(path, ground)
    print(f"\n没有动过的包核对 {2 * UNTOUCHED:,} 次，误报 {alarms} 次。")
    return alarms


def _speed(folder: Path) -> None:
    """Print how fast a bundle is read and verified, beside sha256 of the same file in this Python."""
    path = folder / "large.zip"
    with path.open("wb") as file:
        write(file, [Part.of(f"traces/{number}.zip", random.randbytes(16 << 20)) for number in range(MEGABYTES // 16)])
    took = min(_timed(lambda: _opened(path)) for _time in range(3))
    plain = min(_timed(lambda: _sha256(path)) for _time in range(3))
    print(f"\n核对 {MEGABYTES / took:,.0f} MB/s，同一文件只算 sha256 {MEGABYTES / plain:,.0f} MB/s。")


def _opened(path: Path) -> None:
    with Container(path):
        pass


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _timed(work) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _shelf() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
