"""Where the certification of the account in the window stands, in the portal's own words."""

from __future__ import annotations

import re

from run_flow import OutcomeUnknown, PortalChanged, Reason, Run, _, days, hours

STATUS_PAGE = (
    "设置与开发 > 微信认证",
    "设置 > 微信认证",
    "设置 > 公众号设置 > 账号详情 > 申请微信认证",
)
CHANCE = re.compile("(?:(.+) )?订单[^，]*，剩余[^，]*次")  # as chance() tells it
DUE = "待年审"
DECIDED = ("待补充", "认证失败", "已认证")
VERIFIED = ("审核中", *DECIDED)
PAID = ("待验证", *VERIFIED)
SUBMITTED = ("待支付", "待验证", "审核中", "待补充", "已认证")


def program(run: Run) -> str:
    """Return the name of the 小程序 that the run's item is about, "" where it is the 服务号."""
    chance = CHANCE.fullmatch(run.item)
    return (chance[1] or "") if chance else run.item


def enter(run: Run) -> None:
    """Be in the back office of the account whose certification it is."""
    name = program(run)
    if not name:
        account = run.known.account
        run.enter(account.name, *account.other_names, account.email)
        return
    for each in run.known.mini_programs:
        if each.name == name:
            run.enter(*(known for known in (name, each.short_name, each.app_id, each.email) if known), kind="小程序")
            return
    raise OutcomeUnknown(
        _("资料里没有小程序「{name}」。").format(name=name), remedy=_("把它写回资料，然后用同一条命令继续。")
    )


def status(run: Run) -> str:
    """Open the account's status page and return the portal's own word for where its certification stands.

    In a round for the yearly review, opened for the day until which the certification was good, 已认证 until that
    same day is what was before: the review is due.
    """
    enter(run)
    run.open(*STATUS_PAGE)
    word = run.read("认证状态")
    return DUE if word == "已认证" and run.read("认证有效期至", default="") in run.opened_for else word


def submitted(run: Run) -> bool:
    """Tell whether the portal holds an application that was sent and not refused."""
    return status(run) in SUBMITTED


def paid(run: Run) -> bool:
    """Tell whether the portal counts the fee as paid."""
    return status(run) in PAID


def verified(run: Run) -> bool:
    """Tell whether the portal is through with verifying the entity."""
    return status(run) in VERIFIED


def decided(run: Run) -> str:
    """Return the reviewers' decision, or nothing while there is none."""
    now = status(run)
    return now if now in DECIDED else ""


def supplemented(run: Run) -> bool:
    """Tell whether the portal took what was asked for."""
    return status(run) in {"审核中", "已认证"}


def chance(run: Run) -> str:
    """Return which chance to hand in more this is: each order has its own."""
    told = f"订单{run.read('订单号', default='')}，剩余{run.read('剩余补充次数', default='')}次"
    return f"{program(run)} {told}".strip()


def moved_on(run: Run, word: str) -> None:
    """Wait until the portal no longer says *word*: a step that was done, as a person said, is not done again."""
    run.wait_for(lambda: status(run) != word, _("平台更新认证状态"), every=hours(4), within=days(30))


def chances_left(run: Run) -> str:
    """Return in a sentence how often more may be handed in, "" where the page does not tell."""
    chances = run.read("剩余补充次数", default="")
    return _("还可以补充 {chances} 次。").format(chances=chances) if chances else ""


def opinions(run: Run) -> tuple[Reason, ...]:
    """Return the reviewers' reasons, each with its line of the profile, what is wrong and what is advised."""
    rows = run.read_table("审核意见")
    for row in rows:
        if not {"字段", "原因", "建议"} <= row.keys():
            raise PortalChanged(_("审核意见的列是 {found}").format(found="、".join(row)), expected="字段、原因、建议")
    return run.explain(rows)
