"""The page in a real browser: read by anybody, printed whole, and out of reach for what a recording holds."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.audit.conftest import HOSTILE, LINK
from tests.replay.window import lines_of, packed, planted

from run_flow.journal import events
from run_flow.portal import find_browser
from run_flow.replay.moments import Moment
from run_flow.replay.served import serving
from run_flow.replay.viewer import viewer_folder


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use the browser that the product would use, headless."""
    return {**browser_type_launch_args, "executable_path": str(find_browser(headless=True))}


class _Heard(BaseHTTPRequestHandler):
    def do_GET(self):
        """Remember the path; a website of the attacker's would answer."""
        self.server.heard.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_POST = do_GET  # noqa: N815  the name http.server looks for

    def log_message(self, *_told):
        """Say nothing."""


@pytest.fixture
def evil():
    """Return a stranger's server: ``heard`` is what reached it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Heard)
    server.heard = []
    server.address = f"http://127.0.0.1:{server.server_port}/"
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def film(context, page, tmp_path):
    """Return what Playwright's own recorder made of a small page with a click."""
    page.set_content("<body><h1>企业信息</h1><button>下一步</button></body>")
    context.tracing.start(snapshots=True)
    page.get_by_role("button").click()
    context.tracing.stop(path=tmp_path / "film.zip")
    return packed(lines_of((tmp_path / "film.zip").read_bytes()))


def test_a_person_reads_who_did_what_and_opens_the_recording(filmed, replayed, film, page):
    """From the timeline by keyboard to the page as it was at that moment, and back to the same step."""
    first, *lines = lines_of(film)
    at = filmed.began("company").timestamp() * 1000 + 100
    filmed.film = packed([{**first, "wallTime": at}, *lines])
    filmed.recorded(2)
    said = []
    with serving(replayed(), viewer=viewer_folder(), say=said.append) as address:
        page.goto(address)
        assert page.title() == f"办理回放：深圳市样例科技有限公司{HOSTILE}"
        assert page.get_by_role("row", name="submit-approval").get_by_text("同意").is_visible()
        step = page.locator("li.act").first
        step.locator("summary").focus()
        page.keyboard.press("Enter")
        step.get_by_role("link", name="看这一步的录像").last.press("Enter")
        _recorded_page(page).get_by_role("button", name="下一步").wait_for()
        page.get_by_role("link", name="English").press("Enter")
        _recorded_page(page).get_by_role("button", name="下一步").wait_for()
        page.get_by_role("link", name="Back to").click()
        step.get_by_text("The page once it was done").wait_for()
    assert said == []


@dataclass(frozen=True)
class Forged(Moment):
    """A recording that nothing was taken out of."""

    film: bytes = b""

    def slice(self):
        """Return it as it was forged."""
        return self.film


def test_a_hostile_recording_reaches_nobody(replay, film, evil, page):
    """Scripts, pictures, forms, frames, links out, even where our own cleaning had overlooked all of it; and it is told."""
    there, place, said = evil.address, f"127.0.0.1:{evil.server_port}", []
    nodes = [
        ["SCRIPT", {}, f"fetch('{there}script')"],
        [f"img src=x onerror=\"fetch('{there}handler')\"", {}],
        [f"p><script>fetch('{there}name')</script", {}],
        [f'iframe src="{there}frame"', {}],
        [f'meta http-equiv="refresh" content="0;url={there}meta"', {}],
        ["LINK", {"rel": "stylesheet", "href": f"{there}style"}],
        ["IMG", {"src": f"{there}picture"}],
        ["FORM", {"action": f"{there}form"}, ["BUTTON", {}, "送出"]],
        ["A", {"href": f"{there}top", "target": "_top"}, "离开"],
    ]
    first = replay.moments[0]
    forged = Forged(0, first.act, first.recording, first.actions, film=planted(film, nodes))
    with serving(replace(replay, moments=(forged,)), viewer=viewer_folder(), say=said.append) as address:
        page.goto(f"{address}moment/0")
        shown = _recorded_page(page)
        shown.get_by_role("button", name="送出").click()
        shown.get_by_role("link", name="离开").click()
        frame = next(frame for frame in page.frames if "/snapshot/" in frame.url)
        frame.evaluate(f"""() => {{
            const script = document.createElement('script');
            script.textContent = "fetch('{there}planted')";
            document.body.append(script);
            for (const escape of [() => new WebSocket('{there}socket'.replace('http', 'ws')), () => fetch('{there}fetch'),
                                  () => {{ top.location = '{there}top'; }}, () => open('{there}window')])
                try {{ Promise.resolve(escape()).catch(() => 0); }} catch {{}}
        }}""")
        told = page.get_by_role("status")
        for what in (f"引用了别处（{place}）的内容", "想运行脚本", f"想连到 {place}"):
            told = told.filter(has_text=what)
        told.wait_for()
        assert page.url == f"{address}moment/0"
        assert len(page.context.pages) == 1
    assert evil.heard == []
    assert len(said) == 3


