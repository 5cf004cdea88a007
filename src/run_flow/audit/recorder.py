"""The recording of one process: raw while it lives, redacted, looked through and kept when it ends, or at the next start.

Raw files lie in the case's folder ``raw``: ``<run>.<number>.trace`` and ``.network``, what they refer to in
``resources``, and in ``known.json`` the values that must not be told: they are in the raw files beside it anyway, and a
later process could not know them all.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from run_flow.audit.evidence import Evidence
from run_flow.disk import private_folder
from run_flow.journal.files import write_durably

if TYPE_CHECKING:
    from run_flow.audit.provenance import Fact, Provenance
    from run_flow.journal import events
    from run_flow.portal import Portal
    from run_flow.redact import Redactor

RAW, KNOWN = "raw", "known.json"

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
    ) -> None:
        """Keep evidence in the case's *folder*; *public* values may be told, *provenance* proves fields."""
        self._raw, self._run = folder / RAW, run
        self._redactor = redactor
        self._public = tuple(sorted(set(public)))
        self._evidence = Evidence(folder)
        self._provenance = provenance
        self._answers: list[tuple[str, str]] = []
        self._ends: dict[str, str] = {}
        self._portal: Portal | None = None
        self._number = 0
        self._noted = ""

    def recover(self) -> list[events.EvidenceKept]:
        """Keep what processes that were killed left behind, and leave nothing raw."""
        known: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            known = json.loads((self._raw / KNOWN).read_text(encoding="utf-8"))
        kept = self._kept(known, recovered=True)
        private_folder(self._raw)
        return kept

    @contextmanager
    def recording(self, portal: Portal) -> Iterator[None]:
        """Record *portal* for the block; what cannot be recorded is not done."""
        self._redactor.heard = self._note
        self._portal = portal
        self._number = self._evidence.last(self._run)
        self._start()
        try:
            yield
        finally:
            self._stop("end")
            self._portal = None

    @contextmanager
    def aside(self, why: str) -> Iterator[None]:
        """Record nothing for the block: a person is at it, with a password, a phone, a payment."""
        if self._portal is None:
            yield
            return
        self._stop(why)
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

    def finish(self) -> list[events.EvidenceKept]:
        """Keep what was recorded, and leave nothing raw."""
        self._redactor.heard = None
        return self._kept(self._known(), recovered=False)

    def _kept(self, known: dict[str, Any], *, recovered: bool) -> list[events.EvidenceKept]:
        secrets = [*self._secrets(), *((kind, value) for kind, value in known.get("secrets", ()))]
        kept = self._evidence.keep(
            self._raw, secrets, public=self._public, ends=known.get("ends", {}), recovered=recovered
        )
        shutil.rmtree(self._raw, ignore_errors=True)
        return kept

    def _start(self) -> None:
        assert self._portal is not None
        self._number += 1
        self._note()
        self._portal.page.context.tracing.start(name=f"{self._run}.{self._number}", snapshots=True)

    def _stop(self, why: str) -> None:
        """Stop; where the window is gone, what was recorded is on disk all the same."""
        assert self._portal is not None
        self._ends[str(self._number)] = why
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
        return {"secrets": self._secrets(), "ends": self._ends}

    def _secrets(self) -> list[tuple[str, str]]:
        return [*self._redactor.known, *self._answers]
