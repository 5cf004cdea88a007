"""``run-flow schema``: what a profile may say, for editors and other programs."""

from __future__ import annotations

import json

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.language import _


@click.command(params=options.shared(), help=_("输出资料文件的 JSON Schema，编辑器用它来补全和提示。"))
@click.pass_obj
def schema(desk: Desk) -> None:
    """Print the schema of a profile."""
    from run_flow.cli.samples import sample
    from run_flow.profile.schema import schema
    from run_flow.profile.template import comments

    found = schema(comments(sample("企业")))
    if desk.json:
        desk.put(found)
    else:
        desk.say(json.dumps(found, ensure_ascii=False, indent=2))
