"""Kill certify at every journal write, around every irreversible click and at random, and count what the portal got.

`python tests/sweep/sweep.py --readme` writes the table between the marks in README.md.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "fixtures"), str(ROOT)]

from tests.sweep.life import errand  # noqa: E402  as a script it is found only now
from tests.sweep.point import Outcome, Point, Trial, Victim, When  # noqa: E402  as above

SEED = 20261122
RANDOM_KILLS = 32
SECOND_KILLS = 16
WHEN: tuple[When, ...] = ("before", "after")
VICTIMS: tuple[Victim, ...] = ("command", "driver", "browser", "group")
CLICKS = ("submit", "pay", "deposit")
CALLS = ("action=submit", "action=pay", "remitverify?f=json")
ASKS = re.compile(r"AskOpened ([a-z-]+)-\d+$")
TITLES = {
    "write": "每次落盘的前后",
    "portal": "平台收到点击、付款时",
    "fault": "平台丢了请求或回复",
    "person": "人办理或回答的前后",
    "instant": "随机时刻:命令、驱动、浏览器、整组",
    "twice": "接着办时又被杀",
}
HEAD = "| 在哪里中断 | 次数 | 重复提交 | 重复付款 | 丢了的回答 | 卡住 | 其他不符 |\n|---|---|---|---|---|---|---|"
MARKS = ("<!-- sweep: make sweep -->", "<!-- /sweep -->")


def trials(folder: Path) -> list[Trial]:
    """Return everything to be tried; two errands that nobody disturbs tell which writes there are."""
    plain, wrong = errand(folder / "plain", Trial()), errand(folder / "wrong", Trial(wrong_deposits=1))
    for whole in (plain, wrong):
        if whole.faults:
            sys.exit(f"not even undisturbed: {whole.faults}")
    only_wrong = [write for write in wrong.writes if write not in plain.writes]
    return [
        *(Trial((Point("write", write, when),)) for write in plain.writes for when in WHEN),
        *(Trial((Point("write", write, when),), wrong_deposits=1) for write in only_wrong for when in WHEN),
        *(
            Trial((Point("portal", name, when, who),))
            for name in CLICKS
            for when in WHEN
            for who in ("command", "group")
        ),
        *(Trial((Point("fault", call, when),)) for call in CALLS for when in WHEN),
        *(Trial((Point("person", ask, when),)) for ask in asks(plain.writes) for when in WHEN),
        *at_random(random.Random(SEED), lines=plain.lines[0]),
        *twice(random.Random(SEED)),
    ]


def asks(writes: Sequence[str]) -> list[str]:
    """Return the keys of the asks that were opened."""
    return [found[1] for found in map(ASKS.match, writes) if found]


def at_random(chance: random.Random, *, lines: int) -> Iterator[Trial]:
    """Yield kills some time after one of the *lines* that the command tells, of each victim in turn."""
    for number in range(RANDOM_KILLS):
        line, late = chance.randint(1, lines), chance.random() * 0.4
        yield Trial((Point("instant", str(line), victim=VICTIMS[number % len(VICTIMS)], delay_seconds=late),))


def twice(chance: random.Random) -> Iterator[Trial]:
    """Yield kills after an intent, each with another one early in the life that comes to see what became of it."""
    for number in range(SECOND_KILLS):
        click = CLICKS[number % len(CLICKS)]
        first = chance.choice((Point("write", f"StepIntended {click}"), Point("portal", click)))
        yield Trial((first, Point("write", f"#{chance.randint(2, 12)}", chance.choice(WHEN))))


def swept(all_trials: Sequence[Trial], folder: Path) -> Iterator[tuple[Trial, Outcome]]:
    """Yield what came of each trial as it comes in, an errand on each core."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")) as pool:
        running = {pool.submit(errand, folder / str(number), trial): trial for number, trial in enumerate(all_trials)}
        for done in as_completed(running):
            yield running[done], done.result()


def table(outcomes: Sequence[tuple[Trial, Outcome]]) -> str:
    """Return the figures as a table."""
    kinds = [(title, [each for trial, each in outcomes if kind(trial) == name]) for name, title in TITLES.items()]
    return "\n".join([HEAD, *(line(*each) for each in kinds), line("**合计**", [each for _trial, each in outcomes])])


def kind(trial: Trial) -> str:
    """Return which line of the table *trial* belongs to."""
    return "twice" if len(trial.ends) > 1 else trial.ends[0].kind


def line(title: str, outcomes: Sequence[Outcome]) -> str:
    """Return one line of the table; points that a run never came to do not count."""
    met = [each for each in outcomes if each.met]
    counts = (
        len(met),
        sum(each.submissions > 1 for each in met),
        sum(each.payments > 1 or each.asked_to_pay_again > 0 for each in met),
        sum(len(each.lost_answers) for each in met),
        sum(each.stuck for each in met),
        sum(bool(each.faults) and not each.stuck and not each.lost_answers for each in met),
    )
    return f"| {title} | {' | '.join(map(str, counts))} |"


def everything(folder: Path) -> tuple[str, list[Outcome]]:
    """Sweep it all; return the table with a note, and the outcomes that are not as promised."""
    began = time.monotonic()
    outcomes = []
    for trial, outcome in swept(trials(folder), folder):
        outcomes.append((trial, outcome))
        told = "; ".join(outcome.faults) or ("" if outcome.met else "never came to it")
        print(f"{len(outcomes):>4} {outcome.seconds:5.1f} s  {trial}  {told}", file=sys.stderr, flush=True)
    minutes = (time.monotonic() - began) / 60
    note = f"每次都是整个 certify、真实的浏览器,kill -9 以后用同一条命令办完。{date.today()},{os.cpu_count()} 核 {platform.machine()},{minutes:.0f} 分钟,随机数种子 {SEED}。"  # noqa: DTZ011  the reader's day
    return f"{table(outcomes)}\n\n{note}", [outcome for _trial, outcome in outcomes if outcome.faults]


def keep(file: Path, figures: str) -> None:
    """Write *figures* between the marks in *file*."""
    before, mark, rest = file.read_text("utf-8").partition(MARKS[0])
    _old, end, after = rest.partition(MARKS[1])
    if not mark or not end:
        sys.exit(f"{file}: the marks {MARKS[0]} and {MARKS[1]} are missing")
    file.write_text(f"{before}{mark}\n{figures}\n{end}{after}", "utf-8")


def main() -> None:
    """Sweep, print the table, and keep it where it was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    told = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="run-flow-sweep-"))
    figures, broken = everything(folder)
    print(figures)
    if told.readme:
        keep(ROOT / "README.md", figures)
    if broken:
        sys.exit(f"{len(broken)} points are not as promised; their records are in {folder}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
