"""A code that the page refuses is asked for again, in the page's words, as long as the page lets people try."""

import json

import pytest

from run_flow.errors import FormRefused

PAGE = """<!doctype html><meta charset=utf-8><body><h3>甲</h3>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">邮箱</label><div class="weui-desktop-form__controls"><input name=mail><p hidden></p></div></div>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">短信验证码</label><div class="weui-desktop-form__controls"><input name=code><button type=button>发送验证码</button><p hidden></p></div></div>
<button id=next>下一步</button><script>
window.sent = 0;
const send = document.querySelector("button"), says = (n, t) => { const p = n.parentElement.querySelector("p"); p.hidden = !t; p.textContent = t; p.className = t ? "weui-desktop-form__msg_warn" : ""; };
send.onclick = () => { sent++; send.textContent = "59秒后可重发"; send.disabled = true; };
document.querySelector("#next").onclick = async () => {
  const told = await (await fetch("/save", { method: "POST", body: document.querySelector("[name=code]").value })).json();
  for (const name of ["mail", "code"]) says(document.querySelector(`[name=${name}]`), told[name] || "");
  if (told.go) document.querySelector("h3").textContent = "乙";
};</script>"""


@pytest.fixture
def told(site, portal):
    """What the page answers to one save after the other."""
    answers = []
    site.pages |= {"/code": PAGE, "POST /save": lambda _body: (200, json.dumps(answers.pop(0)))}
    portal.goto(site.address + "code")
    return answers


def give(portal, codes):
    """Fill the form in with one code after the other; return what the person was told before each."""
    heard = []

    def person(said):
        heard.append(said)
        return codes[len(heard) - 1]

    with portal.form("甲") as form:
        form.sms_code("短信验证码", person)
        form.save("下一步")
    return heard


def test_a_wrong_code_is_asked_for_again(told, portal, site):
    """Each time the person hears what the page said, and nothing is sent anew while a code is on its way."""
    told += [{"code": "手机验证码错误"}, {"code": "手机验证码错误"}, {"go": 1}]
    assert give(portal, ["111111", "222222", "333333"]) == ["", "手机验证码错误", "手机验证码错误"]
    assert [body for _path, body in site.posted] == [b"111111", b"222222", b"333333"]
    assert portal.page.evaluate("sent") == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"code": "验证码错误次数过多，请明天再试"},
        {"code": "手机验证码错误", "mail": "邮箱格式不正确"},
        {"mail": "邮箱已被占用"},
    ],
)
def test_what_another_code_does_not_mend_is_refused(told, portal, answer):
    """Tries that are used up, or another field that is wrong, end in the page's words."""
    told.append(answer)
    with pytest.raises(FormRefused, match=next(iter(answer.values()))):
        give(portal, ["111111"])
