"""The registration of one account: the 服务号, or the 小程序 that the run's item names (docs/portal.md, 注册)."""

from __future__ import annotations

from _registration_account import activate_email, register_basics, register_kind, register_place
from _registration_entity import register_entity
from _registration_info import register_info
from _registration_place import (
    AT_BASICS,
    AT_END,
    AT_ENTITY,
    AT_INFO,
    AT_KIND,
    AT_MAIL,
    AT_OFFICE,
    AT_PLACE,
    AT_REMIT,
    ENDINGS,
    SCAN_FIRST,
    register_page,
    reopen_registration,
)
from _registration_transfer import REMIT_IGNORED, REMIT_OVER, register_transfer, remit_result
from run_flow import FormRefused, PortalChanged, PortalRefused, Run, _

REGISTER_STEPS = {
    AT_BASICS[0]: register_basics,
    AT_MAIL[0]: activate_email,
    AT_PLACE: register_place,
    AT_KIND: register_kind,
    AT_ENTITY: register_entity,
    AT_INFO: register_info,
}
MOST_REGISTER_PAGES = 20
MOST_REGISTER_TRIES = 5
ASKED_AGAIN = ("验证码", "二维码身份验证失败")


def register_account(run: Run) -> None:
    """Walk the registration from wherever the portal has it, until there is an account in whose office the window is."""
    at = reopen_registration(run)
    for _page in range(MOST_REGISTER_PAGES):
        if at in REGISTER_STEPS:
            at = register_forward(run, at)
        elif at in (AT_END, AT_REMIT):
            at = register_end(run)
        else:
            return
    raise PortalChanged(_("注册总是回到同一页。"), doing=_("注册"))


def register_forward(run: Run, at: str) -> str:
    """Do the step of the page *at* and return the page after it; what ran out at the portal is done again."""
    after = register_step(run, at)
    if after != at:
        return after
    run.new_round(f"{at} {run.round}")
    after = register_step(run, at)
    if after == at:
        raise PortalChanged(_("办完“{page}”以后，平台又回到这一页。").format(page=at), doing=at)
    return after


def register_step(run: Run, at: str) -> str:
    """Do the step of the page *at*; a code or scan that was refused is asked for again."""
    for time in range(1, MOST_REGISTER_TRIES + 1):
        try:
            REGISTER_STEPS[at](run)
        except FormRefused as refused:
            if time == MOST_REGISTER_TRIES or not any(words in refused.found for words in ASKED_AGAIN):
                raise
            run.tell(refused.found)
        else:
            break
    run.keep_sign_in()
    return register_led(run)


def register_led(run: Run) -> str:
    """Return where the portal leads now; the office where it says that the account is there."""
    if run.shows(SCAN_FIRST):
        return AT_OFFICE
    if run.shows_button(ENDINGS):
        return AT_END
    return register_page(run) or (AT_OFFICE if run.recognised() else reopen_registration(run))


def register_end(run: Run) -> str:
    """See the company verified where a transfer does that, and go on to the account's office."""
    if remit_awaited(run):
        said = remit_result(run)
        if REMIT_OVER in said:
            run.tell(_("{said}：主体信息要重新填写。").format(said=said))
            run.press("重新填写")
            return register_page(run) or reopen_registration(run)
        if REMIT_IGNORED in said:
            raise PortalRefused(
                _("平台没有核对这笔打款：{said}。").format(said=said),
                doing=_("支付验证"),
                remedy=_("问平台客服，再运行同一条命令。"),
            )
        register_transfer(run)
    if register_page(run) != AT_END and not run.shows_button("前往微信公众平台"):
        reopen_registration(run)
    if run.shows_button("微信认证"):
        run.deadline("register-certify", _("注册后的微信认证"))
        run.press("微信认证")
    else:
        run.press("前往微信公众平台")
    run.keep_sign_in()
    return AT_OFFICE


def remit_awaited(run: Run) -> bool:
    """Tell whether the portal waits for the company's transfer."""
    return (register_page(run) == AT_REMIT and not run.shows_button("前往微信公众平台")) or run.shows_button(
        "前往获取打款信息"
    )
