"""A case's evidence on disk: what was looked through and told nothing, and beside it what stays sealed.

``evidence/<run>/<number>/`` holds ``trace.zip`` and, in ``trace.json``, what the trace says of itself; ``sealed/`` holds
the same of a trace in which something was found, and nobody is given it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import structlog

from run_flow.audit.redaction import Raw, Redaction, held, sessions
from run_flow.audit.scan import scan
from run_flow.disk import private_folder, write_whole
from run_flow.journal import events

log = structlog.get_logger()
TRACE, FACTS = "trace.zip", "trace.json"


class Evidence:
    """The evidence of one case."""

    def __init__(self, folder: Path) -> None:
        """Keep it in the case's *folder*."""
        self._folder = folder

    def last(self, run: str) -> int:
        """Return the number of the last trace of *run*, 0 where there is none."""
        folders = [self._folder / state / run for state in ("evidence", "sealed")]
        return max((int(path.name) for folder in folders for path in folder.glob("[0-9]*")), default=0)

    def keep(
        self,
        raw: Path,
        secrets: Sequence[tuple[str, str]],
        *,
        public: Iterable[str],
        ends: Mapping[str, str],
        recovered: bool,
    ) -> list[events.EvidenceKept]:
        """Redact every trace in *raw*, look through what came of it, and keep it, sealed where anything was found."""
        traces = sorted(raw.glob("*.trace"), key=lambda path: (_run(path), _number(path)))
        raws = [Raw(path, path.with_suffix(".network"), raw / "resources") for path in traces]
        public = tuple(public)
        learnt = [told for each in raws for told in (*sessions(each), *held(each, public=public))]
        known = [*secrets, *dict.fromkeys(learnt)]
        kept: list[events.EvidenceKept] = []
        for path, each in zip(traces, raws, strict=True):
            redaction = Redaction(each, known, public=public)
            if redaction.empty:
                continue
            end = ends.get(str(_number(path)), "killed" if recovered else "")
            kept.append(self._one(_run(path), _number(path), redaction, end=end, recovered=recovered))
        return kept

    def _one(self, run: str, number: int, redaction: Redaction, *, end: str, recovered: bool) -> events.EvidenceKept:
        """Everything is made under ``sealed``, and only what tells nothing is moved out of there."""
        sealed, published = (self._folder / state / run / str(number) for state in ("sealed", "evidence"))
        shutil.rmtree(sealed, ignore_errors=True)
        private_folder(sealed)
        told: dict[str, Any] = {"run": run, "number": number, "ended": end, "recovered": recovered}
        leaks: list[dict[str, str]] = []
        try:
            told |= asdict(redaction.write(sealed / TRACE))
            leaks = [asdict(leak) for leak in scan(sealed / TRACE, redaction.secrets)]
        except Exception as error:  # noqa: BLE001  what cannot be redacted is sealed as it is, never told
            log.warning("not_redacted", error=type(error).__name__)
            leaks = [{"where": "raw", "kind": type(error).__name__}]
            redaction.seal(sealed / TRACE)
        clean = not leaks
        content = (sealed / TRACE).read_bytes()
        write_whole(sealed / TRACE, content)
        told |= {"state": "published" if clean else "sealed", "leaks": leaks}
        told |= {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        facts = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode()
        write_whole(sealed / FACTS, facts)
        if clean:
            private_folder(published.parent)
            sealed.replace(published)
        folder = published if clean else sealed
        return events.EvidenceKept(
            run=run,
            name=(folder / TRACE).relative_to(self._folder).as_posix(),
            sha256=told["sha256"],
            size=told["size"],
            facts=hashlib.sha256(facts).hexdigest(),
            state="sealed" if not clean else "recovered" if recovered else "published",
        )


def _run(trace: Path) -> str:
    return trace.stem.rpartition(".")[0]


def _number(trace: Path) -> int:
    digits = trace.stem.rpartition(".")[2]
    return int(digits) if digits.isdigit() else 0
