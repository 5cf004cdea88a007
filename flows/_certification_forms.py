"""The certification wizard, from the agreement to the press that hands it in.

Labels stand exactly as on the screen; where sources differ (docs/portal.md, section 2) every known wording is
listed and the page decides which one it is. What only one source knows is filled if the page shows it.
"""

from __future__ import annotations

from pathlib import Path

from _certification_status import BEGINNING, STATUS_PAGE, program, submitted, whose
from run_flow import Code, Document, Run, _, minutes, step

MOST_PAGES = 15
SCAN = "扫码验证"
PROVEN = ("验证成功", "已验证")
NAMING = {"自选词汇": "基于自选词汇", "商标": "基于商标"}
INVOICE = {"不开发票": "不开具发票", "普通发票": "增值税普通发票（电子）", "专用发票": "增值税专用发票"}
PLAIN_INVOICE = {"发票抬头": "title", "纳税人识别号": "tax_number", "收票邮箱": "email"}
SPECIAL_INVOICE = {"注册地址": "address", "注册电话": "phone", "开户银行": "bank", "银行账号": "account"}
INVOICE_FACTS = {"不开发票": {}, "普通发票": PLAIN_INVOICE, "专用发票": PLAIN_INVOICE | SPECIAL_INVOICE}


def fill_in(run: Run) -> None:
    """Walk the application from its first page to the one from which it is sent."""
    run.press(BEGINNING)
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
    account, of_program = run.profile.account, program(run)
    with run.form("确认名称") as form:
        form.choose("命名依据", NAMING["自选词汇" if of_program else account.naming])
        form.fill("账号名称", of_program or account.name)
        if not of_program and account.naming == "商标" and account.trademark:
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
    run.click_once("提交审核", approve=whose(run) + _("资料已全部填好并核对。现在提交审核吗？提交后不能修改。"))


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
