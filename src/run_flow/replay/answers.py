"""What the platform answered: what it showed, what its reviewers decided, and what they objected to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from run_flow.audit.chain import Told
from run_flow.language import _
from run_flow.replay.asked import Asked
from run_flow.replay.timeline import Found


def answers(events: Sequence[Told], *, asks: Mapping[str, Asked], tell: Callable[[Told], str]) -> tuple[Found, ...]:
    """Return what *events* tell of it, the earliest first; of what it showed, the last of each kind."""
    found: dict[object, Found] = {}
    for event in events:
        for answer in _answers(event, asks, tell):
            key = answer.label if event.kind == "FactFound" else event.seq
            found.pop(key, None)
            found[key] = answer
    return tuple(found.values())


def _answers(event: Told, asks: Mapping[str, Asked], tell: Callable[[Told], str]) -> Iterator[Found]:
    """Yield what *event* tells of it, as far as it does."""
    at, data = datetime.fromisoformat(event.at), event.data
    if event.kind == "FactFound":
        label = " ".join(filter(None, (str(data.get("item", "")), str(data["label"]))))
        yield Found(at, label, str(data["value"]), event.seq)
    elif event.kind == "AskOvertaken" and (ask := asks.get(data["ask"])) and ask.review:
        yield from (Found(end.at, ask.question, end.text, end.seq) for end in ask.endings if end.seq == event.seq)
    elif event.kind == "RoundOpened" and data["reasons"]:
        yield Found(at, _("审核意见"), tell(event), event.seq, stops=True)
    elif event.kind == "RunEnded" and data["state"] == "refused":
        yield Found(at, _("审核结果"), tell(event), event.seq, stops=True)
