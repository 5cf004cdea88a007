"""What a step put into fields, for the record: whose value it was, what the page held, what was sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from run_flow.engine.sources import PERSON

if TYPE_CHECKING:
    from run_flow.engine.session import Active, Session
    from run_flow.journal import events
    from run_flow.portal import Form


@dataclass(frozen=True)
class Fact:
    """One field; ``held`` and ``sent`` are None where nobody saw it."""

    form: str
    label: str
    kind: str
    source: str
    typed: Any
    held: Any
    sent: Any


def proven(session: Session, active: Active, *, whole: bool = False) -> Sequence[events.FieldProven]:
    """Return the event of every field that the step that is *active* typed or compared, once it is sent.

    A section that others follow before the page's button is sent by a later step, and told with it; where *whole*, what
    was not sent is told, too.
    """
    said = session.portal.said()
    known = [*session.unproven, *((active, title, form) for title, form in active.forms)]
    waiting = [] if whole else [entry for entry in known if entry[2] in session.portal.pending]
    session.unproven = waiting
    out: list[events.FieldProven] = []
    for of, title, form in known:
        if (of, title, form) not in waiting and form.proofs:
            out += session.recorder.proven(of.place.facts, list(_facts(of, title, form, said)))
    return out


def _facts(active: Active, title: str, form: Form, said: Sequence[str]) -> Iterator[Fact]:
    for labels, proof in form.proofs.items():
        if proof.sent is None:
            proof.says(said)
        source = PERSON if proof.wanted.theirs else active.sources.told(title, labels, proof.wanted.value)
        yield Fact(
            form=title,
            label=labels[0],
            kind=proof.wanted.kind,
            source=source,
            typed=proof.typed,
            held=proof.held,
            sent=proof.sent,
        )
