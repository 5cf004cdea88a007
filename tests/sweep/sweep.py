"""Kill certify at every journal write, around every irreversible click and at random, and count what the portal got.

The disk is full, the journal's end is torn off, the clock jumps, the session ends, the status comes late as well.
`python tests/sweep/sweep.py --points 100` tries less; `--readme` writes the table between the marks in README.md.
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
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import replace
from datetime import date
from itertools import accumulate, count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "fixtures"), str(ROOT)]

from tests.sweep.life import errand  # noqa: E402  as a script it is found only now
from tests.sweep.point import Deed, Outcome, Point, Trial, Victim, When  # noqa: E402  as above
from tests.sweep.readme import keep  # noqa: E402  as above

SEED = 20261122
ROUNDS = 5
CHAINS = 7
MOST_AT_ONCE = 2
MANY = 1_000  # more than there are
WHEN: tuple[When, ...] = ("before", "after")
VICTIMS: tuple[Victim, ...] = ("command", "driver", "browser", "group")
WHO: tuple[Victim, ...] = ("command", "group")
CLICKS = ("submit", "pay", "deposit")
CALLS = ("action=submit", "action=pay", "remitverify?f=json")
ASKS = re.compile(r"AskOpened ([a-z-]+)$")
AROUND_CLICKS = tuple(f"Step{what} {click}" for click in CLICKS for what in ("Intended", "Done"))
TITLES = {
    "write": "每次落盘的前后：命令",
    "portal": "平台收到提交、付款、打款金额的前后：命令、驱动、浏览器、整组",
    "person": "人办理或回答的前后：命令、整组",
    "instant": "随机时刻：命令、驱动、浏览器、整组",
    "again": "点击前后，接着办时又被杀",
    "fault": "平台丢了请求或回复",
    "torn": "被杀后，办理记录的末尾没有写全",
    "full": "磁盘写满（RLIMIT_FSIZE）",
    "clock": "时钟跳前、跳后三天，然后被杀",
    "sign-out": "平台让登录失效，然后被杀",
    "late": "平台的状态晚到，然后被杀",
}
HEAD = """| 在哪里打断 | 打断次数 | 办理次数 | 重复提交 | 重复付款 | 丢了的回答 | 卡住 | 有不符的办理 |
|---|---|---|---|---|---|---|---|"""
MARKS = ("<!-- sweep: make sweep -->", "<!-- /sweep -->")


def trials(plain: Outcome, wrong: Outcome) -> list[Trial]:
    """Return everything to be tried; *plain* and *wrong* tell which writes there are."""
    chance = random.Random(SEED)
    writes = [write for write in plain.writes if "heartbeat" not in write]  # those come when the machine is slow
    people = [found[1] for found in map(ASKS.match, writes) if found]
    more = [write for write in wrong.writes if write not in [*plain.writes, "heartbeat"]]
    written = [next((write for write in writes if name in write), name) for name in AROUND_CLICKS]
    return [
        *(Trial(clicks(when, who), "portal") for when in WHEN for who in VICTIMS),
        *(Trial(tuple(Point("fault", call, when) for call in CALLS), "fault") for when in WHEN),
        *(Trial(at_writes(written, when, "tear"), "torn") for when in WHEN),
        *(Trial(at_writes(written, when, "full"), "full") for when in WHEN),
        *(Trial(tuple(jumps(written, deed)), "clock") for deed in ("ahead", "behind")),
        *(Trial(tuple(signed_out(when)), "sign-out") for when in WHEN),
        *(Trial(tuple(late(who)), "late", ahead_seconds=ahead) for who in WHO for ahead in (5, 180)),
        *(Trial(chain, "write") for chain in chains(writes)),
        *(Trial(at_writes(more, when), "write", wrong_deposits=1) for when in WHEN),
        *(Trial(tuple(Point("person", ask, when, who) for ask in people), "person") for when in WHEN for who in WHO),
        *(Trial(tuple(at_random(chance, lines=plain.lines[0])), "instant") for _errand in range(ROUNDS)),
        *(Trial(tuple(again_and_again(chance)), "again") for _errand in range(ROUNDS)),
    ]


def clicks(when: When, who: Victim) -> tuple[Point, ...]:
    """Return the moments when the portal hears of each click."""
    return tuple(Point("portal", name, when, who) for name in CLICKS)


def at_writes(writes: Sequence[str], when: When, deed: Deed = "kill") -> tuple[Point, ...]:
    """Return the moments of *writes*."""
    return tuple(Point("write", write, when, deed=deed) for write in writes)


def chains(writes: Sequence[str]) -> Iterator[tuple[Point, ...]]:
    """Yield errands that are killed again and again; together just before and just after every one of *writes*."""
    for first in range(CHAINS):
        for turn in (0, 1):
            some = enumerate(writes[first::CHAINS], start=turn)
            yield tuple(Point("write", write, WHEN[number % 2]) for number, write in some)


def jumps(writes: Sequence[str], deed: Deed) -> Iterator[Point]:
    """Yield a jump of the clock before each of *writes*, and a kill after it."""
    for write in writes:
        yield Point("write", write, "before", deed=deed)
        yield Point("write", write, "after")


def signed_out(when: When) -> Iterator[Point]:
    """Yield the end of the session *when* people act, and a kill a little later."""
    for ask, write in (("phone-code", "StepStarted bank_account"), ("submit-approval", "StepIntended submit")):
        yield Point("person", ask, when, deed="sign-out")
        yield Point("write", write)
    for ask in ("pay-approval", "payment", "deposit-amount", "deposit-approval"):
        yield Point("person", ask, when, deed="sign-out")
    yield Point("write", "AskOpened review")


def late(who: Victim) -> Iterator[Point]:
    """Yield clicks whose outcome the portal does not show for a while, and a kill at once."""
    for click in CLICKS:
        yield Point("portal", click, "before", deed="late")
        yield Point("portal", click, "after", who)


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
    """Return what is still to be tried: what a later life did not come to may be met by a first one."""
    left = outcome.left if outcome.left != trial.ends else outcome.left[1:]
    return [replace(trial, ends=left)] if left else []


def first_points(everything: Sequence[Trial], points: int) -> list[Trial]:
    """Return as many of the trials as have so many *points* together, of each kind in turn."""
    met: Counter[str] = Counter()
    turns = [(met.update([trial.about]), met[trial.about])[1] for trial in everything]
    in_turn = [trial for _turn, trial in sorted(zip(turns, everything, strict=True), key=lambda pair: pair[0])]
    before = accumulate((len(trial.ends) for trial in in_turn), initial=0)
    return [trial for trial, so_far in zip(in_turn, before, strict=False) if so_far < points]


def swept(folder: Path, points: int) -> Iterator[tuple[Trial, Outcome]]:
    """Yield what came of each trial as it comes in, two errands at once; two that nobody disturbs tell what there is."""
    with ProcessPoolExecutor(MOST_AT_ONCE, mp_context=multiprocessing.get_context("spawn")) as pool:
        number = count()

        def begun(several: Sequence[Trial]) -> dict[Future[Outcome], Trial]:
            return {pool.submit(errand, folder / str(next(number)), trial): trial for trial in several}

        undisturbed = [running.result() for running in begun([Trial(), Trial(wrong_deposits=1)])]
        if faults := [fault for whole in undisturbed for fault in whole.faults]:
            sys.exit(f"not even undisturbed: {faults}")
        running = begun(first_points(trials(*undisturbed), points))
        while running:
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                trial, outcome = running.pop(done), done.result()
                running |= begun(missed(trial, outcome))
                yield trial, outcome


def table(outcomes: Sequence[tuple[Trial, Outcome]]) -> str:
    """Return the figures as a table."""
    kinds = [(title, [each for trial, each in outcomes if trial.about == name]) for name, title in TITLES.items()]
    return "\n".join([HEAD, *(line(*each) for each in kinds), line("**合计**", [each for _trial, each in outcomes])])


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


def everything(folder: Path, points: int) -> tuple[str, list[Outcome]]:
    """Sweep so many *points*; return the table with a note, and the outcomes that are not as promised."""
    began = time.monotonic()
    outcomes = []
    for trial, outcome in swept(folder, points):
        outcomes.append((trial, outcome))
        told = "; ".join(outcome.faults) or (f"not met: {', '.join(map(str, outcome.left))}" if outcome.left else "")
        ended = ", ".join(outcome.endings)
        print(f"{len(outcomes):>4} {outcome.seconds:5.1f} s  {trial}  ({ended})  {told}", file=sys.stderr, flush=True)
    note = said(outcomes, minutes=(time.monotonic() - began) / 60)
    return f"{table(outcomes)}\n\n{note}", [outcome for _trial, outcome in outcomes if outcome.faults]


def said(outcomes: Sequence[tuple[Trial, Outcome]], *, minutes: float) -> str:
    """Say how the figures came about, and how the lives ended."""
    endings = Counter(code for _trial, outcome in outcomes for code in outcome.codes)
    codes = "、".join(f"{code}（{times} 次）" for code, times in sorted(endings.items()))
    today = date.today()  # noqa: DTZ011  the reader's day
    return (
        "每次都是整个 certify、真实的浏览器；打断以后用同一条命令办完，次数由模拟平台数。"
        f"命令结束的方式：{codes}；-9 是 kill -9。"
        f"{today}，{os.cpu_count()} 核 {platform.machine()}，{minutes:.0f} 分钟，随机数种子 {SEED}。"
    )


def main() -> None:
    """Sweep, print the table, and keep it where it was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=MANY, metavar="N", help="about so many, of each kind in turn")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    told = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="run-flow-sweep-"))
    figures, broken = everything(folder, told.points)
    print(figures)
    if told.readme:
        keep(figures, MARKS)
    if broken:
        sys.exit(f"{len(broken)} points are not as promised; their records are in {folder}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
