"""A case in which something of everything happened, filmed, and its bundle opened for a replay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from tests.audit.conftest import CERTIFY, LINK, WORDS, Office, sha256
from tests.replay.window import recording

from run_flow.journal import events
from run_flow.journal.files import write_durably
from run_flow.replay.opened import Opened
from run_flow.replay.page import Replay

REASON = {"field": "营业执照", "reason": "看不清 <b>", "suggestion": "", "path": "", "mend": ""}


class Filmed(Office):
    """The office, its window recorded: a click in the middle of every step, and looks all the time."""

    film: bytes | None = None

    def __init__(self, home: Path) -> None:
        """Let more happen: fields, a kill, a refusal, a person at the window."""
        super().__init__(home)
        place = {"run": LINK, "step": "bind", "item": "", "round": 1}
        shot = self.files.keep(b"\x89PNG\r\n\x1a\n an error")
        self.happened(
            events.RunResumed(run=LINK, digest="d2"),
            events.StepStarted(**place, title="关联小程序", attempt=2, irreversible=False),
            events.StepTakenOver(**place, ask="over-1"),
            events.RunResumed(run=LINK, digest="d2"),
            events.StepStarted(**place, title="关联小程序", attempt=3, irreversible=False),
            events.FieldProven(
                **place, field="f", form="小程序信息", label="名称<i>", source="programs.0.name", holder="h", kind="text",
                rules=("name.length", "no.such.rule"), typed="aa", readback="bb",
            ),
            events.StepFailed(**place, error="没有这个按钮", intended=False),
            events.PageShown(**place, why="error", screenshot=shot),
            events.FactFound(run=LINK, label="AppID", value="还没有"),
            events.FactFound(run=LINK, label="AppID", value="wx1234"),
            events.RoundOpened(run=LINK, round=2, key="k", reason="审核未通过", reasons=(REASON,)),
            events.RunEnded(run=LINK, state="refused"),
        )  # fmt: skip

    def recorded(self, number: int, *, facts: bytes = b'{"leaks":[]}') -> None:
        """Keep a trace of the certification, or ``film``, with the *facts* beside it."""
        place = f"evidence/{CERTIFY}/{number}"
        trace = self.film or self._filmed()
        write_durably(self.folder / place / "trace.zip", trace)
        write_durably(self.folder / place / "trace.json", facts)
        told = {"name": f"{place}/trace.zip", "sha256": sha256(trace), "size": len(trace), "facts": sha256(facts)}
        self.happened(events.EvidenceKept(run=CERTIFY, state="published", **told))

    def began(self, step: str):
        """Return when *step* of the certification began."""
        told = self.ledger.events(CERTIFY)
        return next(each.at for each in told if each.kind == "StepStarted" and each.data["step"] == step)

    def _filmed(self) -> bytes:
        began = self.began("company")
        submit = (self.began("submit") - began).total_seconds()
        return recording(began, [(0.1, "evaluateExpression"), (0.2, "click"), (submit + 0.2, "click")])


@contextmanager
def opened(office: Filmed, file: Path, *, run: str | None = None, key: str | None = None) -> Iterator[Replay]:
    """Export the case of *office*, or its one *run*, to *file*, and open a replay of it."""
    with Opened(office.export(file, run=run), key=key) as bundle:
        yield Replay.of(bundle, speak=lambda: WORDS)


@pytest.fixture
def filmed(home: Path) -> Iterator[Filmed]:
    """Return an office whose window was recorded."""
    office = Filmed(home)
    yield office
    office.ledger.close()


@pytest.fixture
def replayed(filmed: Filmed, tmp_path: Path) -> Iterator[Callable[..., Replay]]:
    """Return a function that opens a replay of the case's bundle as it is now."""
    with ExitStack() as closing:
        yield lambda **facts: closing.enter_context(opened(filmed, tmp_path / f"{uuid4()}.zip", **facts))


@pytest.fixture(scope="package")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    """Return a replay that many tests look at, and none changes."""
    folder = tmp_path_factory.mktemp("replay")
    office = Filmed(folder / "home")
    with opened(office, folder / "bundle.zip") as replay:
        yield replay
    office.ledger.close()
