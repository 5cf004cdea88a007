"""The site answers the person who was told its address, and nobody else; it serves what the bundle holds, and no file."""

from __future__ import annotations

import http.client
import json
import socket
import struct
from urllib.parse import urlsplit

import pytest

from run_flow.errors import EnvironmentMissing
from run_flow.language import spoken
from run_flow.replay.blocked import Blocked
from run_flow.replay.served import Pages
from run_flow.replay.site import MOST_HEARD, Site
from run_flow.replay.viewer import Viewer, viewer_folder


class Visitor:
    """Both sites of a replay, and a way to ask them."""

    def __init__(self, replay):
        """Serve *replay*."""
        self.said = []
        self.ours, self.theirs = Site(), Site()
        Pages(replay, ours=self.ours, theirs=self.theirs, viewer=viewer_folder(), say=self.said.append)

    def __enter__(self):
        self.ours.__enter__()
        self.theirs.__enter__()
        return self

    def __exit__(self, *_facts):
        self.ours.__exit__(None, None, None)
        self.theirs.__exit__(None, None, None)

    def ask(self, site, path, *, method="GET", body=None, secret=True, **headers):
        """Return status, headers and body of *path* below the secret, or as it stands where not *secret*."""
        there = http.client.HTTPConnection(urlsplit(site.origin).netloc)
        there.request(method, (site.root if secret else "") + path, body=body, headers=headers)
        answer = there.getresponse()
        found = answer.status, dict(answer.headers), answer.read()
        there.close()
        return found

    def report(self, **facts):
        """Tell the viewer's site of something that was cut off."""
        return self.ask(self.theirs, "blocked", method="POST", body=json.dumps(facts))[0]


@pytest.fixture
def visitor(replay):
    """Return a visitor of the case's replay."""
    with Visitor(replay) as visitor:
        yield visitor


def test_each_language_has_its_own_addresses(visitor, replay):
    """Whoever is handed the page chooses; the command keeps its own, and nothing is remembered elsewhere."""
    number = len(replay.moments) - 1
    for path, chinese, english in (
        ("", "核对结果", "What was verified"),
        (f"moment/{number}", "回到经过", "Back to the"),
    ):
        status, headers, body = visitor.ask(visitor.ours, f"en/{path}")
        assert status == 200
        assert english in body.decode()
        assert chinese not in body.decode()
        assert "Set-Cookie" not in headers
        assert f'href="{visitor.ours.root}zh/{path}"' in body.decode()
        for ours in (path, f"zh/{path}"):
            assert chinese in visitor.ask(visitor.ours, ours)[2].decode()
    assert spoken() == "zh"


def test_a_language_opens_no_other_door(visitor):
    """Below its name there is what there is without it, and no more."""
    for path in ("en", "fr/", "en/zh/", "en/journal.jsonl", "en/../journal.jsonl", "en/moment/99"):
        assert visitor.ask(visitor.ours, path)[0] == 404, path
    assert visitor.ask(visitor.ours, "en/page.css")[0] == 200
    assert visitor.ask(visitor.theirs, "en/viewer/index.html")[0] == 404


def test_what_was_cut_off_is_told_in_the_readers_language(visitor):
    """The terminal keeps the command's."""
    visitor.report(beyond="http://evil.test/")
    assert "evil.test" in visitor.ask(visitor.ours, "en/blocked")[2].decode()
    assert "录像" not in json.loads(visitor.ask(visitor.ours, "en/blocked")[2])[0]
    assert "录像" in visitor.said[0]


def test_that_a_bundle_was_changed_meanwhile_is_told_in_the_command_s_language(replayed, tmp_path):
    """Whatever the language of the page that found it: the reader gets nothing, the operator knows why."""
    replay = replayed()
    shot = next(name for name in replay.bundle.names if name.startswith("screenshots/"))
    [path] = tmp_path.glob("*.zip")
    with path.open("r+b") as file:
        file.seek(replay.bundle.entries[shot].offset)
        file.write(b"changed")
    with Visitor(replay) as visitor:
        assert visitor.ask(visitor.ours, f"en/{shot}")[0] == 404
    assert visitor.said == [f"{shot}: 核对以后被改动"]


def test_everything_is_served_under_a_policy_and_kept_by_nobody(visitor, replay):
    """Pages, scripts, pictures, recordings, and what is not there."""
    shot = next(name for name in replay.bundle.names if name.startswith("screenshots/"))
    for site, path in [
        (visitor.ours, ""), (visitor.ours, "page.css"), (visitor.ours, "page.js"), (visitor.ours, "blocked"),
        (visitor.ours, "moment/0"), (visitor.ours, shot), (visitor.theirs, "slice/0.zip"),
        (visitor.theirs, "viewer/index.html"), (visitor.theirs, "viewer/sw.bundle.js"),
    ]:  # fmt: skip
        status, headers, body = visitor.ask(site, path)
        assert status == 200, path
        assert body, path
        assert headers["Content-Security-Policy"].startswith("default-src 'none'"), path
        assert "unsafe-inline" not in headers["Content-Security-Policy"].partition("script-src")[2].partition(";")[0]
        told = (headers["Cache-Control"], headers["Referrer-Policy"], headers["X-Content-Type-Options"])
        assert told == ("no-store", "no-referrer", "nosniff"), path


NOT_SERVED = (
    "journal.jsonl", "screenshots/", "screenshots/../journal.jsonl", "screenshots/..%2fjournal.jsonl", "../../etc/passwd",
    "/etc/passwd", "flows/x.py", "report.html", "moment/99", "moment/-1", "moment/0.zip", "moment/0/..", "slice/0",
    "slice/99.zip", "viewer/../../package.json", "viewer/..%2f..%2fpackage.json", "viewer/", "viewer/uiMode.html/..",
)  # fmt: skip


