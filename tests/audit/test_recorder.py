"""What a process records tells nothing once it is kept: of a real browser, a killed one too."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.audit.site import document, served, visit

from run_flow.audit.recorder import RAW, Recorder
from run_flow.audit.scan import scan
from run_flow.audit.secrets import Secrets
from run_flow.portal import launch
from run_flow.redact import Redactor

SECRETS = [
    ("id_number", "11010519491231002X"),
    ("phone", "13800138123"),
    ("account", "6222020200112230001"),
    ("password", "qing-He_2026"),
    ("name", "欧阳晴禾"),
    ("email", "lisi.wang@qinghe.example"),
]
VALUES = [value for _kind, value in SECRETS]
UNKNOWN = "只有这个人自己知道的话"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes and signals of POSIX")


@pytest.fixture(scope="module")
def apart():
    """Run something in a thread of its own: pytest-playwright holds this one's Playwright."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda function, *given: pool.submit(function, *given).result(timeout=120)


def redactor() -> Redactor:
    """Return a redactor that knows the secrets."""
    knows = Redactor()
    for kind, value in SECRETS:
        knows.learn(kind, value)
    return knows


def told(keep) -> list:
    """Return the events of what is kept."""
    events = []
    keep(lambda *happened: events.extend(happened))
    return events


def unexpected(*happened):
    """Expect no event."""
    raise AssertionError(happened)


def recorded(folder):
    """Fill in a form of a site that says everything again; return the recorder."""
    stated = {"operator.id_number": VALUES[0], "company.name": "公开的名称"}
    recorder = Recorder(folder, "c-certify-1", redactor=redactor(), public=["公开的名称"], stated=stated)
    recorder.recover(append=unexpected)
    with (
        served() as address,
        launch(address=address, headless=True, traces=folder / RAW) as portal,
        recorder.recording(portal),
    ):
        visit(portal.page, address, VALUES)
        portal.page.goto(address)
        portal.page.set_input_files("#file", document(folder / "licence.jpg"))
        portal.page.fill("#typed", UNKNOWN)
        portal.page.fill("#area", "公开的名称")
        with recorder.aside("password-1", secret=True):
            portal.page.goto(f"{address}/?private=yes")
            portal.page.evaluate("fetch('/json?while=aside')")
            portal.page.goto(address)
        portal.page.click("#typed")
        with recorder.aside("payment-1"):
            portal.page.evaluate(f"fetch('/echo?poll=1&q={VALUES[0]}').then((answer) => answer.text())")
            portal.page.evaluate("fetch('/urlencoded', {method: 'POST', body: 'never=told'})")
            portal.wait(200)
        portal.page.click("#typed")
    return recorder


@pytest.fixture(scope="module")
def kept(apart, tmp_path_factory):
    """Return a case's folder after a recording, what was raw in it, and the events of what was kept."""
    folder = tmp_path_factory.mktemp("case")
    recorder = apart(recorded, folder)
    raw = scan(folder / RAW, Secrets(SECRETS))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder / RAW).rglob("*")}
    return folder, raw, modes, told(recorder.finish)


def test_nothing_of_what_was_recorded_raw_is_in_what_is_kept(kept):
    """The raw recording is full of values in many forms; what is kept has none, and nothing raw is left."""
    folder, raw, _modes, events = kept
    assert {leak.kind for leak in raw} == {kind for kind, _value in SECRETS}
    assert len(raw) > 40
    assert [event.state for event in events] == ["published"] * 3
    assert scan(folder / "evidence", Secrets(SECRETS)) == []
    assert not (folder / RAW).exists()
    assert not (folder / "sealed").exists()


@POSIX
def test_the_raw_recording_is_the_owners_alone(kept):
    """Nobody else on the machine can read a raw trace while it is there."""
    assert all(mode & 0o077 == 0 for mode in kept[2])


