"""What can be asked of people, and where they may answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from unicodedata import normalize

from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.journal.events import AskKind
    from run_flow.journal.files import Vault
    from run_flow.journal.ledger import Ledger
    from run_flow.journal.rows import AskRow

_YES = frozenset({"y", "yes", "是", "好", "同意", "确认", "可以", "1"})
_NO = frozenset({"n", "no", "否", "不", "不同意", "取消", "不可以", "0"})
_CENT = Decimal("0.01")
_LONGEST_SHOWN = 80


@dataclass(frozen=True)
class Answer:
    """A kind of answer: it travels as JSON and turns what a person typed into a value."""

    @classmethod
    def kind(cls) -> str:
        """Return the word by which this kind goes in JSON."""
        return cls.__name__.lower()

    def as_json(self) -> dict[str, Any]:
        """Return the kind and its limits."""
        return {"kind": self.kind(), **{name: _plain(value) for name, value in asdict(self).items()}}

    def parse(self, text: str) -> str:
        """Return the value that *text* means; raise ValueError with a sentence for the person."""
        raise NotImplementedError


@dataclass(frozen=True)
class Confirm(Answer):
    """Yes or no; the value is "yes" or "no"."""

    def parse(self, text: str) -> str:
        """Return "yes" or "no"."""
        word = _tidy(text).lower()
        if word in _YES | _NO:
            return "yes" if word in _YES else "no"
        raise ValueError(_("请回答 是 或 否"))


@dataclass(frozen=True)
class Amount(Answer):
    """An amount in yuan, to the cent; the value always has two decimals."""

    minimum: str = "0.01"
    maximum: str | None = None

    def parse(self, text: str) -> str:
        """Return the amount as "0.37"."""
        plain = _tidy(text).removeprefix("¥").removesuffix("元").replace(",", "").strip()
        found = re.fullmatch(r"(?=\.?[0-9])[0-9]{0,12}(?:\.([0-9]*))?", plain)
        if found is None:
            raise ValueError(_("请填写金额，例如 0.37"))
        if len(found[1] or "") > 2:
            raise ValueError(_("金额最多两位小数，例如 0.37"))
        yuan = Decimal(plain)
        if yuan < Decimal(self.minimum) or (self.maximum is not None and yuan > Decimal(self.maximum)):
            limits = _("金额应在 {minimum} 元到 {maximum} 元之间") if self.maximum else _("金额至少 {minimum} 元")
            raise ValueError(limits.format(minimum=self.minimum, maximum=self.maximum))
        return str(yuan.quantize(_CENT))


@dataclass(frozen=True)
class Text(Answer):
    """Some words."""

    max_length: int = 200

    def parse(self, text: str) -> str:
        """Return the words without the space around them."""
        words = text.strip()
        if not words or len(words) > self.max_length:
            raise ValueError(_("请填写 1 到 {limit} 个字").format(limit=self.max_length))
        return words


@dataclass(frozen=True)
class Code(Answer):
    """A code of digits, as it comes by SMS."""

    digits: int = 6

    def parse(self, text: str) -> str:
        """Return the digits."""
        code = _tidy(text).replace(" ", "")
        if not re.fullmatch(rf"[0-9]{{{self.digits}}}", code):
            raise ValueError(_("验证码应为 {digits} 位数字").format(digits=self.digits))
        return code


@dataclass(frozen=True)
class Choice(Answer):
    """One of some options, by its words or its number."""

    options: tuple[str, ...]

    def parse(self, text: str) -> str:
        """Return the option meant."""
        word = _tidy(text)
        if found := [option for option in self.options if _tidy(option) == word]:
            return found[0]
        if word.isdecimal() and 1 <= int(word) <= len(self.options):
            return self.options[int(word) - 1]
        raise ValueError(_("请回答其中之一：{options}").format(options=" / ".join(self.options)))


@dataclass(frozen=True)
class Document(Answer):
    """A file on this machine; the value is its absolute path.

    Where it is a picture for the *place* of the profile, it has to meet what the rules say of a document there.
    """

    suffixes: tuple[str, ...] = (".jpg", ".jpeg", ".png")
    max_bytes: int = 2_000_000
    place: str = ""

    def parse(self, text: str) -> str:
        """Return the path of the file."""
        named = text.strip().strip("'\"")
        try:
            path = Path(named).expanduser().absolute()
            size = path.stat().st_size if path.is_file() else None
        except (OSError, RuntimeError, ValueError) as error:  # a sentence where a path should be, an unknown user
            raise ValueError(_("没有这个文件：{path}").format(path=named[:_LONGEST_SHOWN])) from error
        if size is None:
            raise ValueError(_("没有这个文件：{path}").format(path=path))
        if path.suffix.lower() not in self.suffixes:
            raise ValueError(_("文件应为 {suffixes}").format(suffixes=" ".join(self.suffixes)))
        if size > self.max_bytes:
            raise ValueError(_("文件不能超过 {limit} 字节").format(limit=self.max_bytes))
        if self.place and (faults := _faults(self.place, path)):
            raise ValueError(faults[0])
        return str(path)


def _faults(place: str, path: Path) -> list[str]:
    """Return, in sentences, why the picture is not fit for *place*."""
    from run_flow.profile.documents import examine
    from run_flow.profile.rulebook import RULES

    faults: list[str] = []

    def find(_field: str, code: str, *, mend: str = "", **facts: object) -> None:
        if RULES[code].severity == "error" or code == "document.no_seal":  # here somebody can still stamp it
            faults.append(RULES[code].said(facts) + (mend or RULES[code].mended(facts)))

    examine(find, [(place, path)])
    return faults


_KINDS: Mapping[str, type[Answer]] = {kind.kind(): kind for kind in (Confirm, Amount, Text, Code, Choice, Document)}


def answer_type(told: Mapping[str, Any] | None) -> Answer | None:
    """Return the kind of answer that was told as JSON; None where nobody can answer."""
    if told is None:
        return None
    limits = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    return _KINDS[str(limits.pop("kind"))](**limits)


@dataclass(frozen=True)
class AskView:
    """An ask as people see it; ``code`` is the text of the code to scan and ``image`` its picture."""

    case_id: str
    run_id: str
    id: str
    kind: AskKind
    question: str
    answer: Answer | None
    role: str
    channel: str
    deadline: datetime | None
    secret: bool
    expiry: str = ""
    code: str = ""
    image: bytes = b""

    @classmethod
    def of(cls, row: AskRow) -> AskView:
        """Return what people see of *row*."""
        return cls(
            case_id=row.case_id,
            run_id=row.run_id,
            id=row.id,
            kind=row.kind,
            question=row.question,
            answer=answer_type(row.answer),
            role=row.role,
            channel=row.channel,
            deadline=row.deadline,
            secret=row.secret,
            expiry=row.expiry,
        )

    def with_code(self, code: str, image: bytes) -> AskView:
        """Return the view with a picture to scan."""
        return replace(self, code=code, image=image)


class Surface(Protocol):
    """A place where people see asks and may answer: the terminal, the banner in the page."""

    name: str

    def show(self, ask: AskView) -> None:
        """Show *ask*, or what changed in it."""
        ...

    def clear(self, ask_id: str) -> None:
        """Take the ask away: it is settled, or nobody waits any more."""
        ...

    def take(self) -> list[tuple[str, str]]:
        """Return what people typed since the last time, as ask and text, at once."""
        ...

    def refuse(self, ask_id: str, why: str) -> None:
        """Tell the person why the answer was not taken."""
        ...


def give(ledger: Ledger, vault: Vault, ask: AskRow, text: str, *, by: str) -> bool:
    """Record what a person typed and return True, or False where the ask is settled already.

    Raises ValueError, with a sentence, where *text* is no answer. A secret goes through *vault*, never the ledger.
    """
    answer = answer_type(ask.answer)
    if answer is None:
        raise ValueError(_("这件事由平台确认，不用回答"))
    value = answer.parse(text)
    if not ask.secret:
        return ledger.answer(ask.case_id, ask.id, value, by=by)
    ref = vault.put(ask.id, value)
    applied = ledger.answer(ask.case_id, ask.id, None, by=by, secret_ref=ref)
    if not applied:
        vault.drop(ref)
    return applied


def settled(ask: AskRow, *, now: datetime) -> str:
    """Return why *ask* takes no answer any more, with who answered first and when; empty while it takes one."""
    late = ask.deadline is not None and ask.deadline <= now
    if ask.state == "open" and not late:
        return ""
    if ask.state in {"open", "expired"}:
        return _("{ask}：期限 {deadline} 已过，不再接受回答").format(ask=ask.id, deadline=_moment(ask.deadline))
    if ask.state == "cancelled":
        return _("{ask}：已经不需要回答").format(ask=ask.id)
    if ask.answered_at is None:
        return _("{ask}：平台在 {when} 已经往前走了，不用再回答").format(ask=ask.id, when=_moment(ask.closed_at))
    told = _("{ask}：已经先回答了（{by}，{when}），以先到的为准")
    return told.format(ask=ask.id, by=who_answered(ask.by or ""), when=_moment(ask.answered_at))


def who_answered(by: str) -> str:
    """Return in words where an answer was given, or under which account of a computer; empty where nobody gave one."""
    places = {"": "", "terminal": _("在终端"), "banner": _("在窗口")}
    return places[by] if by in places else _("电脑账户 {name}").format(name=by)


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}" if moment else "?"


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _tidy(text: str) -> str:
    return normalize("NFKC", text).strip()
