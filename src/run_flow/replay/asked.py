"""What people were asked, and how each question ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from run_flow.audit.chain import Told
from run_flow.engine.people import who_answered
from run_flow.language import _


@dataclass(frozen=True)
class Ending:
    """How a question went on: when, where or by whom an answer was given, and what was said; ``seq`` is the event's."""

    at: datetime
    by: str
    text: str
    seq: int


@dataclass
class Asked:
    """A question to a person, or to the portal's reviewers; ``near`` are the endings that were told right after it."""

    at: datetime
    place: tuple[Any, ...]
    kind: str
    question: str
    role: str
    channel: str
    deadline: datetime | None
    expiry: str
    answered_by_portal: bool
    seq: int
    endings: list[Ending] = field(default_factory=list)
    near: list[Ending] = field(default_factory=list)

    @property
    def approval(self) -> bool:
        """Tell whether a person was asked to agree."""
        return self.kind == "approval"

    @property
    def review(self) -> bool:
        """Tell whether the portal's people were to decide."""
        return self.kind == "review"


def asked(events: Sequence[Told]) -> dict[str, Asked]:
    """Return every question of *events* by its id, which is good for the whole case, with all its endings."""
    found: dict[str, Asked] = {}
    for event in events:
        if event.kind == "AskOpened":
            found[event.data["ask"]] = _opened(event)
        elif event.kind.startswith("Ask") and (ask := found.get(event.data["ask"])) and (text := _ending(event, ask)):
            by = who_answered(str(event.data.get("by", "")))
            ask.endings.append(Ending(datetime.fromisoformat(event.at), by, text, event.seq))
    return found


def _opened(event: Told) -> Asked:
    data = event.data
    return Asked(
        at=datetime.fromisoformat(event.at),
        place=(data["step"], data.get("item", ""), data.get("round", 1)) if data.get("step") else (),
        kind=data["kind"],
        question=str(data["question"]),
        role=str(data["role"]),
        channel=str(data["channel"]),
        deadline=datetime.fromisoformat(data["deadline"]) if data["deadline"] else None,
        expiry=str(data.get("expiry", "")),
        answered_by_portal=data.get("answer") is None,
        seq=event.seq,
    )


def _ending(event: Told, ask: Asked) -> str:
    """Return how *ask* went on, empty where there is nothing to tell a person."""
    words: Mapping[str, str] = {
        "AskOvertaken": _overtaken(ask),
        "AskExpired": _("过期，没有人回答"),
        "AskCancelled": _("不用再等了"),
        "AskEscalated": _("期限快到，提醒过一次"),
    }
    return _answer(event) if event.kind == "AskAnswered" else words.get(event.kind, "")


def _overtaken(ask: Asked) -> str:
    """Return what it means that the portal went on: of a scan, or a payment, it alone can tell that it was done."""
    if ask.review:
        return _("平台有了结果，已继续")
    return _("平台已看到办好，已继续") if ask.answered_by_portal else _("平台已继续，不用再回答")


def _answer(event: Told) -> str:
    """Return what was answered, as far as the bundle tells it."""
    value = event.data["value"]
    if event.data.get("secret_ref"):
        return _("已回答（秘密，从不保存）")
    words = {"yes": _("同意"), "no": _("不同意"), None: _("已回答（内容不在包里，只有加盐的哈希）")}
    return words.get(value, str(value))
