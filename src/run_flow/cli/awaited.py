"""Who is awaited, for what, until when, and the command that answers or goes on."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from run_flow.cli.screen import moment, span, who
from run_flow.language import _

if TYPE_CHECKING:
    from datetime import datetime

    from run_flow.cli.desk import Desk
    from run_flow.journal.rows import AskRow, CaseRow, RunRow


def line_of(desk: Desk, ask: AskRow) -> str:
    """Return what *ask* waits for, from whom, and how long still."""
    line = _("{id} 等 {who}：{question}").format(id=ask.id, who=who(ask.role, ask.channel), question=ask.question)
    return line + limit(ask.deadline, ask.expiry, now=desk.clock.now()) if ask.deadline else line


def limit(until: datetime, expiry: str, *, now: datetime) -> str:
    """Return until when something can be done, how long that is still, and what happens afterwards."""
    told = {"deadline": moment(until), "left": span(until - now), "expiry": expiry}
    if until <= now:
        return (_("（{deadline} 已过期：{expiry}）") if expiry else _("（{deadline} 已过期）")).format(**told)
    if expiry:
        return _("（截止 {deadline}，还剩 {left}；过期：{expiry}）").format(**told)
    return _("（截止 {deadline}，还剩 {left}）").format(**told)


def held(desk: Desk, case: CaseRow) -> bool:
    """Tell whether a living process works on *case*."""
    from run_flow.journal.lease import at_work

    return at_work(case.lease_owner, case.lease_until, now=desk.clock.now())


def worked_on(desk: Desk, run: RunRow) -> bool:
    """Tell whether a living process works on *run*, not on another errand of its company."""
    case = desk.ledger.case(run.case_id)
    return case is not None and held(desk, case) and desk.ledger.worked_on(case.id) == run.id


def lost(desk: Desk, ask: AskRow, run: RunRow) -> bool:
    """Tell whether only the process of *run* that asked could take what *ask* wants, and it was killed."""
    unanswerable = ask.secret or (ask.answer is None and ask.kind != "review")
    return unanswerable and run.state == "running" and not worked_on(desk, run)


def reviewed(desk: Desk, run: RunRow) -> bool:
    """Tell whether *run* was left to a review, not by a look that failed: then its reason is no review's question."""
    asks = desk.ledger.asks(run.case_id, run_id=run.id, state=None)
    return any(ask.kind == "review" and ask.question == run.reason for ask in asks)


def answering(case_id: str, ask_id: str, answer: Mapping[str, Any], *, secret: bool, where: Sequence[str]) -> str:
    """Return the command that answers, with what to write in the place of its value; a secret is asked for.

    *where* says in which records, as the desk does.
    """
    words = shlex.join(["run-flow", "answer", case_id, ask_id, *where])
    return words if secret else f"{words} {_value(answer)}"


def going_on(desk: Desk, run: RunRow) -> str:
    """Return how to go on with *run*, which asks again: by the same command, on the portal where it was begun."""
    again = command(desk, run.flow, run.case_id)
    return _("现在没有进程在等回答；接着办，会重新问：{command}").format(command=again)


def command(desk: Desk, flow: str, case_id: str, *, profile: Path | None = None) -> str:
    """Return the command by which a person does *flow*, where and as the case was begun; the real portal is not named."""
    from run_flow.engine.execute import case_folder
    from run_flow.engine.remembered import remembered
    from run_flow.settings import PORTAL

    known = remembered(case_folder(desk.settings.home, case_id))
    portal = known.portal or desk.settings.portal
    words = ["run-flow", flow.replace("_", "-"), str(profile or known.profile or "PROFILE")]
    words += ["--portal", portal] if portal != PORTAL else []
    words += ["--headless"] if known.headless else []
    return shlex.join([*words, *desk.where])


def _value(answer: Mapping[str, Any]) -> str:
    if answer["kind"] == "confirm":
        return f"{_('是')}/{_('否')}"
    if answer["kind"] == "choice":
        return "/".join(answer["options"])
    return {"amount": _("金额"), "document": _("文件")}.get(answer["kind"], _("内容"))
