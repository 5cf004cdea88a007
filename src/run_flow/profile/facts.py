"""Facts stated once, nested as a profile nests them, and the walk over their values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict


class Facts(BaseModel):
    """Facts stated once: frozen, no key unknown, no value in any error or repr."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        return []


def leaves(value: Any, *, field: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value with its dotted field; several values in one, such as a region, stay together."""
    if isinstance(value, Facts):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name), field=f"{field}.{name}".removeprefix("."))
    elif isinstance(value, tuple) and value and isinstance(value[0], Facts | Path):
        for number, item in enumerate(value):
            yield from leaves(item, field=f"{field}.{number}")
    else:
        yield field, value
