"""The page's own code: widgets, dialogs, codes and hostings, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

LOOKS = [("modern", False), ("modern", True), ("legacy", False), ("legacy", True)]


@pytest.fixture
def widgets(open_portal, page):
    """Return a function that opens 控件陈列."""

    def show(**facts):
        portal = open_portal(**facts)
        cookie, token = portal.sign_in()
        page.context.add_cookies([cookie])
        page.goto(f"{portal.address}/cgi-bin/widgets?token={token}")
        expect(page.get_by_text("第一部分", exact=True)).to_be_visible()
        return portal

    return show


def group(page, label: str, nth: int = 0):
    """Find a field's group by its label."""
    found = page.locator(".weui-desktop-form__control-group, .frm_control_group")
    return found.filter(has=page.locator("label:first-child").get_by_text(label, exact=True)).nth(nth)


def box(page, label: str, nth: int = 0):
    """Find a field's input."""
    return group(page, label, nth).locator(".js_input").first


@pytest.mark.parametrize(("skin", "embedded"), LOOKS)
def test_every_widget_is_heard_and_shown_again(widgets, page, tmp_path, skin, embedded):
    """What a person enters is posted, and after a reload it stands in the page."""
    portal = widgets(skin=skin, embedded=embedded)
    picture = tmp_path / "样张.png"
    picture.write_bytes(page.screenshot())
    for label, nth, value in [
        ("姓名", 0, "甲"),
        ("姓名", 1, "乙"),
        ("数量", 0, "3"),
        ("密码", 0, "password1"),
        ("备注", 0, "行"),
        ("成立日期", 0, "2019-03-05"),
    ]:
        box(page, label, nth).fill(value)
    group(page, "规模").get_by_text("大型", exact=True).click()
    box(page, "大型说明").fill("很大")
    group(page, "同意").get_by_text("同意接收通知").click()
    for label, path in [("开户银行", ["招商银行"]), ("开户地点", ["广东", "深圳", "南山"])]:
        pick(page, group(page, label), path, native=skin == "legacy")
    group(page, "营业期限").get_by_text("长期", exact=True).click()
    box(page, "证件有效期").fill("2020-01-01")
    group(page, "证件有效期").locator(".js_input").last.fill("2040-01-01")
    group(page, "营业执照").locator("input[type=file]").set_input_files(picture)
    group(page, "补充材料").locator("input[type=file]").set_input_files([picture, picture])
    expect(group(page, "补充材料").get_by_text("已上传 样张.png")).to_have_count(2)
    with page.expect_navigation():
        page.get_by_text("下一步", exact=True).click()
    expect(box(page, "姓名", 1)).to_have_value("乙")
    entry = portal.received()["entries"][-1]
    assert entry["accepted"], entry
    assert entry["names"] == {
        "name": "甲", "other_name": "乙", "number": "3", "password": "password1", "remark": "行", "size": "l", "why": "很大",
        "agree": "1", "bank": "cmb", "place": "广东/深圳/南山", "day": "2019-03-05", "until": "长期",
        "valid": "2020-01-01~2040-01-01", "picture": entry["names"]["picture"], "more": entry["names"]["more"],
        "phone": "", "verify_code": "", "fixed": "服务号", "locked": "样例公司",
    }  # fmt: skip
    assert [len(files) for files in entry["uploads"].values()] == [1, 2]
    expect(group(page, "规模").locator("label.selected")).to_have_text("大型")
    expect(group(page, "营业期限").get_by_role("checkbox")).to_be_checked()
    expect(group(page, "营业执照").get_by_text("已上传 样张.png")).to_be_visible()
    expect(group(page, "营业执照").locator("img")).to_have_js_property("complete", value=True)


def pick(page, where, path, *, native):
    """Choose from a dropdown or a cascade."""
    if native:
        for depth, text in enumerate(path):
            where.locator("select").nth(depth).select_option(label=text)
        return
    where.locator(".js_switch").click()
    for text in path:
        where.locator(".js_list").get_by_text(text, exact=True).click()


