"""A profile that changed after something was sent: told, asked about, never sent again by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from run_flow import errors
from run_flow.engine.asks import Question, ask
from run_flow.engine.people import Choice
from run_flow.engine.session import Place, closing
from run_flow.engine.sources import digests
from run_flow.journal import events
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.run import Run
    from run_flow.engine.session import Session
    from run_flow.journal.rows import AskRow, EventRow
    from run_flow.profile import Profile

GO_ON, STOP = "照已提交的继续", "先停下"
_KEY = "profile-changed"


@dataclass(frozen=True)
class Done:
    """A step that is done: what it was given, and what a person let stand in its place since."""

    place: Place
    title: str
    irreversible: bool
    sent: Mapping[str, str]
    accepted: Mapping[str, str] = field(default_factory=dict)
    stale: tuple[str, ...] = ()

    def differing(self, now: Mapping[str, str]) -> tuple[str, ...]:
        """Return the paths that no longer hold what the step was given."""
        return tuple(path for path, held in self.sent.items() if now[path] != held)

    def is_settled(self, now: Mapping[str, str]) -> bool:
        """Tell whether a person has seen what differs and let it stand."""
        return all(now[path] == self.accepted.get(path) for path in self.differing(now))


def look(run: Run) -> None:
    """Tell what changed in the profile since the last process, and ask where that was sent already.

    Raises WaitingForPerson where a person wants to stop; the same is asked again next time.
    """
    session = run.session
    happened = session.ledger.events(session.run_id)
    _withdraw(session, agreed_before(happened, session.profile.digest))
    done = standing(happened)
    now = digests(session.profile, {path for step in done for path in step.sent}, folder=session.folder)
    if changed_since(happened):
        _tell(session, {path: None for step in done for path in step.differing(now)})
    stale = [step for step in sent(done) if step.differing(now)]
    marks = [_mark(step, now) for step in stale if step.differing(now) != step.stale]
    if marks:
        session.append(*marks)
    if asked := [step for step in stale if not step.is_settled(now)]:
        _ask(run, asked, now)


def standing(happened: Iterable[EventRow]) -> list[Done]:
    """Return the steps that are done, in the order in which they were; a new round begins its item's afresh."""
    done: dict[Place, Done] = {}
    for event in happened:
        data = event.data
        if event.kind == "RoundOpened":
            done = {place: step for place, step in done.items() if data["item"] not in {"", place.item}}
        elif event.kind in {"StepStarted", "StepDone", "StepStale", "StepAccepted"}:
            _follow(done, event.kind, data, Place(data["run"], data["step"], data["item"], data["round"]))
    return list(done.values())


def sent(done: Sequence[Done]) -> list[Done]:
    """Return those of *done* whose data the portal has: irreversible ones, and what they sent of the steps before."""
    return [
        step
        for number, step in enumerate(done)
        if any(
            (later.irreversible, later.place.item, later.place.round) == (True, step.place.item, step.place.round)
            for later in done[number:]
        )
    ]


def agreed_before(happened: Iterable[EventRow], digest: str) -> set[str]:
    """Return the approvals that were asked for while the profile was another one: what would be sent is not the same."""
    asked: dict[str, str] = {}
    profile = ""
    for event in happened:
        if event.kind in {"RunStarted", "RunResumed"}:
            profile = event.data["digest"]
        elif event.kind == "AskOpened" and event.data["kind"] == "approval":
            asked[event.data["ask"]] = profile
    return {ask for ask, profile in asked.items() if profile != digest}


def changed_since(happened: Iterable[EventRow]) -> bool:
    """Tell whether this process has another profile than the one before."""
    digests = [event.data["digest"] for event in happened if event.kind in {"RunStarted", "RunResumed"}]
    return len(digests) > 1 and digests[-1] != digests[-2]


def placed(profile: Profile, path: str) -> str:
    """Return "profile.yaml:12 company.name" of the dotted *path*."""
    file, line, _column = profile.where(path).rsplit(":", 2)
    return f"{Path(file).name}:{line} {path}"


def _withdraw(session: Session, approvals: set[str]) -> None:
    """Close those of *approvals* that still stand: they are asked for again."""
    asks = session.ledger.asks(session.case.id, run_id=session.run_id, state=None)
    if ended := closing([ask for ask in asks if ask.id in approvals]):
        session.append(*ended)


def _follow(done: dict[Place, Done], kind: str, data: Mapping[str, Any], place: Place) -> None:
    if kind == "StepStarted":
        done.pop(place, None)
    elif kind == "StepDone":
        done[place] = Done(place, data["title"], data["irreversible"], data.get("inputs", {}))
    elif kind == "StepStale" and place in done:
        done[place] = replace(done[place], stale=tuple(data["paths"]))
    elif kind == "StepAccepted" and place in done:
        done[place] = replace(done[place], accepted=data["inputs"])


def _mark(step: Done, now: Mapping[str, str]) -> events.Event:
    return events.StepStale(**step.place.facts, paths=step.differing(now))


def _tell(session: Session, paths: Iterable[str]) -> None:
    if named := _("、").join(placed(session.profile, path) for path in paths):
        told = _("资料在上次以后有改动：{fields}。已提交的不会重新提交，其余的会重新核对。").format(fields=named)
    else:
        told = _("资料在上次以后有改动，但办过的步骤没有用到改动的内容。")
    session.narrator.say(session.redactor.shown(told))


def _ask(run: Run, stale: Sequence[Done], now: Mapping[str, str]) -> None:
    """Have a person decide; on going on, what the profile holds now is not asked about again."""
    session = run.session
    named = _("；").join(_named(step, session.profile, now) for step in stale)
    question = Question(
        key=_KEY,
        text=_("已经提交的内容与现在的资料不同：{steps}。平台上的保持不变，不会自己重新提交。继续吗？").format(
            steps=named
        ),
        answer=Choice((GO_ON, STOP)),
        role=_("经办人"),
        channel=_("终端或窗口"),
    )
    session.taken.update(row.id for row in _asks(session) if row.state == "used")  # it was about another version
    decision = ask(session, question, Place(session.run_id, item=run.item, round=run.round))
    served = closing(_asks(session))
    if decision == STOP:
        session.append(*served)
        raise errors.WaitingForPerson(_("资料与已经提交的不同，先停下：{steps}").format(steps=named))
    accepted = [
        events.StepAccepted(**step.place.facts, inputs={path: now[path] for path in step.sent}) for step in stale
    ]
    session.append(*served, *accepted)


def _asks(session: Session) -> list[AskRow]:
    asks = session.ledger.asks(session.case.id, run_id=session.run_id, state=None)
    return [row for row in asks if row.key == _KEY and not row.step]


def _named(step: Done, profile: Profile, now: Mapping[str, str]) -> str:
    paths = _("、").join(placed(profile, path) for path in step.differing(now))
    return _("{title}（{paths}）").format(title=step.title, paths=paths)
