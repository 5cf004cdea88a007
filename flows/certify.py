"""服务号认证:从登录后台到「已认证」。

Labels stand exactly as on the screen; where sources differ (docs/portal.md, section 2) every known wording is
listed and the page decides which one it is. What only one source knows is filled if the page shows it.
"""

from __future__ import annotations

from pathlib import Path

from run_flow import (
    Amount,
    Choice,
    Code,
    Confirm,
    Document,
    FormRefused,
    PortalChanged,
    PortalRefused,
    Reason,
    Run,
    Text,
    _,
    days,
    deadline,
    flow,
    hours,
    minutes,
    step,
)

STATUS_PAGE = (
    "设置与开发 > 微信认证",
    "设置 > 微信认证",
    "设置 > 公众号设置 > 账号详情 > 申请微信认证",
)
DECIDED = ("待补充", "认证失败", "已认证")
VERIFIED = ("审核中", *DECIDED)
PAID = ("待验证", *VERIFIED)
SUBMITTED = ("待支付", "待验证", "审核中", "待补充", "已认证")
TRANSFERRED = "已转账"
MOST_PAGES = 15
SCAN = "扫码验证"
PROVEN = ("验证成功", "已验证")
NAMING = {"自选词汇": "基于自选词汇", "商标": "基于商标"}
INVOICE = {"不开发票": "不开具发票", "普通发票": "增值税普通发票（电子）", "专用发票": "增值税专用发票"}
PLAIN_INVOICE = {"发票抬头": "title", "纳税人识别号": "tax_number", "收票邮箱": "email"}
SPECIAL_INVOICE = {"注册地址": "address", "注册电话": "phone", "开户银行": "bank", "银行账号": "account"}
INVOICE_FACTS = {"不开发票": {}, "普通发票": PLAIN_INVOICE, "专用发票": PLAIN_INVOICE | SPECIAL_INVOICE}


@flow(title="服务号认证", needs="register")
def certify(run: Run) -> None:
    """The 服务号 carries the 已认证 badge."""
    if status(run) == "认证失败":
        apply_again(run)
    if not submitted(run):
        fill_in(run)
        submit(run)
    if status(run) == "待支付":
        pay(run)
    verify_entity(run)
    while run.wait_for(lambda: decided(run), _("人工审核"), every=hours(4), within=deadline("review-call")) == "待补充":
        supplement(run.for_item(chance(run)))
        moved_on(run, "待补充")
    if status(run) == "认证失败":
        apply_again(run)
    certified(run)


def status(run: Run) -> str:
    """Open the status page and return the portal's own word for where the certification stands."""
    run.open(*STATUS_PAGE)
    return run.read("认证状态")


def submitted(run: Run) -> bool:
    """Tell whether the portal holds an application that was sent and not refused."""
    return status(run) in SUBMITTED


def paid(run: Run) -> bool:
    """Tell whether the portal counts the fee as paid."""
    return status(run) in PAID


def verified(run: Run) -> bool:
    """Tell whether the portal is through with verifying the entity."""
    return status(run) in VERIFIED


def decided(run: Run) -> str:
    """Return the reviewers' decision, or nothing while there is none."""
    now = status(run)
    return now if now in DECIDED else ""


def supplemented(run: Run) -> bool:
    """Tell whether the portal took what was asked for."""
    return status(run) in {"审核中", "已认证"}


def chance(run: Run) -> str:
    """Return which chance to hand in more this is: each order has its own."""
    return f"订单{run.read('订单号', default='')}，剩余{run.read('剩余补充次数', default='')}次"


def moved_on(run: Run, word: str) -> None:
    """Wait until the portal no longer says *word*: a step that was done, as a person said, is not done again."""
    run.wait_for(lambda: status(run) != word, _("平台更新认证状态"), every=hours(4), within=days(30))


def apply_again(run: Run) -> None:
    """Report a final refusal once; after that, ask before a new application, which costs the fee again."""
    reasons = opinions(run)
    if run.new_round(run.read("订单号"), reasons):
        raise PortalRefused(
            _("认证没有通过，已付的费用不退。") + chances_left(run),
            reasons=reasons,
            doing=_("查看认证结果"),
            remedy=_("按审核意见修改资料后再次运行同一条命令；重新申请会再次收费，届时先征得您的同意。"),
        )
    question = _("上次认证没有通过。请先照审核意见把资料改好。现在按资料重新申请吗？会再次收费。")
    if run.ask("apply-again", question, answer=Confirm(), role=_("经办人")) == "no":
        raise PortalRefused(
            _("没有同意重新申请。"), reasons=reasons, doing=_("查看认证结果"), remedy=_("决定以后再次运行同一条命令。")
        )


