"""Way one: a 小程序 registered from the certified 服务号, whose papers it takes over."""

from __future__ import annotations

from _certification_forms import PROVEN, phone_code
from _program import (
    FAST_REGISTER,
    PROGRAM_ACTIVATED,
    PROGRAM_LINKED,
    PROGRAM_MAILED,
    add_program,
    administrator_scans,
    portal_refuses,
    portal_says,
    program_row,
    program_state,
    the_program,
)
from _registration_account import picture_code_of
from _registration_subject import account_password
from run_flow import Confirm, FormRefused, PortalRefused, Run, _, deadline, minutes, step

FAST_ACCOUNT, FAST_REUSE, FAST_BIND = "填写小程序帐号信息", "选择复用资质", "绑定管理员"
FAST_MAIL, FAST_DONE = "邮箱激活", ("注册完成", "绑定管理员")
FAST_SENT = (PROGRAM_MAILED, PROGRAM_ACTIVATED, PROGRAM_LINKED)
PROGRAM_AGREEMENTS = ("我同意并遵守《微信小程序平台服务条款》", "我同意并遵守《微信公众平台服务协议》")
FAST_NOT_SENT = ("验证码", "邮箱", "密码", "个小程序", "已达上限", "信息安全", "失效")
ANOTHER_CODE = "验证码"


def register_program(run: Run) -> None:
    """Register the 小程序 and see it through to its account, wherever an earlier run left it."""
    while not fast_sent(run):
        try:
            fast_register(run)
        except FormRefused as refusal:  # another picture, another try; everything else is for the operator to mend
            if ANOTHER_CODE not in refusal.found:
                refusal.remedy = refusal.remedy or fast_remedy(run, refusal.found)
                raise
            run.tell(refusal.found)
    if fast_unfinished(run):
        fast_activate(run)
    if program_state(run).startswith(PROGRAM_ACTIVATED):
        fast_bind(run)


def fast_sent(run: Run) -> bool:
    """Tell whether the portal holds the registration."""
    return any(program_state(run).startswith(word) for word in FAST_SENT)


def fast_unfinished(run: Run) -> bool:
    """Tell whether the mail was not answered yet."""
    return program_state(run).startswith(PROGRAM_MAILED)


def fast_finished(run: Run) -> bool:
    """Tell whether the registration became an account that the 服务号 is linked to."""
    return program_state(run) == PROGRAM_LINKED


def fast_offered(run: Run) -> bool:
    """Tell whether the dialog 添加小程序 offers to register one."""
    add_program(run)
    return run.shows_button(FAST_REGISTER)


def fast_begin(run: Run) -> None:
    """Go as far as the choice of what is taken over; raise with the portal's words where it lets nobody in."""
    add_program(run)
    run.press(FAST_REGISTER)
    if not run.shows_button("快速创建"):
        portal_refuses(run, doing=_("快速注册小程序"), remedy=fast_remedy(run, portal_says(run)))
    if run.shows("将不与公众号关联"):
        raise PortalRefused(
            _("服务号关联的小程序已满，新注册的不会自动关联。"),
            doing=_("快速注册小程序"),
            remedy=_("在小程序管理里取消关联不用的小程序，然后用同一条命令继续。"),
        )
    run.press("快速创建")
    administrator_scans(run)


def fast_remedy(run: Run, words: str) -> str:
    """Return what helps against one of the portal's reasons not to register a 小程序."""
    known = {
        "未完成微信认证": _("先办完服务号的认证：run-flow certify。"),
        "个人类型": _("个人类型的公众号不能复用资质：用同一条命令，同意单独注册。"),
        "本月已": _("等到下个月再用同一条命令，或者同意单独注册。"),
        "未完成注册": _("先在小程序管理里把未完成的注册办完或删除，再用同一条命令继续。"),
        "完成注册后": _("先在小程序管理里把未完成的注册办完，再用同一条命令继续。"),
        "邮箱": _("给这个小程序换一个没有用过的邮箱，写进资料，再用同一条命令继续。"),
        "请先完成认证": _("先把已经申请的小程序认证了，再用同一条命令继续。"),
        "已达上限": _("一个主体能注册的小程序有上限：注销不用的小程序，再用同一条命令继续。"),
        "安全原因": _("联系平台客服，或者用同一条命令，同意单独注册。"),
    }
    help_ = next((mend for part, mend in known.items() if part in words), "")
    return help_ or _("按平台的提示处理，再用同一条命令继续（{name}）。").format(name=run.item)


