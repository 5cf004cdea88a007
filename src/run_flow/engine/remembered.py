"""Where a case's profile lies, on which portal it is and with or without a window, kept beside the case in a private file, not in the ledger."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from run_flow.journal.files import write_durably

_FILE = "profile.json"


@dataclass(frozen=True)
class Remembered:
    """The profile's path and the portal's address, "" where nobody knows, and what was said last of why it is no use.

    ``headless`` tells whether the person who did the errand last wanted no window.
    """

    profile: str = ""
    told: str = ""
    portal: str = ""
    headless: bool = False

    def is_elsewhere(self, portal: str) -> bool:
        """Tell whether the case was begun on a portal of this machine and *portal* is the real one, or the reverse."""
        return bool(self.portal) and _is_here(self.portal) != _is_here(portal)


def remember(folder: Path, profile: Path, *, portal: str = "", headless: bool | None = None) -> None:
    """Keep in the case's *folder* where its profile lies and its portal; what was wrong with it may be told again.

    Where *headless* is None, as people wanted it before stays.
    """
    if headless is None:
        headless = remembered(folder).headless
    _keep(folder, Remembered(str(profile.absolute()), portal=portal, headless=headless))


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
    _keep(folder, replace(known, told=complaint))
    return True


def _is_here(portal: str) -> bool:
    return urlsplit(portal).hostname in {"127.0.0.1", "localhost", "::1"}


def _keep(folder: Path, known: Remembered) -> None:
    if remembered(folder) != known:
        write_durably(folder / _FILE, json.dumps(asdict(known), ensure_ascii=False).encode())
