"""What stood in the fields as a person took over, over restarts: what differs from it is theirs, the rest is not.

It lies beside the case as keyed digests. What the assistant typed afterwards is noted, too: a later process, whose
profile may have been mended, must not take it for the person's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from run_flow.engine.sources import keyed
from run_flow.journal.files import write_durably

OURS, THEIRS = "ours", "theirs"


@dataclass
class Handed:
    """Who changed a field since a person took over; ``known`` has for each form and label a digest, OURS or THEIRS.

    Nothing is known of a form that came up only after it was ``looked`` for: what it holds is the person's where this
    process saw the hand-over (``whole``), and nobody's where an earlier one did, which may have typed it itself.
    """

    folder: Path
    ask: str = ""
    known: dict[str, dict[str, str]] = field(default_factory=dict)
    looked: set[str] = field(default_factory=set)
    whole: bool = True

    @classmethod
    def found(cls, folder: Path, ask: str, *, whole: bool) -> Handed:
        """Return what an earlier process, or an earlier walk of this one, noted since it opened *ask*."""
        try:
            noted = json.loads(_path(folder, ask).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls(folder, ask, whole=whole)
        return cls(folder, ask, noted["known"], set(noted["looked"]), whole)

    def look(self, held: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """Note what each form holds before the person has it; the first look counts, but for what we typed since."""
        for title, values in held:
            known = self.known.setdefault(title, {})
            fresh = title not in self.looked
            open_to = (None, OURS) if fresh else (OURS,)
            known |= {label: self._digest(value) for label, value in values.items() if known.get(label) in open_to}
            self.looked.add(title)

    def opened(self, ask: str) -> None:
        """Keep what was noted under *ask*."""
        self.ask = ask
        self._keep()

    def judged(self, title: str, label: str, whose: str) -> None:
        """Keep whose a field is: OURS, which we type next, or THEIRS."""
        known = self.known.setdefault(title, {})
        if known.get(label) != whose:
            known[label] = whose
            self._keep()

    def changed(self, title: str, label: str, value: Any) -> bool:
        """Tell whether the person made the field hold *value*."""
        known = self.known.get(title, {}).get(label)
        if known is None:
            return self.whole or title in self.looked
        return known not in {OURS, self._digest(value)}

    def _digest(self, value: Any) -> str:
        return keyed(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str), folder=self.folder)

    def _keep(self) -> None:
        noted = {"known": self.known, "looked": sorted(self.looked)}
        write_durably(_path(self.folder, self.ask), json.dumps(noted, ensure_ascii=False).encode())


def _path(folder: Path, ask: str) -> Path:
    return folder / "handed" / f"{ask}.json"
