"""What people were asked, and how each question ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from run_flow.audit.chain import Told
from run_flow.language import _


@dataclass(frozen=True)
class Ending:
    """How a question ended: when, who gave the answer or from where, and what was said."""

    at: datetime
    by: str
    text: str


@dataclass
class Asked:
    """A question to a person, or to the portal's reviewers."""

    at: datetime
    place: tuple[Any, ...]
    kind: str
    question: str
    role: str
    channel: str
    deadline: datetime | None
    expiry: str
    endings: list[Ending]

    @property
    def approval(self) -> bool:
        """Tell whether a person was asked to agree."""
        return self.kind == "approval"

    @property
    def review(self) -> bool:
        """Tell whether the portal's people were to decide."""
        return self.kind == "review"


def asked(events: Sequence[Told]) -> dict[str, Asked]:
    """Return every question of *events* by its id, which is good for the whole case."""
    found: dict[str, Asked] = {}
    for event in events:
        if event.kind == "AskOpened":
            found[event.data["ask"]] = _opened(event)
        elif event.kind.startswith("Ask") and (ask := found.get(event.data["ask"])) and (text := _ending(event)):
            ask.endings.append(Ending(datetime.fromisoformat(event.at), str(event.data.get("by", "")), text))
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
        endings=[],
    )


def _ending(event: Told) -> str:
    """Return how a question went on, empty where there is nothing to tell a person."""
    words: Mapping[str, str] = {
        "AskOvertaken": _("平台自己往下走了，不用回答"),
        "AskExpired": _("过期，没有人回答"),
        "AskCancelled": _("不用再等了"),
        "AskEscalated": _("期限快到，提醒过一次"),
    }
    return _answer(event) if event.kind == "AskAnswered" else words.get(event.kind, "")


def _answer(event: Told) -> str:
    """Return what was answered, as far as the bundle tells it."""
    value = event.data["value"]
    if event.data.get("secret_ref"):
        return _("已回答（秘密，从不保存）")
    words = {"yes": _("同意"), "no": _("不同意"), None: _("已回答（内容不在包里，只有加盐的哈希）")}
    return words.get(value, str(value))
