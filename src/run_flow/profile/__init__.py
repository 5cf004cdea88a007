"""The company's facts: read from YAML, checked, frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from run_flow.profile.finding import Finding
from run_flow.profile.loading import load

if TYPE_CHECKING:
    from run_flow.profile.model import MiniProgram, Profile

__all__ = ["Finding", "MiniProgram", "Profile", "load"]


def __getattr__(name: str) -> Any:
    """Load the model when it is first asked for: it brings pydantic and Pillow."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from run_flow.profile import model

    return getattr(model, name)
