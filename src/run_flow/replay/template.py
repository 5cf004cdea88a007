"""The replay's templates, filled in with a story, in the language in use; everything that they are told is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from run_flow.audit.fault import Fault
from run_flow.language import LANGUAGES, spoken
from run_flow.replay import wording
from run_flow.replay.doubts import Doubts
from run_flow.replay.story import Words
from run_flow.replay.timeline import Chapter, Story

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

FOLDER = Path(__file__).parent


def written(name: str, story: Story, *, words: Words, faults: Sequence[Fault], **facts: Any) -> bytes:
    """Return the page that the template *name* makes of *story*, of the *faults* of its bundle, and of *facts*."""

    def state_of(chapter: Chapter) -> str:
        return words.states.get(chapter.state, chapter.state)

    told = {
        "language": {"zh": "zh-CN", "en": "en"}[spoken()],
        "spoken": spoken(),
        "named": LANGUAGES,
        "languages": {},
        "w": wording.words(),
        "who": wording.who(),
        "states": wording.states(),
        "state_of": state_of,
        "clock": wording.clock,
        "counts": wording.counts,
        "passed": wording.passed,
        "interrupted": wording.interrupted,
        "source": wording.source,
        "rule": wording.rule,
        "story": story,
        "faults": faults,
        "doubts": Doubts(faults),
        "number": lambda act: next(number for number, each in enumerate(story.steps, 1) if each is act),
    }
    return _template(name).render(told | facts).encode()


def style() -> Markup:
    """Return the pages' style, to be written into a page that stands alone."""
    from markupsafe import Markup

    return Markup((FOLDER / "page.css").read_text(encoding="utf-8"))  # noqa: S704  our own file


def _template(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(FOLDER)).get_template(name)
