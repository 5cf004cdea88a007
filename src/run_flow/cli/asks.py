"""``run-flow asks``: what people have to do or decide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.awaited import answering, going_on, line_of, lost
from run_flow.cli.desk import Desk
from run_flow.cli.root import title_of
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
    if follow:
        with suppress(KeyboardInterrupt):
            for ask in _followed(desk, case):
                _show(desk, ask)
        return
    asked, unasked = desk.ledger.asks(case), desk.ledger.unasked_runs(case)
    for ask in asked:
        _show(desk, ask)
    if desk.json:
        return
    for run in unasked:
        told = _("{case} {errand} 等人处理：{reason}")
        desk.say(told.format(case=run.case_id, errand=title_of(run.flow), reason=run.reason))
        desk.say(f"    {going_on(desk, run)}")
    if not asked and not unasked:
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
    if (run := desk.ledger.run(ask.run_id)) and lost(desk, ask, run):
        desk.say(f"    {going_on(desk, run)}")
    elif ask.answer:
        desk.say(f"    {answering(ask.case_id, ask.id, ask.answer, secret=ask.secret, where=desk.where)}")
