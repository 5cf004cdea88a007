"""The certification of one account: the 服务号, or the 小程序 that the run's item names.

The wizard, the fee and the review are the same for both, and again each year: that is another round of the same steps.
"""

from __future__ import annotations

from _certification_forms import fill_in, submit
from _certification_review import pay, supplement, verify_entity
from _certification_status import (
    STATUS_PAGE,
    chance,
    chances_left,
    decided,
    moved_on,
    opinions,
    program,
    status,
    submitted,
    whose,
)
from run_flow import Confirm, PortalRefused, Run, _, deadline, hours, step


def apply(run: Run) -> None:
    """Bring the application to the portal, have it paid for and the entity verified."""
    hand_in(run)
    verify_entity(run)


def hand_in(run: Run) -> None:
    """Bring the application to the portal and have it paid for: what follows waits for others."""
    if status(run) == "认证失败":
        apply_again(run)
    if not submitted(run):
        fill_in(run)
        submit(run)
    if status(run) == "待支付":
        pay(run)


def conclude(run: Run) -> None:
    """Wait for the reviewers and give them what they ask for, until the account is certified."""
    while (
        run.wait_for(lambda: decided(run), whose(run) + _("人工审核"), every=hours(4), within=deadline("review-call"))
        == "待补充"
    ):
        supplement(run.for_item(chance(run)))
        moved_on(run, "待补充")
    if status(run) == "认证失败":
        apply_again(run)
    certified(run)


def apply_again(run: Run) -> None:
    """Report a final refusal once; after that, ask before a new application, which costs the fee again."""
    reasons = opinions(run)
    if run.new_round(run.read("订单号"), reasons):
        raise PortalRefused(
            whose(run) + _("认证没有通过，已付的费用不退。") + chances_left(run),
            reasons=reasons,
            doing=_("查看认证结果"),
            remedy=_("按审核意见修改资料后再次运行同一条命令；重新申请会再次收费，届时先征得您的同意。"),
        )
    question = whose(run) + _("上次认证没有通过。请先照审核意见把资料改好。现在按资料重新申请吗？会再次收费。")
    if run.ask("apply-again", question, answer=Confirm(), role=_("经办人")) == "no":
        raise PortalRefused(
            _("没有同意重新申请。"), reasons=reasons, doing=_("查看认证结果"), remedy=_("决定以后再次运行同一条命令。")
        )


@step(title="认证结果")
def certified(run: Run) -> None:
    """The portal shows the account as certified, and until when."""
    run.open(*STATUS_PAGE)
    run.verify("认证状态", "已认证")
    until = run.read("认证有效期至", default="")
    if not program(run):
        run.met("register-certify")
    remember_end(run, until)
    run.tell(whose(run) + _("认证有效期至 {until}").format(until=until or _("（页面没有显示）")))


def remember_end(run: Run, until: str) -> str:
    """Have everybody reminded of the year's end, months before; return the key of the table of deadlines."""
    name = program(run)
    key = "renewal-program" if name else "renewal"
    run.deadline(key, _("小程序「{name}」年审").format(name=name) if name else _("服务号年审"), until=until)
    run.found("认证有效期至", until)
    return key
