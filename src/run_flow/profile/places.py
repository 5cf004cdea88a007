"""Where files lie on this machine, and what the record calls them instead."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from run_flow.profile.model import Profile


def names(profile: Profile) -> dict[str, str]:
    """Return each place that tells whose machine it is, with its name: a file beside *profile* is named from there."""
    file = Path(profile.where("").rsplit(":", 2)[0])
    folders = {Path.home(): f"~{os.sep}", file.absolute().parent: "", file.resolve().parent: ""}
    places = {f"{folder}{os.sep}": name for folder, name in folders.items() if folder != folder.parent}
    return places | {place.replace("\\", "\\\\"): name for place, name in places.items()}  # as Windows' errors quote it
