"""小程序备案:从「去备案」到备案号,小程序一个接一个。"""

from __future__ import annotations

from _filing import file_program
from run_flow import FormRefused, Run, _, flow


@flow(title="小程序备案", needs="link", of="小程序", leads_to="可以发布")
def file(run: Run) -> None:
    """Every 小程序 whose filing the profile states carries its number."""
    programs = [program.name for program in run.known.mini_programs if program.filing]
    if not programs:
        raise FormRefused(
            _("资料里没有要备案的小程序。"), doing=_("小程序备案"), remedy=_("在小程序下面写 filing，写法见样例资料。")
        )
    for name in programs:
        file_program(run.for_item(name))
