"""The runs of a bundle done again, process by process, in a browser that reaches nothing but the recording."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from run_flow import errors
from run_flow.engine.execute import execute
from run_flow.engine.people import Document, answer_type
from run_flow.engine.session import Means
from run_flow.journal import events
from run_flow.journal.ledger import Ledger
from run_flow.language import _
from run_flow.redact import Redactor
from run_flow.reperform import company as companies
from run_flow.reperform import standin
from run_flow.reperform.comparison import Difference
from run_flow.reperform.course import BrokenOff, Course, Followed
from run_flow.reperform.form import File
from run_flow.reperform.judging import Place, judged, place_of, unrecorded
from run_flow.reperform.leftovers import left_out
from run_flow.reperform.meaning import Meaning
from run_flow.reperform.playback import Playback
from run_flow.reperform.proxy import served
from run_flow.reperform.recording import Process, opened, processes
from run_flow.reperform.script import script
from run_flow.reperform.stage import PATIENCE, Clock, Stage
from run_flow.reperform.verdict import Verdict

if TYPE_CHECKING:
    from run_flow.engine.flow import Flow
    from run_flow.engine.people import Answer
    from run_flow.portal import Portal
    from run_flow.reperform.company import Company

LOOK_EVERY = timedelta(0)
LEDGER = "ledger.db"


@dataclass(frozen=True)
class Wanted:
    """What is to be done again: a bundle, by whom it must be signed, with which profile, scripts and browser."""

    bundle: Path
    flows: Path
    key: str | None = None
    profile: Path | None = None
    browser: Path | None = None


class Unplayable(errors.RunFlowError):
    """这一段没有可以重做的记录。"""


def reperform(
    wanted: Wanted, *, tell: Callable[[str], None] = lambda _text: None, playback: Callable[..., Playback] = Playback
) -> Verdict:
    """Do everything that the bundle records again, and return what came of it; *tell* hears how it goes.

    Raises AuditFailed, before anything runs, where the bundle does not verify; Usage where its scripts are others'.
    """
    verified = opened(wanted.bundle, key=wanted.key)
    found = list(left_out(processes(wanted.bundle, verified.events)))
    verdict = Verdict(verified.manifest.case)
    with tempfile.TemporaryDirectory(prefix="run-flow-reperform-") as name:
        performance = _Performance(wanted, Path(name), verdict, playback)
        scripts = [performance.script(process) if process.segments else None for process in found]
        for process, flow in zip(found, scripts, strict=True):
            tell(_("重做 {run}（{when} 的进程）").format(run=process.run, when=_when(process)))
            performance.perform(process, flow)
    return verdict


class _Performance:
    """All processes of one bundle, on one temporary ledger."""

    def __init__(self, wanted: Wanted, folder: Path, verdict: Verdict, playback: Callable[..., Playback]) -> None:
        self._wanted, self._folder, self._verdict = wanted, folder, verdict
        self._broken_off: set[str] = set()
        self._taken: dict[str, set[Place]] = defaultdict(set)
        self._redactor = Redactor()
        self._playback = playback(shown=self._redactor.text, same_documents=wanted.profile is not None)
        self._playback.differences, self._playback.counts = verdict.differences, verdict.counts
        self._playback.cut_off, self._playback.unanswered = verdict.cut_off, verdict.unanswered

    def script(self, process: Process) -> Flow:
        """Return the script that *process* ran."""
        folder = self._folder / f"flows-{process.script.get('digest', '')[:16]}"
        trusted = self._wanted.key is not None
        return script(
            self._wanted.bundle,
            process.flow,
            process.script,
            installed=self._wanted.flows,
            trusted=trusted,
            folder=folder,
        )

    def perform(self, process: Process, flow: Flow | None) -> None:
        """Do what *process* did again by its *flow*, and judge its steps; without one nothing of it was recorded."""
        first, before = len(self._verdict.differences), self._steps(process)
        unanswered = set(self._verdict.unanswered)
        why, stopped = "", False
        try:
            company = self._company(process)
            if flow:
                stopped = self._perform(process, flow, company)
                if process.cut_off:
                    self._forget_beyond(process, first, unanswered)
        except Unplayable as error:
            why = str(error)
            self._broken_off.add(process.run)
            self._verdict.notes.append(f"{process.run}: {why}")
        done = self._steps(process) - before
        differing = {each.step for each in self._verdict.differences[first:]}
        self._taken[process.run] |= {place_of(event.data) for event in process.events if event.kind == "StepTakenOver"}
        taken = self._taken[process.run]
        self._verdict.steps += judged(process, done, differing, taken=taken, why=why, stopped=stopped)

    def _forget_beyond(self, process: Process, first: int, unanswered: set[str]) -> None:
        """Forget what *process* asked and sent now beyond its end: in the step that it did not finish that day."""
        done = {event.data["title"] for event in process.done}
        found = self._verdict.differences[first:]
        self._verdict.differences[first:] = [each for each in found if each.what != "extra" or each.step in done]
        self._verdict.unanswered &= unanswered

    def _company(self, process: Process) -> Company:
        """Return the profile to do *process* again with; raise Unplayable where it had another one, or none was noted."""
        if process.run in self._broken_off:
            raise Unplayable(_("同一次办理较早的进程没有重做，接不上"))
        if not process.profile or process.lost or not any(each.opening for each in process.segments.values()):
            raise Unplayable(unrecorded(process))
        today = process.began.astimezone().date()
        if self._wanted.profile is None:
            documents = self._folder / "documents"
            documents.mkdir(exist_ok=True)
            return companies.stood_in(process.profile, folder=documents, today=today)
        company = companies.given(self._wanted.profile, errand=process.flow, today=today)
        if faults := list(companies.differing(process.profile, company)):
            lines = "；".join(f"{fault.where} {fault.what}" for fault in faults)
            raise Unplayable(_("资料不是当时的那一份：{lines}").format(lines=lines))
        return company

    def _perform(self, process: Process, flow: Flow, company: Company) -> bool:
        """Do *process* again and tell whether it was stopped where it was that day."""
        self._playback.begin(process, Meaning(process.profile, company.held))
        with ExitStack() as closing:
            clock, course = Clock(process.began), Course(process)
            ledger = closing.enter_context(Followed(self._folder / LEDGER, clock=clock, course=course))
            stage = Stage(process, self._playback, clock=clock, course=course, made_up=self._made_up)
            address = closing.enter_context(served(self._playback, self._folder))
            error = self._executed(process, flow, company, ledger=ledger, clock=clock, stage=stage, proxy=address)
            stopped = course.over or isinstance(error, BrokenOff)
            if stopped:
                self._note_cut_off(process)
            else:
                self._compare_ends(process, ledger, company, error)
            self._settle_later(process, ledger, company, clock)
        return stopped

    def _executed(
        self,
        process: Process,
        flow: Flow,
        company: Company,
        *,
        ledger: Ledger,
        clock: Clock,
        stage: Stage,
        proxy: str,
    ) -> BaseException | None:
        """Run the engine as that day; return what ended it, None where it was done."""
        try:
            execute(
                flow,
                company.profile,
                means=Means(
                    ledger=ledger,
                    clock=clock,
                    surfaces=[stage],
                    narrator=stage.steps,
                    redactor=self._redactor,
                    patience=PATIENCE,
                    look_every=LOOK_EVERY,
                    dry_run=process.dry_run,
                    attended=process.attended,
                ),
                home=self._folder / "home",
                open_portal=lambda _folder: self._browser(process, proxy),
                recorder=lambda _folder, _run: stage,
            )
        except (errors.Suspended, errors.RunFlowError, BrokenOff) as error:
            return error
        return None

    @contextmanager
    def _browser(self, process: Process, proxy: str) -> Iterator[Portal]:
        from run_flow.portal import launch

        address = next(each.opening["address"] for _number, each in sorted(process.segments.items()) if each.opening)
        redacted = self._redactor.text
        with launch(
            address=address,
            browser=self._wanted.browser,
            headless=True,
            hide=lambda text: redacted(text) != text,
            shown=redacted,
            proxy=proxy,
        ) as portal:
            yield portal

    def _note_cut_off(self, process: Process) -> None:
        """Note that *process* was stopped that day: how it would have ended, nobody knows."""
        told = _("{run}（{when} 的进程）：当时被停下或被杀，只重做到那里")
        self._verdict.notes.append(told.format(run=process.run, when=_when(process)))

    def _compare_ends(self, process: Process, ledger: Ledger, company: Company, error: BaseException | None) -> None:
        """Note where the process left the run otherwise than that day."""
        case = ledger.case_of(company.profile.key)
        run = next((row for row in ledger.runs(case.id) if row.flow == process.flow), None) if case else None
        state, why = run.state if run else "", self._redactor.text(str(error)) if error else ""
        if state != process.state:
            ended = Difference("end", self._playback.step(), field=why, recorded=process.state, now=state)
            self._verdict.differences.append(ended)

    def _settle_later(self, process: Process, ledger: Ledger, company: Company, clock: Clock) -> None:
        """Give the answers that people gave when no process was there any more, and let pass what passed then."""
        case = ledger.case_of(company.profile.key)
        for event in process.later if case else ():
            assert case
            clock.jump(datetime.fromisoformat(event.at))
            row = ledger.ask(case.id, event.data["ask"])
            kind = answer_type(row.answer) if row and not row.secret else None
            if event.kind == "AskAnswered" and kind:
                ledger.answer(case.id, event.data["ask"], event.data["value"] or self._made_up(kind), by="people")
            elif event.kind == "AskExpired" and row:
                with ledger.lease(case.id) as lease:
                    ledger.expire(events.AskExpired(run=row.run_id, ask=row.id), lease=lease)

    def _made_up(self, kind: Answer) -> str:
        value = standin.answer(kind, self._folder)
        if isinstance(kind, Document):
            self._playback.made_up.add(File.of(Path(value).read_bytes()))
        return value

    def _steps(self, process: Process) -> Counter[Place]:
        """Return which steps are done by now in the temporary ledger, and how often."""
        with Ledger.open(self._folder / LEDGER, clock=Clock(process.began)) as ledger:
            happened = [event for row in ledger.runs() if row.flow == process.flow for event in ledger.events(row.id)]
        done = (event.data for event in happened if event.kind == "StepDone")
        return Counter(map(place_of, done))


def _when(process: Process) -> str:
    """Return by which moment a person tells *process* from the others of its run."""
    return f"{process.began.astimezone():%Y-%m-%d %H:%M}"
