"""A case's evidence on disk: what was looked through and told nothing, and beside it what stays sealed.

``evidence/<run>/<number>/`` holds ``trace.zip`` and, in ``trace.json``, what the trace says of itself; ``sealed/`` holds
the same of a trace in which something was found, and nobody is given it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import structlog

from run_flow.audit.redaction import Raw, Redaction, held, sessions
from run_flow.audit.scan import looked, scan
from run_flow.disk import private_folder, write_whole
from run_flow.journal import events

log = structlog.get_logger()
TRACE, FACTS = "trace.zip", "trace.json"

Notes = dict[str, dict[str, Any]]
"""By the number of a trace: where the window stood as it began (``opening``), and why it ``ended``."""


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
        traces: Iterable[Path],
        secrets: Sequence[tuple[str, str]],
        *,
        public: Iterable[str],
        notes: Mapping[str, Mapping[str, Any]],
        stated: Mapping[str, Any],
        recovered: bool,
    ) -> list[events.EvidenceKept]:
        """Redact raw *traces*, look through what came of each, and keep it, sealed where anything was found."""
        ordered = sorted(traces, key=lambda path: (_run(path), _number(path)))
        raws = [Raw.at(path) for path in ordered]
        public = tuple(public)
        known = [*secrets, *dict.fromkeys(told for raw in raws for told in _learnt(raw, public))]
        kept: list[events.EvidenceKept] = []
        for path, raw in zip(ordered, raws, strict=True):
            if not raw.empty:
                note = {"ended": "killed" if recovered else "", **notes.get(str(_number(path)), {})}
                facts = {"run": _run(path), "number": _number(path), "recovered": recovered}
                kept.append(self._one(raw, known, public, {**facts, **note, "profile": dict(stated)}))
        return kept

    def _one(
        self, raw: Raw, known: Sequence[tuple[str, str]], public: Iterable[str], told: dict[str, Any]
    ) -> events.EvidenceKept:
        """Everything is made under ``sealed``, and only what tells nothing is moved out of there."""
        run, number = told["run"], str(told["number"])
        sealed, published = (self._folder / state / run / number for state in ("sealed", "evidence"))
        shutil.rmtree(sealed, ignore_errors=True)
        private_folder(sealed)
        told = _redacted(raw, known, public, told, sealed / TRACE)
        content = (sealed / TRACE).read_bytes()
        write_whole(sealed / TRACE, content)
        told |= {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        facts = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode()
        write_whole(sealed / FACTS, facts)
        folder = _published(sealed, published) if told["state"] == "published" else sealed
        return events.EvidenceKept(
            run=run,
            name=(folder / TRACE).relative_to(self._folder).as_posix(),
            sha256=told["sha256"],
            size=told["size"],
            facts=hashlib.sha256(facts).hexdigest(),
            state="recovered" if told["state"] == "published" and told["recovered"] else told["state"],
        )


def _redacted(
    raw: Raw, known: Sequence[tuple[str, str]], public: Iterable[str], told: dict[str, Any], path: Path
) -> dict[str, Any]:
    """Write *raw* to *path*, redacted, and return what is *told* of it: sealed where anything was found, or went wrong."""
    plain = {name: value for name, value in told.items() if name not in {"opening", "profile"}}
    try:
        redaction = Redaction(raw, known, public=public)
        facts = {**redaction.told(told), **plain, **asdict(redaction.write(path))}
        beside = json.dumps(facts, ensure_ascii=False).encode()
        leaks = [asdict(leak) for leak in [*scan(path, redaction.secrets), *looked(FACTS, beside, redaction.secrets)]]
    except Exception as error:  # noqa: BLE001  what cannot be redacted is sealed as it is, never told
        log.warning("not_redacted", error=type(error).__name__)
        raw.seal(path)
        return {**plain, "state": "sealed", "leaks": [{"where": "raw", "kind": type(error).__name__}]}
    return {**facts, "state": "sealed" if leaks else "published", "leaks": leaks}


def _learnt(raw: Raw, public: Iterable[str]) -> list[tuple[str, str]]:
    """Return what is secret in *raw* though nobody told; nothing where it is broken, which seals it."""
    try:
        return [*sessions(raw), *held(raw, public=public)]
    except Exception as error:  # noqa: BLE001  one broken trace must not keep the others from being kept
        log.warning("not_learnt", error=type(error).__name__)
        return []


def _published(sealed: Path, published: Path) -> Path:
    """Move what was looked through out of *sealed*, over what a process left that was killed while it did this."""
    private_folder(published.parent)
    shutil.rmtree(published, ignore_errors=True)
    sealed.replace(published)
    _remove_empty(sealed.parent, sealed.parent.parent)
    return published


def _remove_empty(*folders: Path) -> None:
    for folder in folders:
        with suppress(OSError):  # something is sealed there
            folder.rmdir()


def _run(trace: Path) -> str:
    return trace.stem.rpartition(".")[0]


def _number(trace: Path) -> int:
    digits = trace.stem.rpartition(".")[2]
    return int(digits) if digits.isdigit() else 0
