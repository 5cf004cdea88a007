"""服务号认证:从登录后台到「已认证」。"""

from __future__ import annotations

from _certification import apply, conclude
from run_flow import Run, flow


@flow(title="服务号认证", needs="register")
def certify(run: Run) -> None:
    """The 服务号 carries the 已认证 badge."""
    apply(run)
    conclude(run)
