"""A form as a step uses it: the operator hears of each field, and the ledger of where its value came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from run_flow.engine.hands import Partner

if TYPE_CHECKING:
    from run_flow.engine.narrator import Narrator
    from run_flow.engine.session import Session
    from run_flow.portal import Form


def form_of(session: Session, titles: tuple[str, ...]) -> Form:
    """Return the form under one of *titles*, heard by the active step, and by the operator while that fills in."""
    form = session.portal.form(*titles)
    if active := session.active:
        if active.filling and not active.clicked:
            form.typed, form.stands = _Told(session.narrator), _Told(session.narrator)
        form.partner = Partner(session, active, titles)
        active.forms.append((titles[0], form))
        form.heard = lambda wanted: active.sources.stood(titles[0], wanted)
    return form


class _Told(list[str]):
    """Labels that the operator hears of as they come."""

    def __init__(self, narrator: Narrator) -> None:
        super().__init__()
        self._narrator = narrator

    def append(self, label: str) -> None:
        super().append(label)
        self._narrator.field(label)
