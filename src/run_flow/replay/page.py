"""The pages of a replay, written out: the timeline, served or as one file, and the frame around a recording."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from run_flow.audit.fault import refusing
from run_flow.audit.verify import JOURNAL
from run_flow.language import _, spoken
from run_flow.replay import proof, wording
from run_flow.replay.moments import Moment, Recordings, recordings
from run_flow.replay.doubts import Doubts
from run_flow.replay.opened import Opened
from run_flow.replay.platform import Platform
from run_flow.replay.story import Chapter, Story, Words, story

if TYPE_CHECKING:
    from jinja2 import Template

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Replay:
    """A bundle, and what it tells."""

    bundle: Opened
    words: Words
    story: Story
    recordings: Recordings
    moments: tuple[Moment, ...]
    platform: Platform

    @classmethod
    def of(cls, bundle: Opened, *, words: Words) -> Replay:
        """Read what *bundle* tells; raise AuditFailed where its events cannot be read."""
        with refusing(JOURNAL, lambda error: _("事件缺了该有的内容：{why}").format(why=str(error)[:80])):
            told = story(bundle.verdict.events, words=words)
            found = recordings(bundle, bundle.verdict.events)
        return cls(bundle, words, told, found, found.moments(told), Platform.of(bundle))

    @property
    def title(self) -> str:
        """Return what the page is called."""
        return _("办理回放：{company}").format(company=self.story.company)

    def page(self) -> bytes:
        """Return the timeline as it is served."""
        return self._timeline(style="", picture=str)

    def file(self) -> str:
        """Return the timeline as one file: pictures in it, recordings left out."""
        style = (FOLDER / "page.css").read_text(encoding="utf-8")
        return self._timeline(style=style, picture=self._inlined).decode()

    def moment(self, moment: Moment, *, viewer: str) -> bytes:
        """Return the page around *moment*, which *viewer* shows."""
        return self._written("moment.html", moment=moment, viewer=viewer)

    def _timeline(self, *, style: str, picture: Callable[[str], str]) -> bytes:
        from markupsafe import Markup

        fields = [field for chapter in self.story.chapters for act in chapter.steps for field in act.fields]
        with refusing(JOURNAL, lambda error: _("事件缺了该有的内容：{why}").format(why=str(error)[:80])):
            return self._written(
                "page.html",
                style=Markup(style),  # noqa: S704  our own file
                picture=picture,
                codes=sorted({code for field in fields for code in field.rules}),
            )

    def _inlined(self, name: str) -> str:
        return f"data:image/png;base64,{base64.b64encode(self.bundle.read(name)).decode()}"

    def _written(self, template: str, **more: Any) -> bytes:
        return _template(template).render(self._common | more).encode()

    @cached_property
    def _common(self) -> dict[str, Any]:
        """Return what every page tells."""
        manifest, signature = self.bundle.verdict.manifest, self.bundle.verdict.signature
        acts = [act for chapter in self.story.chapters for act in chapter.steps]
        return {
            "language": {"zh": "zh-CN", "en": "en"}[spoken()],
            "title": self.title,
            "w": wording.words(),
            "who": wording.WHO,
            "states": wording.STATES,
            "state_of": self._state,
            "clock": wording.clock,
            "counts": wording.counts,
            "passed": wording.passed,
            "interrupted": wording.interrupted,
            "source": wording.source,
            "rule": wording.rule,
            "manifest": manifest,
            "made": wording.clock(datetime.fromisoformat(manifest.made_at)),
            "faults": self.bundle.verdict.faults,
            "doubts": Doubts(self.bundle.verdict.faults),
            "platform": self.platform,
            "proofs": proof.proofs(self.bundle.verdict, key=self.bundle.key, own=self.bundle.own),
            "limits": proof.limits(),
            "fingerprint": proof.fingerprint(signature.public_key),
            "story": self.story,
            "moments": self.moments,
            "recordings": self.recordings,
            "number": lambda act: next(number for number, each in enumerate(acts, 1) if each is act),
            "files": frozenset(self.bundle.names),
        }

    def _state(self, chapter: Chapter) -> str:
        return self.words.states.get(chapter.state, chapter.state)


def _template(name: str) -> Template:
    from jinja2 import Environment, StrictUndefined

    source = (FOLDER / name).read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(source)
