"""Every Playwright error in our words. Playwright's own texts hold typed values: none of them goes on."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from playwright.sync_api import Error, TimeoutError  # noqa: A004  Playwright's name for it

from run_flow.errors import PortalChanged, PortalDown, RunFlowError, WindowClosed
from run_flow.language import N_, _

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C", bound=type)

CLOSED = re.compile(
    r"(page|context|browser|target|connection).*(closed|crashed)|Target crashed|Browser has been closed", re.IGNORECASE
)
DOWN = re.compile(r"net::ERR_|NS_ERROR_|chrome-error:|(goto|reload|go_back|navigat)", re.IGNORECASE)
PASSING = re.compile(
    r"context was destroyed|Cannot find context|JSHandle is disposed|Object has been disposed|"
    r"frame (was|got) detached|Frame was detached|navigating|not attached to the DOM|Cannot find object with id",
    re.IGNORECASE,
)
_REASONS = {
    "INTERNET_DISCONNECTED": N_("这台电脑没有连上网"),
    "NAME_NOT_RESOLVED": N_("网址查不到，多半是没有连上网"),
    "TIMED_OUT": N_("超时"),
    "PROXY": N_("代理连不上"),
    "TUNNEL": N_("代理连不上"),
    "CONNECTION_REFUSED": N_("对方没有应答"),
    "CONNECTION": N_("连接断了"),
    "EMPTY_RESPONSE": N_("对方没有应答"),
    "ADDRESS_UNREACHABLE": N_("连不到对方"),
    "NETWORK_CHANGED": N_("网络换了"),
    "CERT": N_("网站的证书不对"),
    "SSL": N_("网站的加密连接不对"),
    "UNSAFE_PORT": N_("网址里的端口不能用，浏览器不许打开，换一个端口"),
    "BLOCKED": N_("被浏览器或它的扩展拦下了"),
    "TOO_MANY_REDIRECTS": N_("网页一直跳转，打不开"),
}

OVERTAKEN = re.compile(r"interrupted by another navigation", re.IGNORECASE)


def passing(error: Error) -> bool:
    """Tell whether *error* only says that the document changed under a question, which may be asked again."""
    first = error.message.split("\n", 1)[0]
    return not CLOSED.search(first) and bool(PASSING.search(first))


def overtaken(error: Error) -> bool:
    """Tell whether *error* only says that the page itself went elsewhere just then, as it does after a payment."""
    return bool(OVERTAKEN.search(error.message))


def fault(error: Error, *, doing: str = "") -> RunFlowError:
    """Return our error for Playwright's *error*, with no word of a typed value in it."""
    first = error.message.split("\n", 1)[0]
    if type(error).__name__ == "TargetClosedError" or ("net::ERR_" not in first and CLOSED.search(first)):
        return WindowClosed(doing=doing, remedy=_("再次运行同一条命令，会从中断的地方继续。"))
    if "net::ERR_" in first or (isinstance(error, TimeoutError) and DOWN.search(first)):
        return PortalDown(
            _("平台暂时打不开（{reason}）。").format(reason=_why(first)),
            doing=doing,
            remedy=_("检查网络，稍后用同一条命令继续。"),
        )
    call = re.match(r"[A-Za-z]+\.[A-Za-z_]+(?=:)", first)
    kind = _("等待超时") if isinstance(error, TimeoutError) else _("页面没有按预期响应")
    return PortalChanged(_("{kind}({call})。").format(kind=kind, call=call[0] if call else "Playwright"), doing=doing)


def _why(message: str) -> str:
    """Return in words why the portal cannot be reached; the browser's own code where there are none."""
    code = re.search(r"net::ERR_(\w+)", message)
    if code is None:
        return _("超时")
    return next((_(words) for known, words in _REASONS.items() if known in code[1]), code[0])


def ours(error: Exception) -> Exception:
    """Return *error*, or our error for it where it is Playwright's."""
    return fault(error) if isinstance(error, Error) else error


def translated(function: Callable[P, R]) -> Callable[P, R]:
    """Wrap *function* so that no Playwright error leaves it, not even as a cause or context."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Error as error:
            found = fault(error)
        raise found

    return wrapper


def speaks_ours(cls: C) -> C:
    """Wrap every public method and property of *cls* with :func:`translated`."""
    for name, member in list(vars(cls).items()):
        if name.startswith("_") and name not in ("__enter__", "__exit__"):
            continue
        wrapped: Any = None
        if inspect.isfunction(member):
            wrapped = translated(member)
        elif isinstance(member, property) and member.fget:
            wrapped = property(translated(member.fget), doc=member.__doc__)
        if wrapped is not None:
            setattr(cls, name, wrapped)
    return cls
