"""支付验证: the company transfers an amount to Tencent's account within ten days, and the portal compares."""

from __future__ import annotations

from _registration_place import AT_END, AT_REMIT, register_page, reopen_registration
from run_flow import Choice, FormRefused, Run, _, days, deadline, hours, step

REMITTED = "已转账"
LOOK_AGAIN = ("查看结果", "刷新")
REMIT_OVER, REMIT_IGNORED, REMIT_WRONG, REMIT_RIGHT = "已过期", "已忽略", "验证失败", "验证成功"


def remit_result(run: Run) -> str:
    """Return what the portal found about the transfer, in its words."""
    if register_page(run) != AT_REMIT and reopen_registration(run) == AT_END:
        if run.read("注册状态") != "待支付验证":
            return REMIT_RIGHT
        run.press("前往获取打款信息")
    elif run.shows_button(LOOK_AGAIN[0]):
        run.press(LOOK_AGAIN[0])
    return run.read("验证结果")


def remitted(run: Run) -> bool:
    """Tell whether the transfer came and matches."""
    return REMIT_RIGHT in remit_result(run)


@step(title="支付验证", done_when=remitted)
def register_transfer(run: Run) -> None:
    """The company's transfer came from its own account and matches."""
    before = remit_result(run)
    amount, until = run.read("打款金额"), run.read("截止时间")
    last = _("上次转账没有成功：{result}。").format(result=before) if REMIT_WRONG in before else ""
    run.ask(
        "transfer",
        last
        + _("请从公司的对公账户向窗口里所示的收款账号转账 {amount}，截止 {until}。转好以后回答：{done}。").format(
            amount=amount, until=until, done=REMITTED
        ),
        answer=Choice((REMITTED,)),
        role=_("财务"),
        channel=_("网银"),
        within=deadline("transfer", until=until),
    )
    said = run.wait_for(
        lambda: remit_decided(run, before), _("平台核验打款"), role=_("平台核验"), every=hours(4), within=days(10)
    )
    if REMIT_RIGHT not in said:
        raise FormRefused(said, doing=_("支付验证"), remedy=_("再运行同一条命令，按页面所示的金额从对公账户重新转账。"))


def remit_decided(run: Run, before: str) -> str:
    """Return what the portal decided, or nothing while that is what it said *before*."""
    said = remit_result(run)
    now = any(words in said for words in (REMIT_RIGHT, REMIT_WRONG, REMIT_OVER, REMIT_IGNORED))
    return said if now and said != before else ""
