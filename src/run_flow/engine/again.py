"""When a click that may have been heard may be made again: never by itself where money moves.

A click with ``then=`` opens a page on which a person does what cannot be undone: it draws a code, and they pay. The
click alone moves nothing, so an earlier process that died while its code was shown leaves this question only: did
somebody scan that code? As long as it can be scanned, and the portal can be late, nobody but a person knows: they are
asked. Once it has lapsed and the portal still shows that nothing came of it, it is clear: the person is asked for
approval afresh, told that this is another time, and the code is shown again under the same ask, with its first
deadline. No code is drawn without that approval, so no second payment can come of a process that died.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from run_flow.engine.session import Place, closing
from run_flow.language import _
from run_flow.plan.deadlines import deadline

if TYPE_CHECKING:
    from run_flow.engine.run import Run
    from run_flow.engine.session import Session
    from run_flow.engine.step import Step
    from run_flow.journal import events
    from run_flow.journal.rows import AskRow, StepRow


def lapsed(session: Session, step: Step, row: StepRow) -> bool:
    """Tell whether nothing that an earlier process showed after its click can bring *step* about any more."""
    return step.waits and session.clock.now() >= deadline("scan").ends(_last_shown(session, row)) + step.settle


def served(session: Session, place: Place) -> list[events.Event]:
    """Return the events that close the decisions about a click that came to nothing: agreement is asked for afresh.

    Answers stay, because the new approval shows them, and a no to it has them asked again. What waits for the portal
    alone goes on waiting, with its first deadline.
    """
    decisions = {f"{place.step}-approval", f"{place.step}-outcome", f"{place.step}-hands"}
    return closing([row for row in _asks(session, place) if row.key in decisions])


def warning(run: Run, place: Place) -> str:
    """Return what whoever approves has to know where the same click was intended before, else nothing."""
    for event in run.session.ledger.events(place.run):
        here = (event.data.get("step"), event.data.get("item"), event.data.get("round"))
        cleared = event.kind == "StepCleared" and event.data["why"] != "refused"
        if cleared and here == (place.step, place.item, place.round):
            return "\n" + _("上一次没有办成，这是再办一次。如果其实已经办成，请不要同意，先到平台核实。")
    return ""


def _last_shown(session: Session, row: StepRow) -> datetime:
    """Return the last moment at which an earlier process is known to have shown a code; the intent's at least."""
    place = Place(row.run_id, row.name, row.item, row.round)
    here = {ask.id for ask in _asks(session, place) if ask.answer is None}
    shown = [
        event.at
        for event in session.ledger.events(row.run_id)
        if event.kind in {"AskOpened", "AskPictured"} and event.data["ask"] in here
    ]
    assert row.intent_at is not None, "only an intended click is asked about"
    return max([row.intent_at, *shown])


def _asks(session: Session, place: Place) -> list[AskRow]:
    asks = session.ledger.asks(session.case.id, run_id=place.run, state=None)
    return [ask for ask in asks if (ask.step, ask.item, ask.round) == (place.step, place.item, place.round)]
