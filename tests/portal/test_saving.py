"""A form saved is a form read back; what the portal says against it comes back in its words."""

from __future__ import annotations

import json

import pytest

from run_flow.errors import FormRefused, PortalChanged, PortalDown, ValueMismatch

SECTION = (
    '<div class="section"><h3>{title}</h3><div class="frm_control_group"><label class="frm_label">{label}</label>'
    '<div class="frm_controls"><input class="frm_input" name="{name}" value="{value}">{wrong}</div></div></div>'
)


class Draft:
    """A page of two sections and one button that keeps what is posted, and shows it again."""

    def __init__(self, site, *, forgets=(), answer=None):
        """Serve the draft; *forgets* names what is lost, *answer* what saving says instead."""
        self.values, self.forgets, self.answer, self.presses = {}, forgets, answer, 0
        site.pages["/draft"] = self.page
        site.pages["/next"] = "<!doctype html><meta charset=utf-8><h3>下一页</h3>"
        site.pages["POST /save"] = self.save

    def page(self, _request):
        """Show what is held."""
        parts = [("企业信息", "企业名称", "a"), ("法人信息", "法人姓名", "b")]
        body = "".join(
            SECTION.format(title=t, label=label, name=n, value=self.values.get(n, ""), wrong="")
            for t, label, n in parts
        )
        return (
            f"<!doctype html><meta charset=utf-8>{body}<p id=tips class='frm_msg fail' style='display:none'></p>"
            "<a class='btn btn_primary' href='javascript:;' onclick='save(this)'>下一步</a>"
            "<script>async function save(b) { b.classList.add('btn_loading');"
            "const v = Object.fromEntries([...document.querySelectorAll('input')].map(n => [n.name, n.value]));"
            "const r = await fetch('/save', {method: 'POST', body: JSON.stringify(v)});"
            "b.classList.remove('btn_loading'); if (!r.ok) return; const told = await r.json();"
            "if (told.go) location.href = told.go; else if (told.confirm) confirm(told.confirm) && (location.href = '/next');"
            "else if (told.dialog) document.body.insertAdjacentHTML('beforeend', told.dialog);"
            "else { tips.textContent = told.wrong; tips.style.display = 'block'; } }</script>"
        )

    def save(self, body):
        """Keep what was posted, but for what this portal forgets."""
        self.presses += 1
        if self.answer:
            return self.answer if isinstance(self.answer, tuple) else (200, json.dumps(self.answer))
        self.values = {k: v for k, v in json.loads(body).items() if k not in self.forgets}
        return 200, json.dumps({"go": "/next"})


def fill_both(portal, site):
    """Fill the sections of the draft page and save each."""
    portal.goto(site.address + "draft")
    with portal.form("企业信息") as first:
        first.fill("企业名称", "样例公司")
        first.save()
    waiting = list(portal.pending)
    with portal.form("法人信息") as second:
        second.fill("法人姓名", "张三")
        second.save()
    return first, waiting, second


def test_sections_wait_for_the_one_button_of_their_page(portal, site):
    """The first section stays pending; the last one presses once, and the page moves on."""
    draft = Draft(site)
    first, waiting, _second = fill_both(portal, site)
    assert waiting == [first]
    assert (draft.presses, draft.values) == (1, {"a": "样例公司", "b": "张三"})
    assert portal.page.url.endswith("/next")
    assert portal.pending == []


def test_a_value_that_the_portal_lost_is_found(portal, site):
    """What was typed and accepted, but is not there when the page is opened again, stops the run."""
    Draft(site, forgets=("a",))
    with pytest.raises(ValueMismatch, match="企业名称"):
        fill_both(portal, site)


def test_what_stands_is_not_saved_a_second_time_but_gone_past(portal, site):
    """On a fresh page that holds everything nothing is typed, and nothing is loaded twice."""
    draft = Draft(site)
    fill_both(portal, site)
    loads = portal.loads
    first, _waiting, second = fill_both(portal, site)
    assert (first.typed, second.typed, draft.presses) == ([], [], 2)
    assert portal.loads - loads == 2


