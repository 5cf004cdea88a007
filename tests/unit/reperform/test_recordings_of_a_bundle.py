"""What a bundle recorded of a run, as it is done again: process by process, request by request."""

from __future__ import annotations

import io
import json
import struct
import zipfile

import pytest

from run_flow.audit import container
from run_flow.audit.chain import Told
from run_flow.audit.container import Part
from run_flow.audit.trace import MOST_BYTES
from run_flow.errors import AuditFailed
from run_flow.reperform.recording import processes

RUN = "company-certify-1"
FACTS = {"number": 1, "ended": "end", "uploads": [], "recovered": False}
PLAIN = json.dumps(FACTS)


def line(url, *, status=200, failure="", method="GET"):
    """Return a line of a network recording, as Playwright writes it."""
    response = {"status": status, "headers": [], "content": {"mimeType": "text/html"}}
    if failure:
        response["_failureText"] = failure
    return json.dumps({"snapshot": {"request": {"method": method, "url": url, "headers": []}, "response": response}})


def trace_of(*lines):
    """Return a trace whose network recording has these *lines*."""
    trace = io.BytesIO()
    with zipfile.ZipFile(trace, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("trace.network", "\n".join(lines))
    return trace.getvalue()


@pytest.fixture
def read(tmp_path):
    """Return a function that tells which requests are done again of a trace and what is told of it."""

    def read(trace, facts=PLAIN):
        folder = f"traces/{RUN}/1"
        parts = {f"{folder}/trace.zip": trace, f"{folder}/trace.json": facts.encode()}
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


def test_a_question_that_nobody_waited_for_has_no_answer(read):
    """The page was left, or had it already: what it was told is not known. That a portal was down is."""
    trace = trace_of(
        line("http://portal/left", status=-1, failure="net::ERR_ABORTED"),
        line("http://portal/stopped", status=-1),
        line("http://portal/down", status=-1, failure="net::ERR_CONNECTION_REFUSED"),
        line("http://portal/known", status=304),
        line("http://portal/sent", status=-1, method="POST"),
        line("http://portal/"),
    )
    assert read(trace) == ["http://portal/down", "http://portal/sent", "http://portal/"]


@pytest.mark.parametrize(
    "trace",
    [b"", b"\x89PNG", trace_of("{}"), trace_of("no JSON"), trace_of("[" * 200_000)],
    ids=["empty", "a picture", "no snapshot", "no lines", "a deeply nested line"],
)
def test_a_trace_that_cannot_be_read_is_refused_by_its_name(read, trace):
    """Whoever signed it: that is no defect of the program."""
    with pytest.raises(AuditFailed, match=rf"traces/{RUN}/1/trace\.zip: 不是 Playwright 的轨迹"):
        read(trace)


def test_a_trace_that_swells_is_refused_before_it_is_unpacked(read):
    """A small file may declare to hold far more than any day."""
    swollen = bytearray(trace_of(line("http://portal/")))
    struct.pack_into("<L", swollen, swollen.index(b"PK\1\2") + 24, MOST_BYTES + 1)
    with pytest.raises(AuditFailed, match=rf"traces/{RUN}/1/trace\.zip: 太大"):
        read(bytes(swollen))


@pytest.mark.parametrize("facts", ["", "[]", "{}", json.dumps({**FACTS, "ended": None}), "[" * 200_000])
def test_what_is_told_of_a_trace_is_refused_where_anything_is_missing(read, facts):
    """By its own name."""
    with pytest.raises(AuditFailed, match=rf"traces/{RUN}/1/trace\.json: 写法不对"):
        read(trace_of(), facts)
