"""Certify the sample company with Playwright alone: no journal, no read-back, no trace, nothing that goes on after a stop.

The yardstick of `make bench`: CSS selectors of the mock's newer skin, values typed once and believed.
"""

from __future__ import annotations

import json

from journey import People, Put, Values, options
from playwright.sync_api import Page, sync_playwright


def certify(page: Page, portal: str, values: Values, people: People) -> None:
    """Take the company from the sign-in page to 已认证."""
    page.goto(portal)
    page.wait_for_selector(".js_image[src]")
    with people:
        people.confirm()
        page.wait_for_url("**/cgi-bin/home**")
    page.click(".mp_menu_group:has-text('设置与开发')")
    page.click("a:has-text('微信认证')")
    page.click("text=开通")
    page.click(".js_check:has(#js_agree)")
    page.click(".js_next")
    fill_in(page, values, people)
    page.click("button:has-text('提交审核')")
    page.click("button.js_pay")
    page.wait_for_selector(".js_dialog_pay .js_qr_image[src]")
    with people:
        people.confirm()
        page.wait_for_selector("text=去验证")
    page.click("text=去验证")
    page.wait_for_selector("[data-name=amount] input")
    with people:
        amount = people.deposit()
    page.fill("[data-name=amount] input", amount)
    page.click(".js_next")
    page.wait_for_selector("text=审核中")
    with people:
        people.review()
        page.reload()
    page.wait_for_selector(".weui-desktop-pairs__value:has-text('已认证')")


def fill_in(page: Page, values: Values, people: People) -> None:
    """Fill in the three pages of the application."""
    page.wait_for_selector("input[name=registered_id]")
    if values.kind != "1":
        put(page, Put("pick", "customer_type", values.kind))
    for each in values.before_code:
        put(page, each)
    page.click(".js_send")
    page.wait_for_selector(".js_send:has-text('秒')")
    with people:
        code = people.code()
    page.fill("input[name=verify_code]", code)
    for each in values.after_code:
        put(page, each)
    page.wait_for_selector(".js_qr_image[src]")
    with people:
        people.confirm()
        page.wait_for_selector("text=验证成功")
    page.click(".js_next")
    for fields in (values.naming, values.invoice):
        page.wait_for_selector(f"[data-name={fields[0].name}]")
        for each in fields:
            put(page, each)
        page.click(".js_next")


def put(page: Page, each: Put) -> None:
    """Put one value into its control."""
    if each.how == "fill":
        page.fill(f"input[name={each.name}]", each.value)
    elif each.how == "upload":
        page.set_input_files(f"input[name={each.name}_file]", each.value)
        page.wait_for_selector(f"[data-name={each.name}] .js_thumb")
    elif each.how == "pick":
        page.click(f"label:has(input[name={each.name}][value='{each.value}'])")
    else:
        page.click(f"label:has(input[name={each.name}])")


def main() -> None:
    """Certify, and print how long people were waited for."""
    told = options()
    people = People(told.portal, key=told.key)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=told.browser, headless=True)
        certify(browser.new_page(locale="zh-CN"), told.portal, Values(told.profile), people)
        browser.close()
    print(json.dumps({"waited": people.waited}))


if __name__ == "__main__":
    main()
