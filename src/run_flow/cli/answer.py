"""``run-flow answer CASE ASK [VALUE]``: answer from another terminal; the first answer wins."""

from __future__ import annotations

import getpass
import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.awaited import going_on, worked_on
from run_flow.cli.desk import Desk
from run_flow.errors import Usage
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.journal.rows import AskRow


@click.command(
    params=options.shared(),
    help=_(
        "回答一件需要人做的事；CASE 和 ASK 见 run-flow asks。VALUE 不写时会问，或从标准输入读取；验证码这样的秘密只能这样给，不能写在命令行里。"
    ),
)
@click.argument("case")
@click.argument("ask")
@click.argument("value", required=False)
@click.pass_obj
def answer(desk: Desk, case: str, ask: str, value: str | None) -> None:
    """Record an answer; the first one wins."""
    row = _open(desk, case, ask)
    if row.secret and value is not None:
        raise _refused(
            _("这是秘密，不能写在命令行里：别人从进程列表和历史记录都看得到"),
            _("去掉最后一项，再运行一次，按提示输入。"),
        )
    if row.answer is None:
        raise _refused(_("这件事由平台确认，不用回答"), row.question)
    _give(desk, row, value if value is not None else _asked(row))
    if desk.json:
        desk.put({"case": case, "ask": ask, "applied": True})
    else:
        desk.say(_("已记下。"))


def _give(desk: Desk, row: AskRow, text: str) -> None:
    from run_flow.engine.people import give

    try:
        applied = give(desk.ledger, desk.vault(row.case_id), row, text, by=_me())
    except ValueError as why:
        raise _refused(_("{ask}：{why}").format(ask=row.id, why=why), row.question) from why
    if not applied:
        raise _late(desk, row)


def _me() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "?"


def _open(desk: Desk, case: str, ask: str) -> AskRow:
    from run_flow.engine.people import settled

    row = desk.ledger.ask(case, ask)
    if row is None:
        known = {f"{each.case_id} {each.id}" for each in desk.ledger.asks()}
        meant = get_close_matches(f"{case} {ask}", known, n=1)
        mend = _("是不是 {meant}？").format(meant=meant[0]) if meant else _("先看 run-flow asks。")
        raise _refused(_("没有 {case} {ask} 这件事").format(case=case, ask=ask), mend)
    if _unheard(desk, row):
        run = desk.ledger.run(row.run_id)
        assert run is not None, "it asked"
        raise _refused(
            _("{ask} 只给等着它的进程，不保存，所以没有记下").format(ask=row.id),
            going_on(desk, run),
        )
    if settled(row, now=desk.clock.now()):
        raise _late(desk, row)
    return row


def _unheard(desk: Desk, ask: AskRow) -> bool:
    """Tell whether *ask* is for a secret that only a process which waits can take, and none does: it asks again."""
    run = desk.ledger.run(ask.run_id)
    if not ask.secret or not run or run.state == "done" or worked_on(desk, run):
        return False
    asks = desk.ledger.asks(ask.case_id, run_id=ask.run_id, state=None)
    here = (ask.step, ask.item, ask.round, ask.key)
    latest = [each for each in asks if (each.step, each.item, each.round, each.key) == here][-1]
    return latest.id == ask.id and ask.state in ("open", "cancelled")


def _late(desk: Desk, row: AskRow) -> Usage:
    """Return why the answer comes too late, as the ledger has it now."""
    from run_flow.engine.people import settled

    now = desk.ledger.ask(row.case_id, row.id) or row
    return _refused(settled(now, now=desk.clock.now()), _("先看 run-flow asks。"))


def _asked(row: AskRow) -> str:
    if sys.stdin.isatty():
        click.echo(row.question, err=True)
        asks = _("（输入时不显示）> ") if row.secret else "> "
        return str(click.prompt(asks, hide_input=row.secret, prompt_suffix="", err=True))
    return sys.stdin.readline().strip("\r\n")


def _refused(found: str, remedy: str) -> Usage:
    return Usage(found, doing=_("记录回答"), remedy=remedy)
