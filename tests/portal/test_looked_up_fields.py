"""Fields that the page looks up when they are left, choices that open only then, and forms that are shown once."""

import pytest

from run_flow.errors import FormRefused, PortalChanged

GROUP = """<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">{label}</label>
<div class="weui-desktop-form__controls">{control}<p hidden></p></div></div>"""
RADIOS = "".join(f"<label><input type=radio name=way value={word} disabled>{word}</label>" for word in ("甲法", "乙法"))
PAGE = f"""<!doctype html><meta charset=utf-8><body><h3>甲</h3>
{GROUP.format(label="名称", control="<input name=name>")}
{GROUP.format(label="方式", control=RADIOS)}
<button id=next>继续</button><script>
const name = document.querySelector("[name=name]");
const says = (n, t) => {{ const p = n.closest(".weui-desktop-form__controls").querySelector("p"); p.hidden = !t; p.textContent = t; p.className = t ? "weui-desktop-form__msg_warn" : ""; }};
name.onblur = async () => {{
  const told = await (await fetch("/check", {{ method: "POST", body: name.value }})).json();
  says(name, told.say || "");
  for (const each of document.querySelectorAll("[name=way]")) each.disabled = !!told.say;
}};
document.querySelector("#next").onclick = () => {{
  if (name.value === "空") {{ says(name, "请填写名称"); return; }}
  const dialog = document.createElement("div");
  dialog.className = "weui-desktop-dialog"; dialog.setAttribute("role", "dialog");
  const sure = name.value === "问";
  dialog.innerHTML = `<h3>提示</h3><p>${{sure ? "提交吗" : "今天不能办"}}</p>` + (sure ? "<button>取消</button><button>确定</button>" : "<button>我知道了</button>");
  document.body.append(dialog);
}};</script>"""
ONCE = """<!doctype html><meta charset=utf-8><body><h3>甲</h3>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">名称</label><div class="weui-desktop-form__controls"><input name=name></div></div>
<button onclick="location.href='/after'">继续</button>"""


@pytest.fixture
def check(site, portal):
    """Show the page; what its look-up says is in the list."""
    answers = []
    site.pages |= {"/looks": PAGE, "POST /check": lambda _body: (200, answers[0] if answers else "{}")}
    portal.goto(site.address + "looks")
    return answers


def test_a_field_that_is_refused_as_it_is_left_says_so(check, portal):
    """The page's own words, before anything is sent."""
    check.append('{"say": "名称重复"}')
    with portal.form("甲") as form:
        form.fill("名称", "样例")
        with pytest.raises(FormRefused, match="名称重复"):
            form.leave("名称")


def test_a_choice_that_opens_after_a_look_up_is_waited_for(check, portal, site):
    """Choosing leaves the field that is to be looked up, and waits."""
    with portal.form("甲") as form:
        form.fill("名称", "样例")
        assert form.options("方式") == ["甲法", "乙法"]
        form.choose("方式", "乙法")
        assert form.value("方式") == "乙法"
    assert site.posted == [("/check", "样例".encode())]


def test_a_choice_that_stays_closed_tells_why(check, portal):
    """What the look-up said of the other field."""
    check.append('{"say": "已超上限"}')
    with portal.form("甲") as form:
        form.fill("名称", "样例")
        with pytest.raises(FormRefused, match="已超上限"):
            form.choose("方式", "甲法")


@pytest.mark.parametrize(("name", "words"), [("空", "请填写名称"), ("别的", "今天不能办")])
def test_a_press_that_the_page_complains_about_is_refused(check, portal, name, words):
    """Beside a field, or in a dialog that only wants to be read."""
    with portal.form("甲") as form:
        form.fill("名称", name)
        form.leave("名称")
        with pytest.raises(FormRefused, match=words):
            form.press("继续")


def test_a_press_that_leads_to_a_question_is_none_to_complain_about(check, portal):
    """The question is the flow's."""
    with portal.form("甲") as form:
        form.fill("名称", "问")
        form.leave("名称")
        form.press("继续")
    assert portal.shows("提交吗")


def test_a_form_that_is_gone_once_it_was_sent_is_not_compared(site, portal):
    """The portal shows it nowhere again."""
    site.pages |= {"/once": lambda _answer: ONCE if portal.loads < 2 else "<h3>丙</h3>", "/after": "<h3>乙</h3>"}
    portal.goto(site.address + "once")
    with portal.form("甲") as form:
        form.fill("名称", "样例")
        form.save("继续", lasting=False)
    assert portal.shows_section("乙")
    assert not form.lasting


def test_a_form_that_should_last_is_missed(site, portal):
    """Without saying so its absence is a changed portal."""
    site.pages |= {"/once": lambda _answer: ONCE if portal.loads < 2 else "<h3>丙</h3>", "/after": "<h3>乙</h3>"}
    portal.goto(site.address + "once")
    with portal.form("甲") as form:
        form.fill("名称", "样例")
        with pytest.raises(PortalChanged):
            form.save("继续")
