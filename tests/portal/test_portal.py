"""The portal by its words: sign-in, menu, status page, dialogs; against the mock in each look and hosting."""

from __future__ import annotations

import threading

import pytest

from mock_portal.server import start
from run_flow.errors import PortalChanged, PortalDown
from run_flow.portal import Portal, SignedOut

LOOKS = [
    pytest.param(("legacy", False), id="legacy-plain"),
    pytest.param(("legacy", True), id="legacy-embedded", marks=pytest.mark.matrix),
    pytest.param(("modern", False), id="modern-plain", marks=pytest.mark.matrix),
    pytest.param(("modern", True), id="modern-embedded"),
]
MENUS = {
    "new": "设置与开发 > 微信认证",
    "old": "设置 > 公众号设置 > 账号详情 > 申请微信认证",
    "guide": "设置 > 微信认证",
}


@pytest.fixture(scope="module", params=LOOKS)
def served(request):
    """A mock portal in one look and hosting."""
    skin, embedded = request.param
    with start(skin=skin, embedded=embedded, poll_seconds=0.1) as running:
        yield running


@pytest.fixture
def front(page, served):
    """The portal's front page, nobody signed in."""
    served.post("reset")
    page.set_default_timeout(5_000)
    return Portal(page, address=served.address, patience_ms=2_000, shown=str)


@pytest.fixture
def office(front, served):
    """The back office, signed in."""
    cookie, token = served.sign_in()
    front.page.context.add_cookies([cookie])
    front.goto(f"{served.address}/cgi-bin/home?t=home/index&lang=zh_CN&token={token}")
    return front


def test_signing_in_by_the_code(front, served):
    """The page's code is read, the phone confirms, and each state is told in between."""
    with pytest.raises(SignedOut):
        front.open(*MENUS.values())
    front.show_sign_in()
    code = front.until(front.qr)
    assert (front.state(), front.signed_in) == ("waiting", False)
    served.post("phone/scan", text=code.text)
    assert front.until(lambda: front.state() == "scanned")
    served.post("phone/confirm", text=code.text)
    assert front.until(lambda: front.signed_in)
    assert front.state() == "confirmed"
    front.open(*MENUS.values())
    assert front.read("认证状态") == "未认证"


def test_a_scan_by_somebody_without_an_account_is_told(front, served):
    """Not as a failure to sign in: another scan of theirs would not help."""
    front.show_sign_in()
    served.post("phone/scan", text=front.until(front.qr).text, who="legal_person")
    assert front.until(lambda: front.state() == "no-account")
    assert front.sign_in_failures() == []


def test_an_expired_code_is_renewed(front, served):
    """Where the page gave up, showing the sign-in again presses what draws a new code."""
    front.show_sign_in()
    old = front.until(front.qr)
    for _turn in range(6):
        served.post("fault", expire_qr=True)
        front.wait(250)
    assert front.until(lambda: front.state() == "expired")
    front.show_sign_in()
    assert front.until(lambda: front.state() == "waiting")
    assert front.until(front.qr).text != old.text


@pytest.mark.parametrize("menu", MENUS)
def test_each_way_through_the_menu_leads_to_the_page(office, served, menu):
    """The alternatives are tried in turn; one of them is this menu's."""
    served.post("switch", menu=menu)
    office.open(*MENUS.values())
    assert office.shows_section("认证信息")
    assert office.read("认证状态") == "未认证"
    assert office.pressable("开通")


def test_a_menu_without_any_of_the_ways_is_refused(office):
    """What the menu shows instead is named."""
    with pytest.raises(PortalChanged, match="菜单里找不到"):
        office.open("设置与开发 > 微信认证2", "微信认证服务")


def test_pressing_waits_for_the_page_it_leads_to(office):
    """After a press the next page can be asked at once."""
    office.open(*MENUS.values())
    office.press(("开通", "继续填写"))
    assert office.shows_section("同意协议")
    with office.form("同意协议") as form:
        form.check("我已阅读并同意《微信公众平台认证服务协议》")
        form.save()
    assert office.shows_section("认证类型")
    assert office.shows_section("企业信息")


