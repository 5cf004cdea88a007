"""Whose hands are in a form: the assistant's stop between two touches where a person wants to go on themselves.

What a person typed stays theirs, over restarts too: the journal knows under which labels, never what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from run_flow.engine.handed import OURS, THEIRS
from run_flow.engine.sources import PERSON
from run_flow.errors import WaitingForPerson
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.people import Surface
    from run_flow.engine.run import Run
    from run_flow.engine.session import Active, Session
    from run_flow.portal.locate import Field
    from run_flow.portal.readback import Wanted

HANDED_BACK, REFILL, CLICKED = "填好交还", "助手重填", "我已点过"

Label = tuple[str, tuple[str, ...]]
"""A form and every known wording of a label in it."""


class TakenOver(BaseException):
    """A person does this part; ``emptied`` is what they typed before and is gone."""

    def __init__(self, emptied: str = "") -> None:
        """Remember which label is empty."""
        super().__init__(emptied)
        self.emptied = emptied


@runtime_checkable
class Wheel(Protocol):
    """A surface on which a person may say that they do this part."""

    def working(self, title: str) -> None:
        """Show that the assistant is at work on the step *title*, and how to take over."""
        ...

    def wanted(self) -> bool:
        """Tell whether somebody asked for the wheel since the last time."""
        ...


def wheels(surfaces: Iterable[Surface]) -> list[Wheel]:
    """Return those of *surfaces* on which a person may take over."""
    return [surface for surface in surfaces if isinstance(surface, Wheel)]


def pause(session: Session) -> None:
    """Leave the step's body by TakenOver where a person wants to do this part; never after its click."""
    active = session.active
    if active is None or active.clicked:
        return
    asked = [wheel.wanted() for wheel in wheels(session.surfaces)]
    if active.over or any(asked):
        active.over = False
        raise TakenOver


class Partner:
    """The person beside the assistant in one form."""

    def __init__(self, session: Session, active: Active, titles: Sequence[str]) -> None:
        """Share the form *titles* of the step that is *active*."""
        self._session, self._active, self._titles = session, active, titles

    def pause(self) -> None:
        """Let the person take over before the next touch."""
        pause(self._session)

    def keeps(self, wanted: Wanted, field: Field) -> bool:
        """Tell whether what *field* holds is the person's and stays; one that they left empty is asked for again."""
        theirs = next((known for known in self._active.persons if self._is(known, wanted)), None)
        if theirs:
            if field.empty:
                self._active.persons.discard(theirs)
                raise TakenOver(wanted.labels[0])
        elif not self._changed(field):
            return False
        elif not wanted.passing:
            self._active.persons.add((self._titles[0], wanted.labels))
        if wanted.kind == "text":
            self._session.redactor.learn("typed", field.text)
        return True

    def meet(self, label: str) -> None:
        """Suspend where nobody is there to read what comes to a phone."""
        if not self._session.attended:
            raise WaitingForPerson(_("“{title}”要有人在电脑前办").format(title=label))

    def _is(self, known: Label, wanted: Wanted) -> bool:
        form, labels = known
        return form in self._titles and not set(labels).isdisjoint(wanted.labels)

    def _changed(self, field: Field) -> bool:
        """Tell whether the person who handed back changed *field*, and keep it over a restart; else we type it next."""
        handed, title = self._active.handed, self._titles[0]
        if handed is None:
            return False
        changed = not field.empty and handed.changed(title, field.label, field.value)
        handed.judged(title, field.label, THEIRS if changed else OURS)
        return changed


def fields(active: Active) -> tuple[Mapping[str, Any], ...]:
    """Return every field of the step, as StepDone tells of it: a person's by its label alone."""
    theirs = [{"form": form, "labels": list(labels), "source": PERSON} for form, labels in sorted(active.persons)]
    mine = [entry for entry in active.sources.fields if (entry["form"], tuple(entry["labels"])) not in active.persons]
    return (*mine, *theirs)


def known(entries: Iterable[Mapping[str, Any]]) -> set[Label]:
    """Return which of the fields that a StepDone tells of a person typed."""
    return {(entry["form"], tuple(entry["labels"])) for entry in entries if entry["source"] == PERSON}


def told(run: Run) -> str:
    """Return a sentence that names what people typed since the last submission, empty where they typed nothing."""
    session = run.session
    steps = session.ledger.steps(session.run_id)
    here = [row for row in steps if (row.item, row.round) == (run.item, run.round)]
    submitted = max((row.seq for row in here if row.irreversible and row.state == "done"), default=0)
    typed = [label for row in here if row.seq > submitted for label in sorted(known(row.fields))]
    typed += sorted(session.active.persons) if session.active else []
    names = dict.fromkeys(f"{form} › {labels[0]}" for form, labels in typed)
    if not names:
        return ""
    return "\n" + _("以下内容由人填写，没有按资料核对，请再看一眼：{labels}。").format(labels=_("、").join(names))
