"""Each kind of control in each markup and hosting: a label leads to it, its page hears it, it reads back."""

from __future__ import annotations

from datetime import date

import pytest
from tests.portal.pages import HOSTINGS, MARKUPS

from run_flow.errors import PortalChanged, ValueMismatch

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


@SKINS
def test_a_place_is_chosen_in_the_pages_own_words(form, portal):
    """The long name of the profile leads to the short one that the page offers, and reads back as the same."""
    for _turn in range(2):
        form.region("运营地区", ["中国", "广东省", "深圳市"])
    assert portal.page.evaluate("model") == {"r1": "中国", "r2": "广东", "r3": "深圳"}
    assert (form.typed, form.stands) == (["运营地区"], ["运营地区"])
    with pytest.raises(PortalChanged, match="没有“北京市”"):
        form.region("运营地区", ["中国", "北京市", "北京市"])


@EVERYWHERE
def test_what_stands_is_not_typed_again(form, portal):
    """A second pass over the same values types nothing."""
    for _turn in range(2):
        form.fill("企业名称", "深圳市示例科技有限公司")
        form.choose("企业类型", "企业")
        form.select("开户地点", "北京")
    assert form.typed == form.stands == ["企业名称", "企业类型", "开户地点"]


def test_assigning_a_value_is_not_heard(portal, site):
    """The pages' models are deaf to assignment, so that a test of typing proves typing."""
    portal.goto(site.address + "legacy/plainly")
    portal.page.evaluate("document.querySelector('[name=name]').value = 'x'")
    assert portal.page.evaluate("model") == {}


@EVERYWHERE
def test_a_document_is_handed_over(form, portal, picture):
    """The file input behind the label takes the document, and the page's echo is waited for."""
    form.upload("企业工商营业执照", picture)
    assert portal.page.evaluate("model") == {"licence": "licence.png"}
    form.upload("企业工商营业执照", picture)
    assert (form.typed, form.stands) == (["企业工商营业执照"], ["企业工商营业执照"])


@SKINS
def test_an_upload_that_nobody_hears_is_refused(form, picture):
    """A file box without a listener and a button that opens nothing: the page shows nothing, the run stops."""
    with pytest.raises(PortalChanged, match="没有收下文件"):
        form.upload("其他证明", picture)


def test_the_button_is_used_where_the_file_box_is_deaf(portal, site, picture):
    """An uploader that makes its own chooser at the press of its button gets the document that way."""
    site.pages["/own"] = (
        "<!doctype html><meta charset=utf-8><h3>甲</h3><div class=frm_control_group><label class=frm_label>营业执照</label>"
        "<div class=frm_controls><a class=btn href='javascript:;' onclick='own(this)'>选择文件</a>"
        "<input type=file style='display:none'></div></div><script>function own(b) { const n = document.createElement('input');"
        "n.type = 'file'; n.onchange = () => { b.insertAdjacentHTML('afterend', `<span class=upload_file_name>${n.files[0].name}</span>`) };"
        "n.click(); }</script>"
    )
    portal.goto(site.address + "own")
    with portal.form("甲") as form:
        form.upload("营业执照", picture)
    assert portal.shows("licence.png")


def test_a_date_is_picked_in_the_calendar_of_a_read_only_field(portal, site):
    """Where nothing can be typed, the calendar is turned to the day."""
    site.pages["/calendar"] = CALENDAR
    portal.goto(site.address + "calendar")
    with portal.form("甲") as form:
        form.date("成立日期", date(2019, 3, 5))
        assert form.value("成立日期") == "2019-03-05"


def test_a_text_that_a_page_takes_only_by_keys_is_typed_key_by_key(portal, site):
    """A page that drops what was not typed on a keyboard gets keys."""
    site.pages["/keys"] = (
        "<!doctype html><meta charset=utf-8><h3>甲</h3><label>对公账户 <input></label><script>let keyed = false;"
        "const n = document.querySelector('input'); n.onkeydown = () => { keyed = true };"
        "n.oninput = () => { if (!keyed) n.value = '' }</script>"
    )
    portal.goto(site.address + "keys")
    with portal.form("甲") as form:
        form.fill("对公账户", "6222020200112230001")
        assert form.value("对公账户") == "6222020200112230001"


def test_a_page_that_changes_what_is_typed_is_refused(portal, site):
    """A value cut short by the page is a mismatch, both lengths told."""
    site.pages["/short"] = "<!doctype html><meta charset=utf-8><h3>甲</h3><label>功能介绍 <input maxlength=3></label>"
    portal.goto(site.address + "short")
    with portal.form("甲") as form, pytest.raises(ValueMismatch, match="功能介绍"):
        form.fill("功能介绍", "四个字符")


def test_a_code_is_sent_asked_for_and_typed(portal, site):
    """The button is pressed once it can be, the person is asked, and a countdown means a code is on its way."""
    site.pages["/sms"] = SMS
    portal.goto(site.address + "sms")
    asked = []

    def person(said):
        assert said == ""
        asked.append(portal.page.evaluate("sent"))
        return "123456"

    with portal.form("甲") as form:
        form.fill("运营者手机号", "13800138000")
        form.sms_code("短信验证码", person)
        form.sms_code("短信验证码", person)
    assert asked == [1, 1]
    assert portal.page.evaluate("document.querySelector('[name=code]').value") == "123456"


CALENDAR = """<!doctype html><meta charset=utf-8><h3>甲</h3><div class="weui-desktop-form__control-group">
<label class="weui-desktop-form__label">成立日期</label><div class="weui-desktop-form__controls"><span class="weui-desktop-picker__date">
<input readonly placeholder="请选择日期"><div class="weui-desktop-picker__panel" style="display:none"></div></span></div></div>
<script>
let y = 2026, m = 11; const n = document.querySelector('input'), p = document.querySelector('.weui-desktop-picker__panel');
n.onclick = () => { p.style.display = 'block'; draw(); };
function turn(by) { m += by; while (m < 1) { m += 12; y--; } while (m > 12) { m -= 12; y++; } draw(); }
function draw() {
  const days = new Date(y, m, 0).getDate(); let cells = '<a class="faded">30</a><a class="faded">31</a>';
  for (let d = 1; d <= days; d++) cells += `<a onclick="take(${d})">${d}</a>`;
  p.innerHTML = `<button title="上一年" onclick="turn(-12)">«</button><button title="上个月" onclick="turn(-1)">‹</button>
    <b>${y}年</b><b>${m}月</b><button title="下个月" onclick="turn(1)">›</button><button title="下一年" onclick="turn(12)">»</button><div>${cells}</div>`;
}
function take(d) { n.value = `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`; p.style.display = 'none'; }
</script>"""

SMS = """<!doctype html><meta charset=utf-8><h3>甲</h3>
<div class="frm_control_group"><label class="frm_label">运营者手机号</label><div class="frm_controls"><input name=phone></div></div>
<div class="frm_control_group"><label class="frm_label">短信验证码</label><div class="frm_controls"><input name=code maxlength=6>
<a class="btn btn_disabled" href="javascript:;">发送验证码</a></div></div>
<script>
window.sent = 0; const b = document.querySelector('a'), phone = document.querySelector('[name=phone]');
phone.onchange = () => b.classList.toggle('btn_disabled', !/^1[3-9]\\d{9}$/.test(phone.value));
b.onclick = () => { if (b.className.includes('disabled')) return; sent++; b.classList.add('btn_disabled'); b.textContent = '59秒后可重发'; };
</script>"""
