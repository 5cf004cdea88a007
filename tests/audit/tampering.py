"""What can be done to a bundle: by somebody without the key, by one with a key of their own, by the one with the genuine key."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from run_flow.audit import container
from run_flow.audit.canonical import canonical
from run_flow.audit.container import Part
from run_flow.audit.signing import Key
from run_flow.journal.seal import chained

Files = dict[str, bytes]
SIGNED = ("manifest.json", "manifest.sig")


@dataclass(frozen=True)
class Ground:
    """What tampering starts from: a bundle, one of another case, the genuine key and a key of the tamperer's own."""

    raw: bytes
    files: Mapping[str, bytes]
    other: Mapping[str, bytes]
    genuine: Key
    stranger: Key
    head: str


Tamper = Callable[[Ground, random.Random], bytes]


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return the bundle that holds *files*."""
    file = io.BytesIO()
    container.write(file, [Part.of(name, content) for name, content in files.items()])
    return file.getvalue()


def unpacked(raw: bytes) -> Files:
    """Return the files of a bundle that is whole."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def signed(files: Mapping[str, bytes], key: Key | None) -> Files:
    """Return *files* with a manifest that fits them, signed with *key*, or with the old signature."""
    files = dict(files)
    manifest = json.loads(files["manifest.json"])
    rest = {name: Part.of(name, content) for name, content in files.items() if name not in SIGNED}
    manifest["files"] = {name: {"sha256": part.sha256, "size": part.size} for name, part in rest.items()}
    files["manifest.json"] = canonical(manifest)
    if key:
        facts = {"algorithm": "Ed25519", "public_key": key.public, "signature": key.sign(files["manifest.json"])}
        files["manifest.sig"] = canonical(facts)
    return files


def flipped(ground: Ground, chance: random.Random) -> bytes:
    """Flip one bit."""
    raw = bytearray(ground.raw)
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(raw)


def cut(ground: Ground, chance: random.Random) -> bytes:
    """Cut the end off."""
    return ground.raw[: chance.randrange(len(ground.raw))]


def widened(ground: Ground, chance: random.Random) -> bytes:
    """Put something in, at the end sometimes."""
    at = len(ground.raw) if chance.random() < 0.2 else chance.randrange(len(ground.raw))
    return ground.raw[:at] + chance.randbytes(chance.randint(1, 40)) + ground.raw[at:]


def dropped(ground: Ground, chance: random.Random) -> bytes:
    """Leave a file out, or out of the manifest too."""
    files = dict(ground.files)
    del files[chance.choice([name for name in files if name not in SIGNED])]
    return packed(signed(files, None) if chance.random() < 0.5 else files)


def exchanged(ground: Ground, chance: random.Random) -> bytes:
    """Exchange what two files hold, and state it so in the manifest sometimes."""
    files = _exchanged(ground.files, chance)
    return packed(signed(files, None) if chance.random() < 0.5 else files)


def spliced(ground: Ground, chance: random.Random) -> bytes:
    """Put a file of another case's bundle in the place of ours, or beside ours."""
    files = dict(ground.files)
    differing = [name for name, content in ground.other.items() if files.get(name) != content and name not in SIGNED]
    name = chance.choice(differing)
    files[name] = ground.other[name]
    return packed(signed(files, None) if chance.random() < 0.5 else files)


def replayed_signature(ground: Ground, chance: random.Random) -> bytes:
    """Put the other bundle's manifest, signature or both in the place of ours."""
    files = dict(ground.files)
    for name in chance.choice([SIGNED, SIGNED[:1], SIGNED[1:]]):
        files[name] = ground.other[name]
    return packed(files)


def made_anew(ground: Ground, chance: random.Random) -> bytes:
    """Change an event, chain and sign everything anew, with a key of one's own."""
    return packed(_rechained(ground.files, _changed(_lines(ground.files), chance), ground.stranger))


def insider_dropped(ground: Ground, chance: random.Random) -> bytes:
    """Leave evidence out and sign that with the genuine key."""
    files = dict(ground.files)
    del files[chance.choice(_evidence(files))]
    return packed(signed(files, ground.genuine))


def insider_exchanged(ground: Ground, chance: random.Random) -> bytes:
    """Exchange evidence and sign that with the genuine key."""
    return packed(signed(_exchanged(ground.files, chance, among=_evidence(ground.files)), ground.genuine))


def insider_added(ground: Ground, chance: random.Random) -> bytes:
    """Slip evidence in, of another run or made up, and sign that with the genuine key."""
    files = dict(ground.files)
    if chance.random() < 0.5:
        name = chance.choice([name for name in _evidence(ground.other) if name not in files])
        files[name] = ground.other[name]
    else:
        files[f"screenshots/{chance.randbytes(32).hex()}.png"] = chance.randbytes(50)
    return packed(signed(files, ground.genuine))