def fill_in(run: Run) -> None:
    """Walk the application from its first page to the one from which it is sent."""
    run.press(("开通", "继续填写", "重新申请"))
    if run.shows_section("同意协议"):
        agreement(run)
    while run.shows_button("上一步") and not at_first_form(run):
        run.press("上一步")
    entity_type(run)
    company(run)
    if chosen := run.shows_section("主体验证方式"):
        way_of_verification(run)
    if run.shows_section("法人信息"):
        legal_person(run)
    operator(run)
    bank_account(run)
    if not chosen and run.shows_section("主体验证方式"):
        way_of_verification(run)
    if run.shows_section("补充材料"):
        further_material(run)
    naming(run)
    invoice(run)


def at_first_form(run: Run) -> bool:
    """Tell whether this is the application's first form; the last page, too, shows what it holds."""
    return run.shows_section("认证类型") and not run.shows_button("提交审核")


@step(title="同意协议")
def agreement(run: Run) -> None:
    """The certification agreement is accepted."""
    with run.form("同意协议") as form:
        form.check("我已阅读并同意《微信公众平台认证服务协议》")
        form.save("下一步", dialog=lambda title: administrator(run, title))


def administrator(run: Run, title: str) -> None:
    """Have the administrator scan the code of the dialog *title* (the portal's answer 202100)."""
    run.ask(
        "administrator",
        _("{title}：请管理员用微信扫描二维码，并在手机上确认。").format(title=title),
        role=_("管理员"),
        channel=_("微信扫码"),
        within=minutes(30),
        until=lambda: not run.shows(title),
        qr=run.qr,
    )


@step(title="认证类型")
def entity_type(run: Run) -> None:
    """The kind of company is chosen; choosing another one wipes the form, which the portal asks about first."""
    with run.form("认证类型") as form:
        form.choose("认证类型", run.profile.company.kind, accepting="查看其它类别的页面将会丢失")
        form.save("下一步")


@step(title="企业信息")
def company(run: Run) -> None:
    """The company stands in the form as its licence states it."""
    company = run.profile.company
    with run.form("企业信息") as form:
        form.fill(("主体名称", "企业名称"), company.name)
        form.fill(("营业执照注册号/统一社会信用代码", "统一社会信用代码"), company.credit_code)
        form.upload(("企业工商营业执照", "营业执照照片"), company.licence)
        form.date("成立日期", company.established, if_shown=True)
        form.date("营业期限", company.valid_until, if_shown=True)
        if form.shows("申请公函"):
            form.upload("申请公函", run.profile.letter or letter(run))
        form.save("下一步")


def letter(run: Run) -> Path:
    """Return the scan of the application letter that a person printed, signed and stamped."""
    template = run.download("下载公函模板")
    scan = run.ask(
        "letter",
        _("请打印公函模板 {template}，签字并盖公章，扫描成 JPG 或 PNG，然后填写扫描件的路径。").format(
            template=template
        ),
        answer=Document(),
        role=_("行政"),
        channel=_("打印盖章"),
    )
    return Path(scan or "")


@step(title="主体验证方式")
def way_of_verification(run: Run) -> None:
    """The entity is to be verified by a small deposit, where the page leaves the choice."""
    with run.form("主体验证方式") as form:
        form.choose("主体验证方式", "对公打款", if_shown=True)
        form.save("下一步")


@step(title="法人信息")
def legal_person(run: Run) -> None:
    """The legal person stands in the form, with both sides of the ID card where the page wants them."""
    person = run.profile.legal_person
    with run.form("法人信息") as form:
        form.fill(("法定代表人姓名", "法人姓名"), person.name)
        form.fill(("法定代表人身份证号", "法人身份证号"), person.id_number)
        form.upload("法人身份证正面", person.id_front, if_shown=True)
        form.upload("法人身份证反面", person.id_back, if_shown=True)
        form.save("下一步")


@step(title="运营者信息")
def operator(run: Run) -> None:
    """The operator stands in the form, with the phone proven, and the identity where the page wants it."""
    person = run.profile.operator
    with run.form("运营者信息") as form:
        form.fill("运营者姓名", person.name)
        form.fill("运营者身份证号", person.id_number)
        form.upload("运营者身份证正面", person.id_front, if_shown=True)
        form.upload("运营者身份证反面", person.id_back, if_shown=True)
        form.fill("运营者手机号", person.phone)
        if person.landline:
            form.fill("座机", person.landline, if_shown=True)
        form.fill("运营者邮箱", person.email)
        form.sms_code("短信验证码", lambda said: phone_code(run, said), if_shown=True)
        if run.shows("运营者身份验证"):
            identity(run)
        form.save("下一步")


