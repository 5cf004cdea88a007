"""JSON in the one form that is signed and sealed: sorted keys, no spaces, Chinese as it is written."""

from __future__ import annotations

import json
from typing import Any


def canonical(value: Any) -> bytes:
    """Return *value* in the one form."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def read(content: bytes) -> Any:
    """Return what *content* tells; raise ValueError where it is not in the one form."""
    value = json.loads(content)
    if canonical(value) != content:
        raise ValueError("not canonical")
    return value
