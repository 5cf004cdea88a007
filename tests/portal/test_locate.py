"""One visible label, exactly one control: else the page is refused, with the nearest label named."""

from __future__ import annotations

import pytest
from tests.portal.pages import HOSTINGS, LEGACY, STYLE, framed, plainly

from run_flow.errors import PortalChanged


@pytest.fixture
def shown(portal, site):
    """Show some markup as a page and return the portal."""

    def show(markup, host=plainly):
        site.pages["/here"] = host(markup)
        portal.goto(site.address + "here")
        return portal

    return show


@pytest.mark.parametrize("host", HOSTINGS.values(), ids=HOSTINGS)
def test_a_label_that_is_not_there_is_refused_with_the_nearest_one(shown, host):
    """A misspelt label names what it may have meant."""
    portal = shown(LEGACY, host)
    with portal.form("企业信息") as form, pytest.raises(PortalChanged, match="是不是：企业名称"):
        form.fill("企业名", "x")


@pytest.mark.parametrize("host", HOSTINGS.values(), ids=HOSTINGS)
def test_a_label_with_two_controls_is_refused(shown, host):
    """Two fields of one name in a section are never guessed between."""
    twice = '<div class="frm_control_group"><label class="frm_label">姓名</label><div class="frm_controls"><input></div></div>'
    portal = shown(f"<h3>甲</h3>{twice}{twice}", host)
    with portal.form("甲") as form, pytest.raises(PortalChanged, match="对应 2 个控件"):
        form.fill("姓名", "张三")


def test_the_same_label_in_two_sections_is_two_fields(shown):
    """A section's title says which of two equal labels is meant, also where sections are not wrapped."""
    portal = shown(
        "<h3>甲</h3><p><label>姓名 <input name=a></label></p><h3>乙</h3><p><label>姓名 <input name=b></label></p>"
    )
    with portal.form("乙") as form:
        form.fill("姓名", "李四")
    assert portal.page.evaluate("[...document.querySelectorAll('input')].map(n => n.value)") == ["", "李四"]


def test_a_missing_section_names_the_titles_that_are_there(shown):
    """A title that is not on the page is refused with the nearest title."""
    portal = shown(LEGACY)
    with pytest.raises(PortalChanged, match="是不是：运营者信息"), portal.form("运营人信息"):
        pass


def test_hidden_fields_and_dialogs_do_not_count(shown):
    """What a person cannot see is not found, however well it is labelled."""
    portal = shown(
        "<h3>甲</h3><div class=hide><label>姓名 <input></label></div><label>姓名 <input name=b></label>"
        '<div class="weui-desktop-dialog__wrp" style="display:none"><div class="weui-desktop-dialog"><h3>甲</h3>'
        "<label>姓名 <input></label></div></div>"
    )
    with portal.form("甲") as form:
        form.fill("姓名", "王五")
    assert portal.page.evaluate("document.querySelector('[name=b]').value") == "王五"


def test_an_open_dialog_comes_before_the_page_behind_it(shown):
    """A section in a visible dialog is meant before one of the same title behind it."""
    portal = shown(
        "<h3>甲</h3><label>姓名 <input></label>"
        '<div role=dialog style="position:fixed;inset:100px;background:#fff"><h3>甲</h3><label>姓名 <input name=b></label></div>'
    )
    with portal.form("甲") as form:
        form.fill("姓名", "王五")
    assert portal.page.evaluate("document.querySelector('[name=b]').value") == "王五"


LADDER = {
    "aria name": "<input aria-label=姓名>",
    "labelled by": "<b id=x>姓名</b><input aria-labelledby=x>",
    "table row": "<table><tr><th>姓名</th><td><input></td></tr><tr><th>地址</th><td><input></td></tr></table>",
    "table row of plain cells": "<table><tr><td>姓名：</td><td><input></td></tr><tr><td>地址</td><td><input></td></tr></table>",
    "table column": "<table><tr><th>姓名</th><th>地址</th></tr><tr><td><input></td><td><input></td></tr></table>",
    "placeholder": "<input placeholder=姓名><input placeholder=地址>",
    "text around": "<p><span>姓名</span> <input></p><p><span>地址</span> <input></p>",
    "star and colon": '<div class="form-item"><span><i>*</i> 姓 名：</span><input></div>',
    "optional": '<div class="form-item"><span>姓名（选填）</span><input></div>',
}


