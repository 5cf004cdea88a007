"""What is new in the ledger, each fact once: states that changed, asks, reminders, deadlines that passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from run_flow.journal.ledger import Ledger
    from run_flow.journal.rows import AskRow, CaseRow, DeadlineRow, EventRow, RunRow

Kind = Literal["state", "ask", "sign-in", "reminder", "passed", "profile"]


@dataclass(frozen=True, kw_only=True)
class News:
    """Something that nobody was told yet; ``about`` is the ask or deadline, ``why`` what is wrong with the profile or the portal."""

    kind: Kind
    case: CaseRow
    run: RunRow | None
    about: AskRow | DeadlineRow | None = None
    why: str = ""
    profile: Path | None = None


@dataclass
class Ear:
    """Hears what happened in each case since it listened last."""

    ledger: Ledger
    _heard: dict[str, int] = field(default_factory=dict)
    _states: dict[str, tuple[str, str]] = field(default_factory=dict)

    def begin(self, case_id: str) -> None:
        """Take everything that stands now as told."""
        self._heard[case_id] = self.ledger.head(case_id)
        self._states |= {run.id: (run.state, run.reason) for run in self.ledger.runs(case_id)}

    @property
    def cases(self) -> set[str]:
        """Return the cases that were listened to."""
        return set(self._heard)

    def news(self, case: CaseRow) -> Iterator[News]:
        """Yield what happened in *case* since the last time."""
        happened = self.ledger.events(case.id, after=self._heard.get(case.id, 0))
        for event in happened:
            self._heard[case.id] = event.seq
            run = self.ledger.run(event.run_id)
            if news := self._of(event, case, run):
                yield news

    def standing(self, case: CaseRow, run: RunRow) -> Iterator[News]:
        """Yield who is asked in *run*; where nobody is, how it was left says who acts next."""
        asks = [ask for ask in self.ledger.asks(case.id, run_id=run.id) if ask.kind != "review"]
        for ask in asks:
            yield News(kind=_kind(ask), case=case, run=run, about=ask)
        if not asks:
            yield News(kind="state", case=case, run=run)

    def _of(self, event: EventRow, case: CaseRow, run: RunRow | None) -> News | None:
        if event.kind == "RunEnded":
            return self._ended(case, run)
        if event.kind in {"AskOpened", "AskEscalated", "AskExpired"}:
            return self._asked(event, case, run)
        if event.kind == "DeadlineEscalated":
            rows = self.ledger.deadlines(case.id)
            here = (event.data["key"], event.data["item"])
            row = next((row for row in rows if (row.key, row.item) == here), None)
            kind: Kind = "reminder" if event.data["left"] else "passed"
            return News(kind=kind, case=case, run=run, about=row) if row else None
        return None

    def _ended(self, case: CaseRow, run: RunRow | None) -> News | None:
        """Return the state in which the run was left, where it is another one; an open ask says it better."""
        if run is None or self._states.get(run.id) == (run.state, run.reason):
            return None
        self._states[run.id] = (run.state, run.reason)
        asks = self.ledger.asks(case.id, run_id=run.id)
        if run.state == "waiting" and any(ask.kind != "review" for ask in asks):
            return None
        return News(kind="state", case=case, run=run)

    def _asked(self, event: EventRow, case: CaseRow, run: RunRow | None) -> News | None:
        ask = self.ledger.ask(case.id, event.data["ask"])
        if ask is None:
            return None
        if event.kind == "AskExpired":
            return News(kind="passed", case=case, run=run, about=ask)
        if ask.state != "open":
            return None
        if event.kind == "AskEscalated":
            return News(kind="reminder", case=case, run=run, about=ask)
        if ask.kind == "review":
            return None  # the run's state tells it
        return News(kind=_kind(ask), case=case, run=run, about=ask)


def _kind(ask: AskRow) -> Kind:
    return "sign-in" if ask.kind == "sign-in" else "ask"
