"""Verify a run-flow evidence bundle with nothing but Python 3.8+ and the package cryptography.

    python verify.py bundle.zip [PUBLIC_KEY [N:HASH]]

Checks the zip file's form, the manifest's signature, the hash of every file, the chain of events from the first one to
the head, and that the files which the events name are there, and no others. PUBLIC_KEY is what `run-flow audit key`
printed on the installation that made the bundle; get it by another road than the bundle. N:HASH is where the chain ended
when somebody saw it before, which tells a bundle of an earlier state. Nothing is unpacked or executed. Ends with 0, or with 10 and what is wrong. Take this script from a source that you trust: a forged bundle may
hold a forged one.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import sys
import zlib
import zipfile
from typing import Any, Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PURPOSE = b"run-flow bundle 1\n"
MOST_BYTES, MOST_FILES = 2_000_000_000, 10_000
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
OURS = {"README.txt", "journal.jsonl", "manifest.json", "manifest.sig", "provenance.json", "report.html", "verify.py"}
DIGESTED_FROM, PROVEN = 3, "FieldProven"
LINES = ({"seq", "hash", "body"}, {"seq", "hash", "run", "digest"}, {"seq", "hash", "run"})


class Wrong(Exception):
    """The bundle cannot be read as one."""


def sha256(text: str | bytes) -> str:
    """Return the hash of *text*."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def canonical(value: Any) -> str:
    """Return *value* as the one form of JSON that is signed and sealed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(path: str) -> dict[str, bytes]:
    """Return the files of the bundle at *path* by name, after its form was found to be the one that is written."""
    with open(path, "rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Wrong("too large")
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            for entry in entries[: MOST_FILES + 1]:
                if entry.compress_type or entry.file_size > len(raw) or not PLAIN.fullmatch(entry.filename):
                    raise Wrong(f"{entry.filename!r}: compressed, absurdly large or misnamed")
            if sum(entry.file_size for entry in entries) > len(raw):
                raise Wrong("declares more than it can hold")
            if len(entries) > MOST_FILES or len({entry.filename.lower() for entry in entries}) < len(entries):
                raise Wrong("too many files, or two of one name")
            files = {entry.filename: archive.read(entry) for entry in entries}
    except Wrong:
        raise
    except Exception as error:  # whatever the reader makes of a hostile file
        raise Wrong(f"not a bundle: {type(error).__name__} {error}") from error
    if written(files) != raw:
        raise Wrong(
            "the zip file has another form than the one that is written: something was changed, hidden or added"
        )
    return files


def written(files: dict[str, bytes]) -> bytes:
    """Return the only zip file that holds *files*: stored, sorted, without dates, remarks or anything between them."""
    parts: list[bytes] = []
    directory, position = b"", 0
    for name in sorted(files):
        content, told = files[name], name.encode()
        facts = (0, 0, 0, 33, zlib.crc32(content), len(content), len(content), len(told))
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", 788, 20, *facts, 0, 0, 0, 0, 0o100600 << 16, position) + told
        parts += [struct.pack("<4s5H3L2H", b"PK\3\4", 20, *facts, 0) + told, content]
        position += len(parts[-2]) + len(content)
    count = len(files)
    return (
        b"".join(parts)
        + directory
        + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), position, 0)
    )


def check_signature(files: dict[str, bytes], manifest: Any, key: str | None) -> Iterator[str]:
    """Yield what is wrong with the signature and with the hashes that it covers."""
    signed = json.loads(files["manifest.sig"])
    if canonical(signed).encode() != files["manifest.sig"] or set(signed) != {"algorithm", "public_key", "signature"}:
        yield "manifest.sig: malformed"
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed["public_key"]))
        public.verify(bytes.fromhex(signed["signature"]), PURPOSE + files["manifest.json"])
    except (InvalidSignature, ValueError):
        yield "manifest.sig: the signature does not fit the manifest"
    if key and key.lower() != signed["public_key"]:
        yield f"manifest.sig: signed with another key, {signed['public_key']}"
    if canonical(manifest).encode() != files["manifest.json"]:
        yield "manifest.json: malformed"
    stated = {name: (facts["sha256"], facts["size"]) for name, facts in manifest["files"].items()}
    held = {name: (sha256(content), len(content)) for name, content in files.items()}
    for name in sorted((stated.keys() | held.keys() | OURS) - {"manifest.json", "manifest.sig"}):
        if name not in held or stated.get(name) != held[name]:
            yield f"{name}: missing, or not the file that the manifest states"


def digest(body: str) -> str:
    """Return what the chain seals of an event: journals before FORMAT 3 sealed the event itself."""
    return sha256(body) if json.loads(body)["format"] >= DIGESTED_FROM else body


def check_chain(links: list[Any], manifest: Any) -> Iterator[str]:
    """Yield where the chain of events is not whole."""
    previous = manifest["case"]
    for number, link in enumerate(links, 1):
        body = link.get("body")
        seals = digest(body) if body else link.get("digest")
        if seals and sha256(f"{previous}\n{seals}") != link["hash"]:
            yield f"journal.jsonl:{number}: does not follow on the event before it"
        told = json.loads(body) if body else None
        if link["seq"] != number or (told and (told["case"], told["seq"]) != (manifest["case"], number)):
            yield f"journal.jsonl:{number}: out of place"
        if told and canonical(told) != body:
            yield f"journal.jsonl:{number}: malformed"
        own = {run["id"] for run in manifest["runs"]}
        if not body and link.get("digest") and (manifest["scope"] == "case" or link["run"] in own):
            yield f"journal.jsonl:{number}: withheld, though it belongs to a run of the bundle"
        previous = link["hash"]
    shown = sum("body" in link for link in links)
    if {"events": len(links), "shown": shown, "hash": previous} != manifest["chain"]:
        yield "journal.jsonl: does not end where the manifest says"
    if not links or json.loads(links[0].get("body", '{"kind":""}'))["kind"] != "CaseOpened":
        yield "journal.jsonl:1: the chain does not begin with the case"


def check_told(events: list[Any], manifest: Any, provenance: bytes) -> Iterator[str]:
    """Yield where the manifest's runs or the table of the fields' provenance are not what the events tell."""
    runs: dict[str, Any] = {}
    for event in events:
        data = event["data"]
        if event["kind"] == "RunStarted":
            runs[data["run"]] = {"id": data["run"], "flow": data["flow"], "state": "running"}
        elif event["kind"] in {"RunResumed", "RunEnded"} and data["run"] in runs:
            runs[data["run"]]["state"] = data.get("state", "running")
    if list(runs.values()) != manifest["runs"] or manifest["scope"] not in {"case", *runs}:
        yield "manifest.json: its runs are not those of the journal"
    if manifest["scope"] != "case" and {event["data"]["run"] for event in events} - {"", manifest["scope"]}:
        yield "journal.jsonl: holds events of other runs"
    proven = [{"seq": e["seq"], "at": e["at"], **e["data"]} for e in events if e["kind"] == PROVEN]
    if canonical(proven).encode() != provenance:
        yield "provenance.json: not what the journal tells"


def check_head(links: list[Any], head: str) -> Iterator[str]:
    """Yield where the chain does not lead through the event that was seen before."""
    number, _colon, seen = head.partition(":")
    if not 1 <= int(number) <= len(links) or links[int(number) - 1]["hash"] != seen.lower():
        yield f"journal.jsonl:{number}: not the chain that was seen before, or an earlier state of it"


def check_complete(events: list[Any], files: dict[str, bytes]) -> Iterator[str]:
    """Yield which files the events name that are not there, and which are there that no event names."""
    named: dict[str, str] = {}
    for event in events:
        data = event["data"]
        if event["kind"] in {"StepDone", "PageShown"} and data["screenshot"]:
            named[f"screenshots/{data['screenshot']}.png"] = data["screenshot"]
        for source in data.get("sources", ()) if event["kind"] == "ScriptRead" else ():
            named[f"flows/{source}.py"] = source
        if event["kind"] == "EvidenceKept" and data["state"] != "sealed":
            run = data["run"] if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", data["run"]) else sha256(data["run"])[:16]
            number, name = data["name"].split("/")[-2:]
            named[f"traces/{run}/{number}/{name}"] = data["sha256"]
            named[f"traces/{run}/{number}/trace.json"] = data["facts"]
        if event["kind"] == "EvidencePurged":
            named = {path: sha for path, sha in named.items() if sha not in data["files"]}
    for name in sorted(named.keys() | (files.keys() - OURS)):
        if name not in files or named.get(name) != sha256(files[name]):
            yield f"{name}: missing, or not what the events name"


def main(path: str, key: str | None = None, head: str | None = None) -> int:
    """Print what is wrong with the bundle and return the exit code."""
    try:
        files = read(path)
        manifest = json.loads(files["manifest.json"])
        content = files["journal.jsonl"]
        links = [json.loads(line) for line in content.splitlines()]
        if b"".join(canonical(link).encode() + b"\n" for link in links) != content:
            raise Wrong("journal.jsonl: malformed")
        if any(set(link) not in LINES or type(link["seq"]) is not int for link in links):
            raise Wrong("journal.jsonl: a line that is none")
        events = [json.loads(link["body"]) for link in links if "body" in link]
        faults = [*check_signature(files, manifest, key), *check_chain(links, manifest), *check_complete(events, files)]
        faults += check_told(events, manifest, files["provenance.json"])
        faults += check_head(links, head) if head else []
    except Wrong as error:
        faults = [str(error)]
    except Exception as error:  # whatever a hostile bundle states
        faults = [f"malformed: {type(error).__name__} {error}"]
    for fault in faults:
        print("WRONG ", fault)
    if not faults:
        signed = json.loads(files["manifest.sig"])["public_key"]
        print("OK  case {case}, {chain[events]} events, head {chain[hash]}".format(**manifest))
        print("    signed by", signed, "" if key else "- compare this key with the one you know")
    return 10 if faults else 0


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
