"""The sample profiles that belong to this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from run_flow.profile.template import Entry

SAMPLES = {"企业": "company", "个体工商户": "household"}


def sample(kind: str) -> Entry:
    """Return the sample profile of *kind* as a template."""
    from run_flow.profile.template import template
    from run_flow.shipped import folder

    return template((folder("fixtures") / "profiles" / SAMPLES[kind] / "profile.yaml").read_text(encoding="utf-8"))
