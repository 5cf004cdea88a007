"""A person at the desk: finds things by what is seen, in any skin and hosting, with Playwright alone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from mock_portal.server import Running

GROUP = ".weui-desktop-form__control-group, .frm_control_group"


class Desk:
    """A browser on a portal, a profile to type from, and the phone beside it."""

    def __init__(self, page: Page, portal: Running, profile: dict[str, Any], folder: Path) -> None:
        """Sit down."""
        self.page, self.portal, self.profile, self.folder = page, portal, profile, folder
        page.set_default_timeout(8000)

    def phone(self, act: str, **facts: Any) -> Any:
        """Do something on the phone."""
        return self.portal.post(f"phone/{act}", **facts)

    def sign_in(self) -> None:
        """Scan the sign-in page's code."""
        self.page.goto(self.portal.address)
        self.phone(
            "confirm",
            text=self.scanned(self.page.locator(".login__type__container__scan__qrcode")),
            who="administrator",
        )
        self.page.wait_for_url("**token=**")

    def scanned(self, image: Locator) -> str:
        """Read the QR code of an image on the page."""
        expect(image).to_have_js_property("complete", value=True)
        self.page.wait_for_function("image => image.naturalWidth > 0", arg=image.element_handle())
        found = zxingcpp.read_barcodes(Image.open(io.BytesIO(image.screenshot())))
        return found[0].text

    def menu(self, group: str, item: str) -> None:
        """Follow the left menu."""
        entry = self.page.locator(".mp_menu_item").get_by_text(item, exact=True)
        if not entry.is_visible():
            self.page.locator(".mp_menu_title").get_by_text(group, exact=True).click()
        entry.click()

    def press(self, words: str) -> None:
        """Press the visible button or link with these words."""
        self.seen(words).click()

    def seen(self, words: str) -> Locator:
        """Find the one visible thing with these words."""
        return self.page.get_by_text(words, exact=True).locator("visible=true")

    def group(self, label: str) -> Locator:
        """Find a field's group by its label."""
        return (
            self.page.locator(GROUP)
            .filter(has=self.page.locator("label:first-child").get_by_text(label, exact=True))
            .locator("visible=true")
        )

    def fill(self, label: str, value: str) -> None:
        """Type into a field and leave it."""
        box = self.group(label).locator("input:not([type=radio]):not([type=checkbox]):not([type=file]), textarea")
        box.fill(value)
        box.blur()

    def value(self, label: str) -> str:
        """Read what a field holds."""
        return self.group(label).locator(".weui-desktop-form__input, .frm_input").input_value()

    def choose(self, label: str, option: str) -> None:
        """Press a radio button or checkbox by its words."""
        self.group(label).get_by_text(option, exact=True).click()

    def upload(self, label: str, *names: str) -> None:
        """Choose files through the button, as a person does."""
        with self.page.expect_file_chooser() as chooser:
            self.group(label).locator(".weui-desktop-btn, .btn").click()
        chooser.value.set_files([self.folder / name for name in names])
        for name in names:
            expect(self.group(label).get_by_text(f"已上传 {Path(name).name}")).to_be_visible()

    def code_by_message(self, phone: str) -> None:
        """Have a code sent and type it."""
        self.press("发送验证码")
        expect(self.page.get_by_text("秒后可重发")).to_be_visible()
        sent = [each for each in self.portal.get("phone/inbox")["sms"] if each["to"] == phone]
        self.fill("短信验证码", sent[-1]["code"])

    def next(self, at: str) -> None:
        """Press 下一步 and arrive at an address."""
        self.press("下一步")
        self.page.wait_for_url(f"**{at}**")

    def at_forms(self) -> None:
        """Open the wizard and agree."""
        group = "设置" if self.portal.world.switches["menu"] == "guide" else "设置与开发"
        self.menu(group, "微信认证")
        self.press("开通")
        self.press("我已阅读并同意《微信公众平台认证服务协议》")
        self.next("step=stuff")

    def enter_company(self, *, licence: str) -> None:
        """Fill 企业信息 in."""
        company = self.profile["company"]
        self.fill(
            "统一社会信用代码" if licence == "营业执照照片" else "营业执照注册号/统一社会信用代码",
            company["credit_code"],
        )
        self.upload(licence, company["licence"])

    def enter_person(self, prefix: str, facts: dict[str, str]) -> None:
        """Fill somebody's name and ID number in."""
        self.fill(f"{prefix}姓名", facts["name"])
        self.fill(f"{prefix}身份证号", facts["id_number"])

    def enter_sides(self, prefix: str, facts: dict[str, str]) -> None:
        """Upload both sides of somebody's ID card."""
        self.upload(f"{prefix}身份证正面", facts["id_front"])
        self.upload(f"{prefix}身份证反面", facts["id_back"])

    def enter_contact(self) -> None:
        """Fill the operator's phone and e-mail in."""
        operator = self.profile["operator"]
        self.fill("运营者手机号", operator["phone"])
        self.code_by_message(operator["phone"])
        self.fill("运营者邮箱", operator["email"])

    def enter_bank(self, *labels: str) -> None:
        """Fill the account in, under its holder's, number's and bank's labels."""
        bank = self.profile["bank"]
        for label, name in zip(labels, ("holder", "account", "name"), strict=True):
            self.fill(label, bank[name])

    def scan_operator(self) -> None:
        """Let the operator scan the code in the form."""
        image = self.group("运营者身份验证").locator("img").first
        expect(image).to_be_visible()
        self.phone("confirm", text=self.scanned(image), who="operator")
        expect(self.page.get_by_text("验证成功")).to_be_visible()

    def enter_facts(self) -> None:
        """Fill the whole of 填写资料 in as public material shows it."""
        company = self.profile["company"]
        self.choose("认证类型", company["kind"])
        self.enter_company(licence="企业工商营业执照")
        self.fill("成立日期", company["established"])
        self.choose("营业期限", "长期")
        self.enter_person("运营者", self.profile["operator"])
        self.enter_contact()
        self.enter_bank("对公账户户名", "对公账户账号", "开户行")
        self.scan_operator()

    def enter_guide(self) -> None:
        """Fill the parts of 填写资料 in as guide.md writes them, page by page."""
        self.choose("认证类型", self.profile["company"]["kind"])
        self.next("part=company")
        self.fill("企业名称", self.profile["company"]["name"])
        self.enter_company(licence="营业执照照片")
        self.next("part=legal")
        self.enter_person("法人", self.profile["legal_person"])
        self.enter_sides("法人", self.profile["legal_person"])
        self.next("part=operator")
        self.enter_person("运营者", self.profile["operator"])
        self.enter_sides("运营者", self.profile["operator"])
        self.enter_contact()
        self.next("part=bank")
        self.enter_bank("开户名称", "银行账号", "开户银行")
        self.next("part=way")
        self.next("part=more")

    def name_and_invoice(self) -> None:
        """Fill 确认名称 and 发票信息 in."""
        self.choose("命名依据", "基于自选词汇")
        self.fill("账号名称", self.profile["account"]["name"])
        self.next("step=invoice")
        self.choose("发票类型", "不开具发票")
        self.next("step=confirm")

    def submit(self) -> None:
        """Hand the application in."""
        self.press("提交审核")
        self.page.wait_for_url("**step=pay**")

    def pay(self) -> None:
        """Pay by scanning."""
        self.press("微信支付") if self.page.locator(".js_pay").count() == 0 else self.page.locator(".js_pay").click()
        image = self.page.locator("img:visible").last
        expect(image).to_be_visible()
        self.phone("pay", text=self.scanned(image))
        self.page.wait_for_url("**wxverifyorder**")

    def prove(self, amount: str) -> None:
        """Enter the deposit's amount."""
        self.press("去验证")
        self.fill("打款金额（元）", amount)
        self.press("提交验证")

    def status(self) -> str:
        """Read 认证状态 after a fresh look."""
        self.page.reload()
        found = self.page.locator("li, div").filter(has=self.page.get_by_text("认证状态", exact=True)).last
        return found.inner_text().removeprefix("认证状态").strip()
