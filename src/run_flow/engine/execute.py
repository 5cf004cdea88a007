"""Start or resume a flow for a case: lease, run, portal, and how it ended, on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from structlog.contextvars import bound_contextvars

from run_flow import errors
from run_flow.disk import private_folder
from run_flow.engine import stale
from run_flow.engine.agreement import agree
from run_flow.engine.banner import BannerSurface
from run_flow.engine.run import Run
from run_flow.engine.session import Means, Session, closing, voided
from run_flow.journal import events
from run_flow.journal.files import Vault, codes
from run_flow.profile import places

if TYPE_CHECKING:
    from run_flow.engine.flow import Flow
    from run_flow.engine.recording import Recorder
    from run_flow.journal.lease import Lease
    from run_flow.journal.ledger import Ledger
    from run_flow.journal.rows import CaseRow
    from run_flow.portal import Portal
    from run_flow.profile import Profile

_LATER = timedelta(minutes=15)
_MOST_SIGN_INS = 5  # in one process; a portal that signs us out again and again is for a person to look at

log = structlog.get_logger()


@dataclass(frozen=True)
class RunResult:
    """A run that is done."""

    case_id: str
    run_id: str
    company: str


def case_folder(home: Path, case_id: str) -> Path:
    """Return where the case's large and secret things lie."""
    return home / "cases" / case_id


def execute(
    flow: Flow,
    profile: Profile,
    *,
    means: Means,
    home: Path,
    open_portal: Callable[[Path], AbstractContextManager[Portal]],
    recorder: Callable[[Path, str], Recorder],
) -> RunResult:
    """Do the flow for the profile's case, from where it stands, and return when it is done.

    Raises what ended it otherwise: a Suspended, a RunFlowError or KeyboardInterrupt; the run's state is on disk.
    ``open_portal`` gets the case's folder, where the sign-in is kept, ``recorder`` also the run's id.
    """
    for kind, value in profile.secrets():
        means.redactor.learn(kind, value)
    means.redactor.names = places.names(profile)
    case = means.ledger.case_for(profile.key, profile.company.name)
    folder = case_folder(home, case.id)
    private_folder(folder)
    with bound_contextvars(case=case.id), means.ledger.lease(case.id) as lease:
        run_id = _begin(flow, profile=profile, case=case, lease=lease, means=means)
        with (
            bound_contextvars(run=run_id),
            _passing(folder),
            _kept(recorder(folder, run_id), means.ledger, lease) as recording,
            _ended(run_id, lease=lease, means=means),
            open_portal(folder) as portal,
            recording.recording(portal),
        ):
            here = {"case": case, "run_id": run_id, "folder": folder, "lease": lease}
            session = Session(**vars(means) | here, flow=flow, profile=profile, portal=portal, recorder=recording)
            session.surfaces = (*means.surfaces, BannerSurface(portal))
            _do(flow, Run(session))
    return RunResult(case.id, run_id, case.company)


def _do(flow: Flow, run: Run) -> None:
    """Do the flow from where it stands, and put on disk that it is done."""
    session = run.session
    agree(session)
    run.adopt()
    stale.look(run)
    _work(flow, run)
    asks = session.ledger.asks(session.case.id, run_id=session.run_id, state=None)
    session.append(*closing(asks), events.RunEnded(run=session.run_id, state="done"))


def _work(flow: Flow, run: Run) -> None:
    """Do the flow; where the session ends in the middle, a person signs in and the flow goes on from where it stands."""
    from run_flow.portal import SignedOut

    for _time in range(_MOST_SIGN_INS):
        try:
            flow(run)
        except SignedOut as error:
            log.info("signed_out", doing=error.doing)
            if not run.session.portal.visiting:  # pages for everybody know no sign-in: the flow begins there again
                run.sign_in()
        else:
            return
    flow(run)