def test_announcements_are_closed(office, served):
    """A notice in front of the page is closed before the page is used."""
    served.post("fault", announcement=2)
    office.open(*MENUS.values())
    office.press("开通")
    with office.form("同意协议") as form:
        form.check("我已阅读并同意《微信公众平台认证服务协议》")
    assert not office.shows("我知道了")


def test_an_expired_session_is_told_as_signed_out(office, served):
    """The full page and the answer to a call both mean: sign in again."""
    office.open(*MENUS.values())
    office.page.reload()
    served.post("fault", expire_sessions=True)
    with pytest.raises(SignedOut):
        office.open(*MENUS.values())


def test_a_portal_that_fails_is_down(office, served):
    """A bad gateway on the way through the menu is PortalDown."""
    office.open(*MENUS.values())
    office.page.reload()
    served.post("fault", fail=2, path="wxverifyorder")
    with pytest.raises(PortalDown, match="502"):
        office.open(*MENUS.values())


def test_after_an_error_page_the_menu_is_found_again(office, served):
    """A server error has no menu: the next try comes in by the front page."""
    served.post("fault", fail=1, path="wxverifyorder")
    with pytest.raises(PortalDown, match="502"):
        office.open(*MENUS.values())
    office.open(*MENUS.values())
    assert office.read("认证状态") == "未认证"


def test_a_page_opened_just_now_is_not_opened_again(office, served):
    """Asking for the page one stands on, untouched, costs nothing; once touched it is loaded anew."""
    office.open(*MENUS.values())
    loads = office.loads
    office.open(*MENUS.values())
    assert office.loads == loads
    office.touches += 1
    office.open(*MENUS.values())
    assert office.loads == loads + 1


@pytest.mark.parametrize(
    ("named", "kept"),
    [("公函模板 (1).pdf", "公函模板_(1).pdf"), ("../../sign-in.json", "sign-in.json"), ("..", "download")],
)
def test_a_download_stays_in_its_folder(portal, site, tmp_path, named, kept):
    """The portal's name for a file is a page's word like any other: it replaces nothing of ours."""
    site.pages["/"] = f"<h2>材料</h2><a href='data:text/plain,pdf' download='{named}'>下载公函模板</a>"
    (tmp_path / "sign-in.json").write_text("ours")
    portal.goto(site.address)
    found = portal.download("下载公函模板", tmp_path / "downloads")
    assert found.read_bytes() == b"pdf"
    assert found.parent == tmp_path / "downloads"
    assert found.name == kept or named == ".."
    assert found.stat().st_mode & 0o077 == 0
    assert (tmp_path / "sign-in.json").read_text() == "ours"


def test_a_page_that_leaves_by_itself_is_no_obstacle(portal, site):
    """Its script goes on just when we go elsewhere, as after a payment: we still get where we wanted to go."""
    site.pages["/paid"] = f"<h2>支付</h2><script>setTimeout(() => {{ location.href = '{site.address}done'; }})</script>"
    site.pages["/done"], site.pages["/status"] = "<h2>支付成功</h2>" * 50, "<h2>微信认证</h2>"
    for time in range(30):
        with portal.page.expect_response(f"{site.address}done"):
            portal.page.goto(f"{site.address}paid", wait_until="commit")
        portal.page.wait_for_timeout(time % 3)
        portal.goto(f"{site.address}status")
        assert portal.page.url == f"{site.address}status"


def test_another_host_sees_no_value(portal, site):
    """A press that leads to another host leads to no form there."""
    site.pages["/"] = f"<h2>开始</h2><a href='{site.address.replace('127.0.0.1', 'localhost')}form'>继续填写</a>"
    site.pages["/form"] = "<h2>企业信息</h2><label>企业名称 <input></label><button>下一步</button>"
    portal.goto(site.address)
    portal.press("继续填写")
    with pytest.raises(PortalChanged, match="localhost"), portal.form("企业信息"):
        pass


