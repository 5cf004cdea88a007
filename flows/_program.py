"""The 小程序 that the run's item names: its facts, its row in the 服务号's 小程序管理, its own back office.

Labels stand exactly as on the screen; what sources call differently is listed with every known wording
(docs/portal.md, section 9).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from _certification_status import enter
from run_flow import OutcomeUnknown, PortalRefused, Run, _, minutes

if TYPE_CHECKING:
    from run_flow.profile.model import MiniProgram

PROGRAMS_PAGE = ("广告与服务 > 小程序管理", "小程序 > 小程序管理", "小程序管理")
PROGRAM_PAGE = ("设置与开发 > 基本设置", "设置 > 基本设置")
PROGRAMS_LISTED = ("已关联小程序", "已关联的小程序")
FAST_REGISTER, LINK_PROGRAM = "快速注册并认证小程序", "关联小程序"
PROGRAM_LINKED, LINK_REFUSED, PROGRAM_MAILED, PROGRAM_ACTIVATED = "已关联", "拒绝", "未激活", "已激活"
LINK_ASKED = ("等待小程序管理员确认", "等待公众号管理员确认")
APP_ID = ("小程序AppID", "AppID(小程序ID)", "AppID")
SCAN_SECTIONS = ("验证身份", "验证管理员身份", "管理员确认", "身份验证")
AROUND_WORDS = ("提示", "我知道了", "关闭", "×")


def the_program(run: Run) -> MiniProgram:
    """Return what the profile says of the 小程序."""
    for each in run.profile.mini_programs:
        if each.name == run.item:
            return each
    raise OutcomeUnknown(
        _("资料里没有小程序「{name}」。").format(name=run.item), remedy=_("把它写回资料，然后用同一条命令继续。")
    )


def programs_page(run: Run) -> None:
    """Be on the page 小程序管理 of the 服务号."""
    enter(run.for_item(""))
    run.open(*PROGRAMS_PAGE)


def program_row(run: Run) -> dict[str, str]:
    """Return the 小程序's row in the 服务号's list, by AppID, name or e-mail; empty where it has none.

    Where an earlier invitation is listed too, the row that got furthest counts.
    """
    program = the_program(run)
    known = {program.name, program.email, program.app_id or program.name}
    programs_page(run)
    rows = [each for each in run.read_table(*PROGRAMS_LISTED) if known & set(each.values())]
    furthest = (PROGRAM_LINKED, *LINK_ASKED)
    return next((each for state in furthest for each in rows if each.get("状态") == state), rows[-1] if rows else {})


def program_state(run: Run) -> str:
    """Return where the 小程序 stands in the list, in the portal's words; "" where it is not there."""
    return program_row(run).get("状态", "")


def add_program(run: Run) -> None:
    """Have the dialog 添加小程序 open."""
    programs_page(run)
    run.press("添加")


def program_details(run: Run) -> None:
    """Be on the page with the details of the 小程序."""
    run.press(program_row(run)["小程序"])


def program_page(run: Run) -> None:
    """Be on the page 基本设置 in the 小程序's own back office."""
    enter(run)
    run.open(*PROGRAM_PAGE)


def program_app_id(run: Run) -> str:
    """Return the AppID: the profile's, else what the portal shows."""
    if known := the_program(run).app_id or program_row(run).get("AppID", "").strip("—- "):
        return known
    program_page(run)
    return run.read(APP_ID)


def administrator_scans(run: Run) -> None:
    """Have the 服务号's administrator scan the code that the page shows."""
    run.ask(
        "administrator",
        _("{title}：请管理员用微信扫描二维码，并在手机上确认。").format(title=SCAN_SECTIONS[0]),
        role=_("管理员"),
        channel=_("微信扫码"),
        within=minutes(30),
        until=lambda: not run.shows_section(*SCAN_SECTIONS),
        qr=run.qr,
    )


def portal_says(run: Run) -> str:
    """Return what the portal says in a dialog or beside a field, without what stands around it."""
    texts = []
    for text in run.complaints():
        words = text
        for around in AROUND_WORDS:
            words = words.removeprefix(around).removesuffix(around).strip()
        texts.append(words)
    return " ".join(dict.fromkeys(texts))


def portal_refuses(run: Run, *, doing: str, remedy: str) -> NoReturn:
    """End with what the portal says, in its own words."""
    found = portal_says(run) or _("平台没有说明原因。")
    raise PortalRefused(_("平台不同意：{found}").format(found=found), doing=doing, remedy=remedy)
