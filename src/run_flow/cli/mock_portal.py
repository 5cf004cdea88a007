"""``run-flow mock-portal``: the mock portal, for whoever wants to play everybody."""

from __future__ import annotations

from contextlib import suppress

import click

from run_flow.cli import fixtures, options
from run_flow.cli.desk import Desk
from run_flow.language import _


@click.command(
    "mock-portal",
    params=fixtures.shared(),
    help=_("启动模拟平台（只在本机可以访问），打开显示的两个网址就能自己扮演所有人。"),
)
@click.option("--port", type=click.IntRange(0, 65535), metavar="PORT", help=_("端口（默认由系统挑选）"))
@click.option("--profile", type=options.PROFILE, metavar="FILE", help=_("账号主体取自这份资料（默认样例公司）"))
@click.option("--scenarios", is_flag=True, help=_("列出全部情景，各是什么"))
@click.pass_obj
def mock_portal(desk: Desk, /, **chosen: str | bool | None) -> None:
    """Serve the shipped mock portal."""
    with suppress(KeyboardInterrupt):
        fixtures.start("mock_portal", chosen, desk=desk)
