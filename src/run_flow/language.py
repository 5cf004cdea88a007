"""Sentences for people, in 简体中文 (the source) or English.

Portal labels are data, not sentences: they are never translated.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from pathlib import Path

LOCALES = Path(__file__).with_name("locale")
LANGUAGES = ("zh", "en")

_translations: gettext.NullTranslations = gettext.NullTranslations()
_spoken = "zh"


def preferred(environment: Mapping[str, str] = os.environ) -> str:
    """Return "en" where the environment asks for English, else "zh": the operators work in Chinese."""
    for variable in ("RUN_FLOW_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(variable):
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"


def use(language: str) -> None:
    """Speak *language* ("zh" or "en") from now on, click's own texts included."""
    global _translations, _spoken  # noqa: PLW0603  one process speaks one language
    _spoken = language
    os.environ["LANGUAGE"] = {"zh": "zh_CN", "en": "C"}[language]
    if language == "zh":
        gettext.bindtextdomain("messages", str(LOCALES))
        _translations = gettext.NullTranslations()
    else:
        _translations = gettext.translation("run_flow", LOCALES, languages=["en"])


def spoken() -> str:
    """Return the language in use."""
    return _spoken


def _(sentence: str) -> str:
    """Return *sentence* (简体中文) in the language in use."""
    return _translations.gettext(sentence)


def N_(sentence: str) -> str:  # noqa: N802  gettext's own name, which Babel looks for
    """Mark *sentence* of a table for translation; it is translated when it is shown."""
    return sentence
