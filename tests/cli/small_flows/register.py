"""注册：this portal has the account already, and tells its AppID."""

from __future__ import annotations

from run_flow import Run, flow, step


@flow(title="注册服务号")
def register(run: Run) -> None:
    """The company has a 服务号."""
    registered(run)


@step(title="账号")
def registered(run: Run) -> None:
    """The account is there."""
    account = run.known.account
    run.enter(account.name, account.email)
    run.open("设置与开发 > 账号设置")
    run.found("AppID", run.read("AppID"))
