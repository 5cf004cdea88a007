"""The front door for flow scripts; everything is loaded when it is first used.

>>> from run_flow import Run, flow, step
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from run_flow.engine.flow import flow, step
    from run_flow.engine.people import Amount, Choice, Code, Confirm, Document, Text
    from run_flow.engine.reasons import Reason
    from run_flow.engine.run import Run
    from run_flow.engine.waiting import days, hours, minutes
    from run_flow.errors import FormRefused, OutcomeUnknown, PortalChanged, PortalRefused, Usage
    from run_flow.language import _
    from run_flow.plan.deadlines import deadline
    from run_flow.portal.form import Form
    from run_flow.profile.model import Filing, MiniProgram, Responsible

__all__ = [
    "Amount",
    "Choice",
    "Code",
    "Confirm",
    "Document",
    "Filing",
    "Form",
    "FormRefused",
    "MiniProgram",
    "OutcomeUnknown",
    "PortalChanged",
    "PortalRefused",
    "Reason",
    "Responsible",
    "Run",
    "Text",
    "Usage",
    "_",
    "days",
    "deadline",
    "flow",
    "hours",
    "minutes",
    "step",
]

_HOMES = {
    "engine.flow": ("flow", "step"),
    "engine.people": ("Amount", "Choice", "Code", "Confirm", "Document", "Text"),
    "engine.reasons": ("Reason",),
    "engine.run": ("Run",),
    "engine.waiting": ("days", "hours", "minutes"),
    "errors": ("FormRefused", "OutcomeUnknown", "PortalChanged", "PortalRefused", "Usage"),
    "language": ("_",),
    "plan.deadlines": ("deadline",),
    "portal.form": ("Form",),
    "profile.model": ("Filing", "MiniProgram", "Responsible"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load the module that holds *name* (PEP 562)."""
    try:
        home = _HOME_OF[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    value = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the front door's names."""
    return __all__
