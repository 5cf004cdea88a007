"""Where flows/ and fixtures/ are: inside the wheel, or at the top of the checkout of an editable install."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from run_flow.errors import EnvironmentMissing
from run_flow.language import _

_HERE = Path(__file__).resolve()


def folder(name: Literal["flows", "fixtures"]) -> Path:
    """Return the folder *name* that belongs to this installation."""
    in_wheel = _HERE.with_name("shipped") / name
    in_checkout = _HERE.parents[2] / name
    if in_wheel.is_dir():
        return in_wheel
    if _HERE.parents[1].name == "src" and in_checkout.is_dir():
        return in_checkout
    raise EnvironmentMissing(
        _("这个安装里没有 {name} 文件夹").format(name=name),
        doing=_("查找随程序附带的文件"),
        remedy=_("重新安装 run-flow。"),
    )
