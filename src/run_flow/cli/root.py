"""The root command: each flow script is a subcommand, beside the fixed ones."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from run_flow.cli import options
from run_flow.cli.check import check
from run_flow.cli.flows import flows
from run_flow.cli.run import FlowCommand
from run_flow.cli.words import given
from run_flow.language import _

FIXED = (check, flows)


class Root(click.Group):
    """run-flow: the flows found, then the fixed commands."""

    def __init__(self, words: Sequence[str]) -> None:
        """Find the flow scripts; *words* may name their folder."""
        super().__init__(
            "run-flow",
            help=_("从一份公司资料到已认证的服务号:填表、核对、等人、等审核,断了接着办。"),
            params=[options.lang(), options.flows(), _version()],
        )
        self.folder = flows_folder(words)
        for path in sorted(self.folder.glob("[!_]*.py")):
            self.add_command(FlowCommand(path.stem.replace("_", "-"), folder=self.folder))
        self.flow_names = list(self.commands)
        for command in FIXED:
            self.add_command(options.with_shared(command))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the flows apart from the other commands."""
        fixed = [name for name in self.list_commands(ctx) if name not in self.flow_names]
        for title, names in ((_("办理"), self.flow_names), (_("其他命令"), fixed)):
            rows = [(name, self.commands[name].get_short_help_str(limit=60)) for name in names]
            with formatter.section(title):
                formatter.write_dl(rows)


def flows_folder(words: Sequence[str]) -> Path:
    """Return the folder of flow scripts: named on the command line, in the environment, else the shipped one."""
    named = given("--flows", words) or os.environ.get("RUN_FLOW_FLOWS")
    if named:
        return Path(named)
    from run_flow.shipped import folder

    return folder("flows")


def _version() -> click.Option:
    def show(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  click calls it
        if value and not context.resilient_parsing:
            from importlib.metadata import version

            click.echo(f"run-flow {version('run-flow')}")
            context.exit()

    return click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=_("显示版本")
    )
