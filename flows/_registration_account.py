"""The first pages of a registration: e-mail and password, the mail that activates, the place, the kind of account."""

from __future__ import annotations

from _registration_place import (
    AT_BASICS,
    AT_KIND,
    AT_MAIL,
    AT_PLACE,
    register_page,
    registration_begun,
    registration_past,
)
from _registration_subject import account_password, stated, subject
from run_flow import Choice, Code, FormRefused, Run, Text, _, deadline, minutes, step

REGISTER_AGREEMENTS = ("我同意并遵守《微信公众平台服务协议》", "我同意并遵守《微信小程序平台服务条款》")
BASICS_REFUSED = ("验证码", "邮箱", "密码", "操作过于频繁", "协议")
ACTIVATED = "已激活"
KIND_FOREVER = "选择公众号类型之后不可更改"


def kind_chosen(run: Run) -> bool:
    """Tell whether the portal holds the kind of account."""
    return registration_past(run, AT_KIND)


@step(title="基本信息", done_when=registration_begun)
def register_basics(run: Run) -> None:
    """The e-mail is registered, with the password that the company wants; nothing of it can be changed later."""
    email = stated(run).email
    secret = account_password(run)
    with run.form(*AT_BASICS) as form:
        form.fill("邮箱", email)
        form.leave("邮箱")
        form.sms_code("邮箱验证码", lambda said: mail_code(run, said), if_shown=True)
        form.fill("密码", secret)
        form.fill("确认密码", secret)
        form.picture_code("验证码", lambda said: picture_code_of(run, said), if_shown=True)
        form.check(REGISTER_AGREEMENTS)
    run.click_once(
        "注册",
        approve=_("用邮箱 {email} 注册{kind}。一个邮箱只能注册一个账号，现在注册吗？").format(
            email=email, kind=subject(run).kind
        ),
        refused=BASICS_REFUSED,
    )


def mail_code(run: Run, said: str) -> str:
    """Return the code that came by mail; what the portal *said* of the one before is told."""
    question = _("平台给 {email} 发了验证码邮件，请填写邮件里的 6 位验证码。").format(email=subject(run).email)
    if said:
        question = _("平台说：{said}。请看最新的邮件，再填一次 6 位验证码。").format(said=said)
    return run.ask(
        "mail-code", question, answer=Code(), role=_("邮箱持有人"), channel=_("邮件"), within=minutes(10), secret=True
    )


def picture_code_of(run: Run, said: str) -> str:
    """Return what a person reads in the window's picture; what the portal *said* of the one before is told."""
    question = _("请看浏览器窗口，填写图形验证码里的 4 个字符。")
    if said:
        question = _("平台说：{said}。请看窗口里新的图形验证码，再填一次。").format(said=said)
    return run.ask(
        "picture-code", question, answer=Text(max_length=8), role=_("经办人"), channel=_("浏览器窗口"), secret=True
    )


@step(title="邮箱激活")
def activate_email(run: Run) -> None:
    """The e-mail is activated by the link that came by mail."""
    run.ask(
        "activation",
        _("平台给 {email} 发了激活邮件，请点击邮件里的链接，然后回答：{done}。没有收到就看看垃圾邮件。").format(
            email=subject(run).email, done=ACTIVATED
        ),
        answer=Choice((ACTIVATED,)),
        role=_("邮箱持有人"),
        channel=_("邮件"),
        within=deadline("activation"),
        until=lambda: register_page(run) not in ("", AT_MAIL[0]),
    )


@step(title="选择注册地")
def register_place(run: Run) -> None:
    """The company stands in mainland China."""
    with run.form(AT_PLACE) as form:
        form.select(("企业注册地", "注册地"), "中国大陆")
        form.save("确定", lasting=False)


@step(title="选择类型", done_when=kind_chosen)
def register_kind(run: Run) -> None:
    """The account is a 服务号, for ever."""
    if run.shows_button("取消"):
        run.press("取消")
    wanted = subject(run).kind
    run.press("选择并继续", within=wanted)
    if not run.shows(KIND_FOREVER):
        raise FormRefused(_("平台没有说明账号类型不可更改"), doing=_("选择类型"))
    run.click_once("确定", approve=_("账号类型选「{kind}」，以后不能更改。现在选定吗？").format(kind=wanted))
