"""A page of what was not verified marks what the faults are about, and offers nothing as proof."""

from __future__ import annotations

import re

import pytest
from tests.audit.conftest import CERTIFY
from tests.replay.conftest import WORDS

from run_flow.audit import container
from run_flow.errors import AuditFailed
from run_flow.replay.doubts import Doubts
from run_flow.replay.opened import Opened
from run_flow.replay.page import Replay


@pytest.fixture
def changed(filmed, tmp_path):
    """Return a function that opens a replay of a bundle in which the files are as a function makes them."""

    def change(make, *, bundle=None):
        with container.Container(bundle or filmed.export(tmp_path / "genuine.zip")) as read:
            files = {name: read.read(name, max_bytes=10**8) for name in read.entries}
        make(files)
        with (tmp_path / "changed.zip").open("wb") as file:
            container.write(file, [container.Part.of(name, content) for name, content in files.items()])
        return Opened(tmp_path / "changed.zip")

    return change


def _refused(files):
    """Let the submission have been refused, in the words of the journal."""
    lines = files["journal.jsonl"].split(b"\n")
    number = next(at for at, line in enumerate(lines) if b"AskAnswered" in line and b"yes" in line)
    lines[number] = lines[number].replace(b"yes", b"no")
    files["journal.jsonl"] = b"\n".join(lines)


def test_what_fails_is_marked_as_failing(changed):
    """The check that found it, and nothing of the key or the chain's end, which whoever forged it could choose."""
    with changed(_refused) as bundle:
        page = Replay.of(bundle, speak=lambda: WORDS).page().decode()
        marks = {what: state for state, what in re.findall(r'<dt class="(\w+)"><span[^>]*>.</span> ([^<]+)</dt>', page)}
        assert marks == {"签名": "holds", "每个文件": "fails", "事件链": "fails", "齐全": "holds"}
        assert bundle.verdict.manifest.chain.hash not in page
        assert "签名公钥的指纹<" not in page
        assert "这不能证明什么" in page


def test_without_a_genuine_signature_nothing_is_proven(replayed):
    """The manifest itself may be forged: what agrees with it proves nothing."""
    page = replayed(key="ab" * 32).page().decode()
    states = re.findall(r'<dt class="(\w+)">', page)
    assert states == ["fails", "open", "open", "open"]


def test_an_altered_event_is_marked_where_it_is_told(changed):
    """At the answer, at its step, and in the table of approvals; the fault leads to the step."""
    with changed(_refused) as bundle:
        replay = Replay.of(bundle, speak=lambda: WORDS)
        (fault,) = bundle.verdict.checks["chain"]
        doubts, steps = Doubts(bundle.verdict.faults), [act for each in replay.story.chapters for act in each.steps]
        (doubted,) = [act for act in steps if doubts.act(act)]
        assert (doubted.run, doubts.step(fault, replay.story)) == (CERTIFY, steps.index(doubted) + 1)
        page = replay.page().decode()
        assert f'<a href="#act-{steps.index(doubted) + 1}"><code>{fault.where}</code></a>' in page
        assert page.count(f"✗ 没有通过核对：{fault.what}") == 3


def test_a_damaged_picture_leaves_the_rest_to_be_seen(filmed, tmp_path):
    """A flipped byte in one file is a fault of that file; its step says so."""
    path = filmed.export(tmp_path / "bundle.zip")
    with container.Container(path) as read:
        shot = next(name for name in read.entries if name.startswith("screenshots/"))
        offset = read.entries[shot].offset
    raw = bytearray(path.read_bytes())
    raw[offset] ^= 1
    path.write_bytes(raw)
    with Opened(path) as bundle:
        assert {fault.where for fault in bundle.verdict.faults} == {shot}
        assert "内容与校验和不符" in [fault.what for fault in bundle.verdict.faults]
        replay = Replay.of(bundle, speak=lambda: WORDS)
        doubts = Doubts(bundle.verdict.faults)
        assert [act for each in replay.story.chapters for act in each.steps if doubts.act(act)]


def test_a_damaged_outside_is_refused(filmed, tmp_path):
    """Where one file ends and the next begins cannot be told any more."""
    path = filmed.export(tmp_path / "bundle.zip")
    raw = bytearray(path.read_bytes())
    raw[-40] ^= 1
    path.write_bytes(raw)
    with pytest.raises(AuditFailed):
        Opened(path)