@pytest.mark.parametrize("key", [None, "ab" * 32], ids=["verified", "not verified"])
def test_anybody_can_read_the_pages(filmed, replayed, page, key):
    """axe-core finds nothing: folded, unfolded, around a recording; nothing is wider than a phone."""
    for item in ("甲", "乙"):  # the same step of two 小程序
        place = {"run": LINK, "step": "tell", "item": item, "round": 1}
        filmed.happened(events.StepStarted(**place, title="小程序信息", attempt=1, irreversible=False))
        filmed.happened(
            events.FieldProven(**place, field="f", form="甲", label="名称", source="", holder="h", kind="text")
        )
    page.set_viewport_size({"width": 390, "height": 844})
    with serving(replayed(key=key), viewer=viewer_folder(), say=print) as address:
        for path, unfolds in (("", False), ("", True), ("moment/0", False), ("en/", False)):
            page.goto(address + path)
            if unfolds:
                page.get_by_role("button", name="全部展开").click()
            # the viewer within is Playwright's: ours is the page around it
            found = Axe().run(page, context={"exclude": [["iframe"]]}, options={"resultTypes": ["violations"]})
            assert [violation["id"] for violation in found.response["violations"]] == []
            assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_it_prints_whole_with_nothing_folded(replay, page, tmp_path):
    """On paper nobody can open a step; a page that was left folded is folded again afterwards."""
    with serving(replay, viewer=viewer_folder(), say=print) as address:
        page.goto(address)
        printed = pypdfium2.PdfDocument(page.pdf(format="A4"))
        text = "".join(sheet.get_textpage().get_text_range() for sheet in printed)
        assert "programs.0.name" in text
        assert "全部展开" not in text
        assert page.locator("details[open]").count() == 0


def test_the_timeline_is_saved_as_one_file(replay, page, tmp_path):
    """Pictures are in it; it needs no server and runs nothing."""
    file = tmp_path / "page.html"
    file.write_text(replay.file(), encoding="utf-8")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.get_by_text("AppID").count() == 1
    assert page.locator("figure img").first.get_attribute("src").startswith("data:image/png;base64,")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert page.locator("script, a[href^=moment]").count() == 0


def test_the_report_in_a_bundle_shows_its_pictures(filmed, page, tmp_path):
    """Unpacked with any program and opened from disk: it needs no server, and fetches nothing else."""
    size, shot = page.viewport_size, filmed.files.keep(page.screenshot())
    filmed.happened(events.PageShown(run=LINK, step="bind", item="", round=1, why="error", screenshot=shot))
    with zipfile.ZipFile(filmed.export(tmp_path / "bundle.zip")) as archive:
        archive.extractall(tmp_path / "bundle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "bundle" / "report.html").as_uri())
    picture = page.locator(f"img[src='screenshots/{shot}.png']")
    assert picture.evaluate("picture => picture.naturalWidth") == size["width"]
    assert [url for url in asked if not url.startswith("file:")] == []
    page.get_by_role("link", name="小程序信息").click()
    page.get_by_role("cell", name="资料 programs.0.name").wait_for()
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert [violation["id"] for violation in found.response["violations"]] == []


def _recorded_page(page):
    return page.frame_locator("iframe").frame_locator("iframe.snapshot-visible")