def test_a_section_that_is_not_on_the_page_saves_the_waiting_ones(portal, site):
    """Where the page's last section is not used, asking for the next page's section presses the button."""
    draft = Draft(site)
    portal.goto(site.address + "draft")
    with portal.form("企业信息") as form:
        form.fill("企业名称", "样例公司")
        form.save()
    with portal.form("下一页"):
        assert draft.values == {"a": "样例公司", "b": ""}


def test_the_forms_saved_can_be_compared_again(portal, site):
    """A draft lost after it was saved is found before anything is sent."""
    draft = Draft(site)
    fill_both(portal, site)
    portal.reread()
    draft.values = {}
    with pytest.raises(ValueMismatch):
        portal.reread()


def test_the_portals_refusal_is_told_in_its_words(portal, site):
    """An error at the page becomes FormRefused."""
    Draft(site, answer={"wrong": "请填写企业名称"})
    with pytest.raises(FormRefused, match="请填写企业名称"):
        fill_both(portal, site)


@pytest.mark.parametrize("person", [None, lambda title: pytest.fail(f"nobody can do anything about {title}")])
def test_a_dialog_that_only_wants_to_be_closed_is_a_refusal(portal, site, person):
    """The daily limit comes as a dialog with one button; whoever would act in a dialog is not troubled."""
    shown = "<div role=dialog><h3>提示</h3><p>已超过最大限额，请明天上午9点再尝试</p><button>我知道了</button></div>"
    Draft(site, answer={"dialog": shown})
    portal.goto(site.address + "draft")
    with portal.form("法人信息") as form, pytest.raises(FormRefused, match="请明天上午9点再尝试"):
        form.save(dialog=person)


def test_a_dialog_in_which_a_person_acts_is_handed_over(portal, site):
    """A dialog that asks for something is given to the script; without one it is drift."""
    shown = "<div role=dialog><h3>扫码验证</h3><img width=165 height=165 src=/none><button onclick='location.href=\"/next\"'>完成</button></div>"
    Draft(site, answer={"dialog": shown})
    portal.goto(site.address + "draft")
    met = []

    def person(title):
        met.append(title)
        portal.press("完成")

    with portal.form("法人信息") as form:
        form.save(dialog=person)
    assert met == ["扫码验证"]
    portal.goto(site.address + "draft")
    with portal.form("法人信息") as form, pytest.raises(PortalChanged, match="扫码验证"):
        form.save()


def test_a_server_error_is_the_portal_being_down(portal, site):
    """502 on saving is not the company's fault."""
    Draft(site, answer=(502, ""))
    with pytest.raises(PortalDown, match="502"):
        fill_both(portal, site)


def test_an_unexpected_native_confirm_is_dismissed_and_refused(portal, site):
    """Without a window nobody can answer it, so the answer is no and the run stops."""
    Draft(site, answer={"confirm": "确认提交?"})
    with pytest.raises(PortalChanged, match="确认提交"):
        fill_both(portal, site)
    assert portal.page.url.endswith("/draft")


def test_a_native_confirm_that_the_script_expects_is_accepted(portal, site):
    """accepting= answers exactly the confirm that contains its words."""
    site.pages["/kinds"] = (
        "<!doctype html><meta charset=utf-8><h3>类型</h3><fieldset><legend>认证类型</legend>"
        "<label><input type=radio name=k checked>企业</label><label><input type=radio name=k id=g>个体工商户</label></fieldset>"
        "<script>g.onclick = (e) => { if (!confirm('将会丢失您刚才修改的内容，是否继续？')) e.preventDefault() }</script>"
    )
    portal.goto(site.address + "kinds")
    with portal.form("类型") as form:
        with pytest.raises(PortalChanged, match="将会丢失"):
            form.choose("认证类型", "个体工商户")
        assert form.value("认证类型") == "企业"
        form.choose("认证类型", "个体工商户", accepting="将会丢失")
        assert form.value("认证类型") == "个体工商户"


def test_a_locked_field_that_differs_is_refused(portal, site):
    """What cannot be changed and is not what the profile says stops the run, values masked."""
    site.pages["/locked"] = (
        "<!doctype html><meta charset=utf-8><h3>主体</h3><label>主体名称 <input value=甲公司 disabled></label>"
    )
    portal.goto(site.address + "locked")
    with portal.form("主体") as form:
        form.fill("主体名称", "甲公司")
        with pytest.raises(ValueMismatch, match="不能修改"):
            form.fill("主体名称", "乙公司")
    assert form.stands == ["主体名称"]


