"""A ledger of very many cases, and how long its lists take.

``python -m tests.sweep.many [CASES]`` prints the table; the default is 100,000 cases.
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from run_flow.journal import events, schema, seal
from run_flow.journal.clock import SystemClock
from run_flow.journal.ledger import Ledger

CASES = 100_000
SEED = 20261123
TIMES = 5
_AT_ONCE = 5000
_STEPS = ("company", "operator", "submit", "pay", "deposit", "review")
_STATES = ("done", "done", "done", "waiting", "review", "failed")
HEAD = """| 十万家公司的记录（{megabytes:,} MB，{runs:,} 次办理，{asks:,} 件等人的事） | 耗时 |
|---|---|"""

Rows = dict[str, list[dict[str, Any]]]


def build(path: Path, cases: int) -> None:
    """Write a ledger of *cases* companies, each with a run or two, their steps, asks and events."""
    chance = random.Random(SEED)
    with Ledger.open(path, clock=SystemClock()) as ledger:
        for first in range(0, cases, _AT_ONCE):
            rows: Rows = {name: [] for name in ("cases", "runs", "steps", "asks", "events")}
            for number in range(first, min(cases, first + _AT_ONCE)):
                _case(rows, number, chance)
            with ledger._database.write() as connection:
                for name, found in rows.items():
                    connection.execute(insert(schema.metadata.tables[name]), found)


def _case(rows: Rows, number: int, chance: random.Random) -> None:
    key = hashlib.sha256(str(number).encode()).hexdigest()
    case, at = key[:12], datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    happened: list[events.Event] = [events.CaseOpened(key=key, company=f"样例{number}有限公司")]
    for place in range(chance.choice((1, 1, 2))):
        run, state = f"{case}-certify-{place + 1}", chance.choice(_STATES) if place == 0 else "done"
        begun = {"id": run, "case_id": case, "flow": "certify" if place == 0 else "register", "item": ""}
        rows["runs"].append(
            {**begun, "state": state, "digest": "d", "dry_run": False, "reason": "", "look_at": None, "script": []}
            | {"started_at": at, "updated_at": at + timedelta(hours=chance.randint(1, 900)), "ended_at": at}
        )
        happened.append(events.RunStarted(run=run, flow="certify", digest="d"))
        for seq, step in enumerate(_STEPS if state == "done" else _STEPS[:3], start=1):
            rows["steps"].append(_step(run, step, at + timedelta(minutes=seq), seq))
        rows["asks"] += [_ask(case, run, "landline", "used", at), _ask(case, run, "deposit", "used", at)][: 2 - place]
        if state == "waiting":
            rows["asks"].append(_ask(case, run, "payment", "open", at))
    head = case
    for seq, event in enumerate(happened, start=1):
        body = seal.sealed(event, case=case, seq=seq, at=at)
        head = seal.chained(head, body)
        told = {"case_id": case, "seq": seq, "run_id": event.run, "at": at, "kind": type(event).__name__}
        rows["events"].append({**told, "body": body, "hash": head})
    opened = {"id": case, "key": key, "company": f"样例{number}有限公司", "opened_at": at}
    rows["cases"].append({**opened, "head_seq": len(happened), "head_hash": head})


def _step(run: str, name: str, at: datetime, seq: int) -> dict[str, Any]:
    fact = {"run_id": run, "name": name, "item": "", "round": 1, "title": name, "state": "done", "irreversible": False}
    return {**fact, "attempt": 1, "how": "act", "forms": [name], "started_at": at, "done_at": at, "seq": seq}


def _ask(case: str, run: str, key: str, state: str, at: datetime) -> dict[str, Any]:
    place = {"case_id": case, "id": f"{key}-{run[-1]}", "run_id": run, "step": key, "item": "", "round": 1, "key": key}
    words = {
        "kind": "ask",
        "question": "打款金额是多少？",
        "answer": {"kind": "amount"},
        "role": "财务",
        "channel": "银行",
    }
    return {**place, **words, "secret": False, "state": state, "value": "0.37", "opened_at": at}


def queries(ledger: Ledger) -> dict[str, Callable[[], object]]:
    """Return what the lists ask of the ledger, by what they are for."""
    case = ledger.case_ids(most=1)[0]
    [run, *_more] = ledger.runs(case)
    return {
        "`status`：最多 50 家的查询": lambda: ledger.overviews(ledger.case_ids(most=50)),
        "`status CASE`：一家的查询": lambda: ledger.overviews([case]),
        "`asks`：所有等人的事的查询": ledger.asks,
        "`asks CASE`：一家的查询": lambda: ledger.asks(case),
        "接着办时找到没办完的那次": lambda: ledger.open_run(case, flow=run.flow),
    }


def measured(home: Path) -> Iterator[tuple[str, float]]:
    """Yield each list with the seconds that it takes, the fastest of some times."""
    with Ledger.open(home / "ledger.db", clock=SystemClock()) as ledger:
        for name, query in queries(ledger).items():
            yield name, min(_seconds(query) for _time in range(TIMES))
    for words in (["status"], ["status", "--json"]):
        told = [sys.executable, "-m", "run_flow.cli", *words, "--home", str(home)]
        yield (
            f"整个命令 `run-flow {' '.join(words)}`，连同启动",
            min(_seconds(partial(_run, told)) for _time in range(TIMES)),
        )


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _seconds(query: Callable[[], object]) -> float:
    began = time.perf_counter()
    query()
    return time.perf_counter() - began


def table(cases: int) -> str:
    """Build the ledger, measure it, and return the figures as a table."""
    with tempfile.TemporaryDirectory(prefix="run-flow-many-") as folder:
        home = Path(folder)
        build(home / "ledger.db", cases)
        with Ledger.open(home / "ledger.db", clock=SystemClock()) as ledger:
            counts = {"runs": len(ledger.runs()), "asks": len(ledger.asks())}
        megabytes = round((home / "ledger.db").stat().st_size / 1e6)
        lines = [f"| {name} | {seconds * 1000:,.1f} ms |" for name, seconds in measured(home)]
        return "\n".join([HEAD.format(megabytes=megabytes, **counts), *lines])


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else CASES))
    print(f"\n{os.cpu_count()} 核。")
