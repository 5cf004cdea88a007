"""The note in the window: seen and answered by the person, neither seen nor heard by the page."""

from __future__ import annotations

import pytest
from tests.portal.hand import Hand

from run_flow.portal.banner import HIDDEN

PAGE = (
    "<!doctype html><meta charset=utf-8><title>{0}</title><body><h1>{0}</h1><button>确定</button><input>"
    "<script>window.heard = []; for (const t of ['click','keydown','keyup','input','mousedown','focusin'])"
    " for (const target of [window, document]) target.addEventListener(t, (e) => heard.push(t + ':' + e.target.localName), true);</script>"
)


@pytest.fixture
def banner(portal, site):
    """The note's owner, on a page that listens to everything."""
    site.pages |= {f"/{n}": PAGE.format(n) for n in ("one", "two")}
    portal.goto(site.address + "one")
    return portal.banner


def there(portal, count=1):
    """Tell whether the note's host stands in the page."""
    return portal.page.evaluate("document.querySelectorAll('run-flow-note').length") == count


def test_the_note_shows_and_takes_an_answer(banner, portal):
    """A pressed button is the answer; it is given once."""
    banner.show("请 经办人", "现在提交吗?", ask_id="submit-1", kind="confirm", choices=("同意", "不同意"))
    assert portal.until(lambda: there(portal))
    hand = Hand(portal.page)
    assert "现在提交吗?" in hand.text()
    hand.press("BUTTON", "同意")
    assert portal.until(lambda: banner._answers)
    assert banner.take() == [("submit-1", "同意")]
    assert banner.take() == []
    banner.clear()
    assert portal.until(lambda: there(portal, 0))


def test_a_typed_answer_is_taken_by_key_or_button(banner, portal):
    """Text is sent by Enter; the page hears neither keys nor clicks."""
    banner.show("请 财务", "到账金额?", ask_id="deposit-1", kind="amount")
    assert portal.until(lambda: there(portal))
    portal.page.evaluate("heard.length = 0")
    hand = Hand(portal.page)
    hand.press("INPUT")
    portal.page.keyboard.type("0.52")
    portal.page.keyboard.press("Enter")
    assert portal.until(lambda: banner._answers)
    assert banner.take() == [("deposit-1", "0.52")]
    assert [h for h in portal.page.evaluate("heard") if h.startswith(("key", "input", "click"))] == []


def test_the_note_survives_navigation(banner, portal, site):
    """A new page shows the note again, and its answer still counts."""
    banner.show("请 经办人", "等您决定", ask_id="a-1", kind="confirm")
    portal.goto(site.address + "two")
    assert portal.until(lambda: there(portal))
    Hand(portal.page).press("BUTTON", "确定")
    assert portal.until(lambda: banner._answers)
    assert banner.take() == [("a-1", "确定")]


def test_locators_and_the_page_cannot_see_it(banner, portal):
    """The note is no element of the body, no match of a locator, and leaves no name in the page."""
    look = "() => [document.body.children.length, document.querySelectorAll('button').length, document.body.innerText, document.documentElement.outerHTML.replace(/<run-flow-note><.run-flow-note>/, '')]"
    page = portal.page
    before, names = page.evaluate(look), set(page.evaluate("Object.getOwnPropertyNames(window)"))
    banner.show("请 经办人", "等您决定", ask_id="a-1", kind="confirm")
    assert portal.until(lambda: there(portal))
    assert page.evaluate(look) == before
    assert page.get_by_text("等您决定").count() == 0
    assert page.get_by_role("button").count() == 1
    assert not portal.shows("等您决定")
    assert {
        n
        for n in page.evaluate("Object.getOwnPropertyNames(window)")
        if not n.startswith("__pw") and "playwright" not in n
    } <= names
    portal.press("确定")
    assert banner.take() == []


def test_a_page_cannot_press_it(banner, portal):
    """Events that a script makes are no answer."""
    banner.show("请 经办人", "等您决定", ask_id="a-1", kind="confirm")
    assert portal.until(lambda: there(portal))
    portal.page.evaluate("""() => { const n = document.querySelector('run-flow-note');
      for (const t of ['click', 'keydown']) n.dispatchEvent(new MouseEvent(t, {bubbles: true, detail: 1, clientX: innerWidth - 60, clientY: innerHeight - 40})); n.click(); }""")
    portal.wait(50)
    assert banner.take() == []


