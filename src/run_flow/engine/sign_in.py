"""Signing in: a person scans the portal's code; where nobody is at the window, one ask waits until somebody is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from run_flow.engine.asks import Question, ask
from run_flow.engine.session import Place
from run_flow.errors import WaitingForPerson
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.run import Run


def scan(run: Run) -> None:
    """Have a person sign in, unless the portal still knows us, and keep the session."""
    session, portal = run.session, run.session.portal
    portal.show_sign_in()
    question = Question(
        key="sign-in",
        kind="sign-in",
        text=_words(run),
        role=_("管理员/运营者"),
        channel=_("微信扫码"),
        until=lambda: _signed_in(run),
        qr=portal.qr if session.attended else None,
    )
    ask(session, question, Place(session.run_id))
    session.keep_sign_in()


def _words(run: Run) -> str:
    """Return what a person does: at the window at once, otherwise with the ordinary command; it names no file."""
    account = run.session.account
    choice = _("，在手机上选择「{name}」（{kind}）").format(name=account.name, kind=account.kind) if account else ""
    if run.session.attended:
        return _("请用微信扫码登录公众平台{choice}。").format(choice=choice)
    command = f"run-flow {run.session.flow.command} PROFILE"
    return _("登录已失效：请执行 {command}，用微信扫码登录公众平台{choice}。").format(command=command, choice=choice)


def _signed_in(run: Run) -> bool:
    portal = run.session.portal
    state = portal.state()
    if state == "no-account":
        raise WaitingForPerson(
            _(
                "扫码的微信没有可登录的账号。公司还没有服务号的，先办注册：run-flow register profile.yaml；"
                "已经有的，用它的管理员的微信扫码"
            )
        )
    if state in {"expired", "failed"}:
        if why := portal.sign_in_failures():
            run.tell(_("平台没有让登录：{why}。请重新扫码。").format(why=_("、").join(why)))
        portal.show_sign_in()
    return portal.signed_in
