"""A case in which something of everything happened, with its files, and bundles of it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from run_flow.audit import bundle, signing
from run_flow.audit.verify import Head
from run_flow.journal import events, seal
from run_flow.journal.files import FileStore, write_durably
from run_flow.journal.ledger import Ledger
from run_flow.replay.report import report
from run_flow.replay.story import Words

KEY = "1a2b3c4d" + "0" * 56
CASE = KEY[:8]
CERTIFY, LINK = f"{CASE}-certify-1", f"{CASE}-link-1"
AMOUNT = "0.37"
HOSTILE = "<script>alert(1)</script>"
STATES = {state: f"state {state}" for state in ("running", "waiting", "stopped", "refused", "done")}
WORDS = Words(lambda event, _titles: f"told {event.kind}", STATES, {"certify": "服务号认证"})


def sha256(content: bytes) -> str:
    """Return the hash of *content*."""
    return hashlib.sha256(content).hexdigest()


class SetClock:
    """A clock that moves a second each time it is read."""

    def __init__(self) -> None:
        """Begin on a working day."""
        self.moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the next moment."""
        self.moment += timedelta(seconds=1)
        return self.moment


def picture(seed: int) -> bytes:
    """Return bytes that stand for a screenshot; an audit looks at their hash alone."""
    return b"\x89PNG\r\n\x1a\n" + hashlib.sha256(bytes([seed])).digest() * 40


class Office:
    """An installation with a case: a certification with an approval, an amount, screenshots; another run beside it."""

    def __init__(self, home: Path) -> None:
        """Let everything happen."""
        self.home, self.clock = home, SetClock()
        self.ledger = Ledger.open(home / "ledger.db", clock=self.clock)
        self.folder = home / "cases" / CASE
        self.files = FileStore(self.folder / "files")
        self.key = signing.key(home)
        self.ledger.case_for(KEY, f"深圳市样例科技有限公司{HOSTILE}")
        self._certified()
        self.happened(
            events.RunStarted(run=LINK, flow="link", digest="d2"),
            events.StepStarted(run=LINK, step="bind", title="关联小程序", attempt=1, irreversible=False),
            events.RunEnded(run=LINK, state="stopped"),
        )

    def happened(self, *what: events.Event) -> None:
        """Append events as the engine does."""
        with self.ledger.lease(CASE) as lease:
            self.ledger.append(*what, lease=lease)

    def answered(self, ask: str, value: str, *, kind: str, **facts: str) -> None:
        """Ask something and have a person answer it."""
        told = {
            "key": ask,
            "question": f"{ask}？",
            "role": "财务",
            "channel": "网银",
            "deadline": None,
            "secret": False,
        }
        place = {"run": CERTIFY, "step": "submit", "ask": ask, "answer": {"kind": kind}}
        self.happened(events.AskOpened(**told, **place, kind=facts.get("of", "ask")))  # type: ignore[arg-type]
        assert self.ledger.answer(CASE, ask, value, by="answer")
        self.happened(events.AskUsed(run=CERTIFY, ask=ask))

    def approved(self, question: str) -> None:
        """Ask for an approval with words that repeat the amount, as the engine does."""
        facts = {
            "key": "approval",
            "kind": "approval",
            "role": "财务",
            "channel": "",
            "deadline": None,
            "secret": False,
        }
        facts |= {"ask": "approval-1", "question": question, "answer": {"kind": "confirm"}}
        repeated = seal.repeated(question, [AMOUNT])
        self.happened(events.AskOpened(run=CERTIFY, step="submit", **facts, **repeated))  # type: ignore[arg-type]
        assert self.ledger.answer(CASE, "approval-1", "yes", by="answer")

    def export(self, path: Path, *, run: str | None = None) -> Path:
        """Write a bundle of the case, or of its *run*, to *path*."""
        bundle.export(
            path,
            self.ledger.chain(CASE),
            case=CASE,
            run=run,
            head=Head.of(self.ledger.chain_head(CASE)),
            folder=self.folder,
            key=self.key,
            now=self.clock.now(),
            report=partial(report, words=WORDS),
        )
        return path

    def done(self, step: str, *, run: str = CERTIFY, irreversible: bool = False) -> str:
        """Do *step* with a screenshot; return its hash."""
        shot = self.files.keep(picture(zlib.crc32(step.encode()) % 250))
        done = events.StepDone(
            run=run, step=step, title=f"{step}{HOSTILE}", irreversible=irreversible, how="act", screenshot=shot
        )
        self.happened(done)
        return shot

    def recorded(self, number: int) -> None:
        """Keep a trace as the recorder does."""
        place = f"evidence/{CERTIFY}/{number}"
        trace, facts = picture(100 + number), b'{"leaks":[]}'
        write_durably(self.folder / place / "trace.zip", trace)
        write_durably(self.folder / place / "trace.json", facts)
        told = {"name": f"{place}/trace.zip", "sha256": sha256(trace), "size": len(trace), "facts": sha256(facts)}
        self.happened(events.EvidenceKept(run=CERTIFY, state="published", **told))

    def _certified(self) -> None:
        source = self.files.keep(b"# a flow script\n", suffix=".py")
        self.happened(
            events.RunStarted(run=CERTIFY, flow="certify", digest="d1"),
            events.ScriptRead(run=CERTIFY, digest="s1", steps=(), sources=(source,)),
            events.StepStarted(run=CERTIFY, step="company", title="企业信息", attempt=1, irreversible=False),
        )
        self.done("company")
        self.done("operator")
        self.answered("submit-approval", "yes", kind="confirm", of="approval")
        self.answered("deposit-amount", AMOUNT, kind="amount")
        self.approved(f"到账金额是 {AMOUNT} 元，现在提交吗？")
        self.happened(events.StepStarted(run=CERTIFY, step="submit", title="提交", attempt=1, irreversible=True))
        self.happened(events.StepFailed(run=CERTIFY, step="submit", error=f"应为 {AMOUNT}", intended=False))
        self.done("submit", irreversible=True)
        self.happened(events.RunEnded(run=CERTIFY, state="done"))
        self.recorded(1)


@pytest.fixture
def office(home: Path) -> Iterator[Office]:
    """Return an installation with a case."""
    opened = Office(home)
    yield opened
    opened.ledger.close()


@pytest.fixture
def exported(office: Office, tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a bundle and returns where it lies."""

    def export(run: str | None = None) -> Path:
        return office.export(tmp_path / f"{run or 'case'}.zip", run=run)

    return export
