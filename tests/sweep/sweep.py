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
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "fixtures"), str(ROOT)]

from tests.sweep.life import errand  # noqa: E402  as a script it is found only now
from tests.sweep.point import Outcome, Point, Trial, Victim, When  # noqa: E402  as above

SEED = 20261122
ROUNDS = 8
WHEN: tuple[When, ...] = ("before", "after")
VICTIMS: tuple[Victim, ...] = ("command", "driver", "browser", "group")
WHO: tuple[Victim, ...] = ("command", "group")
CLICKS = ("submit", "pay", "deposit")
CALLS = ("action=submit", "action=pay", "remitverify?f=json")
ASKS = re.compile(r"AskOpened ([a-z-]+)-\d+$")
TITLES = {
    "write": "每次落盘的前后",
    "portal": "平台收到点击、付款时",
    "fault": "平台丢了请求或回复",
    "person": "人办理或回答的前后",
    "instant": "随机时刻:命令、驱动、浏览器、整组",
    "again": "接着办时又被杀",
}
HEAD = """| 在哪里中断 | 中断次数 | 办理次数 | 重复提交 | 重复付款 | 丢了的回答 | 卡住 | 有不符的办理 |
|---|---|---|---|---|---|---|---|"""
MARKS = ("<!-- sweep: make sweep -->", "<!-- /sweep -->")


def trials(folder: Path) -> list[Trial]:
    """Return everything to be tried; two errands that nobody disturbs tell which writes there are."""
    plain, wrong = errand(folder / "plain", Trial()), errand(folder / "wrong", Trial(wrong_deposits=1))
    for whole in (plain, wrong):
        if whole.faults:
            sys.exit(f"not even undisturbed: {whole.faults}")
    chance = random.Random(SEED)
    people = [found[1] for found in map(ASKS.match, plain.writes) if found]
    return [
        *(Trial(around(write)) for write in plain.writes),
        *(Trial(around(write), wrong_deposits=1) for write in wrong.writes if write not in plain.writes),
        *(Trial(tuple(Point("portal", name, when, who) for name in CLICKS)) for when in WHEN for who in WHO),
        *(Trial(tuple(Point("fault", call, when) for call in CALLS)) for when in WHEN),
        *(Trial(tuple(Point("person", ask, when, who) for ask in people)) for when in WHEN for who in WHO),
        *(Trial(tuple(at_random(chance, lines=plain.lines[0]))) for _errand in range(ROUNDS)),
        *(Trial(tuple(again_and_again(chance))) for _errand in range(ROUNDS)),
    ]


def around(write: str) -> tuple[Point, Point]:
    """Return the ends of a first life just before *write*, and of a second one just after it."""
    return Point("write", write, "before"), Point("write", write, "after")


def at_random(chance: random.Random, *, lines: int) -> Iterator[Point]:
    """Yield an end for each victim, some time after one of the *lines* that the command tells."""
    for victim in chance.sample(VICTIMS, len(VICTIMS)):
        yield Point("instant", str(chance.randint(1, lines)), "after", victim, delay_seconds=chance.random() * 0.4)
        lines = 15  # a later life has less to tell


def again_and_again(chance: random.Random) -> Iterator[Point]:
    """Yield ends around each click, each with another one early in the life that comes to see what became of it."""
    for click in CLICKS:
        yield chance.choice((Point("write", f"StepIntended {click}"), Point("portal", click)))
        yield Point("write", f"#{chance.randint(2, 9)}", chance.choice(WHEN))


def missed(trial: Trial, outcome: Outcome) -> list[Trial]:
    """Return what is still to be tried: a write that a second life does not make is met by a first one."""
    second = trial.ends[1:] if kind(trial) == "write" and outcome.met == 1 else ()
    return [replace(trial, ends=second)] if second else []


def swept(folder: Path) -> Iterator[tuple[Trial, Outcome]]:
    """Yield what came of each trial as it comes in, an errand on each core."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")) as pool:
        number = count()
        running = {pool.submit(errand, folder / str(next(number)), trial): trial for trial in trials(folder)}
        while running:
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                trial, outcome = running.pop(done), done.result()
                running |= {
                    pool.submit(errand, folder / str(next(number)), more): more for more in missed(trial, outcome)
                }
                yield trial, outcome


def table(outcomes: Sequence[tuple[Trial, Outcome]]) -> str:
    """Return the figures as a table."""
    kinds = [(title, [each for trial, each in outcomes if kind(trial) == name]) for name, title in TITLES.items()]
    return "\n".join([HEAD, *(line(*each) for each in kinds), line("**合计**", [each for _trial, each in outcomes])])


def kind(trial: Trial) -> str:
    """Return which line of the table *trial* belongs to."""
    return "again" if any(end.name.startswith("#") for end in trial.ends) else trial.ends[0].kind


def line(title: str, outcomes: Sequence[Outcome]) -> str:
    """Return one line of the table; points to which an errand never came do not count."""
    counts = (
        sum(each.met for each in outcomes),
        len(outcomes),
        sum(each.submissions > 1 for each in outcomes),
        sum(each.payments > 1 or each.asked_to_pay_again > 0 for each in outcomes),
        sum(len(each.lost_answers) for each in outcomes),
        sum(each.stuck for each in outcomes),
        sum(bool(each.faults) for each in outcomes),
    )
    return f"| {title} | {' | '.join(map(str, counts))} |"


def everything(folder: Path) -> tuple[str, list[Outcome]]:
    """Sweep it all; return the table with a note, and the outcomes that are not as promised."""
    began = time.monotonic()
    outcomes = []
    for trial, outcome in swept(folder):
        outcomes.append((trial, outcome))
        told = "; ".join(outcome.faults) or (
            "" if outcome.met == len(trial.ends) else f"came to {outcome.met} of {len(trial.ends)}"
        )
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
