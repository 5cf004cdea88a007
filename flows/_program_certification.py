"""Which certification a 小程序 ends with: read back from the portal, never assumed (docs/portal.md, P-26 and P-27)."""

from __future__ import annotations

from _certification import hand_in
from _certification_status import submitted
from _program import (
    APP_ID,
    administrator_scans,
    portal_refuses,
    program_details,
    program_page,
    programs_page,
    the_program,
)
from run_flow import Confirm, PortalRefused, Run, _, step

PROGRAM_UNTIL = "小程序认证过期时间"
PROGRAM_STANDING = ("微信认证", "小程序认证", "认证情况")
FREE = "无需再次支付审核费"
ABILITIES = ("获取手机号", "微信支付", "高级接口")


def program_certified(run: Run) -> bool:
    """Tell whether the 小程序's own back office shows it as certified."""
    program_page(run)
    return run.read(PROGRAM_STANDING) == "已认证"


def take_over(run: Run) -> None:
    """Have the 小程序 take the 服务号's certification over where the portal offers that."""
    if the_program(run).certified_until or program_certified(run):
        return
    program_details(run)
    if not run.shows_button("申请"):
        return
    try:
        reuse_certification(run)
    except PortalRefused as refusal:  # it may still have a certification of its own
        run.tell(refusal.found)
        programs_page(run)  # what the portal said lies over the page


@step(title="复用资质认证", done_when=program_certified)
def reuse_certification(run: Run) -> None:
    """The 小程序 carries the certification of its 服务号."""
    program_details(run)
    free = _("页面写着：{words}。").format(words=FREE) if run.shows(FREE) else ""
    run.press("申请")
    if not run.shows_section("快速认证须知"):
        portal_refuses(run, doing=_("复用资质认证"), remedy=_("按平台的提示处理，再用同一条命令继续。"))
    run.press("下一步")
    administrator_scans(run)
    run.click_once(
        "提交",
        approve=_("为小程序「{name}」复用服务号的认证。{free}现在提交吗？").format(name=run.item, free=free),
        refused=("无需重复提交认证", "主体不一致", "安全原因"),
    )


def certify_alone(run: Run) -> bool:
    """Apply for a certification of its own where it has none and a person wants it; tell whether one is under way."""
    if the_program(run).certified_until or program_certified(run):
        return False
    fee = run.read("认证审核费", default="") or _("以付款页为准")
    lacks = "、".join(f"{name} {run.read(name, default='?')}" for name in ABILITIES)
    question = _(
        "小程序「{name}」没有认证（{lacks}）。单独认证要付审核费（{fee}），每年一次，不通过不退。现在为它单独认证吗？"
    ).format(name=run.item, lacks=lacks, fee=fee)
    if not submitted(run) and run.ask("certify-alone", question, answer=Confirm(), role=_("经办人")) == "no":
        return False
    hand_in(run)
    return True


@step(title="小程序的认证")
def report_program(run: Run) -> None:
    """The operator knows until when the 小程序 is certified and what it may do."""
    program_page(run)
    until = run.read(PROGRAM_UNTIL, default="")
    standing = run.read(PROGRAM_STANDING)
    told = _("{standing}，有效期至 {until}").format(standing=standing, until=until) if until else standing
    run.tell(_("小程序「{name}」：{told}").format(name=run.item, told=told))
    run.found("AppID", run.read(APP_ID, default=""))
    run.found("微信认证", standing)
    run.found(PROGRAM_UNTIL, until)
    for name in ABILITIES:
        if shown := run.read(name, default=""):
            run.found(name, shown)
            run.tell(_("{ability}：{shown}").format(ability=name, shown=shown))
