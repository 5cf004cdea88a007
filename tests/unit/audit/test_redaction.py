"""A trace tells what happened at the portal, and nothing of the machine on which it was recorded."""

from __future__ import annotations

import json
import zipfile

from run_flow.audit.redaction import Raw, Redaction


def test_an_error_is_told_without_where_the_driver_lies(tmp_path):
    """Its stack names the folders of whoever installed it; what the error says stays."""
    error = {
        "name": "Error",
        "message": "Execution context was destroyed",
        "stack": "at race (/home/me/lib/core.js:1:2)",
    }
    lines = [
        {"type": "context-options", "options": {"viewport": {"width": 800, "height": 600}}},
        {"type": "before", "callId": "call@1", "startTime": 1, "method": "evaluateExpression", "params": {}},
        {"type": "after", "callId": "call@1", "endTime": 2, "error": error},
    ]
    raw = Raw(tmp_path / "raw.trace", tmp_path / "raw.network", tmp_path / "resources")
    raw.trace.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    Redaction(raw, []).write(tmp_path / "trace.zip")
    with zipfile.ZipFile(tmp_path / "trace.zip") as archive:
        told = archive.read("trace.trace").decode()
    assert "Execution context was destroyed" in told
    assert "/home/me" not in told
