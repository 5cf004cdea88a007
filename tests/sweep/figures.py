"""Every sweep that needs no browser, one after the other, and their figures as Markdown.

``python -m tests.sweep.figures --readme`` writes them between the marks in README.md. ``--share 10`` does a tenth.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from datetime import date

from tests.sweep import kills, machine, many, races
from tests.sweep.history import Outcome, Trial
from tests.sweep.readme import keep

MARKS = ("<!-- engine sweep: make sweep -->", "<!-- /engine sweep -->")


def everything(share: int) -> tuple[list[str], bool]:
    """Return the tables, and whether all is as promised; of the long ones only one part in *share*."""
    tried = kills.trials() if share == 1 else kills.few(len(kills.trials()) // share)
    outcomes: list[tuple[Trial, Outcome]] = []
    tables = [_timed(lambda: kills.table(outcomes_of(tried, outcomes)))]
    count = races.Count()
    tables.append(_timed(lambda: count.add(races.swept(races.RACES // share)) or races.table(count)))
    errands = machine.Count()
    tables.append(_timed(lambda: errands.add(machine.swept(machine.RUNS // share)) or machine.table(errands)))
    tables.append(many.table(many.CASES))
    return tables, not count.wrong and not errands.wrong and not any(outcome.wrong for _trial, outcome in outcomes)


def outcomes_of(tried: list[Trial], outcomes: list[tuple[Trial, Outcome]]) -> list[tuple[Trial, Outcome]]:
    """Add what came of each trial to *outcomes*; tell at once of one that is not as promised."""
    for trial, outcome in kills.swept(tried):
        outcomes.append((trial, outcome))
        if outcome.wrong:
            print(trial, outcome, file=sys.stderr, flush=True)
        elif len(outcomes) % 50 == 0:
            print(f"{len(outcomes)} of {len(tried)} errands", file=sys.stderr, flush=True)
    return outcomes


def _timed(made) -> str:
    began = time.monotonic()
    table = made()
    return f"{table}\n\n用时 {(time.monotonic() - began) / 60:.1f} 分钟。"


def main() -> None:
    """Sweep, print the tables, and keep them where it was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true", help="write the tables into README.md")
    parser.add_argument("--share", type=int, default=1, help="do only one part in so many")
    told = parser.parse_args()
    tables, well = everything(told.share)
    note = f"{date.today()}，{os.cpu_count()} 核 {platform.machine()}，随机数种子 {kills.SEED}。"  # noqa: DTZ011  the reader's day
    figures = "\n\n".join([*tables, note])
    print(figures)
    if told.readme:
        keep(figures, MARKS)
    sys.exit(not well)


if __name__ == "__main__":
    main()
