"""A person is certified at the desk, in every skin and hosting."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("skin", "embedded", "scenario", "kind"),
    [
        ("modern", False, "facts", "company"),
        ("modern", True, "guide", "household"),
        ("legacy", False, "guide", "company"),
        ("legacy", True, "facts", "household"),
    ],
)
def test_a_company_is_certified(open_desk, skin, embedded, scenario, kind):
    """From sign-in to 已认证 by what is seen, with one submission and one payment."""
    desk = open_desk(skin=skin, embedded=embedded, scenario=scenario, kind=kind)
    desk.at_forms()
    desk.enter_facts() if scenario == "facts" else desk.enter_guide()
    desk.next("step=naming")
    desk.name_and_invoice()
    desk.submit()
    desk.pay()
    desk.portal.post("clock", working_days=3)
    [line] = desk.portal.get("phone/bank/statement")["lines"]
    desk.page.reload()
    desk.prove(line["amount"])
    expect(desk.seen("审核中").first).to_be_visible()
    desk.portal.post("clock", working_days=5)
    assert desk.status() == "已认证"
    received = desk.portal.received()
    assert received["submissions"] == received["payments"] == received["deposits"] == {"A1": 1}
    assert "微信认证" in desk.portal.get("phone/inbox")["sms"][-1]["text"]
