"""What must be known of the command line before click reads it: its language, and the folder of flow scripts."""

from __future__ import annotations

from collections.abc import Sequence


def given(option: str, words: Sequence[str]) -> str | None:
    """Return the value *option* has in *words*, the last one where it is given twice."""
    value = None
    for position, word in enumerate(words):
        if word == "--":
            break
        if word == option and position + 1 < len(words):
            value = words[position + 1]
        elif word.startswith(f"{option}="):
            value = word.removeprefix(f"{option}=")
    return value
