"""Which files the events of a chain name, so that a bundle can neither leave one out nor slip one in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from run_flow.audit.chain import Told
from run_flow.audit.container import plain
from run_flow.audit.fault import Fault
from run_flow.audit.manifest import RunFacts
from run_flow.language import _

EVIDENCE = ("flows/", "screenshots/", "traces/")
_PART = 16


@dataclass(frozen=True)
class Named:
    """A file that an event names: where a bundle has it, and its hash."""

    path: str
    sha256: str
    seq: int
    run: str


def named(events: Sequence[Told]) -> list[Named]:
    """Return the files that *events* name and that were not destroyed since: each place once, the last event's word."""
    found = [each for event in events for each in _named(event)]
    gone = [(event.seq, set(event.data["files"])) for event in events if event.kind == "EvidencePurged"]
    kept = [each for each in found if not any(each.seq < seq and each.sha256 in files for seq, files in gone)]
    return list({each.path: each for each in kept}.values())


def runs(events: Sequence[Told]) -> tuple[RunFacts, ...]:
    """Return the runs that *events* tell of, with the state in which each was left."""
    found: dict[str, RunFacts] = {}
    for event in events:
        known = found.get(event.run)
        if event.kind == "RunStarted":
            found[event.run] = RunFacts(id=event.run, flow=event.data["flow"], state="running")
        elif known and event.kind in {"RunResumed", "RunEnded"}:
            found[event.run] = known.model_copy(update={"state": event.data.get("state", "running")})
    return tuple(found.values())


def faults(events: Sequence[Told], files: Mapping[str, str]) -> Iterator[Fault]:
    """Yield where *files* (the hash of each path) are not what *events* name."""
    wanted = {each.path: each for each in named(events)}
    for path, each in wanted.items():
        if path not in files:
            yield Fault(path, _("第 {seq} 个事件说有这个文件，包里没有").format(seq=each.seq))
        elif files[path] != each.sha256:
            yield Fault(path, _("不是第 {seq} 个事件所说的那个文件").format(seq=each.seq))
    for path in files:
        if path.startswith(EVIDENCE) and path not in wanted:
            yield Fault(path, _("没有事件说到这个文件：不是这次办理的"))


def folder(run: str) -> str:
    """Return *run* as a folder's name in a bundle: itself where it is plain."""
    return run if plain(run) and "/" not in run else hashlib.sha256(run.encode()).hexdigest()[:_PART]


def _named(event: Told) -> Iterator[Named]:
    data = event.data
    match event.kind:
        case "StepDone" | "PageShown" if data["screenshot"]:
            yield Named(f"screenshots/{data['screenshot']}.png", data["screenshot"], event.seq, event.run)
        case "ScriptRead":
            for source in data.get("sources", ()):
                yield Named(f"flows/{source}.py", source, event.seq, event.run)
        case "EvidenceKept" if data["state"] != "sealed":
            number, name = data["name"].split("/")[-2:]
            place = f"traces/{folder(event.run)}/{number}"
            yield Named(f"{place}/{name}", data["sha256"], event.seq, event.run)
            yield Named(f"{place}/trace.json", data["facts"], event.seq, event.run)