def phone_code(run: Run, said: str) -> str:
    """Return the code that the operator's phone received; what the portal *said* of the one before is told."""
    question = _("平台给运营者手机发了 6 位短信验证码，请填写。")
    if said:
        question = _("平台说：{said}。请看手机上最新的短信，再填一次 6 位验证码。").format(said=said)
    code = run.ask(
        "phone-code", question, answer=Code(), role=_("运营者"), channel=_("短信"), within=minutes(10), secret=True
    )
    return code or ""


def identity(run: Run) -> None:
    """Have the operator scan the code that proves the identity."""
    run.ask(
        "identity",
        _("请运营者本人用绑定了本人银行卡的微信扫描二维码，验证身份。"),
        role=_("运营者"),
        channel=_("微信扫码"),
        within=minutes(30),
        until=lambda: any(word in run.read("运营者身份验证", default="") for word in PROVEN),
        qr=lambda: run.qr("运营者信息"),
    )


@step(title="对公账户")
def bank_account(run: Run) -> None:
    """The account that proves the entity stands in the form."""
    bank = run.profile.bank
    with run.form("对公账户") as form:
        form.fill(("对公账户户名", "开户名称"), bank.holder)
        form.fill(("对公账户账号", "银行账号"), bank.account)
        form.fill(("开户行", "开户银行"), bank.name)
        form.save("下一步")


@step(title="补充材料")
def further_material(run: Run) -> None:
    """Nothing is added that nobody asked for."""
    with run.form("补充材料") as form:
        form.save("下一步")


@step(title="确认名称")
def naming(run: Run) -> None:
    """The account's name stands, with what entitles the company to it."""
    account = run.profile.account
    with run.form("确认名称") as form:
        form.choose("命名依据", NAMING[account.naming])
        form.fill("账号名称", account.name)
        if account.naming == "商标" and account.trademark:
            form.upload("商标注册证书", account.trademark)
        form.save("下一步", dialog=lambda title: administrator(run, title))


@step(title="发票信息")
def invoice(run: Run) -> None:
    """The invoice for the fee stands as the company wants it."""
    invoice = run.profile.invoice
    with run.form("发票信息") as form:
        form.choose("发票类型", INVOICE[invoice.kind])
        for label, fact in INVOICE_FACTS[invoice.kind].items():
            form.fill(label, getattr(invoice, fact))
        form.save("下一步")


@step(title="提交审核", done_when=submitted)
def submit(run: Run) -> None:
    """The portal holds the application and has made an order for it."""
    to_last_page(run)
    run.click_once("提交审核", approve=_("资料已全部填好并核对。现在提交审核吗？提交后不能修改。"))


def to_last_page(run: Run) -> None:
    """Go to the page from which the application is sent: by the bar of steps where it leads there, else page by page."""
    run.open(*STATUS_PAGE)
    run.press(("继续填写", "重新申请"))
    if run.shows_button("确认提交"):
        run.press("确认提交")
    for _page in range(MOST_PAGES):
        if run.shows_button("提交审核"):
            return
        run.press("下一步")
        if run.shows(SCAN):
            administrator(run, SCAN)


@step(title="支付费用", done_when=paid)
def pay(run: Run) -> None:
    """The fee is paid, once."""
    run.press("去支付")
    fee = run.read("应付金额")
    run.click_once(
        "微信支付",
        approve=_("现在支付认证费 {fee}吗？审核不通过也不退。").format(fee=fee),
        then=lambda: run.ask(
            "payment",
            _("请用微信扫描二维码，支付 {fee}。").format(fee=fee),
            role=_("付款人"),
            channel=_("微信支付"),
            within=deadline("payment"),
            until=lambda: run.shows("支付成功") or not run.shows("应付金额"),
            qr=run.qr,
        ),
    )


def verify_entity(run: Run) -> None:
    """Go the way of verification that the portal names."""
    while status(run) == "待验证":
        way = run.read("主体验证方式")
        try:
            {"主动打款": transfer, "法人扫脸": face}.get(way, deposit)(run)
        except FormRefused as refusal:  # a wrong amount, say: it is told, and tried again as often as the portal lets
            run.tell(refusal.found)
        else:
            moved_on(run, "待验证")


@step(title="对公打款验证", done_when=verified)
def deposit(run: Run) -> None:
    """The amount that arrived on the company's account is confirmed on the page."""
    amount = run.ask(
        "deposit-amount",
        _("审核公司会在 1–3 个工作日内向公司账户打入 0.01–0.99 元。请登录网银查看，填写到账金额。"),
        answer=Amount("0.01", "0.99"),
        role=_("财务"),
        channel=_("网银"),
        within=days(10),
    )
    run.open(*STATUS_PAGE)
    run.press("去验证")
    with run.form("对公打款验证") as form:
        form.fill("打款金额（元）", amount or "")
        run.click_once(
            "提交验证",
            approve=_("到账金额是 {amount} 元，现在提交吗？").format(amount=amount),
            refused=("打款金额不正确",),
        )