def test_another_host_is_refused(office, served):
    """A redirect to another host stops the run."""
    office.open(*MENUS.values())
    office.page.reload()
    served.post("fault", redirect=1)
    with pytest.raises((PortalChanged, PortalDown)):
        office.open(*MENUS.values())


def test_the_reviewers_table_is_read_by_its_header(page, served):
    """Each opinion is a row with the page's own columns."""
    served.post("reset", scenario="supplement")
    page.set_default_timeout(5_000)
    portal = Portal(page, address=served.address, shown=str)
    portal.page.set_content(
        "<h3>审核意见</h3><table><thead><tr><th>字段</th><th>原因</th><th>建议</th></tr></thead>"
        "<tbody><tr><td>营业执照照片</td><td>不清晰</td><td>重新上传</td></tr></tbody></table>"
    )
    assert portal.read_table("审核意见") == [{"字段": "营业执照照片", "原因": "不清晰", "建议": "重新上传"}]
    assert portal.read_table("别的") is None


@pytest.fixture
def late(site):
    """Return a function that serves something as soon as it is allowed to, and what allows it."""
    asked, go = threading.Event(), threading.Event()

    def serve(path, body, kind):
        def answer(_handler):
            asked.set()
            go.wait(20)
            return 200, body, kind

        site.pages[path] = answer

    yield serve, asked, go
    go.set()


def test_a_page_is_ready_when_its_own_script_has_run(portal, site, late):
    """Before, it shows its fields already, and hears nothing."""
    serve, asked, go = late
    serve("/late.js", "document.title = 'listens'", "text/javascript")
    site.pages["/late"] = '<h3>资料</h3><script type="module" src="/late.js"></script>'
    portal.page.goto(f"{site.address}late", wait_until="commit")
    assert portal.until(lambda: asked.is_set() and portal.shows_section("资料"))
    assert not portal.state_of_page()["ready"]
    go.set()
    assert portal.until(lambda: portal.state_of_page()["ready"])
    assert portal.page.title() == "listens"


def test_a_page_is_ready_when_its_styles_are_there_also_in_a_shadow(portal, site, late):
    """The last one moves what is about to be pressed away under the press."""
    serve, asked, go = late
    serve("/late.css", "h3 { margin-top: 300px }", "text/css")
    site.pages["/dressed"] = """<body><div id=host></div><script>
        host.attachShadow({mode: 'open'}).innerHTML = '<link rel=stylesheet href=/late.css><h3>资料</h3>';</script>"""
    portal.page.goto(f"{site.address}dressed", wait_until="commit")
    assert portal.until(asked.is_set)
    assert not portal.state_of_page()["ready"]
    go.set()
    assert portal.until(lambda: portal.state_of_page()["ready"])


STYLE = "<script>host.attachShadow({mode: 'open'}).innerHTML = '<link rel=stylesheet href=/never>';</script>"


@pytest.mark.parametrize("part", ["<script defer src=/never></script>", STYLE], ids=["script", "style"])
def test_a_part_that_never_comes_is_not_waited_for_for_ever(portal, site, late, part):
    """The page can be used a few seconds later, as a hand would."""
    serve, asked, _go = late
    serve("/never", "", "text/plain")
    site.pages["/hanging"] = f"<body><h3>资料</h3><div id=host></div>{part}"
    portal.page.goto(f"{site.address}hanging", wait_until="commit")
    assert portal.until(asked.is_set)
    assert not portal.state_of_page()["ready"]
    assert portal.until(lambda: portal.state_of_page()["ready"], ms=10_000)


def test_a_page_that_hides_its_clock_is_ready_as_it_stands(portal, site):
    """A page's own objects are not relied on."""
    site.pages["/odd"] = "<h3>资料</h3><script>Object.defineProperty(window, 'performance', {value: null});</script>"
    portal.goto(f"{site.address}odd")
    assert portal.state_of_page()["ready"]
