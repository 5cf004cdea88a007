"""Each kind of control in each markup and hosting: a label leads to it, its page hears it, it reads back."""

from __future__ import annotations

from datetime import date

import pytest
from tests.portal.pages import HOSTINGS, MARKUPS

EVERYWHERE = pytest.mark.parametrize(
    "markup", [pytest.param(f"/{m}/{h}", id=f"{m}-{h}") for m in MARKUPS for h in HOSTINGS]
)
SKINS = pytest.mark.parametrize("markup", [f"/{m}/{h}" for m in ("legacy", "modern") for h in HOSTINGS])


@pytest.fixture
def form(portal, site, markup):
    """The section of the page under test."""
    portal.goto(site.address.rstrip("/") + markup)
    with portal.form("企业信息") as form:
        yield form


@EVERYWHERE
def test_typed_values_reach_the_pages_own_model(form, portal):
    """Text, number, password and textarea are typed so that the page's listeners hear them."""
    form.fill("企业名称", "深圳市示例科技有限公司")
    form.fill("注册资本", "1000")
    form.fill("登录密码", "abc12345")
    form.fill("功能介绍", "第一行\n第二行")
    portal.page.keyboard.press("Tab")
    model = portal.page.evaluate("model")
    assert model == {
        "name": "深圳市示例科技有限公司", "capital": "1000", "password": "abc12345", "intro": "第一行\n第二行",
    }  # fmt: skip
    assert "input:true" in portal.page.evaluate("events")
    assert form.typed == ["企业名称", "注册资本", "登录密码", "功能介绍"]


@EVERYWHERE
def test_options_are_chosen(form, portal):
    """A radio button, a tick box and a list take the wanted option, also where the input is hidden behind an icon."""
    form.choose("企业类型", "个体工商户")
    form.check("我已阅读并同意《微信公众平台认证服务协议》")
    form.select("开户地点", "广东")
    form.date("成立日期", date(2019, 3, 5))
    model = portal.page.evaluate("model")
    assert model.pop("since") == "2019-03-05"
    assert model == {"kind": "12", "agree": True, "province": "广东"}
    assert "#gone" not in portal.page.url


@SKINS
def test_the_skins_own_controls_are_used(form, portal):
    """A drawn list, three lists in a row and an end date with 长期 take their values."""
    form.select("开户银行", "中国工商银行")
    form.cascade("运营地区", ["中国", "广东", "深圳"])
    form.date("营业期限", "长期")
    model = portal.page.evaluate("model")
    assert model == {"bank": "中国工商银行", "r1": "中国", "r2": "广东", "r3": "深圳", "long": True}


@EVERYWHERE
def test_what_stands_is_not_typed_again(form, portal):
    """A second pass over the same values types nothing."""
    for _turn in range(2):
        form.fill("企业名称", "深圳市示例科技有限公司")
        form.choose("企业类型", "企业")
        form.select("开户地点", "北京")
    assert form.typed == form.stands == ["企业名称", "企业类型", "开户地点"]
