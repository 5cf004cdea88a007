"""Where a case's profile lies, kept beside the case for whoever looks after it: in a private file, not in the ledger."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from run_flow.journal.files import write_durably

_FILE = "profile.json"


@dataclass(frozen=True)
class Remembered:
    """The profile's path, "" where nobody knows it, and what was said last about why it cannot be used."""

    profile: str = ""
    told: str = ""


def remember(folder: Path, profile: Path) -> None:
    """Keep in the case's *folder* where its profile lies; whatever was wrong with it may be told again."""
    _keep(folder, Remembered(str(profile.absolute())))


def remembered(folder: Path) -> Remembered:
    """Return what is known; a file that cannot be read tells nothing."""
    try:
        return Remembered(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Remembered()


def first_told(folder: Path, complaint: str) -> bool:
    """Keep that *complaint* about the profile was told, and return whether it is another one than the last."""
    known = remembered(folder)
    if known.told == complaint:
        return False
    _keep(folder, Remembered(known.profile, complaint))
    return True


def _keep(folder: Path, known: Remembered) -> None:
    if remembered(folder) != known:
        write_durably(folder / _FILE, json.dumps(asdict(known), ensure_ascii=False).encode())
