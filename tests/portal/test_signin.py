"""Being signed in is a token in the portal's own address, and the token is never kept."""

from __future__ import annotations

from tests.portal.pages import plainly


def test_a_token_on_another_host_is_no_sign_in(portal, site):
    """Whoever sends the browser elsewhere does not sign it in."""
    site.pages["/"] = plainly("<h3>甲</h3>")
    portal.page.goto(f"{site.address.replace('127.0.0.1', 'localhost')}?token=1234567890")
    assert not portal.signed_in
    portal.page.goto(site.address)
    assert not portal.signed_in
    portal.page.goto(f"{site.address}?lang=zh_CN&token=1234567890")
    assert portal.signed_in


def test_the_token_is_not_kept(portal, site, tmp_path):
    """The kept session is cookies, for their owner alone."""
    site.pages["/"] = plainly("<h3>甲</h3>")
    portal.page.context.add_cookies([{"name": "slave_sid", "value": "abc", "url": site.address}])
    portal.page.goto(f"{site.address}?token=1234567890")
    kept = tmp_path / "case" / "sign-in.json"
    portal.save_sign_in(kept)
    assert "slave_sid" in kept.read_text("utf-8")
    assert "1234567890" not in kept.read_text("utf-8")
    assert kept.stat().st_mode & 0o777 == 0o600


FRONT = plainly("""<h1>微信公众平台</h1><a href="/choose">立即注册</a><div class="qr">微信扫一扫</div>""")
CHOOSE = plainly(
    """<h3>请选择注册的账号类型</h3><a href="/step1?kind=1">服务号</a><a href="/step1?kind=2">小程序</a>"""
)
STEP = plainly("""<h3>基本信息</h3>
<div class="frm_control_group"><label class="frm_label">邮箱</label><input name="email"></div>""")


def public(site):
    """Give *site* a front page that leads to a registration, and to the office whoever has a session."""

    def front(request):
        return plainly("<h3>首页</h3><script>location.replace('/home?token=1')</script>") if signed(request) else FRONT

    site.pages |= {"/": front, "/choose": CHOOSE, "/step1": STEP, "/home": plainly("<h3>首页</h3>")}


def signed(request):
    """Tell whether the request comes with a session."""
    return "slave_sid" in (request.headers["Cookie"] or "")


def test_a_page_for_everybody_is_reached_by_the_front_pages_words(portal, site):
    """Nobody is signed in, no menu is there, and the page's form is found."""
    public(site)
    portal.visit("注册", "立即注册 > 服务号")
    assert portal.page.url == f"{site.address}step1?kind=1"
    assert (portal.signed_in, portal.visiting) == (False, True)
    with portal.form("基本信息") as form:
        form.fill("邮箱", "a@example.com")
    assert portal.page.input_value("[name=email]") == "a@example.com"


def test_a_session_of_before_is_left_for_a_page_for_everybody(portal, site):
    """Where the front page leads to an account's office, that session ends in this window."""
    public(site)
    portal.page.context.add_cookies([{"name": "slave_sid", "value": "abc", "url": site.address}])
    portal.page.goto(site.address)
    portal.page.wait_for_url("**/home?token=1")
    portal.visit("立即注册 > 服务号")
    assert portal.page.url == f"{site.address}step1?kind=1"
    assert not portal.page.context.cookies()


def test_what_a_registration_has_begun_is_not_lost(portal, site):
    """A visit again keeps the cookies of somebody who is not signed in."""
    public(site)
    portal.page.context.add_cookies([{"name": "draft", "value": "abc", "url": site.address}])
    portal.visit("立即注册 > 小程序")
    assert [cookie["name"] for cookie in portal.page.context.cookies()] == ["draft"]
