"""Kill the engine wherever it writes, clicks or is answered, on an odd machine too, and count what the hall got.

``python -m tests.sweep.kills`` prints the table. Lives are real processes, ended by SIGKILL or stopped by SIGSTOP.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import product
from pathlib import Path

from tests.sweep.hall import CLICKS
from tests.sweep.history import Outcome, Trial, history
from tests.sweep.mortal import Life

SEED = 20261123
LATE = (
    timedelta(0),
    timedelta(seconds=60),
    timedelta(hours=1),
)  # at once; while it may settle; when a person was asked
TITLES = {
    "write": "每条写入语句、每次提交的前后",
    "again": "接着办时又被杀，一次又一次",
    "click": "点击时被杀、请求或回复丢失，状态立刻、稍后、很晚才显示",
    "answer": "人从另一个终端回答，回答的进程也被杀",
    "tail": "断电：数据库最后一次提交只写了一半",
    "acknowledged": "磁盘损坏：已经确认的几次提交没了",
    "full": "磁盘写满",
    "clock": "时钟往前、往后跳几小时到几天",
    "signed-out": "登录中途失效，随后被杀",
    "lid": "合上盖子超过租约，别的进程接手，再打开",
    "host": "在另一台机器上被杀，这里接手",
}
HEAD = """| 在哪里出事 | 出事点 | 办理次数 | 重复提交 | 重复付款 | 丢了的回答 | 卡住 | 记录不符 |
|---|---|---|---|---|---|---|---|"""


@cache
def moments() -> tuple[str, ...]:
    """Return the moments of a life that nobody disturbs, in order."""
    folder = Path(tempfile.mkdtemp(prefix="run-flow-sweep-", dir=shelf()))
    record = folder / "moments"
    whole = history(folder / "whole", Trial("whole"), record=record)
    told = tuple(record.read_text("utf-8").splitlines())
    shutil.rmtree(folder)
    if whole.wrong:
        sys.exit(f"not even undisturbed: {whole}")
    return told


def trials() -> list[Trial]:
    """Return everything to be tried, the same each time."""
    chance = random.Random(SEED)
    kinds = (_writes, _again, _clicks, _answers, _tails, _full, _clocks, _signed_out, _lids, _hosts)
    found = [trial for kind in kinds for trial in kind(chance)]
    return [replace(trial, seed=number) for number, trial in enumerate(found)]


def few(number: int) -> list[Trial]:
    """Return *number* of them, some of each kind."""
    kinds: dict[str, list[Trial]] = {}
    for trial in trials():
        kinds.setdefault(trial.kind, []).append(trial)
    each = max(1, number // len(kinds))
    return [trial for found in kinds.values() for trial in random.Random(SEED).sample(found, min(each, len(found)))]


def swept(tried: Sequence[Trial]) -> Iterator[tuple[Trial, Outcome]]:
    """Yield what came of each trial as it comes in, one on each core."""
    folder = Path(tempfile.mkdtemp(prefix="run-flow-sweep-", dir=shelf()))
    with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")) as pool:
        running = {pool.submit(history, folder / str(number), trial): trial for number, trial in enumerate(tried)}
        for done in as_completed(running):
            yield running[done], done.result()
    shutil.rmtree(folder, ignore_errors=True)


def table(outcomes: Sequence[tuple[Trial, Outcome]]) -> str:
    """Return the figures as a table."""
    lines = [_line(title, [each for trial, each in outcomes if trial.kind == kind]) for kind, title in TITLES.items()]
    return "\n".join([HEAD, *lines, _line("**合计**", [each for _trial, each in outcomes])])


def shelf() -> str | None:
    """Return a folder in memory, where there is one: what kill -9 leaves does not depend on the disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def main() -> None:
    """Sweep it all and print the table."""
    began = time.monotonic()
    outcomes = []
    for trial, outcome in swept(trials()):
        outcomes.append((trial, outcome))
        if outcome.wrong:
            print(trial, outcome, file=sys.stderr, flush=True)
    print(table(outcomes))
    print(f"\n{(time.monotonic() - began) / 60:.0f} 分钟，{os.cpu_count()} 核，随机数种子 {SEED}。")
    sys.exit(any(outcome.wrong for _trial, outcome in outcomes))


