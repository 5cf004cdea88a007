"""The form against the mock portal's shelf of widgets, in each skin and hosting."""

from __future__ import annotations

from datetime import date

import pytest

from mock_portal.server import start
from run_flow.errors import FormRefused
from run_flow.portal import Portal

COMBINATIONS = [
    pytest.param(("legacy", False), id="legacy-plain"),
    pytest.param(("legacy", True), id="legacy-embedded", marks=pytest.mark.matrix),
    pytest.param(("modern", False), id="modern-plain", marks=pytest.mark.matrix),
    pytest.param(("modern", True), id="modern-embedded"),
]


@pytest.fixture(scope="module", params=COMBINATIONS)
def served(request):
    """A mock portal in one look and hosting."""
    skin, embedded = request.param
    with start(skin=skin, embedded=embedded, poll_seconds=0.1) as running:
        yield running


@pytest.fixture
def shelf(page, served):
    """The portal, signed in, at the shelf of widgets."""
    served.post("reset")
    cookie, token = served.sign_in()
    page.context.add_cookies([cookie])
    page.set_default_timeout(5_000)
    portal = Portal(page, address=served.address, patience_ms=2_000, shown=str)
    portal.goto(f"{served.address}/cgi-bin/widgets?token={token}&lang=zh_CN")
    return portal


def fill(portal, served, picture):
    """Fill both sections and save them."""
    with portal.form("第一部分") as first:
        first.fill("姓名", "张三")
        first.fill("数量", "12")
        first.fill("密码", "abcd1234")
        first.fill("备注", "第一行")
        first.choose("规模", "大型")
        first.fill("大型说明", "人很多")
        first.check("同意接收通知")
        first.save("下一步")
    with portal.form("第二部分") as second:
        second.fill("姓名", "李四")
        second.select("开户银行", "招商银行")
        second.cascade("开户地点", ["广东", "深圳", "南山"])
        second.date("成立日期", date(2019, 3, 5))
        second.date("营业期限", "长期")
        second.date_range("证件有效期", date(2020, 1, 2), date(2040, 1, 2))
        second.upload("营业执照", picture)
        second.fill("手机号", "13800138000")
        second.sms_code("短信验证码", lambda _said: served.get("phone/inbox")["sms"][0]["code"])
        second.fill("账号主体", "样例公司")
        second.save("下一步")
    return first, second


def test_every_widget_arrives_at_the_portal(shelf, served, picture):
    """What was filled is what the portal received, and the saved page is compared with it."""
    _first, second = fill(shelf, served, picture)
    entry = served.received()["entries"][-1]
    assert entry["accepted"]
    names = {k: v for k, v in entry["names"].items() if k not in ("picture", "verify_code")}
    assert names == {
        "name": "张三", "number": "12", "password": "abcd1234", "remark": "第一行", "size": "l", "why": "人很多",
        "agree": "1", "other_name": "李四", "bank": "cmb", "place": "广东/深圳/南山", "day": "2019-03-05",
        "until": "长期", "valid": "2020-01-02~2040-01-02", "phone": "13800138000", "fixed": "", "locked": "样例公司",
        "more": "",
    } | {k: names[k] for k in ("fixed", "locked", "more") if k in names}  # fmt: skip
    assert second.stands == ["账号主体"]
    assert shelf.pending == []


def test_a_second_pass_types_only_what_the_portal_does_not_keep(shelf, served, picture):
    """On a fresh page everything stands but the password and the code."""
    fill(shelf, served, picture)
    first, second = fill(shelf, served, picture)
    assert first.typed == []
    assert "短信验证码" in second.typed + second.stands
    assert set(second.typed) <= {"短信验证码"}


def test_the_portals_words_come_back(shelf):
    """What the portal refuses is said in its own words, each beside its label."""
    with shelf.form("第二部分") as form, pytest.raises(FormRefused) as refusal:
        form.save("下一步")
    assert "请填写另一个姓名" in refusal.value.found
    assert "开户银行：请选择开户银行" in refusal.value.found


@pytest.mark.parametrize(
    ("places", "shown"),
    [(["广东省", "深圳市", "南山区"], "广东/深圳/南山"), (["北京市", "北京市", "海淀区"], "北京/北京/海淀")],
    ids=["province", "municipality"],
)
def test_a_place_is_chosen_level_by_level_in_the_portals_words(shelf, places, shown):
    """Long names lead to the short ones; a city that is called as its province is found beside it."""
    with shelf.form("第二部分") as form:
        form.region("开户地点", places)
        form.region("开户地点", places)
        assert form.value("开户地点").replace(" ", "") == shown
    assert (form.typed, form.stands) == (["开户地点"], ["开户地点"])
