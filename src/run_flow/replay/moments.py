"""Which recording shows which step: one process of a run leaves several, for none goes on while a person is awaited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from run_flow.audit import completeness
from run_flow.audit.chain import Told
from run_flow.errors import AuditFailed
from run_flow.language import _
from run_flow.replay.opened import Opened
from run_flow.replay.recording import Action, Recording
from run_flow.replay.timeline import Act, Story


@dataclass(frozen=True)
class Moment:
    """A part of a recording that shows an act."""

    number: int
    act: Act
    recording: Recording
    actions: tuple[Action, ...]

    @property
    def began(self) -> datetime:
        """Return when the first of it was done."""
        return self.recording.at(self.actions[0])

    def slice(self) -> bytes:
        """Return a trace of this moment alone."""
        return self.recording.slice(self.actions, title=self.act.title)


@dataclass(frozen=True)
class Recordings:
    """The recordings in a bundle by their run's folder, and what is known of those that are not there or not whole."""

    of: Mapping[str, Sequence[Recording]]
    sealed: frozenset[str]
    purged: bool
    broken: tuple[str, ...]

    def moments(self, story: Story) -> tuple[Moment, ...]:
        """Return the moments of every step of *story*, numbered through."""
        found = [(act, *part) for act in story.steps for part in self._parts(act)]
        return tuple(Moment(number, *each) for number, each in enumerate(found))

    def _parts(self, act: Act) -> Iterator[tuple[Recording, tuple[Action, ...]]]:
        for recording in self.of.get(completeness.folder(act.run), ()):
            if actions := recording.within(act.began, act.ended):
                yield recording, actions

    def missing(self, act: Act) -> str:
        """Say why no recording shows *act*."""
        if act.run in self.sealed:
            return _("没有录像：有一段没有清除干净，封存着，不在包里。")
        if self.purged:
            return _("没有录像：已经按人的要求清除，见清除的记录。")
        if self.broken:
            return _("没有录像：包里有打不开的录像，见上面。")
        return _("没有录像：等人的时候不录；进程刚开始就被杀掉、时钟调过，也会没有。")


def recordings(bundle: Opened, events: Iterable[Told]) -> Recordings:
    """Return the recordings of *bundle*, each read through once."""
    events = list(events)
    of: dict[str, list[Recording]] = {}
    broken = []
    for name in sorted((name for name in bundle.names if _is_trace(name)), key=_order):
        try:
            of.setdefault(name.split("/")[1], []).append(Recording(name, bundle.read))
        except AuditFailed as refused:
            broken.append(str(refused))
    kept = [event for event in events if event.kind == "EvidenceKept"]
    sealed = frozenset(event.run for event in kept if event.data["state"] == "sealed")
    return Recordings(of, sealed, any(event.kind == "EvidencePurged" for event in events), tuple(broken))


def _is_trace(name: str) -> bool:
    parts = name.split("/")
    return len(parts) == 4 and parts[0] == "traces" and parts[3] == "trace.zip"


def _order(name: str) -> tuple[str, int, str]:
    _traces, run, number, _file = name.split("/")
    return run, int(number) if number.isdecimal() else 0, number
