"""A raw trace becomes one that may be kept: nothing in it tells a value, and it still opens in Playwright's viewer."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from run_flow.audit import bodies, network, overheard
from run_flow.audit.dom import Pages
from run_flow.audit.secrets import Secrets

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
"""What stands in a page for a picture that was left out."""
PICTURES = {"png", "jpg", "jpeg", "gif", "webp", "bmp", "svg", "ico"}
_RESOURCE = re.compile(r"[0-9a-f]{40}\.\w+")
_RESOURCE_BYTES = re.compile(_RESOURCE.pattern.encode())
_PERSONAL = re.compile(r"(?<![0-9A-Za-z.])(?:[1-8]\d{16}[\dXx]|1[3-9]\d{9}|\d{16,19})(?![0-9A-Za-z])")
_PERSONAL_BYTES = re.compile(_PERSONAL.pattern.encode())
_LOOKED_AT = (
    b'"frame-snapshot"',
    b"setInputFiles",
    b'"context-options"',
    b"data:",
    b"Buffer",
    b'"storageState',
    b'"stack"',
)
_HELD = re.compile(rb'"__playwright_value_":("(?:[^"\\]|\\.)*")')
LEAST_FIELD, LEAST_WORDS = 6, 4
_WHEN = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Raw:
    """A trace as Playwright's driver writes it."""

    trace: Path
    network: Path
    resources: Path
    heard: Path | None = None
    """What was answered beside it (overheard.py)."""

    @classmethod
    def at(cls, trace: Path) -> Raw:
        """Return what lies beside *trace*."""
        return cls(
            trace, trace.with_suffix(".network"), trace.parent / "resources", trace.with_suffix(overheard.SUFFIX)
        )

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Return the requests with their answers, those heard beside the recording among them."""
        told = [json.loads(line) for line in _whole_lines(self.heard)] if self.heard else []
        return overheard.merged(told, [json.loads(line) for line in _whole_lines(self.network)])

    @property
    def empty(self) -> bool:
        """Whether nothing happened in it."""
        return sum(1 for _line in _whole_lines(self.trace)) <= 1 and not any(_whole_lines(self.network))

    def seal(self, path: Path) -> None:
        """Put it to *path* as it was recorded: nobody may be given that."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, file in (("trace.trace", self.trace), ("trace.network", self.network)):
                if file.is_file():
                    archive.write(file, name)


@dataclass
class Facts:
    """What a redacted trace says of itself."""

    events: int = 0
    requests: int = 0
    broken: int = 0
    resources: int = 0
    left_out: int = 0
    uploads: list[dict[str, Any]] = field(default_factory=list)


