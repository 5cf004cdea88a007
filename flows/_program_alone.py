"""Way two in place of way one: the portal lets no 小程序 be registered from the 服务号 now, and a person agrees."""

from __future__ import annotations

from run_flow import Confirm, PortalRefused, Run, _

ALONE = "单独注册"
FAST_BARRED = ("个人类型", "本月已", "未完成注册", "请完成注册后", "安全原因")


def chosen_alone(run: Run) -> bool:
    """Tell whether a person agreed, in this run of the command or an earlier one."""
    return ALONE in run.opened_for


def alone_helps(refusal: PortalRefused) -> bool:
    """Tell whether what the portal says bars way one, and not way two as well."""
    return any(words in refusal.found for words in FAST_BARRED)


def choose_alone(run: Run, refusal: PortalRefused) -> bool:
    """Tell the operator why way one is barred, and return whether a person wants way two; it is remembered."""
    question = _(
        "{found}要改为单独注册小程序「{name}」、再按 AppID 关联吗？要再验证一次主体，管理员要再扫码。回答「否」就先停下。"
    ).format(found=refusal.found, name=run.item)
    if run.ask("register-alone", question, answer=Confirm(), role=_("经办人")) == "no":
        return False
    run.tell(_("小程序「{name}」改为单独注册。").format(name=run.item))
    run.found("快速注册", refusal.found)
    run.new_round(ALONE)
    return True
