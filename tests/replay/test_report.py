"""The report in a bundle is the replay's page: it tells all, claims nothing, and its pictures lie beside it."""

from __future__ import annotations

import re
import zipfile
from datetime import timedelta

import pytest
from tests.audit.conftest import AMOUNT, CERTIFY, HOSTILE, LINK


@pytest.fixture
def bundled(filmed, tmp_path):
    """Return a function that exports a bundle and returns its report, with the names of the files beside it."""

    def export(run=None):
        with zipfile.ZipFile(filmed.export(tmp_path / f"{run or 'case'}.zip", run=run)) as archive:
            return archive.read("report.html").decode(), archive.namelist()

    return export


def test_it_tells_what_the_replay_tells(bundled, replay):
    """Every attempt at a step, every field, every question is there: the two pages differ in what stands above alone."""
    told, shown = bundled()[0], replay.page().decode()
    for found in (r'<li class="act \w+"><details>', r'<tr class="field">.*?</tr>', r'<ul class="endings">.*?</ul>'):
        assert re.findall(found, told, re.DOTALL)
        assert len(re.findall(found, told, re.DOTALL)) == len(re.findall(found, shown, re.DOTALL))
    assert "小程序信息" in told


def test_its_links_lead_into_steps_that_open_without_a_script(bundled):
    """A browser unfolds what holds the place that a link leads to; each link has its place."""
    told, _names = bundled()
    links = set(re.findall(r'href="#([^"]+)"', told))
    assert {"proof", "approvals", "forms", "answers", "timeline"} < links
    assert [link for link in links if f'id="{link}"' not in told] == []
    assert set(re.findall(r'</summary>\s*<ul class="lines" id="(act-\d+)"', told)) > {
        link for link in links if "act-" in link
    }


def test_it_cannot_vouch_for_itself(bundled):
    """Whoever forged the bundle wrote this page, too: it claims no proof, and says how to get one."""
    told, _names = bundled()
    assert "不能证明自己没有被改过" in told
    assert "run-flow audit verify bundle.zip --key 公钥" in told
    for claim in ("核对结果", "一个字节也没有改过", "签名公钥的指纹"):
        assert claim not in told


@pytest.mark.parametrize("run", [None, CERTIFY, LINK])
def test_its_pictures_lie_beside_it(bundled, run):
    """Each is a file of the same bundle, and none is left out."""
    told, names = bundled(run)
    pictures = re.findall(r'<img src="([^"]+)"', told)
    assert pictures
    assert set(pictures) == {name for name in names if name.startswith("screenshots/")}


def test_it_executes_nothing_and_tells_no_amount(bundled):
    """Whatever a page or a profile says is text; nothing is fetched; what could be guessed is not there."""
    told, _names = bundled()
    assert HOSTILE not in told
    assert "&lt;script&gt;" in told
    assert "default-src 'none'" in told
    assert "<script" not in told
    assert "http:" not in told
    assert AMOUNT not in told


def test_the_same_is_exported_alike(filmed, tmp_path):
    """At the same moment, of the same events: byte by byte."""
    first = filmed.export(tmp_path / "first.zip").read_bytes()
    filmed.clock.moment -= timedelta(seconds=1)
    assert filmed.export(tmp_path / "second.zip").read_bytes() == first


def test_it_says_whose_clock_it_shows_and_on_which_platform_it_was_done(filmed, bundled):
    """It is read elsewhere, maybe in another time zone, and a rehearsal must not pass for the real thing."""
    told, _names = bundled()
    assert "时间都是北京时间（UTC+8）" in told
    assert "平台：没有记录" in told
    filmed.recorded(9, facts=b'{"opening": {"address": "http://localhost:8000/"}}')
    told, _names = bundled(CERTIFY)
    assert "平台：http://localhost:8000/" in told
    assert "这是模拟平台上的办理，不是微信公众平台" in told
