"""A small errand with everything in it: forms, a submission, a payment by a person, a deposit, a review."""

from __future__ import annotations

from run_flow.engine.flow import flow, step
from run_flow.engine.people import Amount
from run_flow.engine.run import Run
from run_flow.engine.waiting import days
from run_flow.errors import FormRefused


@flow(title="小差事")
def errand(run: Run) -> None:
    """The company is certified."""
    if not submitted(run):
        company(run)
        operator(run)
    submit(run)
    pay(run)
    while not verified(run):
        try:
            deposit(run)
        except FormRefused:
            run.tell("金额不对,请再看一次银行流水")
    review(run)


def status(run: Run) -> str:
    """Return the portal's word."""
    run.open("status")
    return run.read("认证状态")


def submitted(run: Run) -> bool:
    """Tell whether the application was sent."""
    return status(run) != "填写中"


def paid(run: Run) -> bool:
    """Tell whether the fee was paid."""
    return status(run) not in {"填写中", "待支付"}


def verified(run: Run) -> bool:
    """Tell whether the deposit was named."""
    return status(run) in {"审核中", "已认证"}


@step(title="企业信息")
def company(run: Run) -> None:
    """The company stands in the form."""
    with run.form("企业信息") as form:
        form.fill("企业名称", run.profile.company.name)
        form.save("下一步")


@step(title="运营者信息")
def operator(run: Run) -> None:
    """The operator stands in the form."""
    landline = run.ask("landline", "请填写座机", answer=Amount(), role="运营者")
    with run.form("运营者信息") as form:
        form.fill("座机", landline)
        form.save("下一步")


@step(title="提交审核", done_when=submitted)
def submit(run: Run) -> None:
    """The application is with the portal."""
    run.open("confirm")
    run.click_once("提交审核", approve="提交审核吗?")


@step(title="支付", done_when=paid)
def pay(run: Run) -> None:
    """The fee is paid."""
    run.open("pay")
    run.ask("pay", "请扫码支付", role="财务", until=lambda: run.shows("支付成功"), qr=run.session.portal.qr)


@step(title="打款验证", done_when=verified)
def deposit(run: Run) -> None:
    """The amount of the deposit was named."""
    run.open("verify")
    amount = run.ask("deposit", "打款多少?", answer=Amount(maximum="0.99"), role="财务", within=days(10))
    with run.form("打款验证") as form:
        form.fill("打款金额", amount)
        form.save()
    run.click_once("提交验证", approve=f"金额 {amount} 对吗?", refused=("打款金额不正确",))


@step(title="平台审核")
def review(run: Run) -> None:
    """The portal's reviewers have decided."""
    run.wait_for(lambda: status(run) == "已认证", "等待审核")
