"""What a bundle recorded of a run, as it is done again: process by process, request by request."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from run_flow.audit import container
from run_flow.audit.chain import Told
from run_flow.audit.container import Part
from run_flow.reperform.recording import processes

RUN = "company-certify-1"
FACTS = {"number": 1, "ended": "end", "uploads": [], "recovered": False}


def line(url, *, status=200, failure="", method="GET"):
    """Return a line of a network recording, as Playwright writes it."""
    response = {"status": status, "headers": [], "content": {"mimeType": "text/html"}}
    if failure:
        response["_failureText"] = failure
    return json.dumps({"snapshot": {"request": {"method": method, "url": url, "headers": []}, "response": response}})


@pytest.fixture
def recorded(tmp_path):
    """Return a function that tells which requests are done again of these lines of a recording."""

    def read(*lines):
        trace = io.BytesIO()
        with zipfile.ZipFile(trace, "w") as archive:
            archive.writestr("trace.network", "\n".join(lines))
        folder = f"traces/{RUN}/1"
        parts = {f"{folder}/trace.zip": trace.getvalue(), f"{folder}/trace.json": json.dumps(FACTS).encode()}
        bundle = tmp_path / "bundle.zip"
        with bundle.open("wb") as file:
            container.write(file, [Part.of(name, content) for name, content in sorted(parts.items())])
        kept = {"name": f"evidence/{RUN}/1/trace.zip", "state": "published"}
        events = [
            Told(1, "2026-11-26T08:00:00+00:00", "RunStarted", RUN, {"flow": "certify"}),
            Told(2, "2026-11-26T08:00:09+00:00", "EvidenceKept", RUN, kept),
        ]
        [process] = processes(bundle, events)
        return [entry.url for entry in process.segments[1].entries]

    return read


def test_a_question_that_nobody_waited_for_has_no_answer(recorded):
    """The page was left: what it would have been told is not known. A portal that was down is."""
    assert recorded(
        line("http://portal/left", status=-1, failure="net::ERR_ABORTED"),
        line("http://portal/stopped", status=-1),
        line("http://portal/down", status=-1, failure="net::ERR_CONNECTION_REFUSED"),
        line("http://portal/sent", status=-1, method="POST"),
        line("http://portal/"),
    ) == ["http://portal/down", "http://portal/sent", "http://portal/"]