def test_every_page_of_what_is_not_verified_says_so(replayed):
    """The timeline, the page around a recording, and the file that is saved."""
    replay = replayed(key="ab" * 32)
    with Visitor(replay) as visitor:
        pages = [visitor.ask(visitor.ours, path)[2].decode() for path in ("", "moment/0")]
    assert all("没有通过核对：下面的内容可能是改过的、假的" in page for page in [*pages, replay.file()])
    assert "是用另一把密钥签的" in pages[0]
    assert "✓ 签名" not in pages[0]


def test_nothing_else_is_served(visitor):
    """Names come from the bundle and from the viewer's folder; a path is never opened."""
    for path in NOT_SERVED:
        for site in (visitor.ours, visitor.theirs):
            assert visitor.ask(site, path)[0] == 404, path


def test_what_a_recording_leaves_out_is_nothing_to_tell_of():
    """A picture of the platform itself is missing on purpose; one from elsewhere is counted."""
    said = []
    blocked = Blocked(said.append, at_home={"mp.weixin.qq.com"})
    blocked.hear(b'{"beyond": "https://mp.weixin.qq.com/a.png"}')
    assert (blocked.lines(), said) == ([], [])
    blocked.hear(b'{"beyond": "https://evil.test/a.png"}')
    assert [line.partition("（evil.test）")[1] for line in blocked.lines()] == ["（evil.test）"]


def test_a_browser_that_goes_away_is_no_news(visitor, capsys):
    """It was closed before the page was there: the terminal stays as it is, and the next one is served."""
    for _time in range(5):
        with socket.create_connection(urlsplit(visitor.ours.origin).netloc.split(":")) as gone:
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, not a goodbye
            gone.sendall(f"GET {visitor.ours.root} HTTP/1.1\r\nHost: {visitor.ours.host}\r\n\r\n".encode())
    assert visitor.ask(visitor.ours, "")[0] == 200
    assert capsys.readouterr().err == ""


def test_whoever_does_not_know_the_secret_hears_nothing(visitor):
    """Nor does a page that reaches the port by another name, or stands elsewhere."""
    for path in ("/", "/x/", visitor.ours.root[:-2] + "/", visitor.theirs.root):
        assert visitor.ask(visitor.ours, path, secret=False)[0] == 404
    assert visitor.ask(visitor.ours, "", Host="evil.test")[0] == 404
    assert visitor.ask(visitor.ours, "", Host=visitor.theirs.host)[0] == 404
    assert visitor.ask(visitor.ours, "", Origin="http://evil.test")[0] == 404
    assert visitor.ask(visitor.ours, "blocked", method="POST", body="{}")[0] == 404


def test_what_is_reported_is_counted_and_said_once(visitor):
    """Whatever a report holds, a place is a host's name and nothing else."""
    for _time in range(2):
        assert visitor.report(beyond="http://user@evil.test:81/secret?q") == 204
    visitor.report(beyond="http://<script>/")
    visitor.report(**{"csp-report": {"blocked-uri": "inline", "effective-directive": "script-src-elem"}})
    visitor.report(**{"csp-report": {"blocked-uri": "https://evil.test/x", "effective-directive": "form-action"}})
    assert json.loads(visitor.ask(visitor.ours, "blocked")[2]) == [
        "录像里的页面还引用了别处（evil.test:81）的内容，没有去取（2 次）",
        "录像里的页面还引用了别处（?）的内容，没有去取（1 次）",
        "录像里的页面想运行脚本：已拦下（1 次）",
        "录像里的页面想把表单发到 evil.test：已拦下（1 次）",
    ]
    assert len(visitor.said) == 4


@pytest.mark.parametrize("body", ["", "{", "[]", "7", '{"csp-report": 1}', '{"beyond": "http://["}', "[" * 50_000])
def test_what_is_no_report_breaks_nothing(body):
    """It comes from whatever a page could make a browser say."""
    said = []
    Blocked(said.append).hear(body.encode())
    assert all("?" in line for line in said)


def test_reports_are_bounded(visitor):
    """A page that tries everywhere fills neither memory nor the terminal."""
    for number in range(60):
        visitor.report(beyond=f"http://h{number}.test/")
    assert len(visitor.said) == 50
    assert visitor.ask(visitor.theirs, "blocked", method="POST", body="x" * (MOST_HEARD + 1))[0] == 404


def test_a_bundle_that_changes_while_it_is_shown_is_shown_no_more(filmed, replayed, tmp_path):
    """What is served is what was examined."""
    kept = filmed.done("payment")
    replay, shot, picture = replayed(), f"screenshots/{kept}.png", filmed.files.path(kept).read_bytes()
    (path,) = tmp_path.glob("*.zip")
    with Visitor(replay) as visitor:
        path.write_bytes(path.read_bytes().replace(picture, picture[:-1] + b"x"))
        assert visitor.ask(visitor.ours, shot)[0] == 404
    assert visitor.said == [f"{shot}: 核对以后被改动"]


def test_a_viewer_that_is_not_there_is_told_with_what_to_do(monkeypatch):
    """Playwright's package may be another's build."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(EnvironmentMissing) as missing:
        viewer_folder()
    assert missing.value.exit_code == 11
    assert "playwright" in missing.value.remedy


def test_the_guard_stands_before_the_viewers_worker():
    """What is served is Playwright's own file, whole, behind ours."""
    folder = viewer_folder()
    answer = Viewer(folder, blocked="/x/blocked", around="http://127.0.0.1:1").answer("sw.bundle.js")
    assert answer.body.startswith(b'const BLOCKED = "/x/blocked"')
    assert answer.body.endswith((folder / "sw.bundle.js").read_bytes())
