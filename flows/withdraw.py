"""撤回备案:平台初审完成以前,把交上去的备案收回来改;改好后用 run-flow file 重新提交。"""

from __future__ import annotations

from _filing import enter
from _filing_status import AT_PLATFORM, status
from run_flow import Choice, FormRefused, Run, Usage, _, flow, step


@flow(title="撤回备案", needs="file")
def withdraw(run: Run) -> None:
    """The filing that a person chose is back from the platform's reviewers."""
    names = handed_in(run)
    open_ = [name for name in names if at_platform(run.for_item(name))]
    if not open_:
        raise FormRefused(
            _("没有可以撤回的备案：只有平台初审完成以前可以撤回。"),
            doing=_("撤回备案"),
            remedy=_("已提交管局的备案不能撤回，等审核结果：run-flow file。"),
        )
    chosen = run.for_item(open_[0] if len(open_) == 1 else which(run, open_))
    enter(chosen)
    take_back(chosen)


def handed_in(run: Run) -> list[str]:
    """Return the 小程序 that may have handed a filing in; refuse where none has, before anybody is asked to sign in.

    One without an AppID in the profile is only known where an errand has been in its back office.
    """
    programs = [program for program in run.known.mini_programs if program.filing]
    names = [each.name for each in programs if each.app_id or run.for_item(each.name).recall("备案状态")]
    if not names:
        raise Usage(
            _("还没有提交过备案，没有可以撤回的。"),
            doing=_("撤回备案"),
            remedy=_("先执行 run-flow file。备案是在别处提交的，在资料里写上小程序的 app_id 再撤回。"),
        )
    return names


def at_platform(run: Run) -> bool:
    """Tell whether the item's filing is with the platform's reviewers."""
    enter(run)
    return status(run) == AT_PLATFORM


def which(run: Run, names: list[str]) -> str:
    """Return the 小程序 whose filing a person wants back."""
    question = _("撤回哪个小程序的备案？")
    return run.ask("which", question, answer=Choice(tuple(names)), role=_("经办人"), channel=_("终端或窗口"))


def back(run: Run) -> bool:
    """Tell whether the platform no longer has the filing."""
    return status(run) != AT_PLATFORM


@step(title="撤回备案", done_when=back)
def take_back(run: Run) -> None:
    """The platform no longer reviews the filing; what was filled in is still there."""
    run.click_once(
        ("撤回备案", "撤回"),
        approve=_("现在撤回“{name}”的备案吗？撤回后要重新提交、重新排队。").format(name=run.item),
        refused=("未处于可以撤回的状态", "不存在可撤回的审核订单"),
    )
