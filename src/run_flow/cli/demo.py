"""``run-flow demo``: a sample company is certified on the mock portal, before your eyes."""

from __future__ import annotations

import click

from run_flow.cli import fixtures
from run_flow.cli.desk import Desk
from run_flow.language import _


@click.command(
    params=fixtures.shared(), help=_("看一家样例公司在模拟平台上认证：扫码、付款、打款、审核都由程序扮演的人完成。")
)
@click.option("--household", is_flag=True, help=_("样例个体工商户，而不是样例公司"))
@click.option("--slow", is_flag=True, help=_("慢一点，看清每一步"))
@click.option("--headless", is_flag=True, help=_("不显示浏览器窗口"))
@click.pass_obj
def demo(desk: Desk, /, **chosen: str | bool | None) -> None:
    """Run the shipped demo."""
    fixtures.start("demo", chosen, desk=desk)
