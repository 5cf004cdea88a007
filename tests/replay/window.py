"""Recordings of a window for tests: made up, or a genuine one with what a forger would plant in it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

PAGE, FRAME, ZERO = "page@1", "frame@1", 1000.0


def recording(began: datetime, actions: Iterable[tuple[float, str]], *, html: Sequence[Any] = ("HTML", {})) -> bytes:
    """Return a trace that *began* then, with *actions*: after how many seconds, and which method."""
    wall = began.timestamp() * 1000
    lines: list[Mapping[str, Any]] = [
        {"type": "context-options", "version": 8, "wallTime": wall, "monotonicTime": ZERO}
    ]
    for number, (after, method) in enumerate(actions, 1):
        call, at = f"call@{number}", ZERO + after * 1000
        lines += [
            {"type": "before", "callId": call, "startTime": at, "class": "Frame", "method": method, "params": {}},
            {"type": "frame-snapshot", "snapshot": snapshot(call, at, html)},
            {"type": "after", "callId": call, "endTime": at + 1},
        ]
    return packed(lines)


def snapshot(call: str, at: float, html: Sequence[Any]) -> dict[str, Any]:
    """Return the page *html* as a trace has it."""
    size = {"width": 800, "height": 600}
    place = {"pageId": PAGE, "frameId": FRAME, "frameUrl": "http://portal.test/", "isMainFrame": True}
    named = {"callId": call, "snapshotName": f"before@{call}", "doctype": "html", "resourceOverrides": []}
    return {**place, **named, "html": list(html), "viewport": size, "timestamp": at}


def packed(lines: Iterable[Mapping[str, Any]], **more: bytes) -> bytes:
    """Return *lines* as a trace's file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("trace.trace", "".join(json.dumps(line) + "\n" for line in lines))
        archive.writestr("trace.network", "")
        for name, content in more.items():
            archive.writestr(f"resources/{name}", content)
    return file.getvalue()


def lines_of(trace: bytes) -> list[dict[str, Any]]:
    """Return what a trace's file tells."""
    with zipfile.ZipFile(io.BytesIO(trace)) as archive:
        return [json.loads(line) for line in archive.read("trace.trace").splitlines()]


def planted(trace: bytes, nodes: Sequence[Any]) -> bytes:
    """Return a genuine *trace* with *nodes* at the end of every page that it shows whole."""
    lines = lines_of(trace)
    for line in lines:
        if line["type"] == "frame-snapshot" and (body := _body(line["snapshot"]["html"])):
            body.extend(nodes)
    return packed(lines)


def _body(html: Any) -> list[Any] | None:
    return next((child for child in html[2:] if isinstance(child, list) and child[0] == "BODY"), None)
