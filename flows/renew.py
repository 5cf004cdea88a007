"""年审:服务号和每个小程序各自再认证一年,在到期之前。"""

from __future__ import annotations

from _certification import apply, conclude, remember_end
from _certification_forms import fill_in, submit
from _certification_status import DUE, OPENING, program, status, whose
from run_flow import Confirm, Run, Usage, _, deadline, flow

STANDING = ("未认证", "已认证", "即将到期", "已过期", DUE)
EXPIRED = "已过期"
SOURCE = ("认证来源", "认证方式")


@flow(title="年审", needs="certify")
def renew(run: Run) -> None:
    """Every account of the company that is certified by itself carries its badge for another year."""
    accounts = [run, *(run.for_item(each.name) for each in run.known.mini_programs)]
    for account in [account for account in accounts if begun(account)]:
        conclude(account)


def begun(run: Run) -> bool:
    """Have the account's application for another year under review; tell whether there is any."""
    now, until = status(run), run.read("认证有效期至", default="")
    if not until:
        return never_certified(run)
    if run.shows_button(OPENING):
        tell_what_is_lost(run, now)
        if not wanted(run, until):
            return False
        run.new_round(until)
        fill_in(run)
        submit(run)
    elif now in STANDING:
        return run.round > 1 or not_open(run, until)  # in this run it was renewed already, or it is not time yet
    apply(run)
    return True


def never_certified(run: Run) -> bool:
    """Refuse to renew a 服务号 that was never certified; a 小程序 needs nothing renewed then."""
    if program(run):
        run.tell(whose(run) + _("没有认证过，没有要年审的。"))
        return False
    raise Usage(_("服务号还没有认证过。"), doing=_("查看认证有效期"), remedy=_("先执行 run-flow certify。"))


def wanted(run: Run, until: str) -> bool:
    """Tell whether the account is renewed by itself: a 小程序 need not be where the page says whose badge it carries.

    That linked ones need not be is the guide's word (docs/portal.md, Y-5): where the page is silent, people decide.
    """
    if not program(run):
        return True
    if reused(run):
        return False
    loss = deadline("renewal-program").consequence
    question = _(
        "{whose}认证有效期至 {until}。指南说，关联在已认证服务号下的小程序可以只年审服务号；平台的页面没有写它沿用服务号的认证。"
        "为它单独年审吗？会再收一次费用；不年审，到期后：{loss}。"
    ).format(whose=whose(run), until=until, loss=loss)
    if run.ask("renew-program", question, answer=Confirm(), role=_("经办人")) == "yes":
        return True
    run.tell(whose(run) + _("不单独年审。{until} 以后请看它的认证页：{loss}。").format(until=until, loss=loss))
    return False


def reused(run: Run) -> bool:
    """Tell, and say, whether the page writes that the 小程序 carries the 服务号's certification."""
    source = run.read(SOURCE, default="")
    if "复用" not in source:
        return False
    run.met("renewal-program")
    run.tell(whose(run) + _("{source}：随服务号年审，不用单独年审。").format(source=source))
    return True


def not_open(run: Run, until: str) -> bool:
    """Say when the account's 年审 opens, and remember until when it has to be done."""
    if program(run) and reused(run):
        return False
    key = remember_end(run, until)
    opens = deadline(key, until=until).opens
    run.tell(
        whose(run)
        + _("认证有效期至 {until}，年审还没有开放，大约从 {opens} 起可以办，到时候再执行 run-flow renew。").format(
            until=until, opens=opens or _("到期前 3 个月")
        )
    )
    return False


def tell_what_is_lost(run: Run, now: str) -> None:
    """Say what an expired certification costs already, as the page lists it, and what comes next."""
    if EXPIRED not in (now, run.read("年审状态", default="")):
        return
    limited = [row["功能"] for row in run.read_table("功能权限") if row.get("状态") not in ("正常", None)]
    loss = deadline("renewal-program" if program(run) else "renewal").consequence
    said = _("已经受限的功能：{limited}。").format(limited=_("、").join(limited)) if limited else ""
    run.tell(whose(run) + _("认证已过期。{said}过期的后果：{loss}。").format(said=said, loss=loss))
