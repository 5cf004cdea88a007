"""A value refused: what pydantic carries from a field's check to the finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError


def fault(code: str, message: str, mend: str) -> PydanticCustomError:
    """Return the error to raise; neither sentence may hold a secret value."""
    return PydanticCustomError(code, "{sentence}", {"sentence": message, "mend": mend})


@dataclass(frozen=True)
class Ground:
    """What checks need beside the value: the profile's own folder, and today."""

    folder: Path
    today: date


def ground(info: ValidationInfo) -> Ground:
    """Return what `load` handed to the validation."""
    assert isinstance(info.context, Ground), "profiles come from run_flow.profile.load"
    return info.context
