"""Every Playwright error becomes one of ours, and no typed value goes with it."""

from __future__ import annotations

import inspect
import traceback

import pytest
from playwright._impl import _errors
from playwright.sync_api import Error, TimeoutError  # noqa: A004  Playwright's name for it

from run_flow.errors import PortalChanged, PortalDown, WindowClosed
from run_flow.portal import Form, Portal, ours
from run_flow.portal.banner import Banner
from run_flow.portal.faults import fault, translated
from run_flow.portal.window import Window

SECRET = "11010519491231002X"
LOG = f'\nCall log:\n  - waiting for locator("input")\n  - fill("{SECRET}")\n'
SAID = {
    "Page.goto: net::ERR_CONNECTION_REFUSED at https://mp.weixin.qq.com/": PortalDown,
    "Page.goto: net::ERR_NAME_NOT_RESOLVED": PortalDown,
    "Page.goto: net::ERR_CONNECTION_CLOSED at https://mp.weixin.qq.com/": PortalDown,
    "Page.goto: Target page, context or browser has been closed": WindowClosed,
    "ElementHandle.click: Target crashed": WindowClosed,
    "Browser.new_context: Browser has been closed": WindowClosed,
    "Locator.fill: Playwright connection closed": WindowClosed,
    f'Locator.fill: Error: Cannot type "{SECRET}" into input': PortalChanged,
    "JSHandle.evaluate: TypeError: x is null": PortalChanged,
}


@pytest.mark.parametrize(("message", "kind"), SAID.items())
def test_each_message_has_its_kind(message, kind):
    """What Playwright says decides who acts next."""
    found = fault(Error(message + LOG))
    assert type(found) is kind
    assert SECRET not in " ".join([str(found), *found.lines()])


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("INTERNET_DISCONNECTED", "没有连上网"),
        ("CONNECTION_REFUSED", "没有应答"),
        ("CONNECTION_TIMED_OUT", "超时"),
        ("PROXY_CONNECTION_FAILED", "代理"),
        ("CERT_DATE_INVALID", "证书"),
        ("UNSAFE_PORT", "换一个端口"),
        ("SOMETHING_NEW", "net::ERR_SOMETHING_NEW"),
    ],
)
def test_why_the_portal_cannot_be_reached_is_told_in_words(code, words):
    """Who is no programmer has to know what to look after; what nobody has words for keeps its code."""
    assert words in str(fault(Error(f"Page.goto: net::ERR_{code} at https://mp.weixin.qq.com/")))


@pytest.mark.parametrize(
    ("message", "kind"),
    [("Page.goto: Timeout 30000ms exceeded.", PortalDown), ("Locator.click: Timeout 5000ms exceeded.", PortalChanged)],
)
def test_a_timeout_is_the_portals_on_the_way_and_the_pages_on_the_spot(message, kind):
    """A page that does not come is down; a button that cannot be pressed is drift."""
    assert type(fault(TimeoutError(message + LOG))) is kind


def test_no_class_of_playwright_is_left_out():
    """A new error class of Playwright's must be thought about here."""
    classes = {name for name, c in vars(_errors).items() if inspect.isclass(c) and issubclass(c, Error)}
    assert classes == {"Error", "TimeoutError", "TargetClosedError"}
    assert isinstance(fault(_errors.TargetClosedError()), WindowClosed)


def test_other_errors_stay_what_they_are():
    """Only Playwright's errors are translated."""
    error = ValueError("x")
    assert ours(error) is error


def test_not_even_the_traceback_holds_the_value():
    """Neither cause nor context of our error leads back to Playwright's."""

    @translated
    def use():
        raise Error(f'Locator.fill: "{SECRET}"' + LOG)

    with pytest.raises(PortalChanged) as found:
        use()
    assert found.value.__cause__ is None
    assert found.value.__context__ is None
    assert SECRET not in "".join(traceback.format_exception(found.value)).replace(f'"{SECRET}"', "", 0)


@pytest.mark.parametrize("cls", [Window, Portal, Form, Banner])
def test_every_public_method_speaks_our_words(cls):
    """No method or property lets a Playwright error out."""
    for name, member in vars(cls).items():
        if name.startswith("_"):
            continue
        function = member.fget if isinstance(member, property) else member
        if inspect.isfunction(function):
            assert function.__code__.co_name == "wrapper", name
