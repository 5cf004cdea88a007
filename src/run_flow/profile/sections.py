"""Which keys may stand where: the sections of the model by their dotted names."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

if TYPE_CHECKING:
    from pydantic import BaseModel


def section(model: type[BaseModel], dotted: str) -> type[BaseModel] | None:
    """Return the model of the section *dotted*, None where *dotted* is none."""
    for part in filter(None, dotted.split(".")):
        if part.isdigit():
            continue
        if part not in model.model_fields:
            return None
        annotation = model.model_fields[part].annotation
        below = [annotation, *get_args(annotation)]
        found = [kind for kind in below if isinstance(kind, type) and hasattr(kind, "model_fields")]
        if not found:
            return None
        model = found[0]
    return model


def keys(model: type[BaseModel], dotted: str) -> list[str]:
    """Return the keys that may stand below *dotted*."""
    found = section(model, dotted)
    return list(found.model_fields) if found else []