def test_values_in_messages_are_shown_as_the_caller_wants(page, site):
    """Without a word from the caller only a value's length is told."""
    from run_flow.portal import Portal

    site.pages["/locked"] = (
        "<!doctype html><meta charset=utf-8><h3>主体</h3><label>身份证号 <input value=11010519491231002X disabled></label>"
    )
    portal = Portal(page, address=site.address)
    portal.goto(site.address + "locked")
    with portal.form("主体") as form, pytest.raises(ValueMismatch) as refused:
        form.fill("身份证号", "110105194912310038")
    assert "1949" not in " ".join(refused.value.lines())
    assert "18 个字" in " ".join(refused.value.lines())


BLOCKS = (
    "<!doctype html><meta charset=utf-8>{blocks}<script>"
    "async function verify(b, name) {{ b.classList.add('btn_loading'); const n = document.getElementsByName(name)[0];"
    "const r = await fetch('/save', {{method: 'POST', body: JSON.stringify({{[name]: n.value}})}}); const told = await r.json();"
    "const group = n.closest('.frm_control_group'); group.querySelector('.fail').textContent = told.wrong || '';"
    "group.querySelector('.fail').style.display = told.wrong ? 'block' : 'none';"
    "b.nextElementSibling.textContent = told.wrong ? '' : '验证通过'; b.classList.remove('btn_loading'); }}</script>"
)
WRONG = "<p class='frm_msg fail' style='display:none'></p>"
BUTTON = "<a class='btn' href='javascript:;' onclick=\"verify(this, '{name}')\">验证</a><span></span>"


def serve_blocks(site, *, refused=()):
    """Serve two blocks, each with a button of its own that keeps it, and one that only can be read."""
    held = {}

    def page(_request):
        parts = [("企业信息", "企业名称", "a"), ("法人信息", "法人姓名", "b")]
        blocks = "".join(
            SECTION.format(title=title, label=label, name=name, value=held.get(name, ""), wrong=WRONG).removesuffix(
                "</div>"
            )
            + BUTTON.format(name=name)
            + "</div>"
            for title, label, name in parts
        )
        fixed = SECTION.format(title="已定信息", label="名称", name="c", value="样例", wrong="")
        return BLOCKS.format(blocks=blocks + fixed)

    def save(body):
        told = json.loads(body)
        if wrong := next((name for name in told if name in refused), None):
            return 200, json.dumps({"wrong": f"{wrong} 不对"})
        held.update(told)
        return 200, json.dumps({})

    site.pages["/blocks"], site.pages["POST /save"] = page, save
    return held


def test_a_block_is_saved_by_its_own_button(portal, site):
    """The page stays; what it says when it took the block ends the wait, and the block is read back."""
    held = serve_blocks(site)
    portal.goto(site.address + "blocks")
    for title, label, value in (("企业信息", "企业名称", "样例公司"), ("法人信息", "法人姓名", "王样例")):
        with portal.form(title) as form:
            assert form.offers("验证")
            form.fill(label, value)
            form.save("验证", praise="验证通过")
    assert held == {"a": "样例公司", "b": "王样例"}


def test_a_block_without_the_button_only_can_be_read(portal, site):
    """Another block's button is not this one's."""
    serve_blocks(site)
    portal.goto(site.address + "blocks")
    with portal.form("已定信息") as form:
        assert not form.offers("验证")


def test_a_refused_block_is_told_although_another_was_taken(portal, site):
    """What the page says of the first block is no praise of the second."""
    serve_blocks(site, refused=("b",))
    portal.goto(site.address + "blocks")
    with portal.form("企业信息") as form:
        form.fill("企业名称", "样例公司")
        form.save("验证", praise="验证通过")
    with portal.form("法人信息") as form:
        form.fill("法人姓名", "王样例")
        with pytest.raises(FormRefused, match="b 不对"):
            form.save("验证", praise="验证通过")
