"""How long evidence is kept, how much there is, and how it is destroyed: on record, so that the chain still holds."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from run_flow.audit.chain import Told
from run_flow.audit.commitments import Keys
from run_flow.audit.completeness import named
from run_flow.journal import events
from run_flow.journal.files import FileStore

if TYPE_CHECKING:
    from run_flow.journal.lease import Lease
    from run_flow.journal.ledger import Ledger

CASE, PERSON = "case", "person"
"""The reasons on record."""

_UNREDACTED = ("raw", "sealed")
"""What a case's folder holds that was not redacted, or not with success."""


@dataclass(frozen=True)
class Kept:
    """What is kept of one run: how many files of evidence and how large, how much of it sealed, until when."""

    run: str
    files: int
    size: int
    sealed: int
    until: datetime

    def as_json(self) -> dict[str, object]:
        """Return the facts for a program."""
        return {**vars(self), "until": self.until.isoformat()}


def kept(told: Sequence[Told], folder: Path, *, keep: timedelta) -> list[Kept]:
    """Return what the case's *folder* holds of each run that *told* tells of, and until when, *keep* after its end."""
    last = {event.run: datetime.fromisoformat(event.at) for event in told if event.run}
    return [_kept(run, told, folder, until=at + keep) for run, at in last.items()]


def purge(ledger: Ledger, lease: Lease, told: Sequence[Told], folder: Path) -> int:
    """Destroy everything in the case's *folder*, and the answers in its journal; return how many files are gone.

    It is on record first: a purge that was killed is made whole by another one, and misses nothing in between.
    """
    files = tuple(sorted({each.sha256 for each in named(told)}))
    keys = tuple(sorted(path.stem for path in folder.glob("salts/*.key")))
    ledger.append(events.EvidencePurged(reason=CASE, files=files, keys=keys), lease=lease)
    ledger.forget_answers(lease=lease)
    return _destroyed(folder, [folder])


def purge_person(ledger: Ledger, lease: Lease, folder: Path, *, holder: str) -> int:
    """Destroy the key of one person, the *holder*, and what was not redacted; return how many files are gone.

    Without the key nobody can open, or try out, what was committed to about the person.
    """
    ledger.append(events.EvidencePurged(reason=PERSON, files=(), keys=(holder,)), lease=lease)
    return Keys(folder).destroy(holder) + _destroyed(folder, [folder / name for name in _UNREDACTED])


def _kept(run: str, told: Sequence[Told], folder: Path, *, until: datetime) -> Kept:
    store = FileStore(folder / "files")
    shared = {path for each in named(told) if each.run == run and (path := store.path(each.sha256))}
    sealed = _files(folder / "sealed" / run)
    files = [*shared, *_files(folder / "evidence" / run), *sealed, *_files(folder / "raw" / run)]
    return Kept(run, len(files), sum(path.stat().st_size for path in files), len(sealed), until)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def _destroyed(folder: Path, paths: Iterable[Path]) -> int:
    """Destroy *paths* and what lies in them, the keys first; return how many files that were."""
    files = [*_within(paths)]
    for path in sorted(files, key=lambda path: path.suffix != ".key"):
        if path.suffix == ".key":
            _overwrite(path)
        path.unlink(missing_ok=True)
    for place in sorted(folder.rglob("*"), reverse=True):
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()
    return len(files)


def _within(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (each for each in path.rglob("*") if each.is_symlink() or not each.is_dir())
        elif path.exists():
            yield path


def _overwrite(path: Path) -> None:
    """Leave nothing of a key on a disk that writes in place."""
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