def insider_chain(ground: Ground, chance: random.Random) -> bytes:
    """Drop, repeat, exchange, withhold or change events without chaining anew; sign that with the genuine key."""
    lines = _lines(ground.files)
    at = chance.randrange(len(lines) - 1)
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[chance.randrange(len(lines))])
        case 2:
            lines[at], lines[at + 1] = lines[at + 1], lines[at]
        case 3:
            told = json.loads(lines[at]["body"])
            lines[at] = {"seq": lines[at]["seq"], "hash": lines[at]["hash"], "run": told["data"]["run"] or "case"}
            lines[at]["digest"] = _digest(told)
        case _:
            lines = _changed(lines, chance)
    return packed(signed(_with_lines(ground.files, lines), ground.genuine))


def insider_facts(ground: Ground, chance: random.Random) -> bytes:
    """State in the manifest what is not so, and sign that with the genuine key."""
    files = dict(ground.files)
    manifest = json.loads(files["manifest.json"])
    lie = chance.choice(["case", "scope", "head", "events", "shown", "run", "state", "runs"])
    match lie:
        case "case" | "scope":
            manifest[lie] = chance.randbytes(4).hex()
        case "head":
            manifest["chain"]["hash"] = chance.randbytes(32).hex()
        case "events" | "shown":
            manifest["chain"][lie] += chance.choice([-1, 1, 1000])
        case "run":
            chance.choice(manifest["runs"])["id"] += "0"
        case "state":
            chance.choice(manifest["runs"])["state"] = "unheard-of"
        case _:
            manifest["runs"].pop()
    files["manifest.json"] = canonical(manifest)
    return packed(signed(files, ground.genuine))


def insider_rollback(ground: Ground, chance: random.Random) -> bytes:
    """Cut the chain's end off, or change an event, chain anew and sign with the genuine key: only the head tells."""
    lines = _lines(ground.files)
    lines = lines[: chance.randrange(2, len(lines))] if chance.random() < 0.5 else _changed(lines, chance)
    return packed(_rechained(ground.files, lines, ground.genuine))


TAMPERS: tuple[tuple[str, Tamper, float], ...] = (
    ("翻转一位", flipped, 0.3),
    ("截断", cut, 0.1),
    ("插入、追加", widened, 0.1),
    ("少一个文件", dropped, 0.05),
    ("对换两个文件", exchanged, 0.05),
    ("换成另一家的文件", spliced, 0.05),
    ("换成另一个包的清单、签名", replayed_signature, 0.02),
    ("改事件、重排链、用别的密钥重签", made_anew, 0.08),
    ("持真密钥：少证据", insider_dropped, 0.05),
    ("持真密钥：对换证据", insider_exchanged, 0.05),
    ("持真密钥：添证据", insider_added, 0.03),
    ("持真密钥：删、重复、调换、隐去、改事件", insider_chain, 0.06),
    ("持真密钥：清单说谎", insider_facts, 0.03),
    ("持真密钥：退回旧状态、重排链（凭另存的链尾）", insider_rollback, 0.03),
)
"""Each way, as the table names it, and its share."""


def _lines(files: Mapping[str, bytes]) -> list[dict]:
    return [json.loads(line) for line in files["journal.jsonl"].splitlines()]


def _with_lines(files: Mapping[str, bytes], lines: list[dict]) -> Files:
    return dict(files) | {"journal.jsonl": b"".join(canonical(line) + b"\n" for line in lines)}


def _evidence(files: Mapping[str, bytes]) -> list[str]:
    return [name for name in files if name.startswith(("screenshots/", "traces/", "flows/"))]


def _exchanged(files: Mapping[str, bytes], chance: random.Random, *, among: list[str] | None = None) -> Files:
    names = among or [name for name in files if name not in SIGNED]
    one, two = chance.sample(names, 2)
    while files[one] == files[two]:
        one, two = chance.sample(names, 2)
    return dict(files) | {one: files[two], two: files[one]}


def _changed(lines: list[dict], chance: random.Random) -> list[dict]:
    """Return the lines with one event telling another moment, as a liar has it."""
    lines = [dict(line) for line in lines]
    line = chance.choice(lines)
    told = json.loads(line["body"])
    told["at"] = f"2026-03-0{chance.randint(3, 9)}" + told["at"][10:]
    line["body"] = canonical(told).decode()
    return lines


def _rechained(files: Mapping[str, bytes], lines: list[dict], key: Key) -> Files:
    """Return the bundle with *lines* chained anew, everything that follows from them mended, and signed with *key*."""
    from run_flow.audit import chain, completeness, verify

    manifest = json.loads(files["manifest.json"])
    previous = manifest["case"]
    for line in lines:
        previous = line["hash"] = chained(previous, line["body"])
    changed = _with_lines(files, lines)
    events = chain.events(chain.parsed(changed["journal.jsonl"]))
    named = {each.path for each in completeness.named(events)}
    changed = {name: content for name, content in changed.items() if name in named or name in verify.OURS}
    manifest["chain"] = {"events": len(lines), "shown": len(lines), "hash": previous}
    manifest["runs"] = [run.model_dump() for run in completeness.runs(events)]
    changed["manifest.json"] = canonical(manifest)
    changed["provenance.json"] = verify.proven(events)
    return signed(changed, key)


def _digest(told: dict) -> str:
    from run_flow.journal.seal import digest

    return digest(canonical(told).decode())