@pytest.mark.parametrize(("skin", "embedded"), LOOKS)
def test_an_assigned_value_is_not_heard(widgets, page, skin, embedded):
    """Assigning .value changes the look only: the required field is still empty for the page."""
    portal = widgets(skin=skin, embedded=embedded)
    box(page, "姓名").evaluate("input => { input.value = '赋值'; }")
    page.get_by_text("下一步", exact=True).click()
    expect(page.get_by_text("请填写姓名", exact=True).first).to_be_visible()
    assert not [entry for entry in portal.received()["entries"] if entry["form"] == "控件陈列"]


def test_embedding_puts_the_dom_in_a_shadow_root_and_the_code_in_a_frame(widgets, page):
    """The document itself has no field; the shadow root has them; the inner frame holds the script."""
    widgets(embedded=True)
    assert page.evaluate("document.querySelectorAll('.js_group').length") == 0
    assert page.evaluate("document.querySelector('wujie-app').shadowRoot.querySelectorAll('.js_group').length") > 10
    assert page.frame("wxverify").evaluate("document.querySelectorAll('script').length") == 1


def test_labels_have_no_for_and_native_radios_are_out_of_sight(widgets, page):
    """As on the real pages: a label is a sibling, and an icon covers the native input."""
    for skin in ("modern", "legacy"):
        widgets(skin=skin)
        assert page.locator("label[for]").count() == 0
        assert page.locator("input[type=radio]").first.bounding_box()["x"] < -900


@pytest.mark.parametrize("skin", ["modern", "legacy"])
def test_a_code_counts_down_and_locks_the_number(widgets, page, skin):
    """The button wakes with a right number, then counts and locks the number."""
    portal = widgets(skin=skin)
    send = page.get_by_text("发送验证码", exact=True)
    expect(send).to_have_attribute("disabled", "disabled")
    box(page, "手机号").fill("13800138022")
    send.click()
    expect(page.get_by_text("验证码已经发送")).to_be_visible()
    expect(page.get_by_text("秒后可重发")).to_be_visible()
    assert box(page, "手机号").evaluate("input => input.readOnly")
    assert len(portal.get("phone/inbox")["sms"]) == 1


def test_a_deaf_input_is_heard_only_through_its_button(widgets, page, tmp_path):
    """With deaf_upload the page's file input has no listener; the button's own chooser has."""
    portal = widgets()
    portal.post("fault", deaf_upload=True)
    page.reload()
    picture = tmp_path / "a.png"
    picture.write_bytes(page.screenshot())
    where = group(page, "营业执照")
    where.locator("input[type=file]").set_input_files(picture)
    with page.expect_file_chooser() as chooser:
        where.get_by_text("上传文件").click()
    assert not portal.received()["entries"]
    chooser.value.set_files(picture)
    expect(where.get_by_text("已上传 a.png")).to_be_visible()
    assert len(portal.received()["entries"]) == 1


def test_switching_the_kind_asks_and_wipes(open_desk):
    """A native confirm stands before the form is wiped; without it nothing changes."""
    desk = open_desk()
    desk.at_forms()
    code = "营业执照注册号/统一社会信用代码"
    desk.fill(code, "91440300MA5YB10777")
    answers = iter([False, True])
    asked = []
    desk.page.on(
        "dialog", lambda dialog: (asked.append(dialog.message), dialog.accept() if next(answers) else dialog.dismiss())
    )
    desk.choose("认证类型", "个体工商户")
    assert (desk.value(code), desk.group("认证类型").locator("label.selected").inner_text()) == (
        "91440300MA5YB10777",
        "企业",
    )
    desk.choose("认证类型", "个体工商户")
    assert (desk.value(code), desk.group("认证类型").locator("label.selected").inner_text()) == ("", "个体工商户")
    assert asked[0] == "查看其它类别的页面将会丢失您刚才修改的内容和上传的资料，是否继续？"


