"""Everybody but run-flow, as a surface of the engine: the people of fixtures/people, who act as soon as they are asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mock_portal.server import Running
from people.ask import Ask
from people.habits import Habits, NotYet, Whims, letter_of
from people.phone import Phone, Refused
from run_flow.engine.people import AskView

Happening = Callable[[], Any]


class Neighbours:
    """People who see an ask in this process, use the phone and tell what they would answer.

    What else happens, by the key of an ask, is told by ``hears`` when it is opened, and by ``first`` and ``second``
    just before somebody can act on it for the first and the second time.
    """

    name = "people"

    def __init__(self, portal: Running, *, profile: Path, pictures: Path) -> None:
        """Live beside *portal*; what is shown to be scanned is kept in *pictures*."""
        self.phone = Phone(portal.address, key=portal.key)
        self.whims = Whims()
        self.hears: dict[str, Happening] = {}
        self.first: dict[str, Happening] = {}
        self.second: dict[str, Happening] = {}
        self.seen: list[AskView] = []
        self.refused: list[str] = []
        documents = profile.parent / "documents"
        self._habits = Habits(
            self.phone, documents=documents, letter=letter_of(documents), scans=pictures / "scans", whims=self.whims
        )
        self._pictures = pictures
        self._waiting: dict[str, AskView] = {}
        self._times: Counter[str] = Counter()
        self._typed: list[tuple[str, str]] = []

    @property
    def asked(self) -> list[str]:
        """Return the keys of the asks that were shown, each ask once, in order."""
        return [ask_id.rpartition("-")[0] for ask_id in dict.fromkeys(view.id for view in self.seen)]

    def question(self, key: str) -> str:
        """Return the words of the ask that was shown last with *key*."""
        return next(view.question for view in reversed(self.seen) if view.id.rpartition("-")[0] == key)

    def type(self, key: str, text: str) -> None:
        """Answer the newest ask called *key* with *text*, whatever it is."""
        ask_id = next(view.id for view in reversed(self.seen) if view.id.rpartition("-")[0] == key)
        self._typed.append((ask_id, text))

    def show(self, ask: AskView) -> None:
        """Hear of an ask, or of its new code, and act."""
        self.seen.append(ask)
        key = ask.id.rpartition("-")[0]
        self.hears.pop(key, bool)()
        if ask.code or ask.answer or ask.kind == "review":
            times = self._times[key] = self._times[key] + 1
            {1: self.first, 2: self.second}.get(times, {}).pop(key, bool)()
        self._waiting[ask.id] = ask
        self._act()

    def clear(self, ask_id: str) -> None:
        """Forget the ask."""
        self._waiting.pop(ask_id, None)

    def take(self) -> list[tuple[str, str]]:
        """Return what was answered; whoever could not act yet looks again."""
        self._act()
        typed, self._typed = self._typed, []
        return typed

    def refuse(self, _ask_id: str, why: str) -> None:
        """Remember why an answer was not taken."""
        self.refused.append(why)

    def _act(self) -> None:
        for view in list(self._waiting.values()):
            ask = self._told(view)
            if self._habits.of(ask) is None:
                continue
            try:
                did = self._habits.do(ask)
            except NotYet:
                continue
            except Refused as why:  # whoever scanned a code too late scans the next one
                self.refused.append(str(why))
                del self._waiting[view.id]
                continue
            del self._waiting[view.id]
            if did.answer:
                self._typed.append((view.id, did.answer))

    def _told(self, view: AskView) -> Ask:
        picture = self._pictures / f"{view.id}.png"
        if view.image:
            picture.parent.mkdir(parents=True, exist_ok=True)
            picture.write_bytes(view.image)
        return Ask(
            case=view.case_id,
            id=view.id,
            kind=view.kind,
            question=view.question,
            role=view.role,
            channel=view.channel,
            wants=view.answer.kind() if view.answer else "",
            options=getattr(view.answer, "options", ()),
            picture=picture if view.image else None,
        )
