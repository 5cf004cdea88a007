"""The same as bare_playwright.py in Selenium, on the same browser."""

from __future__ import annotations

import json
import shutil

from journey import People, Put, Values, options
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import (
    element_to_be_clickable,
    presence_of_element_located,
    text_to_be_present_in_element,
    url_contains,
)
from selenium.webdriver.support.wait import WebDriverWait

SECONDS = 30


class Window:
    """A driver that waits for what it acts on, as a careful script does."""

    def __init__(self, driver: Chrome, *, look_every_seconds: float) -> None:
        """Look again every so often while waiting."""
        self.driver = driver
        self.wait = WebDriverWait(driver, SECONDS, poll_frequency=look_every_seconds)

    def there(self, css: str) -> WebElement:
        """Return the element *css* once it is there."""
        return self.wait.until(presence_of_element_located((By.CSS_SELECTOR, css)))

    def reads(self, css: str, words: str) -> None:
        """Wait until *css* reads *words*."""
        self.wait.until(text_to_be_present_in_element((By.CSS_SELECTOR, css), words))

    def click(self, css: str) -> None:
        """Click *css* once it can be clicked."""
        self.wait.until(element_to_be_clickable((By.CSS_SELECTOR, css))).click()

    def click_words(self, words: str) -> None:
        """Click the button or link that reads *words*."""
        path = f"//*[self::a or self::button or self::span][normalize-space()='{words}']"
        self.wait.until(element_to_be_clickable((By.XPATH, path))).click()

    def fill(self, css: str, value: str) -> None:
        """Type *value* into *css*."""
        element = self.wait.until(element_to_be_clickable((By.CSS_SELECTOR, css)))
        element.clear()
        element.send_keys(value)

    def put(self, each: Put) -> None:
        """Put one value into its control."""
        if each.how == "fill":
            self.fill(f"input[name={each.name}]", each.value)
        elif each.how == "upload":
            self.there(f"input[name={each.name}_file]").send_keys(each.value)
            self.there(f"[data-name={each.name}] .js_thumb")
        elif each.how == "pick":
            self.click(f"label:has(input[name={each.name}][value='{each.value}'])")
        else:
            self.click(f"label:has(input[name={each.name}])")


def certify(window: Window, portal: str, values: Values, people: People) -> None:
    """Take the company from the sign-in page to 已认证."""
    window.driver.get(portal)
    window.there(".js_image[src]")
    with people:
        people.confirm()
        window.wait.until(url_contains("/cgi-bin/home"))
    window.click_words("设置与开发")
    window.click_words("微信认证")
    window.click_words("开通")
    window.click(".js_check:has(#js_agree)")
    window.click(".js_next:not([disabled])")
    fill_in(window, values, people)
    window.click_words("提交审核")
    window.click("button.js_pay")
    window.there(".js_dialog_pay .js_qr_image[src]")
    with people:
        people.confirm()
        window.reads(".mp_content", "去验证")
    window.click_words("去验证")
    window.there("[data-name=amount] input")
    with people:
        amount = people.deposit()
    window.fill("[data-name=amount] input", amount)
    window.click(".js_next")
    window.reads(".mp_content", "审核中")
    with people:
        people.review()
        window.driver.refresh()
    window.reads(".weui-desktop-pairs", "已认证")


def fill_in(window: Window, values: Values, people: People) -> None:
    """Fill in the three pages of the application."""
    window.there("input[name=registered_id]")
    if values.kind != "1":
        window.put(Put("pick", "customer_type", values.kind))
    for each in values.before_code:
        window.put(each)
    window.click(".js_send:not([disabled])")
    window.reads(".js_send", "秒")
    with people:
        code = people.code()
    window.fill("input[name=verify_code]", code)
    for each in values.after_code:
        window.put(each)
    window.there(".js_qr_image[src]")
    with people:
        people.confirm()
        window.reads(".js_qr_text", "验证成功")
    window.click(".js_next")
    for fields in (values.naming, values.invoice):
        window.there(f"[data-name={fields[0].name}]")
        for each in fields:
            window.put(each)
        window.click(".js_next")


def main() -> None:
    """Certify, and print how long people were waited for."""
    told = options()
    people = People(told.portal, key=told.key)
    chrome = ChromeOptions()
    chrome.binary_location = told.browser
    for word in ("--headless=new", "--no-sandbox", "--lang=zh-CN", "--window-size=1280,900"):
        chrome.add_argument(word)
    driver = Chrome(options=chrome, service=Service(shutil.which("chromedriver")))
    try:
        certify(Window(driver, look_every_seconds=told.look_every), told.portal, Values(told.profile), people)
    finally:
        driver.quit()
    print(json.dumps({"waited": people.waited}))


if __name__ == "__main__":
    main()
