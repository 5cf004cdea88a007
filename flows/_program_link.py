"""Way two: a 小程序 that is registered already is linked to the 服务号 by its AppID; its administrator agrees."""

from __future__ import annotations

from _program import (
    LINK_ASKED,
    LINK_PROGRAM,
    LINK_REFUSED,
    PROGRAM_LINKED,
    add_program,
    administrator_scans,
    portal_refuses,
    program_app_id,
    program_state,
)
from run_flow import PortalRefused, Run, _, days, hours, step

PROGRAM_SEARCH = "查找小程序"
LINK_NOTICES = ("关联后给已关注公众号的用户发送通知", "关联后展示在公众号资料页")
LINK_QUOTAS = ("同主体小程序", "不同主体小程序")
LINK_UNDECIDED = ("", *LINK_ASKED)


def program_invited(run: Run) -> bool:
    """Tell whether the other administrator was asked and has not said no."""
    return program_state(run) in (PROGRAM_LINKED, *LINK_ASKED)


@step(title="关联小程序", done_when=program_invited)
def invite_program(run: Run) -> None:
    """The 小程序's administrator is asked to agree to the link."""
    wanted = program_app_id(run)
    search_program(run, wanted)
    told = "、".join(words for words in LINK_NOTICES if run.shows(words))
    notices = _("会照页面的默认：{told}。").format(told=told) if told else ""
    run.click_once(
        "发送关联邀请",
        approve=_("关联小程序「{name}」（{app_id}）。{notices}现在发送关联邀请吗？每月能关联的次数有限。").format(
            name=run.item, app_id=wanted, notices=notices
        ),
        refused=("未找到", "已被邀请", "已关联", "封禁", "不一致", "失效"),
    )


def search_program(run: Run, wanted: str) -> None:
    """Have the 小程序 found; raise with the portal's words where it cannot be linked."""
    add_program(run)
    run.press(LINK_PROGRAM)
    if not run.shows_section("验证身份", PROGRAM_SEARCH):
        portal_refuses(run, doing=_("关联小程序"), remedy=_("按平台的提示处理，再用同一条命令继续。"))
    if not run.shows_section(PROGRAM_SEARCH):
        administrator_scans(run)
    with run.form(PROGRAM_SEARCH) as form:
        form.fill(("小程序AppID", "AppID"), wanted)
    for quota in LINK_QUOTAS:
        if left := run.read(quota, default=""):
            run.tell(_("{quota}：{left}").format(quota=quota, left=left))
    run.press("搜索")
    if not run.shows_button("发送关联邀请"):
        portal_refuses(run, doing=_("关联小程序"), remedy=_("核对资料里的 app_id 和平台的说法，再用同一条命令继续。"))


def await_link(run: Run) -> None:
    """Wait for the administrators' word; a no is told once, and the next run asks again."""
    if run.wait_for(
        lambda: link_answered(run),
        _("小程序「{name}」的管理员在公众平台安全助手里确认关联").format(name=run.item),
        role=_("小程序管理员"),
        every=hours(4),
        within=days(30),
    ).endswith(LINK_REFUSED):
        run.new_round(f"{run.item} {run.round}")
        raise PortalRefused(
            _("小程序「{name}」的管理员拒绝了关联。").format(name=run.item),
            doing=_("等待关联确认"),
            remedy=_("和小程序管理员说好，再运行同一条命令，会重新发送邀请。"),
        )


def link_answered(run: Run) -> str:
    """Return where the link stands once somebody has decided, nothing while it is open."""
    now = program_state(run)
    return "" if now in LINK_UNDECIDED else now