def texts(folder) -> str:
    """Return everything that the kept traces say."""
    out = []
    for path in sorted(folder.rglob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            out += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return "\n".join(out)


def test_what_nobody_knew_and_a_field_held_is_taken_out(kept):
    """What a person typed is no value of the profile; it is not told all the same, and what is public is."""
    said = texts(kept[0] / "evidence")
    assert UNKNOWN not in said
    assert "公开的名称" in said
    assert "REDACTED-field-" in said


def addresses(folder) -> list[str]:
    """Return what was requested while something was recorded."""
    out = []
    for path in sorted(folder.rglob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            out += [
                json.loads(line)["snapshot"]["request"]["url"] for line in archive.read("trace.network").splitlines()
            ]
    return out


def test_what_a_person_does_aside_is_not_recorded(kept):
    """Neither the page nor a request of it is in any trace, redacted or not; the facts say whose part it was."""
    said = texts(kept[0] / "evidence")
    assert "while=aside" not in said
    assert [address for address in addresses(kept[0] / "evidence") if "private" in address] == []
    facts = [json.loads(path.read_text()) for path in sorted((kept[0] / "evidence").rglob("trace.json"))]
    assert [fact["ended"] for fact in facts] == ["password-1", "payment-1", "end"]
    assert "never=told" not in said


def entries(folder, number) -> list:
    """Return what a kept trace tells of the network."""
    with zipfile.ZipFile(folder / f"evidence/c-certify-1/{number}/trace.zip") as archive:
        return [json.loads(line)["snapshot"] for line in archive.read("trace.network").splitlines()]


def test_what_stood_on_the_page_and_what_it_was_answered_meanwhile_is_kept(kept):
    """The page of each segment is in it, though it was loaded before; answers to what the page asked aside, no request's body."""
    said = [(each["comment"], each["request"]["url"]) for each in entries(kept[0], 3) if "comment" in each]
    assert [where for where, _url in said] == ["aside", "aside", "opening", "opening"]
    assert "/echo?poll=1&q=REDACTED-id_number-" in said[0][1]
    opening = [each for each in entries(kept[0], 2) if each.get("comment") == "opening"]
    with zipfile.ZipFile(kept[0] / "evidence/c-certify-1/2/trace.zip") as archive:
        assert "填写资料" in archive.read(opening[0]["response"]["content"]["_file"]).decode()


def test_a_script_is_kept_once_and_a_style_wherever_the_page_is_shown(kept):
    """A page that is loaded again gets its script out of an earlier segment; who looks at one segment sees it styled."""
    parts = {
        (number, each["request"]["url"].rpartition("/")[2])
        for number in (1, 2, 3)
        for each in entries(kept[0], number)
        if each["response"]["content"].get("_file", "").endswith((".js", ".css"))
    }
    assert parts == {(1, "find.js"), (1, "look.css"), (2, "look.css"), (3, "look.css")}


def test_what_the_profile_states_stands_beside_a_trace_redacted(kept):
    """Which value a token stands for is told by its path; where the window stood, by its address."""
    facts = json.loads((kept[0] / "evidence/c-certify-1/2/trace.json").read_text())
    assert facts["profile"]["operator.id_number"].startswith("REDACTED-id_number-")
    assert facts["profile"]["company.name"] == "公开的名称"
    assert facts["opening"]["loaded"]
    assert facts["opening"]["url"] == facts["opening"]["address"] + "/"


def test_sessions_and_documents_are_left_out(kept):
    """No cookie, no authorization, no picture, no drawn code; of a document its size and hash."""
    said = texts(kept[0] / "evidence")
    assert '"cookies": [{' not in said
    assert "sid=" not in said
    assert '"value": "Bearer' not in said
    assert "data:image" not in said
    assert "licence.jpg" not in said
    facts = [json.loads(path.read_text()) for path in sorted((kept[0] / "evidence").rglob("trace.json"))]
    (upload,) = [upload for fact in facts for upload in fact["uploads"]]
    assert upload["size"] == (kept[0] / "licence.jpg").stat().st_size
    assert len(upload["sha256"]) == 64


def test_a_kept_trace_opens_in_the_viewer(kept):
    """Playwright's own reader finds the actions and the requests."""
    driver = [sys.executable, "-m", "playwright", "trace"]
    path = kept[0] / "evidence/c-certify-1/1/trace.zip"
    opened = subprocess.run([*driver, "open", str(path)], capture_output=True, text=True, cwd=kept[0], check=False)
    assert opened.returncode == 0, opened.stderr
    actions = subprocess.run([*driver, "actions"], capture_output=True, text=True, cwd=kept[0], check=False).stdout
    assert "Insert" in actions
    requests = subprocess.run([*driver, "requests"], capture_output=True, text=True, cwd=kept[0], check=False).stdout
    assert requests.count("POST") > 5


def test_the_kept_trace_is_the_one_that_the_journal_names(kept):
    """Name, size and sha256 of the trace and of its facts are those of the files."""
    folder, _raw, _modes, events = kept
    for event in events:
        path = folder / event.name
        assert hashlib.sha256(path.read_bytes()).hexdigest() == event.sha256
        assert path.stat().st_size == event.size
        assert hashlib.sha256(path.with_name("trace.json").read_bytes()).hexdigest() == event.facts


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.audit.site import served, visit
from tests.audit.test_recorder import VALUES, redactor
from run_flow.audit.recorder import RAW, Recorder
from run_flow.portal import launch
folder = Path(sys.argv[1])
recorder = Recorder(folder, "c-certify-1", redactor=redactor())
recorder.recover(append=print)
with served() as address, launch(address=address, headless=True, traces=folder / RAW) as portal, recorder.recording(portal):
    visit(portal.page, address, VALUES)
    print("ready", flush=True)
    os.killpg(0, signal.SIGKILL)
"""


@POSIX
def test_what_a_killed_process_recorded_is_kept_at_the_next_start(root, tmp_path):
    """Killed with driver and browser: the next process redacts what is there, though it knows none of the values."""
    folder = tmp_path / "case"
    environment = {**os.environ, "PYTHONPATH": f"{root}:{root / 'src'}"}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder)],
        capture_output=True, text=True, env=environment, start_new_session=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert scan(folder / RAW, Secrets(SECRETS))
    with (folder / RAW / "c-certify-1.1.trace").open("ab") as torn:
        torn.write(b'{"type":"log","message":"13800138123')
    recorder = Recorder(folder, "c-certify-1", redactor=Redactor())
    (event,) = told(recorder.recover)
    assert event.state == "recovered"
    assert scan(folder, Secrets(SECRETS)) == []
    facts = json.loads((folder / "evidence/c-certify-1/1/trace.json").read_text())
    assert facts["recovered"]
    assert facts["ended"] == "killed"
    assert facts["events"] > 50


def test_what_cannot_be_cleaned_is_sealed(tmp_path):
    """Where the last look finds anything, nothing is published and the journal says so."""
    raw = tmp_path / RAW
    (raw / "resources").mkdir(parents=True)
    name = "f" * 40
    entry = {"request": {"method": "GET", "url": "http://x/", "headers": []}, "response": {"headers": []}}
    (raw / "c-1.1.trace").write_text('{"type":"context-options","options":{}}\n{"type":"event","x":1}\n')
    line = json.dumps({"type": "resource-snapshot", "snapshot": entry | {"time": 13800138123.5}})
    (raw / "c-1.1.network").write_text(line + "\n" + name)
    recorder = Recorder(tmp_path, "c-1", redactor=redactor())
    (event,) = told(recorder.recover)
    assert event.state == "sealed"
    assert event.name == "sealed/c-1/1/trace.zip"
    facts = json.loads((tmp_path / "sealed/c-1/1/trace.json").read_text())
    assert facts["leaks"] == [{"where": "trace.zip!trace.network", "kind": "phone"}]
    assert not (tmp_path / "evidence").exists()


def test_a_process_killed_while_it_kept_its_evidence_keeps_it_again(tmp_path):
    """What is raw stays until the journal knows what came of it: nothing is lost, nothing is in the way."""
    raw = tmp_path / RAW
    (raw / "resources").mkdir(parents=True)
    (raw / "c-1.1.trace").write_text('{"type":"context-options","options":{}}\n{"type":"event","x":"13800138123"}\n')

    def killed(*_happened):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Recorder(tmp_path, "c-1", redactor=redactor()).recover(killed)
    assert (tmp_path / "evidence/c-1/1/trace.zip").exists()
    (event,) = told(Recorder(tmp_path, "c-1", redactor=redactor()).recover)
    assert hashlib.sha256((tmp_path / event.name).read_bytes()).hexdigest() == event.sha256
    assert not list(raw.iterdir())


def test_a_trace_that_cannot_be_read_is_sealed_and_does_not_stop_the_next_run(tmp_path):
    """Whatever a broken trace holds, nobody is given it, and the others are kept."""
    raw = tmp_path / RAW
    (raw / "resources").mkdir(parents=True)
    for number in (1, 2):
        (raw / f"c-1.{number}.trace").write_text('{"type":"context-options","options":{}}\n{"type":"event"}\n')
    (raw / "c-1.1.network").write_text('{"type":"resource-snapshot","snapshot":{"13800138123":1}}\n')
    states = [event.state for event in told(Recorder(tmp_path, "c-1", redactor=redactor()).recover)]
    assert states == ["sealed", "recovered"]
