"""The shipped fixtures, started as the programs they are; src knows nothing else of them."""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Mapping

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.errors import Usage
from run_flow.language import _, spoken
from run_flow.shipped import folder


def shared() -> list[click.Parameter]:
    """Return the options of every command that starts a mock portal."""
    skins = click.Choice(["legacy", "modern"])
    return [
        click.Option(["--skin"], type=skins, help=_("模拟平台的外观（legacy 旧版，modern 新版）")),
        click.Option(["--embedded"], is_flag=True, help=_("页面嵌在 shadow root 和内层 iframe 里")),
        click.Option(
            ["--scenario"],
            metavar="NAME",
            help=_("模拟平台的情景，例如 guide 或 rejected-then-passed（mock-portal --scenarios 列出全部）"),
        ),
        *options.shared(),
    ]


def start(module: str, chosen: Mapping[str, str | bool | None], *, desk: Desk) -> None:
    """Run the fixture *module* with the options *chosen*, in this process and to its end."""
    sys.path.insert(0, str(folder("fixtures")))
    os.environ["RUN_FLOW_LANG"] = spoken()  # for the run-flow that the demo starts
    sys.argv = [module, *_as_words(chosen), *(["--json"] if desk.json else [])]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if isinstance(ended.code, str):  # the fixture's own last words
            raise Usage(ended.code, doing=_("启动模拟平台"), remedy=_("照「发现」写的改命令，再执行一次。")) from ended
        raise


def _as_words(chosen: Mapping[str, str | bool | None]) -> list[str]:
    words = []
    for name, value in chosen.items():
        if value is True:
            words.append(f"--{name}")
        elif value not in (None, False):
            words += [f"--{name}", str(value)]
    return words
