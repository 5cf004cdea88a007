"""Options that several commands share; what they are given goes to the desk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from run_flow.cli.desk import Desk
from run_flow.language import LANGUAGES, _

FOLDER = click.Path(file_okay=False, path_type=Path)


class _Profile(click.Path):
    """The path of a profile: what is there, be it a loop or closed to us, is for the loader to tell of."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, or refuse it; who has no profile yet is told how to begin."""
        if not os.path.lexists(value):
            self.fail(_("没有 {path} 这个文件；还没有资料就先执行 run-flow init").format(path=value), param, ctx)
        return super().convert(value, param, ctx) if Path(value).is_dir() else Path(value)


PROFILE = _Profile(dir_okay=False, path_type=Path)


def keep(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Put a given *value* on the desk, where the settings look first."""
    if value is not None and parameter.name:
        context.find_object(Desk).given[parameter.name] = value  # type: ignore[union-attr]  # main hands it in
    return value


def kept(*names: str, help: str, **facts: Any) -> click.Option:  # noqa: A002  click's own word
    """Return an option that is kept on the desk and not handed to the command."""
    return click.Option(names, expose_value=False, callback=keep, help=help, **facts)


def lang() -> click.Option:
    """Return ``--lang``; main has read it already, click checks it."""
    return kept("--lang", type=click.Choice(LANGUAGES), help=_("界面语言（默认按系统语言，RUN_FLOW_LANG）"))


def flows() -> click.Option:
    """Return ``--flows``; the root has read it already, click checks it."""
    return kept(
        "--flows",
        metavar="DIR",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help=_("流程脚本所在的文件夹（默认用随程序附带的，RUN_FLOW_FLOWS）"),
    )


def shared() -> list[click.Parameter]:
    """Return the options of every command."""
    return [
        kept("--home", metavar="DIR", type=FOLDER, help=_("办理记录所在的文件夹（RUN_FLOW_HOME）")),
        kept("--json", is_flag=True, default=None, help=_("输出 JSON，供程序读取")),
        lang(),
    ]
