"""Being in the right back office: one WeChat administers many accounts, and each has its own.

The header of the window says whose it is. Another account is left: by the header's list, else by signing in again. A
name that is not known is shown to a person once; without their word nothing is done in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from run_flow import errors
from run_flow.engine.asks import Question, ask
from run_flow.engine.people import Confirm
from run_flow.engine.session import Place
from run_flow.engine.sign_in import scan
from run_flow.engine.waiting import retried
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.run import Run
    from run_flow.engine.session import Session
    from run_flow.portal import Account, Header
    from run_flow.profile import Profile

_MOST_SIGN_INS = 5


def enter(run: Run, account: Account) -> None:
    """Be in the back office of *account*, and come back to it whenever somebody has to sign in again."""
    from run_flow.portal import SignedOut

    run.session.account = account
    try:
        retried(run.session.portal.enter, portal=run.session.portal)
    except SignedOut:
        sign_in(run)
    else:
        stay(run)


def sign_in(run: Run) -> None:
    """Have a person sign in, for the account that the run is about."""
    scan(run)
    stay(run)


def stay(run: Run) -> bool:
    """Make sure that the window shows the account that the run is about; return whether anything had to be done."""
    session = run.session
    for time in range(_MOST_SIGN_INS):
        account = session.account
        if account is None or _there(session, account):
            return time > 0
        if session.portal.switch_account(account) and _there(session, account):
            session.keep_sign_in()
            return True
        if _agreed(run, account):
            return True
        session.portal.forget_sign_in()
        scan(run)
    raise _elsewhere(session, session.portal.header())


def refuse_another(session: Session) -> None:
    """Raise where the window shows that it is the back office of another account than the run is about."""
    header = session.portal.header() if session.account else None
    if session.account and header and header.texts and not _is_of(session, header, session.account):
        raise _elsewhere(session, header)


def _there(session: Session, account: Account) -> bool:
    """Look at the header, which may come a moment after the page."""
    portal = session.portal
    return bool(portal.until(lambda: _is_of(session, portal.header(), account)))


def _is_of(session: Session, header: Header, account: Account) -> bool:
    if account.contradicted(header):
        return False
    return header.says(account.names) or (account, header.names) in session.agreed


def _agreed(run: Run, account: Account) -> bool:
    """Ask a person, once in a run, whether what the header shows is the account after all."""
    session, header = run.session, run.session.portal.header()
    if account.contradicted(header) or header.says(_names_of_others(session.profile, account)):
        return False
    question = _("后台显示的账号是「{shown}」，要办的是{account}。这是同一个账号吗？")
    confirm = Question(
        key=f"account-{account.name}",
        text=question.format(shown=header, account=account),
        answer=Confirm(),
        role=_("经办人"),
        channel=_("终端或窗口"),
    )
    if ask(session, confirm, Place(session.run_id)) != "yes":
        return False
    session.agreed.add((account, header.names))
    return True


def _names_of_others(profile: Profile, account: Account) -> set[str]:
    """Return the names of the profile's other accounts."""
    names = {profile.account.name, *(program.name for program in profile.mini_programs)}
    return names - set(account.names)


def _elsewhere(session: Session, header: Header) -> errors.PortalChanged:
    return errors.PortalChanged(
        _("后台显示的账号是「{shown}」。").format(shown=session.redactor.text(str(header))),
        expected=str(session.account),
        doing=_("打开账号的后台"),
        remedy=_("用要办的账号登录，然后用同一条命令继续。"),
    )
