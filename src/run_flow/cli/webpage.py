"""A page that a command writes beside its words: named as one, for the user alone to read."""

from __future__ import annotations

import os
from pathlib import Path

import click

from run_flow.cli.desk import Desk
from run_flow.errors import Usage
from run_flow.language import _


def option(help: str) -> click.Option:  # noqa: A002  click's own word
    """Return ``--html FILE``, handed to the command as ``page``."""
    path = click.Path(dir_okay=False, path_type=Path)
    return click.Option(["--html", "page"], metavar="FILE", type=path, callback=_page_name, help=help)


def write_page(desk: Desk, html: str, page: Path) -> None:
    """Write *html*, redacted, for the user alone to read."""
    try:
        with os.fdopen(os.open(page, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(desk.redactor.text(html))
    except OSError as error:
        raise Usage(
            _("写不了 {page}：{why}").format(page=page, why=error.strerror),
            doing=_("写网页"),
            remedy=_("看看文件夹在不在、有没有权限，或换一个文件名。"),
        ) from error


def _page_name(_context: click.Context, _parameter: click.Parameter, value: Path | None) -> Path | None:
    """Refuse to write a page over a file of another kind, such as the profile."""
    if value and value.suffix.lower() not in (".html", ".htm"):
        raise click.BadParameter(_("文件名要以 .html 结尾"))
    return value
