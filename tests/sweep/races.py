"""Many answer the same ask at once, while a run overtakes, expires or closes it: who was told yes is the one recorded.

``python -m tests.sweep.races [RACES]`` prints the table; the default is 100,000 races. Each racer is a process of its
own with a connection of its own; a race is one ask.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.sweep import soundness
from tests.sweep.hall import SharedClock
from tests.sweep.kills import shelf

from run_flow.engine.people import Amount, give
from run_flow.engine.session import closing
from run_flow.journal import events, seal
from run_flow.journal.files import Vault
from run_flow.journal.ledger import Ledger

RACES = 100_000
RACERS = 3
SEED = 20261123
_ASKS = 50  # in one case, so that no case grows long
_ENDS = ("nobody", "nobody", "expires", "overtaken", "cancelled")
HEAD = """| 同时回答 | 次数 |
|---|---|"""


@dataclass
class Count:
    """What came of the races."""

    races: int = 0
    answers: int = 0
    applied: int = 0
    by_run: int = 0
    lost: int = 0
    twice: int = 0
    unsound: int = 0

    def add(self, other: Count) -> None:
        """Count *other*'s races too."""
        for name, number in vars(other).items():
            setattr(self, name, getattr(self, name) + number)

    @property
    def wrong(self) -> bool:
        """Tell whether anything is not as promised."""
        return bool(self.lost or self.twice or self.unsound)


def race(folder: Path, number: int, seed: int, *, kind: type[Ledger] = Ledger) -> Count:
    """Let *number* asks, in cases of fifty, be answered at once by several processes; return what came of it."""
    folder.mkdir(mode=0o700, parents=True)
    context = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    start, told = context.Barrier(RACERS + 1), context.Queue()
    clock = SharedClock(folder / "clock")
    with Ledger.open(folder / "ledger.db", clock=clock):
        pass  # made before anybody races for it
    chance, count = random.Random(seed), Count()
    cases = [min(_ASKS, number - first) for first in range(0, number, _ASKS)]
    racers = [context.Process(target=_racer, args=(kind, folder, cases, start, told, who)) for who in range(RACERS)]
    for racer in racers:
        racer.start()
    with Ledger.open(folder / "ledger.db", clock=clock) as ledger:
        for place, asks in enumerate(cases):
            _one_case(ledger, place, asks, start=start, told=told, chance=chance, count=count)
    for racer in racers:
        racer.join()
    shutil.rmtree(folder)
    return count


def _one_case(ledger: Ledger, place: int, asks: int, *, start: Any, told: Any, chance: Any, count: Count) -> None:
    """Open the asks, be the run while they are answered, and compare what was told with what is recorded."""
    case = ledger.case_for(f"{place:08x}" + "0" * 56, "样例").id
    run = f"{case}-certify-1"
    ends = [chance.choice(_ENDS) for _ask in range(asks)]
    with ledger.lease(case) as lease:
        opened = [_opened(run, number) for number in range(asks)]
        ledger.append(events.RunStarted(run=run, flow="certify", digest="d"), *opened, lease=lease)
        start.wait()
        for number, end in enumerate(ends):
            _end(ledger, lease, run, f"amount-{number + 1}", end)
        count.by_run += sum(end != "nobody" for end in ends)
        claims = [claim for _racer in range(RACERS) for claim in told.get()]
        _judge(ledger, case, asks, ends, claims, count)


def _opened(run: str, number: int) -> events.AskOpened:
    facts: dict[str, Any] = {"kind": "ask", "question": "多少？", "role": "财务", "channel": "", "deadline": None}
    secret = number % 10 == 0
    answer = Amount().as_json()
    return events.AskOpened(
        run=run, step="deposit", ask=f"amount-{number + 1}", key="amount", answer=answer, secret=secret, **facts
    )


