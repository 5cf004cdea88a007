"""A short errand in several versions of its script: a step more, a step with another name, two steps changed about."""

from __future__ import annotations

from tests.unit.engine import errand as long
from tests.unit.engine.errand import operator

from run_flow.engine.flow import Flow, flow, step
from run_flow.engine.run import Run
from run_flow.engine.step import Step


@step(title="联系人")
def contact(run: Run) -> None:
    """The contact stands in the form."""
    with run.form("联系人") as form:
        form.fill("联系人", "张三")
        form.save("下一步")


@step(title="提交", was=("submit",), done_when=long.submitted)
def send(run: Run) -> None:
    """The application is with the portal."""
    run.open("confirm")
    run.click_once("提交审核", approve="提交审核吗?")


def _version(second: Step, *, before: Step | None = None, after: Step | None = None, deposit: bool = False) -> Flow:
    form, pay, named, review = operator, long.pay, long.deposit, long.review

    @flow(title="小差事")
    def errand(run: Run) -> None:
        """The company is certified."""
        if not long.submitted(run):
            for each in (before, form, after):
                if each is not None:
                    each(run)
        second(run)
        pay(run)
        if deposit and not long.verified(run):
            named(run)
        review(run)

    return errand


SCRIPTS = (
    _version(long.submit),
    _version(long.submit, after=contact),
    _version(send, before=contact),
    _version(long.submit, before=contact, deposit=True),
)
