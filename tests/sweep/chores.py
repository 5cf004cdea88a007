"""An errand with every irreversible click: submit, pay (a person does), link, file, cancel; and two planted defects."""

from __future__ import annotations

from tests.sweep.hall import CANCEL, FILE, LINK, PAY, SUBMIT

from run_flow.engine.flow import flow, step
from run_flow.engine.people import Amount, Text
from run_flow.engine.run import Run


@flow(title="各种差事")
def chores(run: Run) -> None:
    """Everything that cannot be undone was done once."""
    if status(run) == "填写中":
        company(run)
    submit(run)
    pay(run)
    review(run)
    link(run)
    if not filed(run):
        manager(run)
    file(run)
    cancel(run)


@flow(title="各种差事")
def blind(run: Run) -> None:
    """Nobody looks what the portal has: a planted defect, which the sweep must see."""
    for each in (blind_submit, blind_link, blind_file, blind_cancel):
        each(run)


def shown(run: Run, label: str) -> str:
    """Return what the status page says of *label*."""
    run.open("status")
    return run.read(label)


def status(run: Run) -> str:
    """Return the portal's word for the application."""
    return shown(run, "认证状态")


def submitted(run: Run) -> bool:
    """Tell whether the application was sent."""
    return status(run) != "填写中"


def paid(run: Run) -> bool:
    """Tell whether the fee was paid."""
    return status(run) not in {"填写中", "待支付"}


def linked(run: Run) -> bool:
    """Tell whether the program is linked."""
    return shown(run, "关联") == "已关联"


def filed(run: Run) -> bool:
    """Tell whether the filing is with the portal."""
    return shown(run, "备案") == "已提交"


def cancelled(run: Run) -> bool:
    """Tell whether the old program is cancelled."""
    return shown(run, "旧小程序") == "已注销"


def clicked(run: Run) -> bool:
    """Tell only what this process did itself."""
    return run.session.active is not None and run.session.active.clicked


@step(title="企业信息")
def company(run: Run) -> None:
    """The company stands in the form."""
    landline = run.ask("landline", "请填写座机", answer=Amount(), role="运营者")
    with run.form("企业信息") as form:
        form.fill("企业名称", run.profile.company.name)
        form.fill("座机", landline)
        form.save("下一步")


@step(title="提交审核", done_when=submitted)
def submit(run: Run) -> None:
    """The application is with the portal."""
    run.open("confirm")
    run.click_once(SUBMIT, approve="提交审核吗？")


@step(title="支付", done_when=paid)
def pay(run: Run) -> None:
    """The fee is paid."""
    run.open("pay")
    run.click_once(PAY, approve="去支付吗？", then=lambda: _payment(run))


@step(title="平台审核")
def review(run: Run) -> None:
    """The portal's reviewers have decided."""
    run.wait_for(lambda: status(run) == "已认证", "等待审核")


@step(title="关联", done_when=linked)
def link(run: Run) -> None:
    """The program is linked."""
    run.open("link")
    run.click_once(LINK, approve="关联吗？")


@step(title="负责人")
def manager(run: Run) -> None:
    """The manager stands in the form."""
    name = run.ask("manager", "请填写负责人", answer=Text(), role="负责人")
    with run.form("负责人") as form:
        form.fill("负责人", name)
        form.save("下一步")


@step(title="备案", done_when=filed)
def file(run: Run) -> None:
    """The filing is with the portal."""
    run.open("file")
    run.click_once(FILE, approve="提交备案吗？")


@step(title="注销", done_when=cancelled)
def cancel(run: Run) -> None:
    """The old program is cancelled."""
    run.open("cancel")
    run.click_once(CANCEL, approve="注销吗？")


def _payment(run: Run) -> None:
    run.ask("payment", "请扫码支付", role="财务", until=lambda: run.shows("审核中"), qr=run.session.portal.qr)


def _blindly(name: str, page: str, label: str):
    def click(run: Run) -> None:
        run.open(page)
        run.click_once(label, approve=f"{label}？")

    click.__name__ = name
    return step(title=label, done_when=clicked, unproven="redo")(click)


blind_submit = _blindly("blind_submit", "confirm", SUBMIT)
blind_link = _blindly("blind_link", "link", LINK)
blind_file = _blindly("blind_file", "file", FILE)
blind_cancel = _blindly("blind_cancel", "cancel", CANCEL)