def test_a_saved_page_shows_what_the_portal_holds(open_desk):
    """After saving, the page's address shows every value, the upload, and that phone and person are proven."""
    desk = open_desk()
    desk.at_forms()
    address = desk.page.url
    desk.enter_facts()
    desk.next("step=naming")
    desk.page.goto(address)
    assert desk.value("对公账户账号") == desk.profile["bank"]["account"]
    for words in ("已上传 licence.jpg", "手机号已验证", "身份已验证"):
        expect(desk.seen(words)).to_be_visible()
    desk.next("step=naming")


def test_a_code_that_ran_out_is_fetched_anew(open_desk):
    """The mask over an expired code offers 重新获取, and the new code is another."""
    desk = open_desk(embedded=True)
    desk.at_forms()
    desk.enter_person("运营者", desk.profile["operator"])
    image = desk.group("运营者身份验证").locator("img").first
    first = desk.scanned(image)
    desk.portal.post("fault", expire_qr=True)
    expect(desk.seen("二维码已过期")).to_be_visible()
    desk.press("重新获取")
    expect(desk.seen("二维码已过期")).to_have_count(0)
    assert desk.scanned(image) != first


def test_the_sign_in_page_draws_five_more_codes_and_then_stops(open_portal, page):
    """An expired code is replaced five times; then the page waits for 点击刷新."""
    portal = open_portal()
    with page.expect_response("**startlogin**"):
        page.goto(portal.address)
    for _ in range(5):
        with page.expect_response("**startlogin**"):
            portal.post("fault", expire_qr=True)
    portal.post("fault", expire_qr=True)
    expect(page.get_by_text("二维码已过期")).to_be_visible()
    page.get_by_text("点击刷新").click()
    expect(page.get_by_text("二维码已过期")).to_be_hidden()


def test_a_face_and_a_quota_have_their_dialogs(open_desk):
    """The quota's dialog closes by 我知道了; the face's page goes on by itself."""
    desk = open_desk(scenario="face")
    desk.portal.post("switch", quota=True)
    desk.menu("设置与开发", "微信认证")
    desk.press("开通")
    desk.press("我已阅读并同意《微信公众平台认证服务协议》")
    desk.press("下一步")
    expect(desk.page.get_by_text("由于申请认证帐号数已超过最大限额")).to_be_visible()
    desk.press("我知道了")
    desk.portal.post("switch", quota=False)
    desk.next("step=stuff")
    legal = desk.profile["legal_person"]
    desk.fill("法定代表人姓名", legal["name"])
    desk.fill("法定代表人身份证号", legal["id_number"])
    desk.enter_facts()
    desk.next("step=naming")
    desk.name_and_invoice()
    desk.submit()
    desk.pay()
    desk.press("去验证")
    desk.phone("face", text=desk.scanned(desk.page.locator("img:visible").last), who="legal_person")
    desk.page.wait_for_url("**wxverifyorder**")
    assert desk.status() == "审核中"


def test_a_person_can_do_everything_on_the_phone_page(open_desk, page, context):
    """Codes, deposit, review and time are buttons on one page."""
    desk = open_desk(review="hand")
    desk.at_forms()
    desk.enter_facts()
    desk.next("step=naming")
    desk.name_and_invoice()
    desk.submit()
    page.locator(".js_pay").click()
    phone = context.new_page()
    phone.goto(desk.portal.phone)
    phone.get_by_role("button", name="支付 ￥300.00").click()
    page.wait_for_url("**wxverifyorder**")
    phone.get_by_role("button", name="过 3 个工作日").click()
    amount = phone.locator(".js_lines td").nth(3)
    expect(amount).to_have_text(desk.portal.get("state")["deposit"]["amount"])
    page.reload()
    desk.prove(amount.inner_text())
    expect(phone.locator(".js_state")).to_have_text("审核中")
    phone.get_by_role("button", name="全部通过").click()
    expect(phone.locator(".js_state")).to_have_text("已认证")
