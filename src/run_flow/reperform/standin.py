"""Values of the right shape for what a recording does not tell: nobody's, yet every form takes them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from run_flow.audit.secrets import TOKEN
from run_flow.engine.people import Amount, Choice, Code, Confirm, Document, Text

if TYPE_CHECKING:
    from run_flow.engine.people import Answer

_TYPED = "Chongzuo2026"
"""What a password may be; a drawn code is shorter."""
_NAMES = "甲乙丙丁戊己庚辛壬癸"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def answer(kind: Answer, folder: Path) -> str:
    """Return an answer of this *kind*, whose text may be a password, a short one a drawn code; a document lies in *folder*."""
    match kind:
        case Amount():
            return str(Decimal(kind.minimum) + Decimal("0.36"))
        case Code():
            return "".join(str((number + 1) % 10) for number in range(kind.digits))
        case Choice():
            return kind.options[0]
        case Confirm():
            return "yes"
        case Document():
            return str(picture(folder / "answer.jpg", number=0))
        case Text():
            return _TYPED if kind.max_length >= len(_TYPED) else _TYPED[-4:]
    raise TypeError(kind)


def profile(recorded: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return the *recorded* profile path by path, with a value of the right shape for each token; documents lie in *folder*."""
    tokens = {token: number for number, token in enumerate(dict.fromkeys(_tokens(recorded)), 1)}
    sums = {told["sha256"]: number for number, told in enumerate(_documents(recorded), 1)}
    held: dict[str, Any] = {}
    for path, told in recorded.items():
        if isinstance(told, str) and told in tokens:
            held[path] = value(_kind(told), tokens[told])
        elif isinstance(told, Mapping):
            name = f"{sums[told['sha256']]}.{'png' if path.endswith('icon') else 'jpg'}"
            held[path] = picture(folder / name, number=sums[told["sha256"]], icon=path.endswith("icon"))
        else:
            held[path] = told
    return held


def value(kind: str, number: int) -> str:
    """Return the *number*-th value of this *kind*."""
    made = {
        "id_number": _id_number(number),
        "phone": f"139{number:08d}",
        "account": f"62220000{number:011d}",
        "email": f"p{number}@standin.example",
        "wechat": f"standin_{number}",
        "name": f"重做{_NAMES[number // 10 % 10]}{_NAMES[number % 10]}",
        "password": f"Rp-{number:06d}-x",
    }
    return made.get(kind, f"standin-{number}")


def picture(path: Path, *, number: int, icon: bool = False) -> Path:
    """Draw a picture that differs from every other *number*'s to *path*, and return that."""
    from PIL import Image

    size = (144, 144) if icon else (1200, 800)
    shade = (40 + number * 37 % 200, 40 + number * 59 % 200, 40 + number * 83 % 200)
    Image.new("RGB", size, shade).save(path)
    return path


def _kind(token: str) -> str:
    return token.split("-")[1]


def _tokens(recorded: Mapping[str, Any]) -> list[str]:
    return [told for _path, told in sorted(recorded.items()) if isinstance(told, str) and TOKEN.fullmatch(told)]


def _documents(recorded: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    told = {each["sha256"]: each for _path, each in sorted(recorded.items()) if isinstance(each, Mapping)}
    return list(told.values())


def _id_number(number: int) -> str:
    """Return an identity number of somebody grown up, with its check digit (GB 11643)."""
    first = f"11010119800101{number % 1000:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11
    return first + "10X98765432"[rest]
