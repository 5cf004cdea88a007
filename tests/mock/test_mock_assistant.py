"""The phone's page lets a person answer an invitation and choose the account to sign in to."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from mock_portal.accounts import Account, Kind


def program_of(portal) -> Account:
    """Register a 小程序 of the same administrator."""
    service = portal.world.service
    return portal.world.register(Kind.PROGRAM, email="mini@example.com", name="样例报修", people=service.people[:1])


def test_an_invitation_is_answered_on_the_phones_page(open_portal, page):
    """The list tells who asks for what; a press accepts, and the list is empty again."""
    portal = open_portal(start="certified")
    program = program_of(portal)
    portal.world.service.links.invite(program, notify=True, show=True)
    page.goto(portal.phone)
    invitation = page.locator(".js_invitations li")
    expect(invitation).to_contain_text("邀请关联小程序“样例报修”")
    invitation.get_by_text("同意", exact=True).click()
    expect(invitation).to_have_text("没有邀请")
    assert portal.world.service.links.of(program).state == "已关联"


def test_the_account_to_sign_in_to_is_chosen_on_the_phones_page(open_portal, page, context):
    """Whoever has several is asked which; the sign-in page leads to that one's office."""
    portal = open_portal(start="certified")
    program_of(portal)
    page.goto(portal.address)
    expect(page.locator(".login__type__container__scan__qrcode")).to_have_js_property("complete", value=True)
    phone = context.new_page()
    phone.on("dialog", lambda dialog: dialog.accept("2"))
    phone.goto(portal.phone)
    phone.locator(".js_codes .code").get_by_text("确认（管理员）").click()
    page.wait_for_url(re.compile(r"/wxamp/index/index.*token="))
