"""A value refused: what pydantic carries from a field's check to the finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from run_flow.profile.rulebook import RULES


def fault(code: str, *, mend: str = "", **facts: object) -> PydanticCustomError:
    """Return the error to raise for the rule *code*; no fact may be a secret value."""
    rule = RULES[code]
    return PydanticCustomError(code, "{sentence}", {"sentence": rule.said(facts), "mend": mend or rule.mended(facts)})


@dataclass(frozen=True)
class Ground:
    """What checks need beside the value: the profile's own folder, and today."""

    folder: Path
    today: date


def ground(info: ValidationInfo) -> Ground:
    """Return what `load` handed to the validation."""
    assert isinstance(info.context, Ground), "profiles come from run_flow.profile.load"
    return info.context
