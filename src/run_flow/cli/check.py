"""``run-flow check PROFILE``: every fault of a profile at once; nothing is opened."""

from __future__ import annotations

from pathlib import Path

import click

from run_flow.cli.desk import Desk
from run_flow.language import _

PROFILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(short_help=_("检查一份公司资料,一次列出所有问题"))
@click.argument("profile", type=PROFILE)
@click.pass_obj
def check(desk: Desk, profile: Path) -> None:
    pass
