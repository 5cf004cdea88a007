"""Every picture of a profile, decoded once and looked at as a reviewer does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from run_flow.language import _
from run_flow.profile.documents import limits, quality
from run_flow.profile.documents.likeness import Look
from run_flow.profile.documents.picture import SUFFIXES, Header, Picture, Unfit, content_of, picture_of
from run_flow.profile.documents.slots import Slot, slot_of

Find = Callable[..., None]
_FILED = ("company.licence", "legal_person.id_front", "legal_person.id_back")


def examine(find: Find, documents: Iterable[tuple[str, Path]]) -> None:
    """Call *find* (field, code, mend and facts) for every fault of *documents*, which lie in the profile's folder."""
    documents = list(documents)
    filed = any(_is_filing(field) for field, _path in documents)
    read: dict[Path, Picture | Unfit] = {}
    for field, path in documents:
        if path not in read:
            read[path] = _read(path)
        picture, tell = read[path], partial(find, field)
        if isinstance(picture, Unfit):
            tell(picture.code, mend=picture.mend, **picture.facts)
            continue
        slot = slot_of(field)
        _file(tell, picture, suffix=path.suffix.lower())
        if slot.drawn:
            _icon(tell, picture)
            continue
        _pixels(tell, picture, filed=_is_filing(field) or (filed and field in _FILED))
        _sight(tell, picture, slot)
    _reused(find, [(field, read[path]) for field, path in documents])


def _read(path: Path) -> Picture | Unfit:
    try:
        return picture_of(content_of(path))
    except Unfit as unfit:
        return unfit


def _is_filing(field: str) -> bool:
    return field.startswith("filing.") or ".filing." in field


def _file(tell: Find, picture: Picture, *, suffix: str) -> None:
    """Judge the file: its size, its name, how its pixels are turned."""
    if picture.size > limits.MAX_BYTES:
        tell("document.too_large", size=picture.size, most=limits.MAX_BYTES)
    right = SUFFIXES[picture.header.kind]
    if suffix not in right:
        tell("document.suffix", suffix=suffix or _("（无）"), right=right[0])
    if picture.said.turned:
        tell("document.sideways")


def _icon(tell: Find, picture: Picture) -> None:
    header = picture.header
    if (header.width, header.height) != limits.ICON:
        tell("icon.size", width=header.width, height=header.height)
    if picture.transparent:
        tell("icon.transparent")


def _pixels(tell: Find, picture: Picture, *, filed: bool) -> None:
    """Judge the resolution; the worst of what can be said is said."""
    header = picture.header
    size = {"width": header.width, "height": header.height}
    short, long = limits.FILING
    if _tiny(header):
        tell("document.small", **size, least=limits.TINY)
    elif filed and (header.long_side < long or min(header.width, header.height) < short):
        tell("document.filing_size", **size)
    elif header.long_side < limits.COARSE:
        tell("document.coarse", **size, least=limits.COARSE)


def _tiny(header: Header) -> bool:
    return header.long_side < limits.TINY or min(header.width, header.height) < limits.THIN


def _sight(tell: Find, picture: Picture, slot: Slot) -> None:
    """Judge what can be seen; what is too small to be read is not measured."""
    if _tiny(picture.header):
        return
    if slot.written:
        _sharp(tell, quality.sharpness(picture.image))
    if slot.coloured:
        document = quality.framed(picture.small)
        _coloured(tell, quality.colour(document))
        if quality.glare(document) > slot.most_glare:
            tell("document.glare")
    if slot.sealed and quality.seal(picture.small) < limits.SEAL:
        tell("document.no_seal")
    if slot.plain:
        tone, share = quality.wall(picture.small)
        if not tone or share < limits.PLAIN:
            tell("portrait.background")


def _sharp(tell: Find, sharpness: float) -> None:
    if sharpness < limits.BLURRED:
        tell("document.blurred")
    elif sharpness < limits.SOFT:
        tell("document.soft")


def _coloured(tell: Find, colour: float) -> None:
    if colour < limits.GREY:
        tell("document.grey")
    elif colour < limits.PALE:
        tell("document.pale")


def _reused(find: Find, pictures: list[tuple[str, Picture | Unfit]]) -> None:
    """Find one picture in two different places; one person's card may stand for two roles of his."""
    before: list[tuple[str, Look]] = []
    for field, picture in pictures:
        if isinstance(picture, Unfit) or not slot_of(field).single:
            continue
        look, name = Look(picture), slot_of(field).name
        other = next((known for known, seen in before if slot_of(known).name != name and seen.same(look)), None)
        if other:
            find(field, "document.reused", other=other)
        before.append((field, look))
