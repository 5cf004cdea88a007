"""What happened, folded from a bundle's events for a person to read: runs, their steps, who did what, and what it left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from run_flow.audit.chain import Told
from run_flow.audit.commitments import SIDES
from run_flow.language import _
from run_flow.replay.answers import answers
from run_flow.replay.asked import Asked, asked
from run_flow.replay.timeline import Act, Chapter, Field, Line, Shot, Story, Who

_BY: Mapping[str, Who] = {
    "FactFound": "portal",
    "DeadlineSet": "portal",
    "RoundOpened": "portal",
    "AskOvertaken": "portal",
    "AskAnswered": "person",
    "StepTakenOver": "person",
    "StepAccepted": "person",
    "EvidencePurged": "person",
}
_TITLED = frozenset({"StepStarted", "StepDone"})
_ENDS: Mapping[str, Literal["done", "failed"]] = {"StepDone": "done", "StepFailed": "failed"}
_LATE = frozenset({"FieldProven", "PageShown"})
"""Kinds of events that belong to a step whose result was told already."""
_ANYWHERE = frozenset({"FactFound", "DeadlineSet", "DeadlineMet", "DeadlineEscalated", "RoundOpened"})
"""Kinds of events that name no step, and are told within the one that goes on."""
_OF_ASKS = frozenset(
    {"AskAnswered", "AskUsed", "AskOvertaken", "AskExpired", "AskCancelled", "AskEscalated", "AskPictured"}
)
"""Kinds of events that tell how a question went on."""
_STOPS = frozenset({"StepFailed", "StepCleared", "StepStale"})
_CALM = frozenset({"done", "waiting", "review"})
_SHOWN_ELSEWHERE = frozenset({"StepStarted", "FieldProven", "PageShown", "EvidenceKept", "RunStarted"})
"""Kinds of events that the page tells in another form than a line of words."""


@dataclass(frozen=True)
class Words:
    """How the command line says things: an event (given the steps' titles), the state of a run, the title of a flow."""

    tell: Callable[[Told, Mapping[str, str]], str]
    states: Mapping[str, str]
    flows: Mapping[str, str]


def story(events: Sequence[Told], *, words: Words) -> Story:
    """Return what *events* tell; raise what a malformed event makes of its reader."""
    chapters: dict[str, Chapter] = {}
    asks, titles = asked(events), _titles(events)
    fold = _Fold(words, asks, titles)
    lines = []
    for event in events:
        if event.kind == "RunStarted":
            chapters[event.run] = fold.begun(event)
        if chapter := chapters.get(event.run):
            fold.told(chapter, event)
        elif not event.kind.startswith("Ask"):
            lines.append(fold.line(event))
    company = next((str(event.data["company"]) for event in events if event.kind == "CaseOpened"), "")
    for chapter in chapters.values():
        _settle(chapter)
    found = answers(events, asks=asks, tell=lambda event: words.tell(event, titles.get(event.run, {})))
    return Story(company, tuple(chapters.values()), found, tuple(lines))


def _settle(chapter: Chapter) -> None:
    """Tell of each step that was cut short whether it was done later: by another attempt, or by the portal."""
    done = {act.place for act in chapter.steps if act.state == "done"}
    for act in chapter.steps:
        if act.state == "cut" and (act.place in done or chapter.state == "done"):
            act.state = "later"


def _titles(events: Sequence[Told]) -> Mapping[str, Mapping[str, str]]:
    """Return what the steps of each run are called: two flows may have a step of one name."""
    found: dict[str, dict[str, str]] = {}
    for event in events:
        if event.kind in _TITLED:
            found.setdefault(event.run, {})[event.data["step"]] = str(event.data["title"])
    return found


@dataclass(frozen=True)
class _Fold:
    """What is known while events are told one by one."""

    words: Words
    asks: Mapping[str, Asked]
    titles: Mapping[str, Mapping[str, str]]

    def begun(self, event: Told) -> Chapter:
        flow, at = str(event.data["flow"]), moment(event)
        title = " ".join(filter(None, (self.words.flows.get(flow, flow), str(event.data.get("item", "")))))
        return Chapter(event.run, title, bool(event.data.get("dry_run")), at, at)

    def told(self, chapter: Chapter, event: Told) -> None:
        if event.kind == "RunResumed" and chapter.state == "running":
            text = _("到这里断了：进程被杀掉、断电，或电脑关了，没有来得及说。")
            torn = Line(chapter.ended, "program", text, event.seq, stops=True)
            # between two steps: what stands within one is folded away
            chapter.acts.append(Act(chapter.run, (), "", chapter.ended, chapter.ended, told=[torn]))
        chapter.ended = moment(event)
        ask = self.asks.get(event.data["ask"]) if event.kind in _OF_ASKS else None
        act = self._heard(chapter, ask, event) if ask else self._act(chapter, event)
        if act.state == "open":
            act.ended = chapter.ended
        act.irreversible = act.irreversible or bool(event.data.get("irreversible"))
        act.seqs.append(event.seq)
        self._fill(act, event)
        if event.kind == "StepDone":
            act.compared = event.data.get("how") == "compared"
        if event.kind in _ENDS:
            act.state = _ENDS[event.kind]
        if event.kind in {"RunResumed", "RunEnded"}:
            chapter.state = str(event.data.get("state", "running"))
            for each in chapter.steps:
                each.state = "cut" if each.state == "open" else each.state

    def _act(self, chapter: Chapter, event: Told) -> Act:
        """Return the act to which *event* belongs: that of its step, until a result is told, else a new one."""
        place = self._place(event)
        last = next((act for act in reversed(chapter.acts) if act.place == place), None)
        newest = chapter.acts[-1] if chapter.acts else None
        if not place and newest and newest.state == "open" and event.kind in _ANYWHERE:
            return newest
        if last and (last.state == "open" or event.kind in _LATE) and (place or last is newest):
            return last
        title = self.titles.get(event.run, {}).get(place[0], str(place[0])) if place else ""
        chapter.acts.append(Act(chapter.run, place, title, moment(event), moment(event)))
        return chapter.acts[-1]

    def _heard(self, chapter: Chapter, ask: Asked, event: Told) -> Act:
        """Tell how *ask* went on, right after it where nothing else happened since, and return the act in which it did."""
        act = chapter.acts[-1]
        ends = [end for end in ask.endings if end.seq == event.seq]
        if not ends:
            return next((each for each in chapter.acts if ask in each.asks), act)
        if act.told and act.told[-1] is ask:
            ask.near.extend(ends)
            return act
        if act.state != "open" and ask not in act.asks:
            act = Act(chapter.run, (), "", moment(event), moment(event))
            chapter.acts.append(act)
        for end in ends:
            text = _("：").join(filter(None, (f"「{ask.question}」", end.by, end.text)))
            act.told.append(Line(end.at, _BY.get(event.kind, "program"), text, end.seq))
        return act

    def _place(self, event: Told) -> tuple[Any, ...]:
        """Return the step in which *event* happened, its item and round; empty outside a step."""
        data = event.data
        if event.kind != "AskOpened" and data.get("ask") in self.asks:
            return self.asks[data["ask"]].place
        return (data["step"], data.get("item", ""), data.get("round", 1)) if data.get("step") else ()

    def _fill(self, act: Act, event: Told) -> None:
        data = event.data
        if event.kind == "FieldProven":
            act.fields.append(_field(data, seq=event.seq))
        if event.kind == "AskOpened":
            act.told.append(self.asks[data["ask"]])
        if event.kind == "StepIntended":
            act.clicked = str(data["label"])
        if picture := data.get("screenshot"):
            act.shots.append(Shot(f"screenshots/{picture}.png", _caption(event)))
        if event.kind not in _SHOWN_ELSEWHERE and not event.kind.startswith("Ask"):
            act.told.append(self.line(event))

    def line(self, event: Told) -> Line:
        """Return *event* as a line of words."""
        who: Who = _BY.get(event.kind, "program")
        ended = event.kind == "RunEnded" and event.data["state"] not in _CALM
        stops = event.kind in _STOPS or ended or bool(event.data.get("reasons"))
        return Line(moment(event), who, self.words.tell(event, self.titles.get(event.run, {})), event.seq, stops)


def _field(data: Mapping[str, Any], *, seq: int) -> Field:
    committed = frozenset(side for side in SIDES if data[side])
    rules = tuple(map(str, data["rules"]))
    where = (str(data["form"]), str(data["label"]), str(data["source"]))
    return Field(*where, rules, bool(data["mapped"]), committed, seq)


def _caption(event: Told) -> str:
    why = {"approval": _("请人同意时的页面"), "error": _("出错时的页面")}
    return why.get(event.data.get("why", ""), _("办成以后的页面"))


def moment(event: Told) -> datetime:
    """Return when *event* happened."""
    return datetime.fromisoformat(event.at)
