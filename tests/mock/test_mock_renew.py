"""What time does to a certification at the mock portal, and what its pages say of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.mock.clerk import Clerk

DAY = 86_400
PROGRAM = "晴禾样例报修"


def program(clerk: Clerk) -> dict[str, Any]:
    """Return what the portal holds of the 小程序."""
    return next(each for each in clerk.look("state")["accounts"] if each["kind"] == "小程序")


def pass_days(clerk: Clerk, days: int) -> None:
    """Let days pass, working or not."""
    clerk.phone("clock", advance=days * DAY)


def renew(clerk: Clerk) -> None:
    """Apply for another year and have it approved."""
    clerk.reviewed()
    clerk.phone("phone/reviewer/approve")


def test_a_renewal_opens_three_months_before_the_end(hire):
    """Before, there is no button and the agreement is refused; then the state says it, and the button is there."""
    clerk = hire(start="certified", certified_days=260)
    assert clerk.status()["认证状态"] == "已认证"
    assert clerk.agree()["base_resp"]["err_msg"] == "未到年审时间，暂时不能申请"
    pass_days(clerk, 20)
    assert clerk.status()["认证状态"] == "即将到期"
    assert ">年审</a>" in clerk.page("/acct/wxverifyorder", action="index")


@pytest.mark.parametrize(("counted", "days"), [("expiry", 365), ("approval", 285)])
def test_another_year_follows_the_review(hire, counted, days):
    """A new application, a new fee; the year is added to the old end, or begins anew, as the switch says."""
    clerk = hire(start="certified", certified_days=285, renewal_from=counted)
    end = clerk.world.service.expiry.until
    renew(clerk)
    assert clerk.status()["认证状态"] == "已认证"
    assert abs(clerk.world.service.expiry.until - end - timedelta(days=days)) < timedelta(days=1)
    assert clerk.look("received")["payments"] == {"A2": 1}


def test_a_rejected_renewal_leaves_the_badge_until_its_end(hire):
    """It may be applied for again; once the end came the badge is gone."""
    clerk = hire(start="certified", certified_days=300)
    clerk.reviewed()
    clerk.phone("phone/reviewer/reject")
    assert clerk.status()["认证状态"] == "认证失败"
    assert clerk.world.service.certified
    renew(clerk)
    assert clerk.world.service.certified
    assert clerk.status()["认证状态"] == "已认证"


def test_the_portal_reminds_and_says_when_it_is_over(hire):
    """Three months, two, one and seven days ahead, once each; afterwards once that the badge is gone."""
    clerk = hire(start="certified", certified_days=260)
    for _week in range(20):
        pass_days(clerk, 7)
        clerk.look("state")
    titles = [mail["title"] for mail in clerk.look("phone/inbox")["mail"]]
    assert titles == ["微信认证即将到期"] * 4 + ["微信认证已过期"]


def test_a_program_loses_what_it_can_step_by_step(hire):
    """Releases and search at once, being shared after 30 days, new users and payment after 60."""
    clerk = hire(start="programs", certified_days=364)
    able = []
    for days in (0, 2, 30, 30):
        pass_days(clerk, days)
        able.append([name for name, can in program(clerk)["abilities"].items() if can])
    assert able == [
        ["发布版本", "被搜索", "被分享", "新用户访问", "微信支付"],
        ["被分享", "新用户访问", "微信支付"],
        ["新用户访问", "微信支付"],
        [],
    ]


def test_a_reused_certification_ends_and_goes_on_with_the_accounts(hire):
    """The 小程序 has no button of its own: who renews the 服务号 renews it."""
    clerk = hire(start="reused", certified_days=300)
    assert program(clerk)["certification"]["认证状态"] == "即将到期"
    assert "复用服务号“晴禾样例服务”" in program(clerk)["certification"]["认证来源"]
    renew(clerk)
    assert program(clerk)["certification"]["认证状态"] == "已认证"
    pass_days(clerk, 450)
    assert (program(clerk)["certified"], program(clerk)["certification"]["认证状态"]) == (False, "已过期")


@pytest.mark.parametrize(("follows", "certified"), [(True, True), (False, False)])
def test_a_program_of_its_own_may_live_on_by_the_account(hire, follows, certified):
    """Where reuse follows the 服务号, renewing that alone keeps the badge of a linked 小程序."""
    clerk = hire(start="both", certified_days=300, reuse_follows=follows)
    renew(clerk)
    pass_days(clerk, 100)
    assert program(clerk)["certified"] is certified


def test_an_expired_name_may_be_changed_by_force(hire):
    """The header shows the new one."""
    clerk = hire(start="certified", certified_days=370, rename_expired=True)
    [account] = clerk.look("state")["accounts"]
    assert account["name"].startswith("服务号")
    assert account["name"] in clerk.page("/cgi-bin/home")


@pytest.mark.parametrize("skin", ["modern", "legacy"])
def test_the_status_page_lists_what_is_limited(hire, skin):
    """功能 and 状态, and the way to certify again."""
    clerk = hire(start="certified", certified_days=400, skin=skin, expiry_words="beside")
    shown = clerk.page("/acct/wxverifyorder", action="index")
    assert all(word in shown for word in ("功能权限", "认证标识", "已限制", "年审状态", "已过期", "重新认证"))
