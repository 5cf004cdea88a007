"""Where a registration stands, read from the page that the portal leads it back to.

A registration has no menu and no account yet: the window is known by a cookie, else by e-mail and password, and
either way the portal shows the first page that is not done (docs/portal.md, 注册).
"""

from __future__ import annotations

from _registration_subject import KIND_CARDS, account_password, subject
from run_flow import FormRefused, PortalChanged, Run, _

AT_TYPES = "请选择注册的账号类型"
AT_BASICS = ("基本信息", "账号信息")
AT_MAIL = ("激活公众平台账号", "邮箱激活")
AT_PLACE = "选择注册地"
AT_KIND = "选择类型"
AT_ENTITY = "主体类型"
AT_INFO = "公众号信息"
AT_END = "注册结果"
AT_REMIT = "支付验证"
REGISTER_PAGES = (AT_TYPES, *AT_BASICS, *AT_MAIL, AT_PLACE, AT_KIND, AT_ENTITY, AT_INFO, AT_END, AT_REMIT)
ENDINGS = ("前往获取打款信息", "微信认证", "前往微信公众平台")
EMAIL_TAKEN = "已经被注册过"
SCAN_FIRST = "微信扫码登录"
AT_OFFICE = "后台"
MOST_PASSWORDS = 3


def register_page(run: Run) -> str:
    """Return the registration's page that the window shows, "" where it shows none."""
    shown = next((title for title in REGISTER_PAGES if run.shows_section(title)), "")
    return AT_BASICS[0] if shown in AT_BASICS else AT_MAIL[0] if shown in AT_MAIL else shown


def reopen_registration(run: Run) -> str:
    """Have the portal lead the window back to where the registration stands, and return that page."""
    run.visit("立即注册", "免费注册")
    if run.shows_section(AT_TYPES):
        kind = next(card for card in KIND_CARDS[subject(run).kind] if run.shows_button(card))
        run.press(kind)
    at = register_page(run)
    if not at:
        raise PortalChanged(
            _("注册页面不是认识的任何一页。"), expected=_("、").join(REGISTER_PAGES), doing=_("打开注册页面")
        )
    return at


def registration_begun(run: Run) -> bool:
    """Tell whether the portal holds a registration under the e-mail."""
    at = register_page(run) or reopen_registration(run)
    if at == AT_TYPES:
        at = reopen_registration(run)
    return at != AT_BASICS[0] or returned_by_email(run) != ""


def returned_by_email(run: Run) -> str:
    """Return where the e-mail's registration stands, the office for an account; "" where the e-mail is free."""
    with run.form(*AT_BASICS) as form:
        form.fill("邮箱", subject(run).email)
        try:
            form.leave("邮箱")
        except FormRefused as refused:
            if EMAIL_TAKEN not in refused.found:
                raise
        else:
            return ""
    run.tell(_("邮箱已经注册过：用密码登录，接着办。"))
    return back_by_password(run)


def back_by_password(run: Run) -> str:
    """Sign in by e-mail and password: it leads back to what is not finished; an account wants a scan, too."""
    said = ""
    for _time in range(MOST_PASSWORDS):
        run.visit("使用账号密码登录", "账号登录")
        try:
            with run.form("账号登录") as form:
                form.fill(("邮箱/微信号", "邮箱"), subject(run).email)
                form.fill("密码", account_password(run, said))
                form.press("登录")
        except FormRefused as refused:
            if SCAN_FIRST in refused.found:
                return AT_OFFICE
            said = refused.found
            continue
        return register_page(run) or AT_OFFICE
    raise FormRefused(said, doing=_("账号登录"), remedy=_("核对登录密码，再运行同一条命令。"))


def registration_past(run: Run, *pages: str) -> bool:
    """Tell whether the registration is past *pages*: the window shows a later one, or is led to it."""
    if run.shows_button(ENDINGS):
        return True
    at = register_page(run)
    if not at or at in (*pages, AT_TYPES, AT_BASICS[0]):
        at = reopen_registration(run)
    if at == AT_BASICS[0]:
        at = returned_by_email(run) or at
    return (
        REGISTER_PAGES.index(at) > max(REGISTER_PAGES.index(page) for page in pages)
        if at in REGISTER_PAGES
        else at == AT_OFFICE
    )