def _begin(flow: Flow, *, profile: Profile, case: CaseRow, lease: Lease, means: Means) -> str:
    """Start a run, or go on with the one that is open; return its id. A dry run leaves one in earnest as it is."""
    ledger, dry_run = means.ledger, means.dry_run
    known = ledger.open_run(case.id, flow=flow.name)
    if known is None:
        number = sum(run.flow == flow.name for run in ledger.runs(case.id)) + 1
        run_id = f"{case.id}-{flow.name}-{number}"
        begun: list[events.Event] = [
            events.RunStarted(run=run_id, flow=flow.name, digest=profile.digest, dry_run=dry_run)
        ]
    else:
        run_id = known.id
        tries = dry_run and not known.dry_run
        begun = [] if tries else [events.RunResumed(run=run_id, digest=profile.digest, dry_run=dry_run)]
    over = voided(ledger.asks(case.id, run_id=run_id, state=None), attended=means.attended)
    ledger.append(*begun, *over, lease=lease)
    means.narrator.run(flow.title, company=case.company, run_id=run_id, resumed=known is not None)
    return run_id


@contextmanager
def _passing(folder: Path) -> Iterator[None]:
    """Leave neither secret answers nor codes to scan behind: they are good for the process that asked for them.

    Only whoever holds the case may clear them away, and only when the asks of an earlier process are closed.
    """
    for passing in (Vault(folder / "secrets"), codes(folder)):
        passing.clear()
    try:
        yield
    finally:
        for passing in (Vault(folder / "secrets"), codes(folder)):
            passing.clear()


@contextmanager
def _kept(recorder: Recorder, ledger: Ledger, lease: Lease) -> Iterator[Recorder]:
    """Keep what a killed process recorded, then what this one does; the journal knows each trace by its hash."""
    append = partial(ledger.append, lease=lease)
    recorder.recover(append)
    try:
        yield recorder
    finally:
        try:
            recorder.finish(append)
        except (errors.JournalUnwritable, errors.CaseHeld, OSError) as unwritten:  # the next process does it
            log.warning("evidence_not_written", error=str(unwritten))  # why the run ended matters more


@contextmanager
def _ended(run_id: str, *, lease: Lease, means: Means) -> Iterator[None]:
    """Put on disk how the run was left, whatever ended it; where a dry run only tried, it stands as before."""
    try:
        yield
    except BaseException as error:
        run = means.ledger.run(run_id)
        if run is None or run.state == "done":
            raise  # the errand is done; only the browser did not close well
        state, look_at = _left(error, now=means.clock.now(), attended=means.attended)
        stopped = isinstance(error, KeyboardInterrupt)  # its state says it all
        reason = "" if stopped else means.redactor.recorded(str(error) or type(error).__name__)
        try:
            over = voided(means.ledger.asks(lease.case_id, run_id=run_id, state=None), attended=means.attended)
            if run.dry_run or not means.dry_run:
                over.append(events.RunEnded(run=run_id, state=state, reason=reason, look_at=look_at))
            means.ledger.append(*over, lease=lease)
        except (errors.JournalUnwritable, errors.CaseHeld) as unwritten:
            log.warning("end_not_written", error=str(unwritten))  # why the run ended matters more
        raise


def _left(error: BaseException, *, now: datetime, attended: bool) -> tuple[events.RunState, datetime | None]:
    """Return in which state *error* leaves the run and when to look again.

    What came between a look and its end, be it a portal that is down, is not for a person to mend in the case: it is
    looked at again.
    """
    if not attended and isinstance(error, (errors.EnvironmentMissing, errors.WindowClosed, KeyboardInterrupt)):
        return "review", now if isinstance(error, KeyboardInterrupt) else now + _LATER
    state: events.RunState = next((state for kind, state in _STATES if isinstance(error, kind)), "failed")
    return state, error.look_at if isinstance(error, errors.Suspended) else None


_STATES: tuple[tuple[type[BaseException], events.RunState], ...] = (
    (errors.WaitingForReview, "review"),
    (errors.DryRunEnded, "stopped"),
    (errors.Suspended, "waiting"),
    (KeyboardInterrupt, "stopped"),
    (errors.WindowClosed, "stopped"),
    (errors.PortalRefused, "refused"),
    (errors.OutcomeUnknown, "unknown"),
)
