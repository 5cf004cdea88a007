"""A bundle's recordings as they are done again: runs, each over one or more processes, each recorded in segments."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from math import inf
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from run_flow.audit import completeness, verify
from run_flow.audit.chain import Told
from run_flow.audit.container import Container
from run_flow.audit.evidence import FACTS, TRACE
from run_flow.audit.fault import refusing
from run_flow.audit.manifest import malformed
from run_flow.audit.trace import readable, unpacked
from run_flow.reperform.form import READS, File, Form, form

MOST_BYTES = 1_000_000_000
BEGINS = frozenset({"RunStarted", "RunResumed"})
MOST_ALIKE = 3
SETTLED = frozenset({"AskAnswered", "AskOvertaken", "AskExpired"})
DOINGS = frozenset({"StepStarted", "StepIntended", "StepDone", "AskOpened", "RoundOpened"})
STOPPED = "stopped"
KILLED = "killed"


@dataclass(frozen=True)
class Entry:
    """One request with its answer; ``body`` is None where nobody recorded it."""

    method: str
    url: str
    status: int
    mime: str
    headers: Mapping[str, str]
    body: bytes | None
    suffix: str
    where: str = ""
    document: bool = False
    sent: Form | None = None


@dataclass(frozen=True)
class Segment:
    """What was recorded between two moments in which a person was awaited."""

    number: int
    ended: str = ""
    opening: Mapping[str, Any] = field(default_factory=dict)
    profile: Mapping[str, Any] = field(default_factory=dict)
    uploads: tuple[File, ...] = ()
    entries: tuple[Entry, ...] = ()


class _Facts(BaseModel):
    """What is told of a segment beside its trace; an older version told less."""

    number: int
    ended: str
    recovered: bool
    opening: dict[str, Any] = {}
    profile: dict[str, Any] = {}
    uploads: tuple[File, ...]


@dataclass
class Process:
    """One process at work on a run: its events, and what was recorded while they happened."""

    run: str
    flow: str
    dry_run: bool
    events: list[Told]
    script: Mapping[str, Any]
    first: int = 1
    segments: dict[int, Segment] = field(default_factory=dict)
    lost: dict[int, str] = field(default_factory=dict)
    """Which segments are not there, and why: sealed, purged."""

    @property
    def profile(self) -> Mapping[str, Any]:
        """Return what its profile held, path by path; nothing where it was not noted."""
        return next((each.profile for each in self.segments.values() if each.profile), {})

    @property
    def polls(self) -> list[Form]:
        """Return what its pages asked by sending the same again and again: so often on one page nobody submits it.

        What they sent while a person was awaited, too, they send by themselves.
        """
        page: list[Form] = []
        found: list[Form] = []
        entries = [entry for _number, each in sorted(self.segments.items()) for entry in each.entries]
        alone = {(entry.method, entry.url) for entry in entries if entry.sent and entry.where == "aside"}
        for entry in entries:
            if entry.document:
                page = []
            if entry.sent and entry.where != "aside" and entry.sent.fields is not None and entry.sent not in found:
                page.append(entry.sent)
                enough = MOST_ALIKE - ((entry.method, entry.url) in alone)
                found += [entry.sent] * (page.count(entry.sent) == enough)
        return found

    @property
    def answers(self) -> list[Entry]:
        """Return every answer to a question of its pages that was recorded whole, in order; beside people all are."""
        entries = (entry for _number, each in sorted(self.segments.items()) for entry in each.entries)
        return [entry for entry in entries if entry.body and (not entry.sent or entry.where == "aside")]

    @property
    def began(self) -> datetime:
        """Return when it began."""
        return datetime.fromisoformat(self.events[0].at)

    @property
    def state(self) -> str:
        """Return how it left the run, as the journal says; "killed" where it could not say."""
        ended = [event.data["state"] for event in self.events if event.kind == "RunEnded" and event.run == self.run]
        return ended[-1] if ended else KILLED

    @property
    def cut_off(self) -> bool:
        """Whether something from outside ended it at any point."""
        return self.state in {KILLED, STOPPED}

    @property
    def attended(self) -> bool:
        """Whether somebody may have been at the window: the process began the run, or somebody had to do with it."""
        waits = {each.ended for each in self.segments.values()}
        asked = any(each.kind == "AskOpened" and each.data["secret"] for each in self._while)
        came = any(each.kind in SETTLED and each.data["ask"] in waits for each in self._while)
        met = any(each.kind in {"AskPictured", "StepTakenOver"} for each in self._while)
        looked = self.state in {"waiting", "review", "done"} and self.events[0].kind == "RunResumed"
        return not looked or asked or came or met

    @property
    def idle(self) -> bool:
        """Whether it ended before it did anything: nothing of it was recorded, and there was nothing to."""
        return not self.segments and not self.lost and not any(each.kind in DOINGS for each in self.events)

    @property
    def _while(self) -> list[Told]:
        """Return what happened while it was there."""
        return [each for each in self.events if each.seq <= self._ended]

    @property
    def later(self) -> list[Told]:
        """Return what happened to its questions when it was not there any more; where it was killed, that may be any."""
        since = 0 if self._ended == inf else self._ended
        return [each for each in self.events if each.kind in SETTLED and each.seq > since]

    @property
    def _ended(self) -> float:
        return max((each.seq for each in self.events if each.kind == "RunEnded" and each.run == self.run), default=inf)

    def settled(self, ask: str) -> Told | None:
        """Return the event by which *ask* was settled while the process waited, None where it was not."""
        return next((each for each in self._while if each.kind in SETTLED and each.data["ask"] == ask), None)

    @property
    def done(self) -> list[Told]:
        """Return the steps that it left done."""
        return [event for event in self.events if event.kind == "StepDone"]


def processes(path: Path, events: Sequence[Told]) -> list[Process]:
    """Return every process that the *events* of the bundle at *path* tell of, in their order, with its recordings."""
    found: list[Process] = []
    kept: list[tuple[Told, Process]] = []
    scripts: dict[str, Mapping[str, Any]] = {}
    for event in events:
        if event.kind in BEGINS:
            flow = event.data.get("flow") or next(each.flow for each in found if each.run == event.run)
            dry_run = bool(event.data.get("dry_run"))
            found.append(Process(event.run, flow, dry_run, [event], scripts.get(event.run, {})))
        elif found:
            if event.kind == "EvidenceKept":
                kept.append((event, found[-1]))
            next((each for each in reversed(found) if each.run == event.run), found[-1]).events.append(event)
        if event.kind == "ScriptRead":
            scripts[event.run] = found[-1].script = event.data
    with Container(path) as container:
        for event, keeper in kept:
            _put(event, keeper, [each for each in found if each.run == event.run], container)
    for process in found:
        before = [each for each in found if each.run == process.run and each.began < process.began]
        process.first = max((number for each in before for number in (*each.segments, *each.lost)), default=0) + 1
    return found


def _put(event: Told, keeper: Process, siblings: Sequence[Process], container: Container) -> None:
    """Put the recording that *event* names where it belongs: what a killed process left is kept by the next, of any run."""
    before = [each for each in siblings if each.began < keeper.began]
    facts = _facts(container, event)
    late = facts.recovered if facts else event.data["state"] == "recovered"
    owner = before[-1] if before and (late or keeper not in siblings) else keeper
    number = int(event.data["name"].split("/")[-2])
    if facts:
        owner.segments[number] = _segment(container, event, facts)
    else:
        owner.lost[number] = "sealed" if event.data["state"] == "sealed" else "purged"


def _facts(container: Container, event: Told) -> _Facts | None:
    name = f"{_folder(event)}/{FACTS}"
    if event.data["state"] == "sealed" or name not in container.entries:
        return None
    with refusing(name, malformed()):
        return _Facts.model_validate_json(container.read(name, max_bytes=MOST_BYTES))


def _folder(event: Told) -> str:
    return f"traces/{completeness.folder(event.run)}/{event.data['name'].split('/')[-2]}"


def _segment(container: Container, event: Told, facts: _Facts) -> Segment:
    name = f"{_folder(event)}/{TRACE}"
    files = unpacked(name, container.read(name, max_bytes=MOST_BYTES))
    with readable(name):
        lines = [json.loads(line)["snapshot"] for line in files["trace.network"].splitlines()]
        lines.sort(key=lambda entry: entry.get("_monotonicTime", -1))
        entries = tuple(_entry(files, line) for line in lines if not _left(line))
    return Segment(
        number=facts.number,
        ended=facts.ended,
        opening=facts.opening,
        profile=facts.profile,
        uploads=facts.uploads,
        entries=entries,
    )


def _left(entry: Mapping[str, Any]) -> bool:
    """Tell whether *entry* is a question without an answer of its own.

    Nobody waited for it, so that it is not known and was of no use; or the browser was told to use what it had.
    """
    request, response = entry["request"], entry["response"]
    if response["status"] == HTTPStatus.NOT_MODIFIED:
        return True
    failed = response.get("_failureText", "") not in {"", "net::ERR_ABORTED"}
    return request["method"] in READS and response["status"] < 0 and not failed


def _entry(files: Mapping[str, bytes], entry: Mapping[str, Any]) -> Entry:
    request, response = entry["request"], entry["response"]
    content = response.get("content", {})
    name = str(content.get("_file", ""))
    headers = {each["name"].lower(): each["value"] for each in response.get("headers", ())}
    if response.get("redirectURL"):
        headers["location"] = response["redirectURL"]
    return Entry(
        method=request["method"],
        url=request["url"].partition("#")[0],
        status=response["status"],
        mime=content.get("mimeType", ""),
        headers=headers,
        body=files[name] if name else None,
        suffix=name.rpartition(".")[2],
        where=entry.get("comment", ""),
        document=entry.get("_resourceType") == "document",
        sent=None if request["method"] in READS else _form(files, request),
    )


def _form(files: Mapping[str, bytes], request: Mapping[str, Any]) -> Form:
    told = request.get("postData") or {}
    headers = {each["name"].lower(): each["value"] for each in request["headers"]}
    kind = headers.get("content-type", told.get("mimeType", ""))
    body = files[told["_file"]] if told.get("_file") else told["text"].encode() if told.get("text") else None
    if body is None and headers.get("content-length", "0") == "0":
        body = b""
    return form(request["method"], request["url"].partition("#")[0], kind=kind, body=body)


def scripts(path: Path, sources: Sequence[str]) -> Iterator[bytes]:
    """Yield the flow's files that the bundle at *path* holds under these hashes; raise AuditFailed where one is not there."""
    with Container(path) as container:
        for sha256 in sources:
            yield container.read(f"flows/{sha256}.py", max_bytes=MOST_BYTES)


def opened(path: Path, *, key: str | None) -> verify.Verdict:
    """Return the verdict on the bundle at *path*; raise AuditFailed where anything in it does not fit."""
    verdict = verify.verify(path, key=key)
    if verdict.faults:
        raise verdict.refused()
    return verdict
