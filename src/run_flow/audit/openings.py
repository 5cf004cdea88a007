"""The openings file: the salts of a bundle's commitments, for the auditor who has the profile in hand.

It goes another way than the bundle: both together let whoever has them try out what stood in a field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from run_flow.audit.canonical import canonical
from run_flow.audit.chain import NAME, Told
from run_flow.audit.commitments import SIDES, openings, opens
from run_flow.audit.fault import Fault, refused
from run_flow.audit.verify import PROVEN
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.profile import Profile

MOST_BYTES = 50_000_000

Salt = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Opening(_Facts):
    """What opens one field."""

    run: str
    step: str
    form: str
    label: str
    field: str
    source: str
    salts: dict[Literal["typed", "readback", "sent"], Salt]


class Openings(_Facts):
    """What opens the fields of a bundle."""

    format: Literal[1]
    case: str
    openings: tuple[Opening, ...]


@dataclass(frozen=True)
class Opened:
    """How many fields were opened and hold the profile's value, and how many cannot be compared with a profile."""

    equal: int
    elsewhere: int
    """A person typed or told it, or the page has another word for it."""
    closed: int
    """There is no opening: the key was destroyed, or the auditor was not given it."""
    faults: tuple[Fault, ...]


def exported(events: Sequence[Told], *, case: str, folder: Path) -> tuple[bytes, int]:
    """Return the openings file of *events* from the keys in the case's *folder*, and how many fields it opens."""
    found = openings(folder, [event.data for event in events if event.kind == PROVEN])
    told = {"format": 1, "case": case, "openings": [{**asdict(each), "salts": dict(each.salts)} for each in found]}
    return canonical(told) + b"\n", len(found)


def parsed(path: Path) -> Openings:
    """Return the openings that the file at *path* holds; raise AuditFailed where it is none."""
    if path.stat().st_size > MOST_BYTES:
        raise refused(
            path.name, _("太大：{size:,} 字节，最多 {most:,}").format(size=path.stat().st_size, most=MOST_BYTES)
        )
    try:
        return Openings.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise refused(path.name, _("不是开启文件：{why}").format(why=error.errors()[0]["msg"])) from error


def compared(events: Sequence[Told], told: Openings, profile: Profile, *, case: str) -> Opened:
    """Return what the openings show of each field of *events*, beside *profile*."""
    by_field = {opening.field: opening for opening in told.openings}
    proven = [event for event in events if event.kind == PROVEN]
    faults = [] if told.case == case else [Fault("", _("开启文件是另一家公司的"))]
    faults += _strangers(by_field, proven)
    equal = elsewhere = closed = 0
    for event in proven:
        opening = by_field.get(event.data["field"])
        stated = _stated(profile, event.data)
        if opening is None:
            closed += 1
        elif not stated:
            elsewhere += 1
        else:
            wrong = list(_wrong(event, opening, stated))
            faults += wrong
            equal += not wrong
    return Opened(equal, elsewhere, closed, tuple(faults))


def _strangers(by_field: Mapping[str, Opening], proven: Sequence[Told]) -> Iterator[Fault]:
    for field in by_field.keys() - {event.data["field"] for event in proven}:
        opening = by_field[field]
        yield Fault("", _("开启文件里的「{form}」「{label}」，包里没有").format(form=opening.form, label=opening.label))


def _stated(profile: Profile, data: Mapping[str, Any]) -> list[Any]:
    """Return what *profile* states at each path that the value came from, nothing where it came from elsewhere."""
    paths = [path for path in data["source"].split("+") if path.partition(".")[0] in type(profile).model_fields]
    return [] if data["mapped"] else [_value_at(profile, path) for path in paths]


def _wrong(event: Told, opening: Opening, stated: list[Any]) -> Iterator[Fault]:
    words = {"typed": _("填写"), "readback": _("读回"), "sent": _("发出")}
    data = event.data
    for side in SIDES:
        if data[side] and not opens(opening.salts.get(side, ""), stated, data[side]):
            what = _("「{form}」「{label}」{side}的不是资料里 {source} 的值")
            told = what.format(form=data["form"], label=data["label"], side=words[side], source=data["source"])
            yield Fault(f"{NAME}:{event.seq}", told)


def _value_at(profile: Profile, path: str) -> Any:
    value: Any = profile
    for part in path.split("."):
        if isinstance(value, tuple):
            value = value[int(part)] if part.isdecimal() and int(part) < len(value) else None
        else:
            value = getattr(value, part, None)
    return value
