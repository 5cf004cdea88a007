"""The root command: each flow script is a subcommand, beside the fixed ones."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.flow_command import FlowCommand
from run_flow.cli.words import given
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.scripts import FlowTitle

JOURNEY = "journey"
FIXED = {
    JOURNEY: _("从注册到小程序可以发布，一件事接一件事地办"),
    "check": _("检查一份公司资料，一次列出所有问题"),
    "init": _("建立一份空的公司资料，照提示填写"),
    "rules": _("列出检查资料的规则，每条有依据和日期"),
    "schema": _("输出资料文件的 JSON Schema，给编辑器用"),
    "plan": _("排出办理计划：先后、时间、费用、谁在什么时候做什么"),
    "prepare": _("为平台不收的图片各另存一份：转正、转成 JPG、缩小；原图不动"),
    "watch": _("一直看着：到时间就去平台看审核结果，快到期就提醒，要人时才叫人"),
    "status": _("看每家公司办到哪里、在等谁、等到什么时候"),
    "asks": _("列出需要人做的事"),
    "answer": _("回答一件需要人做的事"),
    "show": _("按时间顺序看一次办理的经过"),
    "replay": _("在网页上看一次办理的经过，每一步都有录像"),
    "audit": _("给审计的证据：打包、核对、公钥"),
    "evidence": _("看保留着哪些证据、多大、到什么时候"),
    "purge": _("清除一家公司或一个人的证据，不能恢复"),
    "flows": _("列出有哪些流程，每个有哪些步骤"),
    "demo": _("看一家样例公司在模拟平台上认证"),
    "mock-portal": _("启动模拟平台，自己扮演所有人"),
}
"""The fixed commands and what they do; each is a module of its name, imported when it is used."""


class Root(click.Group):
    """run-flow: the flows found, then the fixed commands."""

    def __init__(self, words: Sequence[str]) -> None:
        """Find the flow scripts; *words* may name their folder."""
        super().__init__(
            "run-flow",
            help=_("从一份公司资料到可以发布的小程序：填表、核对、等人、等审核，断了接着办。"),
            params=[*options.shared(), options.flows(), _version()],
        )
        self.folder = flows_folder(words)
        for path in sorted(self.folder.glob("[!_]*.py")):
            self.add_command(FlowCommand(_flow_name(path), path=path, root=self))
        self.flows = dict(self.commands)
        for name, does in FIXED.items():
            self.add_command(click.Command(name, short_help=does))

    @cached_property
    def titles(self) -> dict[str, FlowTitle]:
        """Return what the scripts state about themselves."""
        from run_flow.engine.scripts import titles

        return {_flow_name(title.path): title for title in titles(self.folder)}

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, imported now where it is a fixed one."""
        if cmd_name not in FIXED:
            return super().get_command(ctx, cmd_name)
        from importlib import import_module

        name = cmd_name.replace("-", "_")
        return getattr(import_module(f"run_flow.cli.{name}"), name)  # type: ignore[no-any-return]  # a command by its name

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's signature
        """List the errands, all of them in one first, apart from the other commands."""
        errands = {JOURNEY: self.commands[JOURNEY], **self.flows}
        fixed = {name: self.commands[name] for name in FIXED if name != JOURNEY}
        for title, commands in ((_("办理"), errands), (_("其他命令"), fixed)):
            with formatter.section(title):
                formatter.write_dl([(name, command.get_short_help_str()) for name, command in commands.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's signature
        """Tell where the sample profiles are."""
        from run_flow.shipped import folder

        formatter.write_paragraph()
        formatter.write(_("样例资料：{folder}").format(folder=folder("fixtures") / "profiles") + "\n")


def title_of(flow: str) -> str:
    """Return what people call *flow*; its name where no script states a title."""
    root = click.get_current_context().find_root().command
    command = root.flows.get(flow.replace("_", "-")) if isinstance(root, Root) else None
    return (command and command.get_short_help_str()) or flow


def flows_folder(words: Sequence[str]) -> Path:
    """Return the folder of flow scripts: named on the command line, in the environment, else the shipped one."""
    named = given("--flows", words) or os.environ.get("RUN_FLOW_FLOWS")
    if not named:
        from run_flow.shipped import folder

        return folder("flows")
    if Path(named).is_dir():
        return Path(named)
    from run_flow.errors import Usage

    raise Usage(_("没有 {folder} 这个文件夹").format(folder=named), doing=_("查找流程脚本"), remedy=_("看看 --flows。"))


def _flow_name(path: Path) -> str:
    name = path.stem.replace("_", "-")
    if name not in FIXED:
        return name
    from run_flow.errors import Usage

    raise Usage(
        _("{path} 与命令 {name} 同名").format(path=path, name=name), doing=_("查找流程脚本"), remedy=_("给它改个名字。")
    )


def _version() -> click.Option:
    def show(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  click calls it
        if value and not context.resilient_parsing:
            from importlib.metadata import version

            click.echo(f"run-flow {version('run-flow')}")
            context.exit()

    return click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=_("显示版本")
    )
