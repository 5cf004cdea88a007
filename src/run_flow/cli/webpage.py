"""A page that a command writes beside its words: named as one, for the user alone to read."""

from __future__ import annotations

import os
from pathlib import Path

import click

from run_flow.cli.desk import Desk
from run_flow.disk import reason
from run_flow.errors import Usage
from run_flow.language import _


def option(help: str) -> click.Option:  # noqa: A002  click's own word
    """Return ``--html FILE``, handed to the command as ``page``."""
    path = click.Path(dir_okay=False, path_type=Path)
    return click.Option(["--html", "page"], metavar="FILE", type=path, callback=_page_name, help=help)


def write_page(desk: Desk, html: str, page: Path) -> None:
    """Write *html*, redacted, for the user alone to read."""
    refuse_no_folder(page, doing=_("写网页"))
    try:
        with os.fdopen(os.open(page, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(desk.redactor.text(html))
    except OSError as error:
        raise Usage(
            _("写不了 {page}：{why}").format(page=page, why=reason(error)),
            doing=_("写网页"),
            remedy=_("看看有没有权限，或换一个文件名。"),
        ) from error


def refuse_no_folder(file: Path, *, doing: str) -> None:
    """Refuse to write *file* into a folder that is not there."""
    folder = file.absolute().parent
    if not folder.is_dir():
        raise Usage(
            _("没有 {folder} 这个文件夹").format(folder=folder), doing=doing, remedy=_("先建好它，或换一个地方。")
        )


def _page_name(_context: click.Context, _parameter: click.Parameter, value: Path | None) -> Path | None:
    """Refuse to write a page over a file of another kind, such as the profile."""
    if value and value.suffix.lower() not in (".html", ".htm"):
        raise click.BadParameter(_("文件名要以 .html 结尾"))
    return value
