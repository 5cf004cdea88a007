"""``run-flow flows``: the flow scripts there are, with the steps' titles."""

from __future__ import annotations

from dataclasses import asdict

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.language import _, spoken


@click.command(
    "flows",
    params=[options.flows(), *options.shared()],
    help=_("列出有哪些流程，每个有哪些步骤；带「!」的步骤不能撤销，点击前会请人同意。"),
)
@click.pass_context
def flows(context: click.Context) -> None:
    """List the flow scripts."""
    from run_flow.cli.root import Root

    root, desk = context.find_root().command, context.find_object(Desk)
    assert isinstance(root, Root)
    assert desk
    for flow in root.titles.values():
        if desk.json:
            desk.put(asdict(flow))
            continue
        desk.say(f"{flow.name}  {flow.title}  {flow.path}")
        for step in flow.steps:
            fact = f"  {step.fact}" if spoken() == "en" else ""  # a script's docstrings are in English
            desk.say(f"  {'!' if step.irreversible else ' '} {step.title}{fact}")
        if any(step.irreversible for step in flow.steps):
            desk.say(_("  带「!」的步骤不能撤销，点击前会请人同意。"))
