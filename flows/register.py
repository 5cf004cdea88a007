"""注册服务号:从首页的「立即注册」到可以登录的服务号。"""

from __future__ import annotations

from _registration import register_account
from run_flow import PortalRefused, Run, _, flow, step

SETTINGS = (
    "设置与开发 > 账号设置",
    "设置与开发 > 公众号设置",
    "设置 > 公众号设置",
)


@flow(title="注册服务号")
def register(run: Run) -> None:
    """The company has a 服务号 of its own."""
    if not run.recognised():
        register_account(run)
    refuse_subscription(run)
    account = run.known.account
    run.enter(account.name, *account.other_names, account.email)
    registered(run)


def refuse_subscription(run: Run) -> None:
    """Tell whoever signed in to a 订阅号 that it is not what is wanted: it cannot become a 服务号."""
    run.open("首页")
    if run.shows("订阅号") and not run.shows("服务号"):
        raise PortalRefused(
            _("邮箱 {email} 注册的是订阅号，不是服务号。").format(email=run.known.account.email),
            doing=_("注册服务号"),
            remedy=_("订阅号不能改成服务号：在资料里换一个没有用过的邮箱，再运行同一条命令。"),
        )


@step(title="注册结果")
def registered(run: Run) -> None:
    """The portal shows the 服务号 with the company as its principal."""
    run.open(*SETTINGS)
    run.verify(("主体信息", "主体名称"), run.profile.company.name)
    app_id = run.read("AppID", default="")
    if app_id:
        run.found("AppID", app_id)
    run.tell(_("服务号已注册：{name}").format(name=run.read(("名称", "账号名称"), default="")))