@pytest.mark.parametrize("markup", LADDER.values(), ids=LADDER)
def test_each_rung_of_the_ladder_leads_to_the_control(shown, markup):
    """A name for assistive tools, a header, a placeholder or the text around lead to the control too."""
    portal = shown(f"<h3>甲</h3>{markup}")
    with portal.form("甲") as form:
        form.fill("姓名", "张三")
    assert portal.page.evaluate("document.querySelector('input').value") == "张三"


def test_another_spelling_of_a_label_may_be_given(shown):
    """Of several known spellings the visible one is used; full and half width are the same."""
    portal = shown("<h3>甲</h3><label>打款金额(元) <input></label>")
    with portal.form("乙", "甲") as form:
        form.fill(("金额", "打款金额（元）"), "0.12")
        assert form.value("打款金额（元）") == "0.12"


def test_a_field_that_may_be_absent_is_passed_over(shown):
    """if_shown fills what is there, and does not wait for what is not."""
    portal = shown("<h3>甲</h3><label>姓名 <input></label>")
    with portal.form("甲") as form:
        form.fill("座机", "0755-1", if_shown=True)
        form.fill("姓名", "张三", if_shown=True)
    assert form.typed == ["姓名"]


def test_a_field_that_comes_late_is_waited_for(shown):
    """A field that the page draws after a choice is found when it comes."""
    portal = shown(
        "<h3>甲</h3><label>名称 <input></label><div id=p></div>"
        "<script>addEventListener('input', () => setTimeout(() => { p.innerHTML = '<label>证书号 <input name=c></label>' }, 200), {once: true})</script>"
    )
    with portal.form("甲") as form:
        form.fill("名称", "商标")
        form.fill("证书号", "123")
    assert form.typed == ["名称", "证书号"]


def test_another_kind_of_control_is_refused(shown):
    """Text for what has become a list is drift, not something to try."""
    portal = shown(LEGACY)
    with portal.form("企业信息") as form, pytest.raises(PortalChanged, match="下拉列表"):
        form.fill("开户地点", "广东")


def test_an_option_that_is_not_there_is_refused(shown):
    """A missing option names what it may have meant."""
    portal = shown(LEGACY)
    with portal.form("企业信息") as form, pytest.raises(PortalChanged, match="是不是：个体工商户"):
        form.choose("企业类型", "个体户")


def test_a_field_in_a_frame_of_another_origin_is_found(portal, site):
    """A frame whose document the page cannot reach is asked by itself."""
    site.pages["/inner"] = plainly(LEGACY)
    inner = site.address.replace("127.0.0.1", "localhost") + "inner"
    site.pages["/outer"] = (
        f"<!doctype html>{STYLE}<h3>外面</h3><iframe src={inner} style='width:900px;height:1400px'></iframe>"
    )
    portal.goto(site.address + "outer")
    with portal.form("企业信息") as form:
        form.fill("企业名称", "样例公司")
        form.choose("企业类型", "企业")
        form.check("我已阅读并同意《微信公众平台认证服务协议》")
    frame = portal.page.frames[1]
    assert frame.evaluate("model") == {"name": "样例公司", "kind": "1", "agree": True}


def test_framed_pages_stay_clean(shown):
    """Looking and pressing leave no name of ours in the page."""
    portal = shown(LEGACY, framed)
    names = "() => [Object.keys(window), Object.keys(frames[0])].flat().filter(n => n.startsWith('_'))"
    before = portal.page.evaluate(names)
    with portal.form("企业信息") as form:
        form.choose("企业类型", "企业")
    assert portal.page.evaluate(names) == before


def test_shadow_roots_inside_slots_are_read(shown):
    """Text and controls that a component shows through a slot are seen where they are shown."""
    portal = shown(
        "<h3>甲</h3><x-row><label slot=l>姓名</label><input slot=c></x-row>"
        "<script>customElements.define('x-row', class extends HTMLElement { constructor() { super();"
        " this.attachShadow({mode:'open'}).innerHTML = '<div class=form-item><slot name=l></slot><slot name=c></slot></div>'; }});</script>",
    )
    with portal.form("甲") as form:
        form.fill("姓名", "张三")
    assert form.typed == ["姓名"]
