"""What each document is: the last name of its field tells."""

from __future__ import annotations

from dataclasses import dataclass

from run_flow.profile.documents import limits
from run_flow.profile.quoting import named


@dataclass(frozen=True)
class Slot:
    """What a picture must be to do in its place."""

    name: str
    written: bool = False  # it is read, so it must be sharp
    coloured: bool = False  # a copy without colour is no original
    most_glare: float = 1.0
    sealed: bool = False
    plain: bool = False  # a person before a plain wall
    drawn: bool = False  # an icon
    single: bool = True  # it is used in this place only


SLOTS = {
    slot.name: slot
    for slot in (
        Slot("licence", written=True, coloured=True, most_glare=limits.GLARE_LICENCE),
        Slot("id_front", written=True, coloured=True, most_glare=limits.GLARE_CARD),
        Slot("id_back", written=True, coloured=True, most_glare=limits.GLARE_CARD),
        Slot("letter", written=True, sealed=True),
        Slot("authorization", written=True, sealed=True),
        Slot("trademark", written=True),
        Slot("document", written=True),
        Slot("medical", written=True),
        Slot("permit", written=True),
        Slot("portrait", plain=True),
        Slot("hand_held"),
        Slot("icon", drawn=True),
        Slot("others", single=False),
    )
}


def slot_of(field: str) -> Slot:
    """Return what the document at *field* must be."""
    name = named(field)
    return SLOTS.get(name) or Slot(name)
