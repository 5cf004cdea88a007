"""The command's edge: whatever ended it becomes an exit code and a few lines for the operator."""

from __future__ import annotations

from contextlib import suppress

import click

from run_flow.cli.desk import Desk
from run_flow.cli.findings import lines as shown
from run_flow.cli.findings import record as record_of
from run_flow.cli.reasons import lines as told_by
from run_flow.cli.screen import moment
from run_flow.errors import (
    AuditFailed,
    DryRunEnded,
    PortalChanged,
    PortalDown,
    PortalRefused,
    ProfileRefused,
    RunFlowError,
    Suspended,
    Usage,
    WaitingForReview,
)
from run_flow.language import _

STOPPED = 4


def ended(error: BaseException, desk: Desk) -> int:
    """Say why the command ended, and return its exit code."""
    if isinstance(error, SystemExit) and isinstance(error.code, int | None):
        return error.code or 0
    if isinstance(error, Suspended):
        return _suspended(error, desk)
    # click tells of an interrupt first, and a closed terminal refuses to hear of it
    unheard = isinstance(error, OSError) and isinstance(error.__context__, KeyboardInterrupt)
    if unheard or isinstance(error, (KeyboardInterrupt, click.Abort)):
        return _stopped(desk)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return error.exit_code
    if isinstance(error, click.ClickException):
        error = _usage(error)
    if not isinstance(error, RunFlowError):
        error = _defect(error, desk)
    return _failed(error, desk)


def _suspended(error: Suspended, desk: Desk) -> int:
    look_at = moment(error.look_at) if error.look_at else ""
    lines = [""]
    if isinstance(error, DryRunEnded):
        lines.append(_("试运行到此为止：下一步「{label}」不能撤销，没有做。").format(label=error.waiting_for))
        lines.append(_("要办理，去掉 --dry-run 再执行同一条命令。"))
    elif isinstance(error, WaitingForReview):
        lines.append(_("等平台审核：{what}").format(what=error.waiting_for))
        lines += [_("到 {when} 再看。").format(when=look_at)] if look_at else []
    else:
        lines.append(_("等人处理：{what}").format(what=error.waiting_for))
        lines += [_("最晚 {when}。").format(when=look_at)] if look_at else []
    if error.exit_code:
        lines.append(_("继续时用同一条命令：{command}").format(command=desk.same_command))
    record: dict[str, object] = {
        "ended": type(error).__name__,
        "waiting_for": error.waiting_for,
        "look_at": error.look_at,
    }
    _tell(desk, lines, record, exit_code=error.exit_code)
    return error.exit_code


def _stopped(desk: Desk) -> int:
    told = _("已停下，办到哪里都记着。") if "ledger" in vars(desk) else _("已停下。")
    lines = ["", told, _("继续时用同一条命令：{command}").format(command=desk.same_command)]
    _tell(desk, lines, {"ended": "Stopped"}, exit_code=STOPPED)
    return STOPPED


def _usage(error: click.ClickException) -> Usage:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "run-flow"
    return Usage(
        error.format_message().removesuffix("."),  # click ends one of them so, in every language
        doing=_("读取命令"),
        remedy=_("用法见 {command} --help").format(command=command),
    )


def _defect(error: BaseException, desk: Desk) -> RunFlowError:
    """Put the traceback into the log, and only there."""
    evidence = ""
    try:
        evidence = str(desk.log_file)
        import structlog

        structlog.get_logger().error("unexpected", exc_info=error)
    except (OSError, RunFlowError) as unwritable:
        evidence = str(unwritable)
    return RunFlowError(
        f"{type(error).__name__}: {error}",
        doing=desk.same_command,
        remedy=_("这是程序的缺陷：请把日志交给维护者；用同一条命令可以继续。"),
        evidence=evidence,
    )


def _failed(error: RunFlowError, desk: Desk) -> int:
    findings = error.findings if isinstance(error, ProfileRefused) else ()
    if "log_file" in vars(desk):
        error.evidence = error.evidence or str(desk.log_file)
    reasons = _reasons(error) if isinstance(error, PortalRefused) else []
    lines = shown(findings)
    lines += told_by(reasons)
    faults = error.faults if isinstance(error, AuditFailed) else ()
    lines += [f"{fault.where}: {fault.what}" for fault in faults]
    lines += error.lines()
    if isinstance(error, (PortalDown, PortalChanged)):
        lines += support()
    facts = {name: getattr(error, name) for name in ("doing", "found", "expected", "remedy", "evidence")}
    told = {"findings": [record_of(finding) for finding in findings], "reasons": reasons}
    told |= {"faults": [fault.as_json() for fault in faults]} if faults else {}
    record = {"ended": type(error).__name__, **facts, **told}
    _tell(desk, lines, record, exit_code=error.exit_code)
    return error.exit_code


def _reasons(error: PortalRefused) -> list[dict[str, object]]:
    from run_flow.engine.reasons import record

    return [record(reason) for reason in error.reasons]


def support() -> list[str]:
    """Say where the portal's own people help (docs/portal.md, section 3)."""
    return [
        _("平台客服："),
        _("  社区  {url}").format(url="https://developers.weixin.qq.com/community/"),
        _("  在线客服  公众平台后台右上角"),
        _("  电话  95017（工作日 9–18 点；未证实是否受理公众平台问题）"),
    ]


def _tell(desk: Desk, lines: list[str], record: dict[str, object], *, exit_code: int) -> None:
    with suppress(OSError):  # the output may lie on the full disk that ended it: the exit code tells all the same
        if desk.json:
            desk.put(record | {"exit_code": exit_code})
    with suppress(OSError):
        for line in lines:
            click.echo(desk.redactor.shown(line), err=True)
