"""What the operator is told while a flow runs: lines on the display, or JSON lines for a program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from run_flow.cli.display import Display
from run_flow.cli.screen import span
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.narrator import StepNews
    from run_flow.engine.people import AskView

_EVERY = timedelta(minutes=5)


class DisplayNarrator:
    """Tells on the display: steps stay, fields and the time left pass by."""

    def __init__(self, display: Display) -> None:
        """Tell on *display*."""
        self._display = display
        self._step = ""
        self._told: tuple[str, int] | None = None

    def run(self, title: str, *, company: str, run_id: str, resumed: bool) -> None:
        """Tell that the flow *title* begins, or goes on."""
        begun = _("{title} · {company} · 接着办 {run}") if resumed else _("{title} · {company} · {run}")
        self._display.line(begun.format(title=title, company=company, run=run_id), bold=True)

    def step(self, title: str, news: StepNews) -> None:
        """Tell how the step *title* is doing."""
        self._step = title
        if news == "started":
            self._display.live(f"▸ {title}")
            if not self._display.is_terminal:
                self._display.line(f"▸ {title}")
            return
        self._display.live("")
        mark, colour, words = _STEP_NEWS[news]
        self._display.line(f"{mark} {title}{words}", fg=colour)

    def field(self, label: str) -> None:
        """Tell that the field *label* was filled in."""
        self._display.live(f"▸ {self._step} · {label}")
        if not self._display.is_terminal:
            self._display.line(f"    {label}")

    def waiting(self, ask: AskView, left: timedelta) -> None:
        """Tell how long it waits still: in place on a terminal, elsewhere every few minutes."""
        line = _("  等 {role} · 还等 {left}").format(role=ask.role, left=span(left))
        self._display.live(line)
        now = (ask.id, left // _EVERY)
        if not self._display.is_terminal and now != self._told:
            self._display.line(line)
        self._told = now

    def say(self, text: str) -> None:
        """Tell a sentence of the flow's."""
        self._display.line(f"  {text}")


_STEP_NEWS: dict[str, tuple[str, str, str]] = {
    "done": ("✓", "green", ""),
    "compared": ("✓", "green", _("（已核对，没有改动）")),
    "adopted": ("✓", "green", _("（平台上已经办好）")),
    "skipped": ("✓", "green", _("（之前已办）")),
    "failed": ("✗", "red", _("（没有办成）")),
    "refused": ("✗", "red", _("（平台没有受理）")),
    "redo": ("↻", "yellow", _("（重办）")),
}


class JsonNarrator:
    """Tells a program, one JSON object per line."""

    def __init__(self, put: Callable[[dict[str, Any]], None]) -> None:
        """Hand each record to *put*."""
        self._put = put
        self._waiting_for: str | None = None

    def run(self, title: str, *, company: str, run_id: str, resumed: bool) -> None:
        """Tell that the flow *title* begins, or goes on."""
        self._put({"news": "run", "title": title, "company": company, "run": run_id, "resumed": resumed})

    def step(self, title: str, news: StepNews) -> None:
        """Tell how the step *title* is doing."""
        self._put({"news": "step", "title": title, "step": news})

    def field(self, label: str) -> None:
        """Tell that the field *label* was filled in."""
        self._put({"news": "field", "label": label})

    def waiting(self, ask: AskView, left: timedelta) -> None:
        """Tell once that *ask* is waited for."""
        if ask.id != self._waiting_for:
            self._waiting_for = ask.id
            facts = {"case": ask.case_id, "ask": ask.id, "role": ask.role, "question": ask.question}
            self._put({"news": "waiting", **facts, "seconds_left": int(left.total_seconds())})

    def say(self, text: str) -> None:
        """Tell a sentence of the flow's."""
        self._put({"news": "say", "text": text})
