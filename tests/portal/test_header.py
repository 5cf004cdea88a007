"""The header alone says whose back office it is; the list behind 切换账号 leads to another account of the person."""

from __future__ import annotations

import pytest
from tests.portal.pages import STYLE

from run_flow.portal import Account

SERVICE = Account("服务号", ("深圳甲科技", "甲科技服务", "gzh@example.com"))
PROGRAM = Account("小程序", ("甲商城", "wx0123456789abcdef"))

PLAIN = """<div class="mp_header"><a class="logo" href="#">微信公众平台</a><div class="mp_account">
<a href="#">客服</a><span class="mp_avatar">{short}</span><span class="mp_nickname">{name}</span>
<span class="mp_kind">{kind}</span><span class="mp_badge">未认证</span>{switch}<a href="#">退出登录</a></div></div>"""
HIDDEN = """<div class="top"><div class="box" onmouseover="this.lastElementChild.style.display='block'">
<div class="acct"><b>{name}</b><i>{kind}</i></div><div class="menu" style="display:none">
<div class="menu_box_account_info_item" title="切换账号" onclick="openList()">切换账号</div>
<div title="退出登录">退出登录</div></div></div></div>"""
SWITCH = '<a href="javascript:openList()">切换账号</a>'
LIST = """<div class="switch_account_dialog" style="display:none"><h3>切换账号</h3>{items}</div>
<script>function openList() {{ document.querySelector(".switch_account_dialog").style.display = "block"; }}
document.onkeydown = (e) => {{ if (e.key === "Escape") document.querySelector(".switch_account_dialog").style.display = "none"; }};
</script>"""
ITEM = """<div class="account_item" style="cursor:pointer" onclick="location.href='/{page}?token=22222222'">
<span class="account_name">{name}</span><span>{kind}</span></div>"""
LINK = """<p class="account_item"><a href="/{page}?token=22222222">{name}</a> <small>{kind}</small></p>"""


def office(account, *others, header=PLAIN, item=ITEM, body="<h2>首页</h2>"):
    """Return the page of an account's back office, with the list of the person's *others*."""
    items = "".join(item.format(name=name, kind=kind, page=page) for name, kind, page in others)
    top = header.format(name=account[0], kind=account[1], short=account[0][:1], switch=SWITCH if others else "")
    return f"<!doctype html><html><head>{STYLE}</head><body>{top}{body}{LIST.format(items=items)}</body></html>"


@pytest.fixture
def at(portal, site):
    """Return a function that shows a back office."""

    def show(*account, **page):
        site.pages["/"] = office(*account, **page)
        portal.page.goto(site.address + "?token=11111111")
        return portal

    return show


@pytest.mark.parametrize("header", [PLAIN, HIDDEN])
@pytest.mark.parametrize("name", SERVICE.names)
def test_the_header_shows_the_account_by_one_of_its_names(at, header, name):
    """As a whole text, whichever of the names the portal shows."""
    shown = at((name, "服务号"), header=header).header()
    assert SERVICE.is_of(shown)
    assert not PROGRAM.is_of(shown)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("深圳甲科技商城", "服务号"),  # the name is only a part of another one
        ("甲", "服务号"),
        ("深圳甲科技", "小程序"),  # two accounts may have one name
        ("乙公司", "服务号"),
    ],
)
def test_another_account_is_never_taken_for_it(at, name, kind):
    """Neither part of a name nor a name of another kind of account will do."""
    assert not SERVICE.is_of(at((name, kind)).header())


def test_what_the_page_shows_is_not_the_header(at):
    """A list of linked 小程序, a shadow root, a frame, a dialog: their texts are no header."""
    body = """<h2>小程序管理</h2><ul><li><span>甲商城</span><em>小程序</em></li></ul>
    <div class="mp_account">甲商城</div><div role="dialog"><span>甲商城</span><a>退出登录</a></div>
    <iframe srcdoc='<div><span>甲商城</span><a>退出登录</a></div>'></iframe><div id="host"></div>
    <script>document.querySelector("#host").attachShadow({mode: "open"}).innerHTML =
      "<div><span>甲商城</span><a>退出登录</a></div>";</script>"""
    shown = at(("深圳甲科技", "服务号"), body=body).header()
    assert SERVICE.is_of(shown)
    assert "甲商城" not in shown.texts


def test_a_page_without_a_header_names_nobody(portal, site):
    """A bare page says nothing of an account."""
    site.pages["/"] = f"<!doctype html><head>{STYLE}</head><h2>甲商城</h2><p>小程序</p><a>退出登录</a>"
    portal.page.goto(site.address + "?token=11111111")
    assert portal.header().texts == ()


@pytest.mark.parametrize("item", [ITEM, LINK])
@pytest.mark.parametrize("header", [PLAIN, HIDDEN])
def test_the_list_leads_to_the_account(at, site, header, item):
    """Its entry is pressed once, and the window is that account's, with a new token."""
    site.pages["/program"] = office(("甲商城", "小程序"), ("深圳甲科技", "服务号", "service"))
    others = (("甲商城", "服务号", "wrong"), ("甲商城", "小程序", "program"), ("甲商城二", "小程序", "wrong"))
    portal = at(("深圳甲科技", "服务号"), *others, header=header, item=item)
    assert portal.switch_account(PROGRAM)
    assert PROGRAM.is_of(portal.header())
    assert "22222222" in portal.page.url


@pytest.mark.parametrize(
    "others",
    [(("乙商城", "小程序", "wrong"),), (("甲商城", "小程序", "wrong"), ("甲商城", "小程序", "wrong")), ()],
)
def test_nothing_is_chosen_that_is_not_exactly_it(at, others):
    """An account that is not listed, or twice, leaves the window where it was, without the list."""
    portal = at(("深圳甲科技", "服务号"), *others)
    assert not portal.switch_account(PROGRAM)
    assert SERVICE.is_of(portal.header())
    assert not portal.showing(["甲商城", "乙商城"])
