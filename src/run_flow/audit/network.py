"""The requests of a recording: who we are signed in as is left out, and so is what was uploaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from run_flow.audit.bodies import LEAST_SESSION, SECRET_NAME

DROPPED = re.compile(
    r"^(cookie|set-cookie|(proxy-)?authorization|x-.*(token|auth|key|sid)|www-authenticate)$", re.IGNORECASE
)
GONE = "REDACTED-header-0"


def clean(entry: dict[str, Any]) -> None:
    """Take cookies and authorization out of the HAR *entry*."""
    for side in ("request", "response"):
        told = entry.get(side) or {}
        told["cookies"] = []
        for header in told.get("headers", ()):
            if DROPPED.match(header["name"]):
                header["value"] = GONE
    for name in ("queryString",):
        for pair in entry.get("request", {}).get(name, ()):
            if SECRET_NAME.search(pair["name"]) and pair["value"]:
                pair["value"] = "REDACTED-named-0"


def sessions(entries: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield what the portal knows the session by, as (kind, value): it may be echoed anywhere."""
    for entry in entries:
        for side in ("request", "response"):
            for cookie in (entry.get(side) or {}).get("cookies", ()):
                if len(str(cookie["value"])) >= LEAST_SESSION:
                    yield "cookie", str(cookie["value"])
        for name, value in parse_qsl(urlsplit(entry["request"]["url"]).query):
            if SECRET_NAME.search(name) and len(value) >= LEAST_SESSION:
                yield "session", value
        for header in (entry.get("request") or {}).get("headers", ()):
            if header["name"].lower().endswith("authorization"):
                yield "session", header["value"].rpartition(" ")[2]
