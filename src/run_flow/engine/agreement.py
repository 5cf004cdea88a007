"""The script that a run goes on with: compared with the one agreed on before, told, and agreed to where it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from run_flow import errors
from run_flow.engine.asks import Question, ask
from run_flow.engine.digest import ScriptStep, digest
from run_flow.engine.edits import Script, Verdict, compared, continued, judged
from run_flow.engine.flow import SETTLE
from run_flow.engine.outcome import NOT_DONE, decided
from run_flow.engine.people import Choice
from run_flow.engine.session import Place, closing
from run_flow.engine.waiting import seen
from run_flow.journal import events
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.session import Session
    from run_flow.journal.rows import AskRow, StepRow

GO_ON, STOP = "继续", "停下"
_PREFIX = "script-"


def agree(session: Session) -> None:
    """Go on with the flow's script as it stands now: tell what changed, and have a person agree to what is not safe.

    The recorded script is the one agreed on: it is replaced only once everything is settled, so that a process that
    dies in between asks nothing twice. Raises WaitingForPerson where nobody agrees, OutcomeUnknown where nobody tells
    what became of a click that the script cannot look for any more.
    """
    if not session.flow.script:
        return
    run = session.ledger.run(session.run_id)
    assert run is not None, "it was begun"
    recorded = tuple(ScriptStep.of(step) for step in run.script)
    session.script = continued(recorded, session.flow.script)
    _drop_other_versions(session)
    if session.script == recorded:
        return
    edits = compared(recorded, session.script)
    verdict = judged(edits, recorded=recorded, script=session.script, rows=_standing(session))
    if recorded:
        for sentence in verdict.told:
            session.narrator.say(sentence)
    if verdict.asked:
        _ask(session, verdict)
    settled = [event for row in verdict.unsettled for event in _settled(session, row)]
    session.append(*closing(_asks(session)), *settled, _read(session))


def _drop_other_versions(session: Session) -> None:
    key = _key(session.script)
    if ended := closing([row for row in _asks(session) if row.key != key]):
        session.append(*ended)


def _ask(session: Session, verdict: Verdict) -> None:
    """Return once a person has agreed; a no is good once: when the same script comes again, it is asked again."""
    question = Question(
        key=_key(session.script),
        text=_("流程脚本有改动。{concerns}按现在的脚本继续吗？").format(concerns="".join(verdict.asked)),
        answer=Choice((GO_ON, STOP)),
        role=_("经办人"),
        channel=_("终端或窗口"),
    )
    if ask(session, question, Place(session.run_id)) == GO_ON:
        return
    answered = [row for row in _asks(session) if row.state == "answered"]
    session.append(*(events.AskCancelled(run=row.run_id, ask=row.id) for row in answered))
    raise errors.WaitingForPerson(_("没有同意按改过的流程脚本继续。请放回原来的脚本，或者再改好它"))


def _settled(session: Session, row: StepRow) -> list[events.Event]:
    """Return the events by which a click is settled as a person decides, since the script cannot look for it."""
    place = Place(row.run_id, row.name, row.item, row.round)
    decision = decided(session, row.title, place)
    if decision == NOT_DONE:
        return [*session.settled(place), events.StepCleared(**place.facts, why="operator")]
    assert row.intent_at is not None, "its row is in the state intent"
    seen(lambda: False, until=row.intent_at + SETTLE, **session.time)  # a step in its stead must see it there
    done = events.StepDone(**place.facts, title=row.title, irreversible=True, how="operator")
    return [*session.settled(place), done]


def _standing(session: Session) -> list[StepRow]:
    """Return the steps of each item's latest round: what came before is closed."""
    latest = {row.item: row.round for row in session.ledger.rounds(session.run_id)}
    return [row for row in session.ledger.steps(session.run_id) if row.round == latest.get(row.item, 1)]


def _asks(session: Session) -> list[AskRow]:
    """Return what was asked about this run's script, in any of its versions."""
    asks = session.ledger.asks(session.case.id, run_id=session.run_id, state=None)
    return [row for row in asks if not row.step and row.key.startswith(_PREFIX)]


def _key(script: Script) -> str:
    return f"{_PREFIX}{_digest(script)[:8]}"


def _read(session: Session) -> events.ScriptRead:
    """Return the event of the script that is gone on with, its texts kept among the case's files."""
    sources = tuple(session.files.keep(text.encode(), suffix=".py") for text in session.flow.sources)
    steps = tuple(step.as_json() for step in session.script)
    return events.ScriptRead(run=session.run_id, digest=_digest(session.script), steps=steps, sources=sources)


def _digest(script: Script) -> str:
    return digest([step.as_json() for step in script])
