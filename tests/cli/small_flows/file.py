"""备案：a person says the number of each 小程序."""

from __future__ import annotations

from run_flow import Run, Text, flow


@flow(title="小程序备案", needs="link", of="小程序", leads_to="可以发布")
def file(run: Run) -> None:
    """Every 小程序 carries its number."""
    for program in run.known.mini_programs:
        item = run.for_item(program.name)
        item.found("备案号", item.ask("number", "备案号是多少？", answer=Text(), role="经办人"))
