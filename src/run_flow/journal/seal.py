"""The chain that seals a case's events: an answer can be taken out of it, and it still holds."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from run_flow.journal.events import FORMAT, KINDS, AskAnswered, Event

READ = frozenset({"confirm", "choice"})
"""The kinds of answers that the chain holds as they are: an approval has to be read."""

_DIGESTED_FROM = 3
"""The FORMAT from which on the chain seals an event's digest, so that it can be followed where an event is withheld."""

_INSTANTS = frozenset({"deadline", "look_at", "until"})


def sealed(event: Event, *, case: str, seq: int, at: datetime) -> str:
    """Return *event* as the canonical JSON that the chain seals."""
    data = {each.name: _plain(getattr(event, each.name)) for each in fields(event)}
    envelope = {"format": FORMAT, "case": case, "seq": seq, "at": at.isoformat(), "kind": type(event).__name__}
    return _canonical({**envelope, "data": data})


def opened(body: str) -> Event:
    """Return the event that *body* seals."""
    envelope = json.loads(body)
    data = {name: _rich(name, value) for name, value in envelope["data"].items()}
    return KINDS[envelope["kind"]](**data)


def answered(value: str | None, **facts: Any) -> AskAnswered:
    """Return the event of an answer that the chain holds as its salted hash alone."""
    return AskAnswered(value=value, **facts, **(_sealing(value) if value is not None else {}))


def repeated(question: str, answers: Iterable[str]) -> dict[str, Any]:
    """Return what an AskOpened tells besides a *question* that repeats one of the *answers*, if it does."""
    told = without(question, answers)
    return {"told": told, **_sealing(question)} if told != question else {}


def without(text: str, answers: Iterable[str]) -> str:
    """Return *text* with none of the *answers* in it."""
    for answer in sorted(filter(None, answers), key=len, reverse=True):
        text = text.replace(answer, "***")
    return text


def public(body: str) -> str:
    """Return *body* as a stranger may read it: without the answer that it holds sealed, if it does."""
    envelope = json.loads(body) if '"sealed":"' in body else {"data": {}}
    data = envelope["data"]
    if not data.get("sealed"):
        return body
    data |= {"salt": ""} | ({"question": data["told"]} if "told" in data else {"value": None})
    return _canonical(envelope)


def digest(body: str) -> str:
    """Return what the chain seals of *body*: all that a stranger may read. Empty for a FORMAT that sealed the whole."""
    return _hash(public(body)) if json.loads(body)["format"] >= _DIGESTED_FROM else ""


def linked(previous: str, digest: str) -> str:
    """Return the hash of an event with this *digest* on top of the *previous* hash."""
    return _hash(f"{previous}\n{digest}")


def chained(previous: str, body: str) -> str:
    """Return the hash of *body* on top of the *previous* hash; the first one stands on the case's id."""
    return linked(previous, digest(body) or body)


def _sealing(text: str) -> dict[str, str]:
    salt = secrets.token_hex(32)
    return {"salt": salt, "sealed": _salted(salt, text)}


def _salted(salt: str, value: str) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + value.encode()).hexdigest()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(envelope: Mapping[str, Any]) -> str:
    return json.dumps(envelope, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _rich(name: str, value: Any) -> Any:
    if name in _INSTANTS and value is not None:
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
