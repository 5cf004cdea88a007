"""When a click that may have been heard may be made again: never by itself where money moves.

A click with ``then=`` opens a page on which a person does what cannot be undone: it draws a code, and they pay. The
click alone moves nothing, so an earlier process that died while its code was shown leaves this question only: did
somebody scan that code? As long as it can be paid, and the portal can be late, nobody but a person knows: they are
asked. They are asked however long ago it was where the page itself moved on, or where a person clicked: then something
came of it. Only a code under whose ask nothing happened lapses, a day after its process ended: then the person is asked
for approval afresh, told that this is another time. No code is drawn without that approval.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from run_flow.engine.hands import CLICKED
from run_flow.engine.session import Place, closing
from run_flow.language import _
from run_flow.plan.deadlines import deadline

if TYPE_CHECKING:
    from run_flow.engine.run import Run
    from run_flow.engine.session import Session
    from run_flow.engine.step import Step
    from run_flow.journal import events
    from run_flow.journal.rows import EventRow, StepRow


def lapsed(session: Session, step: Step, row: StepRow) -> bool:
    """Tell whether nothing that an earlier process showed after its click can bring *step* about any more."""
    place = Place(row.run_id, row.name, row.item, row.round)
    if not step.waits or not _in_vain(session, place):
        return False
    return session.clock.now() >= deadline("payment").ends(_last_shown(session, place, row)) + step.settle


def served(session: Session, place: Place, *, redo: bool) -> list[events.Event]:
    """Return the events that close the decisions about a click that came to nothing: agreement is asked for afresh.

    Where a *redo* needs no new agreement, only what a person said of their own click has served. Answers stay, because
    the new approval shows them, and a no to it has them asked again. What waits for the portal alone goes on waiting,
    with its first deadline.
    """
    decisions = {f"{place.step}-hands"} if redo else {f"{place.step}-{of}" for of in ("approval", "outcome", "hands")}
    return closing([row for row in session.asks_at(place) if row.key in decisions])


def warning(run: Run, place: Place) -> str:
    """Return what whoever approves has to know where the same click was intended before, else nothing."""
    for event in run.session.ledger.events(place.run):
        if event.kind == "StepCleared" and event.data["why"] != "refused" and _is_at(event, place):
            return "\n" + _("上一次没有看到办成，这是再办一次。如果其实已经办成，请不要同意，先到平台核实。")
    return ""


def _in_vain(session: Session, place: Place) -> bool:
    """Tell whether the code's ask is open as if nobody had seen it: neither the page moved on nor a person clicked."""
    asks = session.asks_at(place)
    waiting = any(ask.answer is None and ask.state == "open" for ask in asks)
    return waiting and not any(ask.value == CLICKED or (ask.answer is None and ask.by == "portal") for ask in asks)


def _last_shown(session: Session, place: Place, row: StepRow) -> datetime:
    """Return when the process that showed a code had certainly ended: a code that does not change leaves no trace."""
    assert row.intent_at is not None, "only an intended click is asked about"
    ended = None
    for event in session.ledger.events(place.run):
        if event.kind == "StepIntended" and _is_at(event, place):
            ended = None
        elif event.kind in {"RunEnded", "RunResumed"}:
            ended = ended or event.at
    return max(row.intent_at, ended or session.clock.now())


def _is_at(event: EventRow, place: Place) -> bool:
    return (event.data.get("step"), event.data.get("item"), event.data.get("round")) == (
        place.step,
        place.item,
        place.round,
    )
