"""One recording of the window, and the slice of it that shows a moment; made in memory, and hostile until cut.

Playwright's viewer selects the last action of what it is given, so a moment is shown by giving it that moment alone.
Snapshots of a frame refer to earlier ones by their place in the file: those are kept from the beginning on.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from run_flow.audit.trace import readable, unpacked
from run_flow.replay.snapshot import harmless

TRACE, NETWORK, RESOURCES = "trace.trace", "trace.network", "resources/"

_LOOKS = frozenset(
    {"evaluateExpression", "evaluateExpressionHandle", "getPropertyList", "ownerFrame", "screenshot", "storageState",
     "waitForTimeout", "__waitInfo__"}
)  # fmt: skip
"""What only looks at a page."""

_BEFORE, _AFTER = timedelta(milliseconds=50), 1.0  # the journal's clock and the recording's, and their rounding
_SNAPSHOT = b'{"type": "frame-snapshot"'


@dataclass(frozen=True)
class Action:
    """Something that was done in the window."""

    id: str
    began: float
    ended: float
    looks: bool


class Recording:
    """A trace as a bundle holds it."""

    def __init__(self, name: str, read: Callable[[str], bytes]) -> None:
        """*read* the trace *name*, now and for every slice; raise AuditFailed where it is none, or absurdly large."""
        self.name, self._read = name, read
        with readable(self.name):
            told = [json.loads(line) for line in self._files()[TRACE].splitlines() if not line.startswith(_SNAPSHOT)]
            self._options: Mapping[str, Any] = told[0]
            if self._options["type"] != "context-options":
                raise ValueError(str(self._options["type"]))
            self._wall = datetime.fromtimestamp(self._options["wallTime"] / 1000, UTC)
            self._zero = float(self._options["monotonicTime"])
            self.actions = _actions(told)

    def within(self, began: datetime, ended: datetime) -> tuple[Action, ...]:
        """Return what was done from *began* to *ended*: what changed something, or, where nothing did, every look."""
        first, last = self._tick(began - _BEFORE), self._tick(ended)
        there = tuple(action for action in self.actions if first <= action.began <= last)
        return tuple(action for action in there if not action.looks) or there

    def at(self, action: Action) -> datetime:
        """Return when *action* began."""
        return self._wall + timedelta(milliseconds=action.began - self._zero)

    def slice(self, actions: Sequence[Action], *, title: str) -> bytes:
        """Return a trace of *actions* alone, called *title*."""
        begins, ends = min(action.began for action in actions), max(action.ended for action in actions)
        ids = {action.id for action in actions}
        with readable(self.name):
            files = self._files()
            lines = [self._opening(begins, title=title)]
            for line in map(json.loads, files[TRACE].splitlines()):
                if line["type"] == "frame-snapshot" and line["snapshot"]["timestamp"] <= ends + _AFTER:
                    lines.append({**line, "snapshot": harmless(line["snapshot"])})
                elif line.get("callId") in ids:
                    lines.append(line)
        return _packed(lines, files)

    def _files(self) -> dict[str, bytes]:
        """Return what the trace holds, by name."""
        return unpacked(self.name, self._read(self.name))

    def _tick(self, moment: datetime) -> float:
        return self._zero + (moment - self._wall) / timedelta(milliseconds=1)

    def _opening(self, begins: float, *, title: str) -> Mapping[str, Any]:
        """Return the first line, the clock set to where the slice *begins*."""
        wall = self._options["wallTime"] + begins - self._zero
        return {**self._options, "title": title, "wallTime": wall, "monotonicTime": begins}


def _packed(lines: Sequence[Mapping[str, Any]], files: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(TRACE, "".join(json.dumps(line) + "\n" for line in lines))
        for name, content in files.items():
            if name == NETWORK or name.startswith(RESOURCES):
                archive.writestr(name, content)
    return file.getvalue()


def _actions(told: Sequence[Mapping[str, Any]]) -> tuple[Action, ...]:
    ended = {line["callId"]: float(line["endTime"]) for line in told if line["type"] == "after"}
    return tuple(_begun(told, ended))


def _begun(told: Sequence[Mapping[str, Any]], ended: Mapping[str, float]) -> Iterator[Action]:
    for line in told:
        if line["type"] == "before":
            began = float(line["startTime"])
            yield Action(line["callId"], began, ended.get(line["callId"], began), looks=line["method"] in _LOOKS)