@step(title="主动打款验证", done_when=verified)
def transfer(run: Run) -> None:
    """The company's own transfer arrived and matches."""
    before = run.read("验证状态", default="")
    run.press("去验证")
    if run.shows_button("重新获取打款信息"):
        run.press("重新获取打款信息")
    amount, until = run.read("打款金额"), run.read("截止时间")
    last = _("上次转账没有成功：{result}。").format(result=before) if failed(before) else ""
    run.ask(
        "transfer",
        last
        + _("请从公司账户向窗口里所示的收款账号转账 {amount}，截止 {until}。转好以后回答：{done}。").format(
            amount=amount, until=until, done=TRANSFERRED
        ),
        answer=Choice((TRANSFERRED,)),
        role=_("财务"),
        channel=_("网银"),
        within=deadline("transfer", until=until),
    )
    checked = run.wait_for(
        lambda: transferred(run, before), _("平台核验打款"), role=_("平台核验"), every=hours(4), within=days(10)
    )
    if failed(checked):
        raise FormRefused(checked)


def transferred(run: Run, before: str) -> str:
    """Return what the portal found about the transfer, or nothing while that is what it said *before*."""
    if verified(run):
        return "已验证"
    now = run.read("验证状态", default="")
    return now if failed(now) and now != before else ""


def failed(checked: str) -> bool:
    """Tell whether a transfer did not match, or did not come in time."""
    return any(word in checked for word in ("失败", "过期"))


@step(title="法人扫脸验证", done_when=verified)
def face(run: Run) -> None:
    """The legal person proved to be there, on the own phone."""
    run.press("去验证")
    run.ask(
        "face",
        _("请法定代表人本人用自己的微信扫描二维码，按提示完成人脸识别。别人不能代替。"),
        role=_("法定代表人"),
        channel=_("微信扫脸"),
        within=hours(24),
        until=lambda: run.shows("验证成功") or not run.shows_section("法人扫脸验证"),
        qr=lambda: run.qr("法人扫脸验证"),
    )


@step(title="补充资料", done_when=supplemented)
def supplement(run: Run) -> None:
    """What the reviewers asked for is with them."""
    reasons, until = opinions(run), run.read("补充截止时间", default="")
    chances = chances_left(run)
    run.press("补充资料")
    documents = {}
    with run.form("补充资料") as form:
        for reason in reasons:
            if form.shows(reason.field):
                documents[reason.field] = run.mended(reason) or supplement_document(run, reason, chances, until)
                form.upload(reason.field, documents[reason.field])
        form.fill("申述理由", appeal(run, reasons, until))
        told = "、".join(f"{field} {document.name}" for field, document in documents.items())
        run.click_once(
            "提交",
            approve=_("补充资料已填好（{item}）：{documents}。现在提交吗？").format(item=run.item, documents=told),
        )


def chances_left(run: Run) -> str:
    """Return in a sentence how often more may be handed in, "" where the page does not tell."""
    chances = run.read("剩余补充次数", default="")
    return _("还可以补充 {chances} 次。").format(chances=chances) if chances else ""


def opinions(run: Run) -> tuple[Reason, ...]:
    """Return the reviewers' reasons, each with its line of the profile, what is wrong and what is advised."""
    rows = run.read_table("审核意见")
    for row in rows:
        if not {"字段", "原因", "建议"} <= row.keys():
            raise PortalChanged(_("审核意见的列是 {found}").format(found="、".join(row)), expected="字段、原因、建议")
    return run.explain(rows)


def supplement_document(run: Run, reason: Reason, chances: str, until: str) -> Path:
    """Return the document that answers one of the reviewers' reasons."""
    question = _("{reason}{chances}请填写文件的路径。").format(reason=reason, chances=chances)
    key, within = f"supplement-{reason.field}", deadline("supplement", until=until)
    return Path(run.ask(key, question, answer=Document(), role=_("经办人"), within=within) or "")


def appeal(run: Run, reasons: tuple[Reason, ...], until: str) -> str:
    """Return what the company says to the reviewers."""
    told = "；".join(f"{reason.field}（{reason.reason}）" for reason in reasons)
    question, within = _("请写申述理由，说明怎样改正了：{told}").format(told=told), deadline("supplement", until=until)
    return run.ask("appeal", question, answer=Text(), role=_("经办人"), within=within) or ""


@step(title="认证结果")
def certified(run: Run) -> None:
    """The portal shows the account as certified, and until when."""
    run.open(*STATUS_PAGE)
    run.verify("认证状态", "已认证")
    until = run.read("认证有效期至", default="")
    run.met("register-certify")
    run.deadline("renewal", _("服务号年审"), until=until)
    run.tell(_("认证有效期至 {until}").format(until=until or _("（页面没有显示）")))
