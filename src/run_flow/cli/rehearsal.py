"""``run-flow demo`` and ``run-flow mock-portal``: the shipped fixtures, started; src knows nothing else of them."""

from __future__ import annotations

import runpy
import sys

import click

from run_flow.cli.desk import Desk
from run_flow.language import _

SKIN = click.Option(
    ["--skin"], type=click.Choice(["legacy", "modern"]), help=_("模拟平台的外观(legacy 旧版,modern 新版)")
)
EMBEDDED = click.Option(["--embedded"], is_flag=True, help=_("页面嵌在 shadow root 和内层 iframe 里"))
SCENARIO = click.Option(["--scenario"], help=_("模拟平台的情景,例如 facts 或 guide"))


@click.command("demo", params=[SKIN, EMBEDDED, SCENARIO], short_help=_("看一家样例公司在模拟平台上认证"))
@click.option("--headless", is_flag=True, help=_("不显示浏览器窗口"))
@click.pass_obj
def demo(desk: Desk, /, **chosen: str | bool | None) -> None:
    """看一家样例公司在模拟平台上认证:扫码、付款、打款、审核都由程序扮演的人完成。"""
    _start("demo", _as_words(chosen), json=desk.json)


@click.command("mock-portal", params=[SKIN, EMBEDDED, SCENARIO], short_help=_("启动模拟平台,自己扮演所有人"))
@click.option("--port", type=click.IntRange(0, 65535), help=_("端口(默认由系统挑选)"))
@click.pass_obj
def mock_portal(desk: Desk, /, **chosen: str | bool | None) -> None:
    """启动模拟平台(只在本机可以访问),打开显示的两个网址就能自己扮演所有人。"""
    _start("mock_portal", _as_words(chosen), json=desk.json)


def _start(module: str, words: list[str], *, json: bool) -> None:
    from run_flow.shipped import folder

    sys.path.insert(0, str(folder("fixtures")))
    sys.argv = [module, *words, *(["--json"] if json else [])]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _as_words(chosen: dict[str, str | bool | None]) -> list[str]:
    words = []
    for name, value in chosen.items():
        if value is True:
            words.append(f"--{name}")
        elif value not in (None, False):
            words += [f"--{name}", str(value)]
    return words
