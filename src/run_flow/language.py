"""Sentences for people, in 简体中文 (the source) or English.

Portal labels are data, not sentences: they are never translated.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).with_name("locale")
LANGUAGES = {"zh": "简体中文", "en": "English"}
"""What each language calls itself."""

_spoken = "zh"
_here: ContextVar[str] = ContextVar("language", default="")


def preferred(environment: Mapping[str, str] = os.environ) -> str:
    """Return "en" where the environment asks for English, else "zh": the operators work in Chinese."""
    for variable in ("RUN_FLOW_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(variable):
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"


def use(language: str) -> None:
    """Speak *language* ("zh" or "en") from now on, click's own texts included."""
    global _spoken  # noqa: PLW0603  one process speaks one language
    _spoken = language
    os.environ["LANGUAGE"] = {"zh": "zh_CN", "en": "C"}[language]
    if language == "zh":
        gettext.bindtextdomain("messages", str(LOCALES))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak *language* within the block, in this thread alone: a page may be read in another than the command's."""
    before = _here.set(language)
    try:
        yield
    finally:
        _here.reset(before)


def spoken() -> str:
    """Return the language in use."""
    return _here.get() or _spoken


def _(sentence: str) -> str:
    """Return *sentence* (简体中文) in the language in use."""
    return _translations(spoken()).gettext(sentence)


def N_(sentence: str) -> str:  # noqa: N802  gettext's own name, which Babel looks for
    """Mark *sentence* of a table for translation; it is translated when it is shown."""
    return sentence


@cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == "zh":
        return gettext.NullTranslations()
    return gettext.translation("run_flow", LOCALES, languages=[language])