def choose_reuse(run: Run) -> None:
    """Take over everything that the portal offers: the operator, and the certification where it may be."""
    fast_begin(run)
    with run.form(FAST_REUSE) as form:
        form.check(("复用公众号运营者信息", "运营者信息"), if_shown=True)
        form.check(("复用微信认证", "微信认证"), if_shown=True)
        form.save("下一步", dialog=lambda title: soon_over(run, title))


def soon_over(run: Run, title: str) -> None:
    """Have a person decide whether to take over a certification that ends within days."""
    question = _("{title}：{said}。现在就复用吗？回答「否」就先办年审。").format(
        title=title, said=portal_says(run).rstrip("。")
    )
    if run.ask("soon-over", question, answer=Confirm(), role=_("经办人")) == "no":
        raise PortalRefused(
            _("服务号的认证快到期了，先办年审。"), doing=FAST_REUSE, remedy=_("办完服务号年审，再用同一条命令继续。")
        )
    run.press("继续申请")


@step(title="填写小程序帐号信息", done_when=fast_sent)
def fast_register(run: Run) -> None:
    """The portal holds the new account and has mailed its owner."""
    program = the_program(run)
    if not run.shows_section(FAST_ACCOUNT):
        choose_reuse(run)
    with run.form(FAST_ACCOUNT) as form:
        form.fill("邮箱", program.email)
        password = account_password(run)
        form.fill("密码", password)
        form.fill("确认密码", password)
        form.picture_code("验证码", lambda said: picture_code_of(run, said), if_shown=True)
        form.check(PROGRAM_AGREEMENTS)
        run.click_once(
            "提交",
            approve=_("快速注册小程序「{name}」，登录邮箱 {email}。每月能注册的个数有限。现在提交吗？").format(
                name=program.name, email=program.email
            ),
            refused=FAST_NOT_SENT,
        )


@step(title="邮箱激活")
def fast_activate(run: Run) -> None:
    """The link in the mail was pressed."""
    run.press(program_row(run)["小程序"])
    run.ask(
        "activation",
        _("请打开小程序「{name}」的登录邮箱，点击激活邮件里的链接。没有收到，就在窗口里点“重新发送”。").format(
            name=run.item
        ),
        role=_("邮箱持有人"),
        channel=_("邮件"),
        within=deadline("activation"),
        until=lambda: run.shows_section(*FAST_DONE) or not run.shows_section(FAST_MAIL),
    )


@step(title="绑定管理员", done_when=fast_finished)
def fast_bind(run: Run) -> None:
    """The new account has its and is registered."""
    person = run.profile.administrator
    if not run.shows_section(FAST_BIND):
        run.press(program_row(run)["小程序"])
    with run.form(FAST_BIND) as form:
        form.fill(("管理员身份证姓名", "管理员姓名"), person.name)
        form.fill(("管理员身份证号码", "管理员身份证号"), person.id_number)
        form.fill(("管理员手机号码", "管理员手机号"), person.phone)
        form.sms_code("短信验证码", lambda words: phone_code(run, words), if_shown=True)
        if run.shows("管理员身份验证"):
            administrator_identity(run)
        run.click_once(
            "完成注册",
            approve=_("小程序「{name}」的管理员填好了：{person}。现在完成注册吗？").format(
                name=run.item, person=person.name
            ),
            refused=("验证", "请填写", "身份证"),
        )


def administrator_identity(run: Run) -> None:
    """Have the new account's administrator prove who they are."""
    run.ask(
        "identity",
        _("请小程序管理员本人用绑定了本人银行卡的微信扫描二维码，验证身份。"),
        role=_("管理员"),
        channel=_("微信扫码"),
        within=minutes(30),
        until=lambda: any(word in run.read("管理员身份验证", default="") for word in PROVEN),
        qr=lambda: run.qr(FAST_BIND),
    )
