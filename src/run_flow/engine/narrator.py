"""Who tells the operator what is going on; the command line has one, tests have another."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, Protocol

from run_flow.engine.people import AskView

StepNews = Literal["started", "done", "compared", "adopted", "skipped", "failed", "refused", "redo"]


class Narrator(Protocol):
    """Someone who tells; in what arrives here every value is masked."""

    def run(self, title: str, *, company: str, run_id: str, resumed: bool) -> None:
        """Tell that the flow *title* begins, or goes on."""
        ...

    def step(self, title: str, news: StepNews) -> None:
        """Tell how the step *title* is doing."""
        ...

    def field(self, label: str) -> None:
        """Tell that the field *label* was filled in."""
        ...

    def waiting(self, ask: AskView, left: timedelta) -> None:
        """Tell, several times a second, how much time is *left* for *ask*."""
        ...

    def say(self, text: str) -> None:
        """Tell a sentence of the flow's."""
        ...


class Silent:
    """Tells nobody: what an unattended look finds out is in the journal."""

    def run(self, title: str, *, company: str, run_id: str, resumed: bool) -> None:
        """Say nothing of the run."""

    def step(self, title: str, news: StepNews) -> None:
        """Say nothing of the step."""

    def field(self, label: str) -> None:
        """Say nothing of the field."""

    def waiting(self, ask: AskView, left: timedelta) -> None:
        """Say nothing of the time left."""

    def say(self, text: str) -> None:
        """Say nothing of the flow's."""
