"""Sign-in: the token in the address, the QR page and what it says, the session kept in a file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from run_flow.disk import private_folder, write_whole
from run_flow.errors import RunFlowError
from run_flow.language import _

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from run_flow.portal.portal import Portal

State = Literal["waiting", "scanned", "confirmed", "expired", "failed", "no-account"]
# The words of the sign-in page (docs/portal.md, sign-in), the outcome they mean.
SAID: tuple[tuple[str, State], ...] = (
    ("登录失败", "failed"),
    ("没有可登录账号", "no-account"),
    ("尚未绑定邮箱", "failed"),
    ("二维码已过期", "expired"),
    ("二维码加载失败", "expired"),
    ("扫码成功", "scanned"),
)
OVER = ("登录超时，请重新登录", '"ret":200003', '"ret":200040')


class SignedOut(RunFlowError):
    """登录已失效，需要重新扫码登录。"""

    exit_code = 4


def token(url: str) -> str | None:
    """Return the token that the address carries."""
    found = re.search(r"[?&]token=(\d+)", url)
    return found[1] if found else None


def with_token(url: str, path: str) -> str:
    """Return *path* on the host of *url*, with its token of the moment."""
    here, there = urlsplit(url), urlsplit(path)
    query = [(k, v) for k, v in parse_qsl(there.query) if k != "token"]
    query += [("token", token(url) or ""), *([] if "lang" in dict(query) else [("lang", "zh_CN")])]
    return urlunsplit((here.scheme, here.netloc, there.path, urlencode(query), ""))


def enter(portal: Portal) -> None:
    """Make sure that we are signed in: by the address, or by what the portal's front page leads to."""
    if not portal.signed_in:
        portal.goto(portal.address)
    if not portal.until(lambda: portal.signed_in or portal.doors.main.ask("codes"), ms=2_000) or not portal.signed_in:
        raise SignedOut(remedy=remedy())


def show(portal: Portal) -> None:
    """Open the front page's QR code; press what shows it, or renews it."""
    portal.visiting = False
    portal.pending = []  # what waited for its button went with the session
    if portal.signed_in or urlsplit(portal.page.url).netloc != urlsplit(portal.address).netloc:
        portal.goto(portal.address)
    for label in ("扫码登录", "点击刷新"):
        if not portal.qr() and portal.doors.main.ask("button", {"label": [label]})["count"] == 1:
            portal.press(label)
            portal.until(portal.qr, ms=2_000)


def state(portal: Portal) -> State:
    """Return what the sign-in page says."""
    if portal.signed_in:
        return "confirmed"
    said = portal.showing([text for text, _meaning in SAID])
    return next((meaning for text, meaning in SAID if text in said), "waiting")


def failures(portal: Portal) -> list[str]:
    """Return why the portal let nobody in, in its words."""
    return portal.showing([text for text, meaning in SAID if meaning == "failed"])


def remedy() -> str:
    """Say what a person does about it."""
    return _("用管理员的微信扫码登录。")


def save(context: BrowserContext, path: Path) -> None:
    """Write the session's cookies to *path*, readable by its owner only."""
    private_folder(path.parent)
    write_whole(path, json.dumps(context.storage_state()).encode())