def test_frames_have_none(banner, portal, site):
    """The note is in the top frame only."""
    site.pages["/outer"] = "<!doctype html><iframe src=/one></iframe>"
    portal.goto(site.address + "outer")
    banner.show("请 经办人", "等您决定", ask_id="a-1", kind="confirm")
    assert portal.until(lambda: there(portal))
    assert portal.page.frames[1].evaluate("document.querySelectorAll('run-flow-note').length") == 0


def test_a_refused_answer_is_told(banner, portal):
    """Showing the ask again with a reason tells the person what is wrong."""
    banner.show(
        "请 财务", "到账金额?", ask_id="deposit-1", kind="amount", refused="要在 0.01 和 0.99 之间", hint="截止 12-02"
    )
    assert portal.until(lambda: there(portal))
    assert "要在 0.01 和 0.99 之间" in Hand(portal.page).text()


@pytest.fixture
def strip(banner, portal):
    """The strip that is shown while the assistant works."""
    banner.strip("run-flow 正在填写「企业信息」", button="这一步我来", pressed="马上交给您……")
    assert portal.until(lambda: there(portal))
    return banner


def test_the_strip_is_pressed_once_and_disturbs_nothing(strip, portal):
    """The button is heard once, says so, and takes neither the keyboard nor an event from the page."""
    page = portal.page
    page.focus("input")
    page.evaluate("heard.length = 0")
    hand = Hand(page)
    assert "正在填写「企业信息」" in hand.text()
    hand.press("BUTTON", "这一步我来")
    assert portal.until(strip.wanted)
    assert not strip.wanted()
    assert "马上交给您" in Hand(page).text()
    assert page.evaluate("heard") == []
    assert page.evaluate("document.activeElement.localName") == "input"
    assert strip.take() == []


def test_the_strip_survives_navigation_and_gives_way_to_a_question(strip, portal, site):
    """On the next page it is there again; a question takes its place and gives it back."""
    portal.goto(site.address + "two")
    assert portal.until(lambda: there(portal))
    strip.show("请 经办人", "等您决定", ask_id="a-1", kind="confirm")
    assert portal.until(lambda: "等您决定" in Hand(portal.page).text())
    assert "正在填写" not in Hand(portal.page).text()
    strip.clear()
    assert portal.until(lambda: "正在填写" in Hand(portal.page).text())
    Hand(portal.page).press("BUTTON", "这一步我来")
    assert portal.until(strip.wanted)


def test_the_strip_is_no_part_of_the_page(strip, portal):
    """It is found by no label, read as no text, and in no screenshot."""
    assert not portal.pressable("这一步我来")
    assert not portal.shows("正在填写")
    shown = portal.page.screenshot()
    hidden = portal.page.screenshot(style=HIDDEN)
    assert shown != hidden
    with_strip = portal.screenshot()
    strip._strip = None
    strip._tell()
    assert portal.until(lambda: there(portal, 0))
    assert portal.screenshot() == with_strip


def test_what_lies_under_the_strip_can_be_pressed(strip, portal):
    """The assistant's click goes through to the page; the person's does not."""
    page = portal.page
    page.evaluate("""() => { const b = document.body.appendChild(document.createElement('button')); b.textContent = '下一步';
      b.style.cssText = 'position: fixed; right: 30px; bottom: 14px; width: 200px; height: 30px'; b.onclick = () => { window.pressed = 1; }; }""")
    portal.press("下一步")
    assert page.evaluate("window.pressed") == 1
    assert not strip.wanted()
    Hand(page).press("BUTTON", "这一步我来")
    assert portal.until(strip.wanted)


def test_a_page_cannot_press_the_strip(strip, portal):
    """A portal that wanted the assistant to stop would have to be a person."""
    portal.page.evaluate("""() => { const n = document.querySelector('run-flow-note'); n.click();
      n.dispatchEvent(new MouseEvent('click', {bubbles: true, detail: 1, clientX: innerWidth - 60, clientY: innerHeight - 25})); }""")
    portal.wait(50)
    assert not strip.wanted()
