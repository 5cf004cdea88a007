"""Where the filing (备案) of the 小程序 in the window stands, in the portal's own words."""

from __future__ import annotations

from run_flow import FormRefused, MiniProgram, PortalChanged, Reason, Run, _

STATUS_PAGE = (
    "设置与开发 > 小程序备案",
    "设置 > 小程序备案",
    "设置 > 基本设置 > 小程序备案",
    "设置与开发 > 基本设置 > 小程序备案",
    "首页 > 去备案",
    "首页 > 查看备案进度",
)
AT_PLATFORM, AT_BUREAU, FILED = "平台审核中", "管局审核中", "已备案"
REFUSED = ("平台驳回", "管局驳回")
SUBMITTED = (AT_PLATFORM, AT_BUREAU, FILED)
BEGIN = ("去备案", "开始备案", "继续填写", "修改备案信息")
COLUMNS = {
    "字段": ("字段", "字段名称", "驳回字段"),
    "原因": ("原因", "驳回原因", "审核意见"),
    "建议": ("建议", "修改建议", "解决方案"),
}


def program_of(run: Run) -> MiniProgram:
    """Return the 小程序 of the profile that the run's item is."""
    return next(program for program in run.profile.mini_programs if program.name == run.item)


def status(run: Run) -> str:
    """Open the status page and return the portal's own word for where the filing stands."""
    run.open(*STATUS_PAGE)
    now = run.read("备案状态")
    if (number := run.read("备案号", default="")) and now == FILED:
        run.found("备案号", number)
    run.found("备案状态", now)
    return now


def submitted(run: Run) -> bool:
    """Tell whether the portal holds a filing that was handed in and not given back."""
    return status(run) in SUBMITTED


def past_platform(run: Run) -> str:
    """Return where the filing stands once the platform has decided, or nothing before."""
    now = status(run)
    return "" if now == AT_PLATFORM else now


def past_bureau(run: Run) -> str:
    """Return where the filing stands once the bureau has decided, or nothing before."""
    now = status(run)
    return "" if now == AT_BUREAU else now


def opinions(run: Run) -> tuple[Reason, ...]:
    """Return the reviewers' reasons, each with its line of the profile, what is wrong and what is advised."""
    rows = [_columns(row) for row in run.read_table("审核意见", "驳回原因", "驳回详情")]
    return run.explain(rows)


def refuse_what_cannot_begin(run: Run) -> None:
    """Raise with the portal's reason where it does not let the filing begin now (status 1025–1031, available=0)."""
    if run.read("注销状态", default="") == "注销中":
        raise FormRefused(
            _("这个小程序的备案正在注销。"), doing=_("打开小程序备案"), remedy=_("注销完成以后再运行同一条命令。")
        )
    if run.shows_button(BEGIN):
        return
    said = run.read(("不能备案的原因", "原因", "提示"), default="") or _("（页面没有说明）")
    raise FormRefused(
        _("平台现在不能开始备案：{said}").format(said=said),
        doing=_("打开小程序备案"),
        remedy=_("按平台的提示办好（小程序信息、类目、认证用 run-flow link 办），再运行同一条命令。"),
    )


def _columns(row: dict[str, str]) -> dict[str, str]:
    """Return *row* under the names of its columns that we use."""
    found = {
        name: next((row[known] for known in spellings if known in row), None) for name, spellings in COLUMNS.items()
    }
    if None in found.values():
        raise PortalChanged(_("审核意见的列是 {found}").format(found="、".join(row)), expected="、".join(COLUMNS))
    return {name: text or "" for name, text in found.items()}