class Redaction:
    """One trace on its way from *raw* to a zip; *public* are values that may stand in a field."""

    def __init__(self, raw: Raw, known: Iterable[tuple[str, str]], *, public: Iterable[str] = ()) -> None:
        """Read what was recorded; *known* are the secrets, each as (kind, value)."""
        self.facts = Facts()
        self.secrets = Secrets(known)
        self._raw = raw
        self._lines = list(_whole_lines(raw.trace))
        self._entries = raw.entries
        if [entry for entry in self._entries if "request" not in entry["snapshot"]]:
            raise ValueError("not a request")
        self._public = frozenset(public)
        self._numbers: dict[str, str] = {}
        self._renamed: dict[str, str] = {}
        self._bodies: dict[str, bytes] = {}
        self._cleaned: dict[str, str] = {}

    def told(self, value: Any) -> Any:
        """Return *value*, texts however deep, as it may stand beside the trace."""
        return self._clean(value)

    def write(self, path: Path) -> Facts:
        """Write the redacted trace to *path*."""
        events = self._events()
        self._requests()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, lines in (("trace.trace", events), ("trace.network", self._entries)):
                told = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
                _put(archive, name, self._names(told).encode("utf-8", "surrogatepass"))
            for name, body in sorted(self._bodies.items()):
                _put(archive, f"resources/{name}", body)
        return self.facts

    def _events(self) -> list[Any]:
        pages, events = Pages(self.secrets, self._field), []
        for line in self._lines:
            event = json.loads(line)
            self.facts.events += 1
            if any(mark in line for mark in _LOOKED_AT):
                event = self._event(event)
            if self._dirty(line):
                event = self._clean(event)
            if event["type"] == "frame-snapshot":
                pages.clean(event["snapshot"])
            events.append(event)
        return events

    def _event(self, event: dict[str, Any]) -> dict[str, Any]:
        event.get("error", {}).pop("stack", None)  # of the driver's own code, by where it lies on this machine
        if event["type"] == "context-options":
            event["options"] = {
                key: event["options"].get(key) for key in ("viewport", "locale") if event["options"].get(key)
            }
        elif event.get("method") == "setInputFiles":
            event["params"] = {"localPaths": [self._upload(path) for path in event["params"].get("localPaths", ())]}
        elif b"data:" in json.dumps(event).encode():
            event = self._each(event, bodies.drawn_out)
        return event

    def _upload(self, path: str) -> str:
        file = Path(path)
        told: dict[str, Any] = {"sha256": "", "size": 0}
        if file.is_file():
            told = {"sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "size": file.stat().st_size}
        self.facts.uploads.append(told)
        return f"document-{told['sha256'][:16]}"

    def _requests(self) -> None:
        for line in self._entries:
            self.facts.requests += 1
            entry = line["snapshot"]
            network.clean(entry)
            self._resource(entry.get("request", {}).get("postData"), sent=True)
            self._resource(entry.get("response", {}).get("content"), sent=False)
            line["snapshot"] = self._clean(entry)
        shown = {name.decode() for line in self._lines for name in _RESOURCE_BYTES.findall(line)}
        for path in sorted(self._raw.resources / name for name in shown):
            if path.name not in self._renamed and path.is_file():
                self._body(path, sent=False)

    def _resource(self, told: dict[str, Any] | None, *, sent: bool) -> None:
        """Redact the body that *told* names, and the text or the parameters that it holds itself."""
        if not told:
            return
        for pair in told.get("params") or ():
            told_value = bodies.named(f"x={pair.get('value', '')}", lambda _x, value: value, deep=False)
            pair["value"] = self._param(pair["name"], told_value[2:])
        if told.get("text"):
            clean = bodies.cleaned(told["text"].encode("utf-8", "surrogatepass"), "txt", self.secrets, sent=sent)
            told["text"] = (clean or b"").decode("utf-8", "surrogatepass")
        name = str(told.get("_file") or told.get("_sha1") or "").rpartition("/")[2]
        path = self._raw.resources / name
        if name and path.is_file() and (sent or name not in self._renamed):
            self._body(path, sent=sent)
        if told.get("encoding") == "base64":
            told["text"] = ""

    def _param(self, name: str, value: str) -> str:
        if bodies.SECRET_NAME.search(name) and value:
            return "REDACTED-named-0"
        return self.secrets.known(value) or value

    def _body(self, path: Path, *, sent: bool) -> None:
        """Keep a body under the hash of what may be shown of it: a hash of what was sent can be guessed."""
        suffix = path.suffix.removeprefix(".").lower()
        body = bodies.cleaned(path.read_bytes(), suffix, self.secrets, sent=sent)
        self.facts.resources += 1
        if body is None:
            self.facts.left_out += 1
            body = PIXEL if suffix in PICTURES else b""
            suffix = "png" if suffix in PICTURES else "dat"
        elif suffix != "js":
            body = self._unknown(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        name = f"{hashlib.sha1(body, usedforsecurity=False).hexdigest()}.{suffix}"
        self._renamed[path.name] = name
        self._bodies[name] = body

    def _dirty(self, line: bytes) -> bool:
        known = self.secrets
        return bool(known.spans(line) or known.torn(line) or known.short(line) or _PERSONAL_BYTES.search(line))

    def _clean(self, value: Any) -> Any:
        return self._each(value, self._text)

    def _each(self, value: Any, change: Any) -> Any:
        """Return *value* with every text in it changed; a number that is a secret becomes its token."""
        if isinstance(value, str):
            return change(value)
        if isinstance(value, dict):
            return {change(key): self._each(item, change) for key, item in value.items()}
        if isinstance(value, list):
            return [self._each(item, change) for item in value]
        if isinstance(value, int) and not isinstance(value, bool) and str(value) in self.secrets:
            return self.secrets.known(str(value))
        return value

    def _text(self, text: str) -> str:
        known = self._cleaned.get(text)
        if known is None:
            known = self._cleaned[text] = self._unknown(self.secrets.known(text) or self.secrets.clean(text))
        return known

    def _unknown(self, text: str) -> str:
        """Take out numbers of people that nobody knows: those that look like one of an identity card, phone or account."""
        return _PERSONAL.sub(lambda found: self._number(found[0]), text)

    def _number(self, found: str) -> str:
        if found in self._public:
            return found
        return self._numbers.setdefault(found, f"REDACTED-number-{len(self._numbers) + 1}")

    def _field(self, held: str) -> str:
        """Return what may be told of a field that holds *held*: what is public, or a token."""
        if not held.strip() or held.strip() in self._public or held.startswith("REDACTED-"):
            return held
        return self.secrets.known(held) or self._numbers.setdefault(held, f"REDACTED-field-{len(self._numbers) + 1}")

    def _names(self, text: str) -> str:
        return _RESOURCE.sub(lambda found: self._renamed.get(found[0], found[0]), text)


def sessions(raw: Raw) -> list[tuple[str, str]]:
    """Return what the portal knew the session by while *raw* was recorded."""
    return list(network.sessions(line["snapshot"] for line in raw.entries))


def held(raw: Raw, *, public: Iterable[str]) -> list[tuple[str, str]]:
    """Return what stood in the fields of *raw* and is not *public*: nobody else may know it, and pages say it again.

    Of what was typed letter by letter only the whole counts.
    """
    found = {json.loads(value) for line in _whole_lines(raw.trace) for value in _HELD.findall(line)}
    told = sorted({value.strip() for value in found} - set(public))
    whole = [value for value, after in pairwise([*told, ""]) if not after.startswith(value)]
    return [("field", value) for value in whole if len(value) >= (LEAST_FIELD if value.isascii() else LEAST_WORDS)]


def _whole_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines that were written whole: a killed process may leave a piece of one at the end."""
    if not path.is_file():
        return
    for line in path.read_bytes().split(b"\n"):
        if line:
            try:
                json.loads(line)
            except ValueError:
                continue
            yield line


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _WHEN)
    entry.external_attr = 0o600 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
