"""``run-flow asks``: what people have to do or decide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext, suppress
from threading import Event
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.cli.status import line_of
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.journal.rows import AskRow

LOOK_EVERY_SECONDS = 0.3


@click.command(params=options.shared(), help=_("列出需要人做的事；只看一家公司时写上 CASE。"))
@click.argument("case", required=False)
@click.option("--follow", is_flag=True, help=_("一直等着，有新的事或换了二维码就输出，直到 Ctrl-C"))
@click.pass_obj
def asks(desk: Desk, case: str | None, follow: bool) -> None:  # noqa: FBT001  click hands flags over by name
    """List what people have to do."""
    with suppress(KeyboardInterrupt) if follow else nullcontext():
        asked = _followed(desk, case) if follow else desk.ledger.asks(case)
        for ask in asked:
            _show(desk, ask)
        if not asked and not desk.json:
            desk.say(_("现在没有要人做的事。"))


def _followed(desk: Desk, case: str | None) -> Iterator[AskRow]:
    """Yield each ask once it is open, and again whenever its picture changes."""
    shown: set[tuple[str, str, str]] = set()
    pause = Event()
    while True:
        for ask in desk.ledger.asks(case):
            if (ask.case_id, ask.id, ask.image) not in shown:
                shown.add((ask.case_id, ask.id, ask.image))
                yield ask
        pause.wait(LOOK_EVERY_SECONDS)


def _show(desk: Desk, ask: AskRow) -> None:
    picture = desk.codes(ask.case_id).path(ask.image)
    if desk.json:
        desk.put(ask.as_json() | {"picture": str(picture) if picture else None})
        return
    desk.say(f"{ask.case_id} {line_of(desk, ask)}")
    if picture:
        desk.say(_("    二维码：{file}").format(file=picture))
    if ask.answer:
        desk.say(f"    run-flow answer {ask.case_id} {ask.id}{_choices(ask)}")


def _choices(ask: AskRow) -> str:
    """Return what may be answered, where that is one of a few things."""
    told = ask.answer or {}
    options = [_("是"), _("否")] if told["kind"] == "confirm" else told.get("options", [])
    return "  " + " / ".join(options) if options else ""
