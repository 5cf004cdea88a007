"""``run-flow certify PROFILE`` and its like: a flow script as a command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.cli.root import Root
    from run_flow.engine.scripts import FlowTitle


class FlowCommand(click.Command):
    """The command that runs one flow script; its title is read only when it is shown."""

    def __init__(self, name: str, *, path: Path, root: Root) -> None:
        """Offer the flow *name*, the script at *path* in the root's folder."""
        super().__init__(
            name,
            params=[
                click.Argument(["profile"], type=options.PROFILE),
                click.Option(["--dry-run"], is_flag=True, help=_("办到第一个不能撤销的点击之前停下，说明停在哪里")),
                options.kept("--portal", metavar="URL", help=_("平台地址（默认真实平台，RUN_FLOW_PORTAL）")),
                options.kept("--headless", is_flag=True, default=None, help=_("不显示浏览器窗口（RUN_FLOW_HEADLESS）")),
                options.flows(),
                *options.shared(),
            ],
            callback=click.pass_obj(self.do),
        )
        self.path = path
        self.root = root

    @property
    def title(self) -> FlowTitle | None:
        """Return what the script states about itself; None where it states no flow."""
        return self.root.titles.get(self.name or "")

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002  click's signature
        """Return the flow's title, read from its decorator alone: `--help` must not wait for whole scripts."""
        decorator = re.search(
            r"^@flow\((.*?)\)$", self.path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
        )
        title = re.search(r"title=[\"'](.+?)[\"']", decorator[1]) if decorator else None
        return title[1] if title else ""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's signature
        """Tell the flow's title and its steps."""
        if self.title:
            formatter.write_paragraph()
            formatter.write_text(_("办理：{title}。PROFILE 是公司资料文件。").format(title=self.title.title))
            formatter.write_text(_("步骤：{steps}").format(steps=" → ".join(step.title for step in self.title.steps)))
            formatter.write_text(_("停下以后（Ctrl-C、断电、过几天）用同一条命令继续。"))

    def do(self, desk: Desk, profile: Path, dry_run: bool) -> None:  # noqa: FBT001  click hands flags over by name
        """Do the flow for the company of *profile*."""
        from run_flow.cli.run import run

        run(desk, self.root.folder, self.name or "", profile, dry_run=dry_run)