def _writes(chance: random.Random) -> Iterator[Trial]:
    for number in range(1, len(moments()) + 1):
        yield Trial("write", (Life(number), Life(chance.randint(1, 60))))


def _again(chance: random.Random) -> Iterator[Trial]:
    for _errand in range(120):
        yield Trial("again", tuple(Life(chance.randint(1, 90)) for _life in range(5)), pause=chance.choice(LATE))


def _clicks(chance: random.Random) -> Iterator[Trial]:
    for late, label, when in product(LATE, CLICKS, ("before", "after")):
        pause = chance.choice((timedelta(0), timedelta(minutes=3)))
        yield Trial("click", kill=((label, when),), late=late, pause=pause)
        yield Trial("click", lose=((label, when),), late=late, pause=pause)
    for late, number in product(LATE[1:], _around_clicks()):
        yield Trial("click", (Life(number), Life(chance.randint(1, 30))), late=late, pause=timedelta(0))


def _answers(_chance: random.Random) -> Iterator[Trial]:
    for _errand in range(60):
        yield Trial("answer", silent=True)


def _tails(chance: random.Random) -> Iterator[Trial]:
    commits = _named("after commit")
    for number in commits:
        yield Trial("tail", (Life(number), Life(chance.randint(1, 30))), tear="tail")
    for number in commits[3:]:
        yield Trial("acknowledged", (Life(number),), tear="acknowledged")


def _full(chance: random.Random) -> Iterator[Trial]:
    for _errand in range(80):
        yield Trial("full", tuple(Life(room_bytes=chance.randint(1, 200) * 4096) for _life in range(2)))


def _clocks(chance: random.Random) -> Iterator[Trial]:
    for _errand in range(120):
        lives = tuple(Life(chance.randint(1, 120), ahead=_jump(chance)) for _life in range(3))
        yield Trial("clock", lives, late=chance.choice(LATE[:2]))
    for number in _around_clicks():
        yield Trial("clock", (Life(number, ahead=_jump(chance)), Life(ahead=_jump(chance))), late=LATE[1])


def _signed_out(chance: random.Random) -> Iterator[Trial]:
    for number in range(1, 41):
        yield Trial("signed-out", (Life(chance.randint(1, len(moments()))),), sign_out_at=number)
        yield Trial("signed-out", sign_out_at=number, late=LATE[1])


def _lids(chance: random.Random) -> Iterator[Trial]:
    for number in (*_named("after commit"), *_named("seen"), *_named("acted")):
        yield Trial("lid", (Life(number, signal=signal.SIGSTOP),))
    for late, number in product(LATE, _named("click")):
        yield Trial("lid", (Life(number, signal=signal.SIGSTOP),), late=late)
    for number in chance.sample(_named("before commit"), 3):
        yield Trial("lid", (Life(number, signal=signal.SIGSTOP),))


def _hosts(chance: random.Random) -> Iterator[Trial]:
    for late, number in product(LATE, _named("click")):
        yield Trial("host", (Life(number, host="elsewhere"),), late=late)
    for number in chance.sample(range(1, len(moments())), 40):
        yield Trial("host", (Life(number, host="elsewhere"), Life(chance.randint(1, 40), host="somewhere")))


def _jump(chance: random.Random) -> timedelta:
    return chance.choice((-1, 1)) * chance.choice((timedelta(hours=3), timedelta(days=2), timedelta(days=30)))


def _named(words: str) -> list[int]:
    """Return the numbers of the moments in whose names *words* are."""
    return [number for number, moment in enumerate(moments(), start=1) if re.search(rf"\b{words}\b", moment)]


def _around_clicks() -> list[int]:
    """Return the moments from an intent to what follows it."""
    last = len(moments())
    near: Iterable[int] = (after for number in _named("sent") for after in range(number - 8, number + 12))
    return sorted({number for number in near if 0 < number <= last})


def _line(title: str, outcomes: Sequence[Outcome]) -> str:
    counts = (
        sum(each.met for each in outcomes),
        len(outcomes),
        sum(each.submissions for each in outcomes),
        sum(each.payments for each in outcomes),
        sum(len(each.lost) for each in outcomes),
        sum(each.stuck for each in outcomes),
        sum(bool(each.unsound) for each in outcomes),
    )
    return f"| {title} | {' | '.join(f'{count:,}' for count in counts)} |"


if __name__ == "__main__":
    main()
