"""The 小程序 that the run's item names: its facts, its row in the 服务号's 小程序管理, its own back office.

Labels stand exactly as on the screen; what sources call differently is listed with every known wording
(docs/portal.md, section 8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from _certification_status import enter
from run_flow import OutcomeUnknown, PortalRefused, Run, _, minutes

if TYPE_CHECKING:
    from run_flow.profile.model import MiniProgram

MANAGE = ("广告与服务 > 小程序管理", "小程序 > 小程序管理", "小程序管理")
PROFILE_PAGE = ("设置与开发 > 基本设置", "设置 > 基本设置")
LISTED = ("已关联小程序", "已关联的小程序")
FAST, LINK = "快速注册并认证小程序", "关联小程序"
LINKED, REFUSED, MAILED, ACTIVATED = "已关联", "拒绝", "未激活", "已激活"
ASKED = ("等待小程序管理员确认", "等待公众号管理员确认")
AROUND = ("提示", "我知道了", "关闭", "×")


def of(run: Run) -> MiniProgram:
    """Return what the profile says of the 小程序."""
    for each in run.profile.mini_programs:
        if each.name == run.item:
            return each
    raise OutcomeUnknown(
        _("资料里没有小程序「{name}」。").format(name=run.item), remedy=_("把它写回资料，然后用同一条命令继续。")
    )


def manage(run: Run) -> None:
    """Be on the page 小程序管理 of the 服务号."""
    enter(run.for_item(""))
    run.open(*MANAGE)


def row(run: Run) -> dict[str, str]:
    """Return the 小程序's row in the 服务号's list, by AppID, name or e-mail; empty where it has none."""
    program = of(run)
    known = {program.name, program.email, program.app_id or program.name}
    manage(run)
    for each in run.read_table(*LISTED):
        if known & set(each.values()):
            return each
    return {}


def state(run: Run) -> str:
    """Return where the 小程序 stands in the list, in the portal's words; "" where it is not there."""
    return row(run).get("状态", "")


def linked(run: Run) -> bool:
    """Tell whether the 服务号 is linked to the 小程序."""
    return state(run) == LINKED


def add(run: Run) -> None:
    """Have the dialog 添加小程序 open."""
    manage(run)
    run.press("添加")


def details(run: Run) -> None:
    """Be on the page with the details of the 小程序."""
    run.press(row(run)["小程序"])


def profile_page(run: Run) -> None:
    """Be on the page 基本设置 in the 小程序's own back office."""
    enter(run)
    run.open(*PROFILE_PAGE)


def app_id(run: Run) -> str:
    """Return the AppID: the profile's, else what the portal shows."""
    if known := of(run).app_id or row(run).get("AppID", "").strip("—- "):
        return known
    profile_page(run)
    return run.read(("小程序AppID", "AppID(小程序ID)", "AppID"))


def scan(run: Run, title: str = "") -> None:
    """Have the 服务号's administrator scan the code that the page, or its dialog *title*, shows."""
    section = title or "验证身份"
    run.ask(
        "administrator",
        _("{title}：请管理员用微信扫描二维码，并在手机上确认。").format(title=section),
        role=_("管理员"),
        channel=_("微信扫码"),
        within=minutes(30),
        until=lambda: not run.shows(title) if title else run.qr() is None and not run.shows("请使用微信扫描二维码"),
        qr=run.qr,
    )


def said(run: Run) -> str:
    """Return what the portal says in a dialog or beside a field, without what stands around it."""
    texts = []
    for text in run.complaints():
        words = text
        for around in AROUND:
            words = words.removeprefix(around).removesuffix(around).strip()
        texts.append(words)
    return " ".join(dict.fromkeys(texts))


def refuse(run: Run, *, doing: str, remedy: str) -> NoReturn:
    """End with what the portal says, in its own words."""
    found = said(run) or _("平台没有说明原因。")
    raise PortalRefused(_("平台不同意：{found}").format(found=found), doing=doing, remedy=remedy)
