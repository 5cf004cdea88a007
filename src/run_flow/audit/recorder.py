"""The recording of one process: raw while it lives, redacted, looked through and kept when it ends, or at the next start.

Raw files lie in the case's folder ``raw``: ``<run>.<number>.trace`` and ``.network``, what they refer to in
``resources``, and in ``known.json`` the values that must not be told: they are in the raw files beside it anyway, and a
later process could not know them all. What was answered beside the recording lies in ``.heard`` (overheard.py).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from run_flow.audit.evidence import Evidence, Notes
from run_flow.audit.overheard import Ear
from run_flow.disk import private_folder
from run_flow.journal.files import write_durably

if TYPE_CHECKING:
    from run_flow.audit.provenance import Fact, Provenance
    from run_flow.journal import events
    from run_flow.portal import Portal
    from run_flow.redact import Redactor

RAW, KNOWN = "raw", "known.json"

Append = Callable[..., None]
"""Put events on disk, all or none, as a ledger does under a lease."""

log = structlog.get_logger()


class Recorder:
    """Records the window of one process at work on *run*; what people do for themselves is not in it."""

    def __init__(
        self,
        folder: Path,
        run: str,
        *,
        redactor: Redactor,
        public: Iterable[str] = (),
        provenance: Provenance | None = None,
        stated: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep evidence in the case's *folder*; *public* values may be told, *provenance* proves fields.

        What the profile holds is *stated* beside each trace, redacted as the trace is: path by path.
        """
        self._raw, self._run = folder / RAW, run
        self._redactor = redactor
        self._public = tuple(sorted(set(public)))
        self._evidence = Evidence(folder)
        self._provenance = provenance
        self._answers: list[tuple[str, str]] = []
        self._notes: Notes = {}
        self._stated = dict(stated or {})
        self._portal: Portal | None = None
        self._ear: Ear | None = None
        self._number = 0
        self._noted = ""

    def recover(self, append: Append) -> None:
        """Keep what processes that were killed left behind, and leave nothing raw."""
        known: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            known = json.loads((self._raw / KNOWN).read_text(encoding="utf-8"))
        self._keep(append, self._raw.glob("*.trace"), known, recovered=True)
        private_folder(self._raw)

    @contextmanager
    def recording(self, portal: Portal) -> Iterator[None]:
        """Record *portal* for the block; what cannot be recorded is not done."""
        self._redactor.heard = self._note
        self._portal, self._ear = portal, Ear(portal, self._raw)
        self._number = self._evidence.last(self._run)
        self._start()
        try:
            yield
        finally:
            self._stop("end")
            self._portal = self._ear = None

    @contextmanager
    def aside(self, why: str, *, secret: bool = False) -> Iterator[None]:
        """Record nothing for the block: a person is at it, with a phone, a payment; *secret* with a password.

        What the page is answered meanwhile, whether an order is paid, is kept, unless it is *secret*; never what it sends.
        """
        if self._portal is None or self._ear is None:
            yield
            return
        self._stop(why)
        self._ear.waits(self._name(self._number + 1), secret=secret)
        try:
            yield
        finally:
            self._start()

    def hear(self, answer: str) -> None:
        """Never tell what a person answered."""
        if answer:
            self._answers.append(("answer", answer))
            self._note()

    def proven(self, place: dict[str, Any], facts: Sequence[Fact]) -> Sequence[events.FieldProven]:
        """Commit to what stood in the fields of the step at *place*."""
        return self._provenance.proven(place, facts) if self._provenance else ()

    def finish(self, append: Append) -> None:
        """Keep what this process recorded, and leave nothing raw: a killed one's driver may have written on."""
        self._redactor.heard = None
        mine = [self._raw / f"{self._name(int(number))}.trace" for number in self._notes]
        self._keep(append, [path for path in mine if path.is_file()], self._known(), recovered=False)

    def _keep(self, append: Append, traces: Iterable[Path], known: dict[str, Any], *, recovered: bool) -> None:
        """Keep *traces*; they are raw until the journal knows what came of them."""
        secrets = [*self._secrets(), *((kind, value) for kind, value in known.get("secrets", ()))]
        told = {"stated": known.get("stated", {}), "notes": known.get("notes", {})}
        if kept := self._evidence.keep(traces, secrets, public=self._public, recovered=recovered, **told):
            append(*kept)
        shutil.rmtree(self._raw, ignore_errors=True)

    def _name(self, number: int) -> str:
        return f"{self._run}.{number}"

    def _start(self) -> None:
        assert self._portal is not None
        assert self._ear is not None
        self._number += 1
        self._note()
        self._portal.page.context.tracing.start(name=self._name(self._number), snapshots=True, live=True)
        loaded = self._ear.records(self._name(self._number))
        place = {"address": self._portal.address, "url": self._portal.page.url, "loaded": loaded}
        self._notes[str(self._number)] = {"opening": place}
        self._note()

    def _stop(self, why: str) -> None:
        """Stop; where the window is gone, what was recorded is on disk all the same."""
        assert self._portal is not None
        self._notes.setdefault(str(self._number), {})["ended"] = why  # a window may be gone before its opening is noted
        self._note()
        try:
            self._portal.page.context.tracing.stop()
        except Exception as error:  # noqa: BLE001  evidence must not decide how the run ends
            log.warning("recording_not_stopped", error=type(error).__name__)

    def _note(self) -> None:
        told = json.dumps(self._known(), ensure_ascii=False)
        if told != self._noted:
            write_durably(self._raw / KNOWN, told.encode())
            self._noted = told

    def _known(self) -> dict[str, Any]:
        return {"secrets": self._secrets(), "notes": self._notes, "stated": self._stated}

    def _secrets(self) -> list[tuple[str, str]]:
        return [*self._redactor.known, *self._answers]
