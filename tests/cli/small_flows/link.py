"""关联：each 小程序 of this portal is looked at."""

from __future__ import annotations

from run_flow import Run, flow, step


@flow(title="注册并关联小程序", needs="certify", of="小程序")
def link(run: Run) -> None:
    """Every 小程序 is there."""
    for program in run.known.mini_programs:
        linked(run.for_item(program.name))


@step(title="小程序")
def linked(run: Run) -> None:
    """The 小程序 is there."""
    run.enter(run.item, kind="小程序")
    run.open("设置与开发 > 微信认证")
    run.found("微信认证", run.read("认证状态"))
