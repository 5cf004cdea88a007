"""From an event to the rows that follow from it: pure, so that a test folds one into the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from run_flow.journal import events


@dataclass(frozen=True)
class Put:
    """The row of *table* under *key* holds *values* from here on; it is made where there is none."""

    table: str
    key: Mapping[str, Any]
    values: Mapping[str, Any]


Rows = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


def changes(event: events.Event, *, case: str, seq: int, at: datetime) -> list[Put]:
    """Return the rows that *event*, number *seq* of *case*, changes."""
    match event:
        case events.CaseOpened() | events.FactFound():
            return [_known(event, case, at)]
        case events.RunStarted() | events.RunResumed() | events.ScriptRead() | events.RunEnded() | events.RoundOpened():
            return _run(event, case, at)
        case events.DeadlineSet() | events.DeadlineEvent():
            return [_deadline(event, case, at)]
        case events.AskOpened() | events.AskEvent():
            return [_asked(event, case, at)] if isinstance(event, events.AskOpened) else _ask(event, case, at)
        case events.EvidenceKept() | events.PageShown() | events.FieldProven():
            return _evidence(event, case, at)
        case events.StepEvent():
            return _step(event, case, seq, at)
        case _:
            raise TypeError(f"{type(event).__name__} has no projection")


def fold(puts: Iterable[Put]) -> Rows:
    """Return the rows that stand after *puts*, by table and key."""
    tables: Rows = {}
    for put in puts:
        row = tables.setdefault(put.table, {}).setdefault(tuple(put.key.values()), dict(put.key))
        row.update(put.values)
    return tables


def _known(event: events.CaseOpened | events.FactFound, case: str, at: datetime) -> Put:
    if isinstance(event, events.CaseOpened):
        return Put("cases", {"id": case}, {"key": event.key, "company": event.company, "opened_at": at})
    key = {"case_id": case, "item": event.item, "label": event.label}
    return Put("facts", key, {"run_id": event.run, "value": event.value, "at": at})


def _evidence(event: events.EvidenceKept | events.PageShown | events.FieldProven, case: str, at: datetime) -> list[Put]:
    """Return the file it names; a commitment is only for the chain to keep."""
    match event:
        case events.EvidenceKept():
            return [_file(event.sha256, "trace", case, event.run, at)]
        case events.PageShown():
            return [_file(event.screenshot, "screenshot", case, event.run, at)]
        case events.FieldProven():
            return []


def _run(event: events.Event, case: str, at: datetime) -> list[Put]:
    key = {"id": event.run}
    running = {"state": "running", "reason": "", "look_at": None, "updated_at": at, "ended_at": None}
    match event:
        case events.RunStarted():
            begun = {"case_id": case, "flow": event.flow, "item": event.item, "started_at": at}
            return [Put("runs", key, {**begun, **running, "digest": event.digest, "dry_run": event.dry_run})]
        case events.RunResumed():
            return [Put("runs", key, {**running, "digest": event.digest, "dry_run": event.dry_run})]
        case events.ScriptRead():
            return [Put("runs", key, {"script": list(event.steps), "updated_at": at})]
        case events.RunEnded():
            ended = {"state": event.state, "reason": event.reason, "look_at": event.look_at}
            return [Put("runs", key, {**ended, "updated_at": at, "ended_at": at})]
        case events.RoundOpened():
            row = {"run_id": event.run, "item": event.item, "round": event.round}
            why = {"key": event.key, "reason": event.reason, "reasons": list(event.reasons), "opened_at": at}
            return [Put("rounds", row, why)]
        case _:
            raise TypeError(f"{type(event).__name__} is not about a run")


def _deadline(event: events.DeadlineSet | events.DeadlineEvent, case: str, at: datetime) -> Put:
    key = {"case_id": case, "item": event.item, "key": event.key}
    match event:
        case events.DeadlineSet():
            what = {"run_id": event.run, "title": event.title, "until": event.until, "expiry": event.expiry}
            return Put("deadlines", key, {**what, "escalated": None, "met_at": None})
        case events.DeadlineMet():
            return Put("deadlines", key, {"met_at": at})
        case events.DeadlineEscalated():
            return Put("deadlines", key, {"escalated": event.left})
        case _:
            raise TypeError(f"{type(event).__name__} is not about a deadline")


def _step(event: events.StepEvent, case: str, seq: int, at: datetime) -> list[Put]:
    key = {"run_id": event.run, "name": event.step, "item": event.item, "round": event.round}
    if isinstance(event, events.StepTakenOver | events.StepStale | events.StepAccepted):
        return [Put("steps", key, _noted(event))]  # the step itself went no further
    row = Put("steps", key, {"seq": seq, **_step_values(event, at)})
    if isinstance(event, events.StepDone) and event.screenshot:
        return [row, _file(event.screenshot, "screenshot", case, event.run, at)]
    return [row]


def _step_values(event: events.StepEvent, at: datetime) -> dict[str, Any]:
    no_intent = {"intent_at": None, "intent_owner": None, "intent_label": None}
    match event:
        case events.StepStarted():
            begun = {"title": event.title, "irreversible": event.irreversible, "attempt": event.attempt}
            return {"state": "started", **begun, "started_at": at, "error": ""}
        case events.StepIntended():
            return {"state": "intent", "intent_at": at, "intent_owner": event.owner, "intent_label": event.label}
        case events.StepCleared():
            return {"state": "failed", "error": event.reason, **no_intent}
        case events.StepFailed():
            return {"state": "intent" if event.intended else "failed", "error": event.error}
        case events.StepDone():
            fact = {"title": event.title, "irreversible": event.irreversible, "how": event.how, "done_at": at}
            held = {"forms": list(event.forms), "fields": list(event.fields), "inputs": dict(event.inputs), "stale": []}
            return {"state": "done", **fact, **held, "screenshot": event.screenshot, "error": ""}
        case _:
            raise TypeError(f"{type(event).__name__} is not about a step")


def _noted(event: events.StepTakenOver | events.StepStale | events.StepAccepted) -> dict[str, Any]:
    match event:
        case events.StepTakenOver():
            return {"by_person": True}
        case events.StepStale():
            return {"stale": list(event.paths)}
        case events.StepAccepted():
            return {"inputs": dict(event.inputs)}


def _asked(event: events.AskOpened, case: str, at: datetime) -> Put:
    place = {"run_id": event.run, "step": event.step, "item": event.item, "round": event.round, "key": event.key}
    words = {"kind": event.kind, "question": event.question, "answer": event.answer, "secret": event.secret}
    whom = {"role": event.role, "channel": event.channel, "deadline": event.deadline, "expiry": event.expiry}
    return Put("asks", {"case_id": case, "id": event.ask}, {"state": "open", **place, **words, **whom, "opened_at": at})


def _ask(event: events.AskEvent, case: str, at: datetime) -> list[Put]:
    return [Put("asks", {"case_id": case, "id": event.ask}, _ask_values(event, at))]


def _ask_values(event: events.AskEvent, at: datetime) -> dict[str, Any]:
    match event:
        case events.AskPictured():
            return {"image": event.image}
        case events.AskAnswered():
            answer = {"value": event.value, "secret_ref": event.secret_ref, "by": event.by}
            return {"state": "answered", **answer, "answered_at": at}
        case events.AskEscalated():
            return {"escalated": event.left}
        case events.AskUsed() | events.AskOvertaken() | events.AskExpired() | events.AskCancelled():
            by = {"by": "portal"} if isinstance(event, events.AskOvertaken) else {}
            return {"state": _CLOSED[type(event)], "closed_at": at, **by}
        case _:
            raise TypeError(f"{type(event).__name__} is not about an ask")


_CLOSED: Mapping[type[events.AskEvent], events.AskState] = {
    events.AskUsed: "used",
    events.AskOvertaken: "used",
    events.AskExpired: "expired",
    events.AskCancelled: "cancelled",
}


def _file(sha256: str, kind: str, case: str, run: str, at: datetime) -> Put:
    return Put("files", {"case_id": case, "sha256": sha256}, {"kind": kind, "run_id": run, "at": at})
