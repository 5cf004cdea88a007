"""What reviewers object to, led back to the line of the profile where it is mended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from run_flow.engine.people import Choice
from run_flow.engine.sources import ANSWER, PERSON, digests, value_at
from run_flow.language import _
from run_flow.profile.portal_names import path_named
from run_flow.profile.rejections import rule_of

if TYPE_CHECKING:
    from run_flow.engine.run import Run
    from run_flow.engine.session import Session
    from run_flow.journal.rows import EventRow
    from run_flow.profile import Profile

USE, OTHER = "用它", "另给文件"
_ALIKE, _APART = 0.6, 0.05
_PICTURE = re.compile(r"照片|图片|扫描|上传|清晰|模糊|公章|盖章|复印|反光")

Labelled = Mapping[str, frozenset[str]]
"""Each path of the profile with the labels under which its value stands on the portal."""


@dataclass(frozen=True)
class Reason:
    """One thing that the reviewers object to; without a *path* it was not found in the profile.

    *line* is None where the profile does not state it yet; *mend* is our own rule's advice.
    """

    field: str
    reason: str
    suggestion: str
    path: str = ""
    file: str = ""
    line: int | None = None
    document: str = ""
    mend: str = ""

    def __str__(self) -> str:
        """Say it in one line, with the place where it is mended."""
        said = _("{field}：{reason}").format(field=self.field, reason=self.reason)
        place = _("资料：{place}").format(place=self.place) if self.path else ""
        mend = _("改法：{mend}").format(mend=self.mend) if self.mend else ""
        parts = (said, self.suggestion, place, mend)
        return "".join(_("{sentence}。").format(sentence=part.rstrip("。.")) for part in parts if part)

    @property
    def place(self) -> str:
        """Return "profile.yaml:12 company.licence", "" where it was not found in the profile."""
        return f"{self.file}:{self.line} {self.path}" if self.line else f"{self.file} {self.path}".strip()


def explained(session: Session, rows: Iterable[Mapping[str, str]]) -> tuple[Reason, ...]:
    """Return the reviewers' *rows* (字段, 原因, 建议), each with its place in the profile and what to do."""
    labelled = labels_of(session.ledger.events(session.run_id))
    return tuple(explain(row, labelled=labelled, profile=session.profile) for row in rows)


def explain(row: Mapping[str, str], *, labelled: Labelled, profile: Profile) -> Reason:
    """Return one row with its place in *profile* and what to do."""
    said = " ".join((row["字段"], row["原因"], row["建议"]))
    rule = rule_of(said)
    told = Reason(row["字段"], row["原因"], row["建议"], mend=rule.remedy if rule else "")
    path = path_of(row["字段"], said=said, labelled=labelled, profile=profile)
    if not path:
        return told
    value = value_at(profile, path)
    file, line, _column = profile.where(path).rsplit(":", 2)
    return Reason(
        **asdict(told)
        | {"path": path, "file": file}
        | {"line": None if value is None else int(line), "document": str(value) if isinstance(value, Path) else ""}
    )


def path_of(name: str, *, said: str, labelled: Labelled, profile: Profile) -> str:
    """Return the one path of the profile that the reviewers' field *name* means, "" where that is not certain."""
    bare = _bare(name)
    exact = [path for path, labels in labelled.items() if bare in map(_bare, labels)]
    if len(exact) == 1:
        return exact[0]
    if known := path_named(name):
        return known
    pictures = [path for path in labelled if isinstance(value_at(profile, path), Path)]
    among = exact or (pictures if pictures and _PICTURE.search(said) else list(labelled))
    inside = [path for path in among if any(_holds(bare, _bare(label)) for label in labelled[path])]
    if inside:
        return inside[0] if len(inside) == 1 else ""
    return _nearest(bare, labelled, among)


def labels_of(happened: Iterable[EventRow]) -> Labelled:
    """Return under which labels each path of the profile went into a form."""
    labelled: dict[str, frozenset[str]] = {}
    for event in happened:
        for field in event.data.get("fields", ()) if event.kind == "StepDone" else ():
            if field["source"] not in {"", ANSWER, PERSON}:
                labelled[field["source"]] = labelled.get(field["source"], frozenset()).union(field["labels"])
    return labelled


def mended(run: Run, reason: Reason) -> Path | None:
    """Return the profile's document for *reason* where it is another one than the portal was sent, else None.

    One that was never sent may be the one that the reviewers want, or not: a person says so.
    """
    session = run.session
    document = value_at(session.profile, reason.path) if reason.path else None
    if not isinstance(document, Path):
        return None
    sent = _sent(session.ledger.events(session.run_id), reason.path)
    if sent == digests(session.profile, [reason.path], folder=session.folder)[reason.path]:
        return None
    if not sent and not _offered(run, reason):
        return None
    if session.active:
        session.active.sources.note(reason.path, document)
    return document


def record(reason: Reason | Mapping[str, Any]) -> dict[str, Any]:
    """Return *reason* as JSON; a flow may also have told the page's own columns."""
    return asdict(reason) if isinstance(reason, Reason) else dict(reason)


def _sent(happened: Sequence[EventRow], path: str) -> str:
    """Return the digest of what stood at *path* when a step that is done read it the last time, "" where none did."""
    read = [event.data.get("inputs", {}) for event in happened if event.kind == "StepDone"]
    return next((str(inputs[path]) for inputs in reversed(read) if path in inputs), "")


def _offered(run: Run, reason: Reason) -> bool:
    question = _("{reason}资料里写着 {document}，还没有提交过，用它吗？").format(
        reason=reason, document=reason.document
    )
    return run.ask(f"offer-{reason.field}", question, answer=Choice((USE, OTHER)), role=_("经办人")) == USE


def _nearest(bare: str, labelled: Labelled, among: Sequence[str]) -> str:
    """Return the path with the label most like *bare*, "" where none is, or where two are."""
    ranked = sorted((max(_likeness(bare, _bare(label)) for label in labelled[path]), path) for path in among)
    if not ranked or ranked[-1][0] < _ALIKE:
        return ""
    if len(ranked) > 1 and ranked[-1][0] - ranked[-2][0] < _APART:
        return ""
    return ranked[-1][1]


def _holds(one: str, other: str) -> bool:
    """Tell whether one label is a part of the other."""
    return min(len(one), len(other)) > 1 and (one in other or other in one)


def _likeness(one: str, other: str) -> float:
    """Return how alike two labels are, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _bare(label: str) -> str:
    """Return *label* in one width and case, without spaces and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", label)).casefold()
