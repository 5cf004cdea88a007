"""What one execution of a flow works with, all of it handed in from outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import structlog

from run_flow import errors
from run_flow.engine.people import Surface
from run_flow.engine.sources import Sources, watched
from run_flow.journal import events
from run_flow.journal.files import FileStore, Vault
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.digest import ScriptStep
    from run_flow.engine.flow import Flow
    from run_flow.engine.handed import Handed
    from run_flow.engine.hands import Label
    from run_flow.engine.narrator import Narrator
    from run_flow.engine.recording import Recorder
    from run_flow.engine.step import Step
    from run_flow.journal.clock import Clock
    from run_flow.journal.lease import Lease
    from run_flow.journal.ledger import Ledger
    from run_flow.journal.rows import AskRow, CaseRow
    from run_flow.portal import Account, Form, Portal
    from run_flow.profile import Profile
    from run_flow.redact import Redactor

FRESH = timedelta(seconds=60)  # what was seen of the portal may be relied on so long

log = structlog.get_logger()


class Outside(TypedDict):
    """What a look at the portal waits with."""

    clock: Clock
    portal: Portal


@dataclass(frozen=True)
class Place:
    """Where in a run something happens; outside a step its name is empty."""

    run: str
    step: str = ""
    item: str = ""
    round: int = 1

    @property
    def facts(self) -> dict[str, Any]:
        """Return the place as an event tells it."""
        return vars(self).copy()


@dataclass
class Active:
    """The step that is being done; it is ``filling`` while its body runs.

    A person may take ``over``; what they typed is in ``persons``. Once they ``handed`` it back, what differs from the
    profile and from what stood before is theirs.
    """

    step: Step
    place: Place
    forms: list[tuple[str, Form]] = field(default_factory=list)
    filling: bool = False
    clicked: bool = False
    refused: bool = False
    waited: timedelta = timedelta(0)
    taken: set[str] = field(default_factory=set)
    sources: Sources = field(default_factory=Sources)
    persons: set[Label] = field(default_factory=set)
    over: bool = False
    handed: Handed | None = None

    @property
    def typed(self) -> bool:
        """Whether any form was changed, not only compared."""
        return any(form.typed for _title, form in self.forms)


@dataclass(kw_only=True)
class Means:
    """What an execution of any flow works with, handed in from outside; people answer on the ``surfaces``.

    Where nobody has ``attended`` to the window it is a look: what a person has to do is asked durably, and the process
    ends at once.
    """

    ledger: Ledger
    clock: Clock
    surfaces: Sequence[Surface]
    narrator: Narrator
    redactor: Redactor
    patience: timedelta
    look_every: timedelta
    dry_run: bool = False
    attended: bool = True

    def __post_init__(self) -> None:
        if not self.attended:
            self.patience = timedelta(0)


@dataclass(kw_only=True)
class Session(Means):
    """One process at work on one run."""

    lease: Lease
    case: CaseRow
    run_id: str
    flow: Flow
    profile: Profile
    portal: Portal
    folder: Path
    recorder: Recorder
    active: Active | None = None
    account: Account | None = None
    agreed: set[tuple[Account, tuple[str, ...]]] = field(default_factory=set)
    compared: dict[tuple[str, int, str], datetime] = field(default_factory=dict)
    script: tuple[ScriptStep, ...] = ()
    unproven: list[tuple[Active, str, Form]] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    @property
    def time(self) -> Outside:
        """Return the clock and the portal, through which alone time passes."""
        return {"clock": self.clock, "portal": self.portal}

    @property
    def watched(self) -> Profile:
        """Return the profile as steps read it: each is told what it reads."""

        def read(path: str, value: Any) -> None:
            if self.active:
                self.active.sources.note(path, value)

        return watched(self.profile, note=read)

    @property
    def stale(self) -> bool:
        """Whether a form was compared so long ago that its draft may be lost meanwhile."""
        return any(self.clock.now() - at > FRESH for at in self.compared.values())

    def reread(self) -> None:
        """Compare again every form that this process filled in and that is not submitted yet."""
        self.portal.reread()
        self.compared = dict.fromkeys(self.compared, self.clock.now())

    def names(self, step: Step) -> tuple[str, ...]:
        """Return every name by which the journal may know *step*."""
        return next((known.names for known in self.script if known.key == step.key), step.names)

    def step(self, name: str) -> Step | None:
        """Return the script's step that the journal knows by *name*."""
        key = next((known.key for known in self.script if name in known.names), name)
        return self.flow.step(key)

    @property
    def files(self) -> FileStore:
        """Return the case's files."""
        return FileStore(self.folder / "files")

    @property
    def vault(self) -> Vault:
        """Return where the case's secret answers are handed over."""
        return Vault(self.folder / "secrets")

    @property
    def taken(self) -> set[str]:
        """Return the asks whose answers this pass of the active step, or the flow outside steps, has had."""
        return self.active.taken if self.active else self._taken

    def append(self, *happened: events.Event) -> None:
        """Put the events on disk, all or none."""
        self.ledger.append(*happened, lease=self.lease)
        log.info("journal", kinds=[type(event).__name__ for event in happened])

    @contextmanager
    def entered(self, active: Active) -> Iterator[Active]:
        """Do the step for the block; one at a time."""
        if self.active is not None:
            raise errors.RunFlowError(
                _("步骤 {inner} 不能在步骤 {outer} 里面执行").format(inner=active.step.key, outer=self.active.step.key)
            )
        self.active = active
        try:
            with structlog.contextvars.bound_contextvars(step=active.place.step):
                yield active
        finally:
            self.active = None

    def settled(self, place: Place) -> list[events.Event]:
        """Return the events by which the asks of a step that ended are closed."""
        return closing(self.asks_at(place))

    def asks_at(self, place: Place) -> list[AskRow]:
        """Return what was asked at *place*, in any state, the oldest first."""
        asks = self.ledger.asks(self.case.id, run_id=place.run, state=None)
        here = (place.step, place.item, place.round)
        return [ask for ask in asks if (ask.step, ask.item, ask.round) == here]

    def keep_sign_in(self) -> None:
        """Keep what the portal knows the window by, for the next process."""
        self.portal.save_sign_in(self.folder / "sign-in.json")

    def picture(self) -> str:
        """Keep a masked screenshot and return its hash, empty where none can be taken."""
        try:
            shot = self.portal.screenshot()
        except Exception as error:  # noqa: BLE001  evidence must not decide how the step ends
            log.warning("no_screenshot", error=type(error).__name__)
            return ""
        return self.files.keep(shot)

    def shown(self, place: Place, why: events.Shown) -> list[events.Event]:
        """Return the event that keeps what the window shows now, none where no picture can be taken."""
        picture = self.picture()
        return [events.PageShown(**place.facts, why=why, screenshot=picture)] if picture else []


def voided(asks: Sequence[AskRow], *, attended: bool) -> list[events.Event]:
    """Return the events that close those of *asks* that only the process could use that asked: codes and sign-ins.

    The one sign-in that a process asked for which nobody attended stands until somebody attends one.
    """
    return closing([ask for ask in asks if ask.secret or (attended and ask.kind == "sign-in")])


def closing(asks: Sequence[AskRow]) -> list[events.Event]:
    """Return the events that close those of *asks* that still stand: an answer has served, a question is dropped."""
    ends: dict[str, type[events.AskEvent]] = {"answered": events.AskUsed, "open": events.AskCancelled}
    return [ends[ask.state](run=ask.run_id, ask=ask.id) for ask in asks if ask.state in ends]