def _end(ledger: Ledger, lease: Any, run: str, ask: str, end: str) -> None:
    """Do what a run does meanwhile."""
    if end == "expires":
        ledger.expire(events.AskExpired(run=run, ask=ask), lease=lease)
    if end == "overtaken":
        ledger.overtake(events.AskOvertaken(run=run, ask=ask), lease=lease)
    if end == "cancelled" and (row := ledger.ask(lease.case_id, ask)):
        ledger.append(*closing([row]), lease=lease)


class Careless(Ledger):
    """A ledger that looks first and writes then: a planted defect, which the races must see."""

    def answer(self, case_id: str, ask_id: str, value: str | None, *, by: str, secret_ref: str | None = None) -> bool:
        """Record an answer to an ask that was open a moment ago."""
        row = self.ask(case_id, ask_id)
        if row is None or row.state != "open":
            return False
        with self._database.write() as connection:
            answered = seal.answered(value, run=row.run_id, ask=ask_id, by=by, secret_ref=secret_ref)
            self._append(connection, case_id, (answered,))
        return True


def _racer(kind: type[Ledger], folder: Path, cases: Sequence[int], start: Any, told: Any, who: int) -> None:
    """Answer every ask of each case in turn, and tell which answers were said to be recorded."""
    ledger = kind.open(folder / "ledger.db", clock=SharedClock(folder / "clock"))
    vault = Vault(folder / "secrets")
    for place, asks in enumerate(cases):
        start.wait()
        case, claims = f"{place:08x}", []
        for number in range(asks):
            row = ledger.ask(case, f"amount-{number + 1}")
            assert row is not None, "it was opened before the start"
            value = f"{who + 1}.{number:02d}"
            if row.state != "open":
                claims.append((number, value, False))
                continue
            claims.append((number, value, give(ledger, vault, row, value, by=str(who))))
        told.put(claims)
    ledger.close()


def _judge(
    ledger: Ledger, case: str, asks: int, ends: Sequence[str], claims: Sequence[tuple[int, str, bool]], count: Count
) -> None:
    """Count a race whose yes is not what stands, or that said yes twice."""
    heard = Counter(event.data["ask"] for event in ledger.events(case) if event.kind == "AskAnswered")
    for number in range(asks):
        row = ledger.ask(case, f"amount-{number + 1}")
        assert row is not None
        yes = [value for place, value, applied in claims if place == number and applied]
        count.races += 1
        count.answers += sum(place == number for place, _value, _applied in claims)
        count.applied += len(yes)
        count.twice += len(yes) > 1 or heard[row.id] > 1
        count.lost += heard[row.id] != len(yes) or (not row.secret and yes not in ([], [row.value]))
        count.lost += ends[number] == "nobody" and not yes
    count.unsound += bool(soundness.faults(ledger, case))


def swept(races: int) -> Count:
    """Race in one ledger after the other."""
    folder, whole = Path(tempfile.mkdtemp(prefix="run-flow-races-", dir=shelf())), Count()
    for number, first in enumerate(range(0, races, 5000)):
        whole.add(race(folder / str(number), min(5000, races - first), SEED + number))
    shutil.rmtree(folder)
    return whole


def table(count: Count) -> str:
    """Return the figures as a table."""
    lines = {
        f"抢答（每次 {RACERS} 个进程，另有一个在办理）": count.races,
        "给出的回答": count.answers,
        "记下的回答": count.applied,
        "其中办理同时让它过期、自己继续或不再需要": count.by_run,
        "说已记下却没有记下": count.lost,
        "记了两次": count.twice,
        "记录不符": count.unsound,
    }
    return "\n".join([HEAD, *(f"| {name} | {number:,} |" for name, number in lines.items())])


def main() -> None:
    """Race and print the table."""
    began = time.monotonic()
    count = swept(int(sys.argv[1]) if len(sys.argv) > 1 else RACES)
    print(table(count))
    print(f"\n{(time.monotonic() - began) / 60:.1f} 分钟，{os.cpu_count()} 核，随机数种子 {SEED}。")
    sys.exit(count.wrong)


if __name__ == "__main__":
    main()
