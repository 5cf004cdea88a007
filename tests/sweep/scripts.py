"""The same errand in several versions of its script: a step more, a step with another name, two steps changed about."""

from __future__ import annotations

from tests.unit.engine import errand as first

from run_flow.engine.flow import Flow, flow, step
from run_flow.engine.run import Run


@step(title="联系人")
def contact(run: Run) -> None:
    """The contact stands in the form."""
    with run.form("联系人") as form:
        form.fill("联系人", "张三")
        form.save("下一步")


@step(title="提交", was=("submit",), done_when=first.submitted)
def send(run: Run) -> None:
    """The application is with the portal."""
    run.open("confirm")
    run.click_once("提交审核", approve="提交审核吗?")


def _errand() -> Flow:
    company, operator, submit, pay, deposit = first.company, first.operator, first.submit, first.pay, first.deposit
    review = first.review

    @flow(title="小差事")
    def errand(run: Run) -> None:
        """The company is certified."""
        if not first.submitted(run):
            company(run)
            operator(run)
        submit(run)
        pay(run)
        if not first.verified(run):
            deposit(run)
        review(run)

    return errand


def _longer() -> Flow:
    company, operator, submit, pay, deposit = first.company, first.operator, first.submit, first.pay, first.deposit
    added, review = contact, first.review

    @flow(title="小差事")
    def errand(run: Run) -> None:
        """The company is certified, and has a contact."""
        if not first.submitted(run):
            operator(run)
            added(run)
            company(run)
        submit(run)
        pay(run)
        if not first.verified(run):
            deposit(run)
        review(run)

    return errand


def _renamed() -> Flow:
    company, operator, submit, pay, deposit = first.company, first.operator, send, first.pay, first.deposit
    added, review = contact, first.review

    @flow(title="小差事")
    def errand(run: Run) -> None:
        """The company is certified, by a step with another name."""
        if not first.submitted(run):
            company(run)
            operator(run)
            added(run)
        submit(run)
        pay(run)
        if not first.verified(run):
            deposit(run)
        review(run)

    return errand


SCRIPTS = (_errand(), _longer(), _renamed())
