"""``run-flow purge``: evidence of a company, or about one person, destroyed; the chain of events still holds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.errors import Usage
from run_flow.language import _

if TYPE_CHECKING:
    from pathlib import Path

    from run_flow.journal.rows import CaseRow


@click.command(
    params=options.shared(),
    help=_("清除一家公司（CASE）的证据、保存的登录和回答，或其中一个人的（--person）；不能恢复，事件链仍可核对。"),
)
@click.argument("case")
@click.option("--person", metavar="NAME", help=_("只清除这个人的：销毁他的密钥，和没有清除干净的轨迹"))
@click.option("--unfinished", is_flag=True, help=_("还有没办完的也清除：以后接着办时，要重新登录、重新回答"))
@click.option("--yes", is_flag=True, help=_("不再问一遍"))
@click.pass_obj
def purge(desk: Desk, case: str, person: str | None, *, unfinished: bool, yes: bool) -> None:
    """Destroy evidence, once a person has said so."""
    from run_flow.audit import chain, retention
    from run_flow.cli.audit import known
    from run_flow.engine.execute import case_folder

    row = known(desk, case)[0]
    folder = case_folder(desk.settings.home, row.id)
    holder = _holder(folder, person) if person else None
    if not unfinished and not person:
        _refuse_unfinished(desk, row)
    _refuse_unmeant(row, person, yes=yes)
    with desk.ledger.lease(row.id) as lease:
        told = chain.told(desk.ledger.chain(row.id))
        if holder:
            count = retention.purge_person(desk.ledger, lease, folder, holder=holder)
        else:
            count = retention.purge(desk.ledger, lease, told, folder)
    if desk.json:
        desk.put({"ended": "Purged", "case": row.id, "files": count})
    else:
        desk.say(
            _("已清除 {count} 个文件，这件事记在事件链里。以前导出的包、开启文件和备份要另外处理。").format(count=count)
        )


def _holder(folder: Path, person: str) -> str:
    """Return under which name the key lies behind what was committed to about *person*."""
    from run_flow.audit.commitments import Keys

    keys = Keys(folder)
    holder = keys.holder(f"person {person.strip()}")
    if keys.of(holder):
        return holder
    raise Usage(
        _("这家公司的证据里没有这个人，或者已经清除"),
        doing=_("清除证据"),
        remedy=_("姓名照办理时资料里的写。"),
    )


def _refuse_unfinished(desk: Desk, case: CaseRow) -> None:
    if open_runs := [run.id for run in desk.ledger.runs(case.id) if run.state != "done" and not run.dry_run]:
        raise Usage(
            _("还没有办完：{runs}").format(runs=_("、").join(open_runs)),
            doing=_("清除证据"),
            remedy=_("办完后再清除；不再办了，加 --unfinished。"),
        )


def _refuse_unmeant(case: CaseRow, person: str | None, *, yes: bool) -> None:
    """Return once a person has agreed."""
    if yes:
        return
    question = (
        _("清除「{company}」的证据，不能恢复。清除吗？")
        if person is None
        else _("清除「{company}」里这个人的证据，不能恢复。清除吗？")
    )
    if sys.stdin.isatty() and click.confirm(question.format(company=case.company), err=True):
        return
    raise Usage(_("没有得到同意"), doing=_("清除证据"), remedy=_("确定要清除，在终端里回答，或加 --yes。"))
