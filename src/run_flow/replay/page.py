"""The pages of a replay, written out: the timeline, served or as one file, and the frame around a recording."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from run_flow.audit.fault import refusing
from run_flow.audit.verify import JOURNAL
from run_flow.language import _
from run_flow.replay import proof, template
from run_flow.replay.moments import Moment, Recordings, recordings
from run_flow.replay.opened import Opened
from run_flow.replay.platform import Platform
from run_flow.replay.story import Words, story
from run_flow.replay.timeline import Story


@dataclass(frozen=True)
class Replay:
    """A bundle, and what it tells."""

    bundle: Opened
    speak: Callable[[], Words]
    words: Words
    story: Story
    recordings: Recordings
    moments: tuple[Moment, ...]
    platform: Platform

    @classmethod
    def of(cls, bundle: Opened, *, speak: Callable[[], Words]) -> Replay:
        """Read what *bundle* tells, in the words that *speak* has for it; raise AuditFailed where its events cannot be read."""
        words = speak()
        with refusing(JOURNAL, _("事件缺了该有的内容：{why}")):
            told = story(bundle.verdict.events, words=words)
            found = recordings(bundle, bundle.verdict.events)
        facts = (
            bundle.read(name) for name in bundle.names if name.startswith("traces/") and name.endswith("/trace.json")
        )
        return cls(bundle, speak, words, told, found, found.moments(told), Platform.of(facts))

    @property
    def title(self) -> str:
        """Return what the page is called."""
        return _("办理回放：{company}").format(company=self.story.company)

    def page(self, *, languages: Mapping[str, str] = MappingProxyType({})) -> bytes:
        """Return the timeline as it is served, with where it stands in each of the *languages*."""
        return self._timeline(style="", picture=str, languages=languages)

    def file(self) -> str:
        """Return the timeline as one file: pictures in it, recordings left out."""
        return self._timeline(style=template.style(), pictures="data:", picture=self._inlined).decode()

    def moment(self, moment: Moment, **where: Any) -> bytes:
        """Return the page around *moment*: ``where`` its ``viewer`` shows it, and it stands in other ``languages``."""
        return self._written("moment.html", moment=moment, **where)

    def _timeline(self, **how: Any) -> bytes:
        with refusing(JOURNAL, _("事件缺了该有的内容：{why}")):
            return self._written("page.html", **how)

    def _inlined(self, name: str) -> str:
        return f"data:image/png;base64,{base64.b64encode(self.bundle.read(name)).decode()}"

    def _written(self, name: str, **more: Any) -> bytes:
        """Return what the template *name* makes of the story, of what its bundle is, and of *more*."""
        verdict = self.bundle.verdict
        manifest = verdict.manifest
        return template.written(
            name,
            self.story,
            words=self.words,
            title=self.title,
            case=manifest.case,
            made_at=datetime.fromisoformat(manifest.made_at),
            head=f"{manifest.chain.events}:{manifest.chain.hash}",
            files=frozenset(self.bundle.names),
            faults=verdict.faults,
            platform=self.platform,
            proofs=proof.proofs(verdict, key=self.bundle.key, own=self.bundle.own),
            summary=proof.summary(verdict, key=self.bundle.key),
            limits=proof.limits(verdict),
            fingerprint=proof.fingerprint(verdict.signature.public_key),
            moments=self.moments,
            recordings=self.recordings,
            **more,
        )
