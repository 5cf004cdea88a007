"""信息登记: the company, how it is verified, and its administrator; once handed over nothing of it can be changed."""

from __future__ import annotations

from unicodedata import normalize

from _registration_place import AT_ENTITY, registration_past
from run_flow import Choice, Code, FormRefused, PortalChanged, Run, _, deadline, minutes, step

BY_TRANSFER, BY_FACE, BY_CERTIFICATION = "支付验证", "法定代表人验证", "微信认证"
SCAN_PROVEN = ("验证成功", "已验证")
REGISTER_BANKS = ("中国工商银行", "其他银行")
KIND_WIPES = "将会清空本类别已经填写的内容"
ENTITY_ONWARD = ("继续", "下一步", "提交")
HOPELESS_SCANS = ("绑定了50个公众平台帐号", "尚未绑定手机号")
ENTITY_REFUSED = (
    *("银行户名填写不正确", "银行账号填写不正确", "对公账户户名与申请主体不一致", "小额打款流程中"),
    *("未满18周岁", "登记过该身份证", "已被禁止注册", "登记过该手机号", "该手机已经登记过"),
    *("二维码身份验证失败", "验证失败次数太多", "验证码", "已超上限", "请选择正确的"),
)


def entity_registered(run: Run) -> bool:
    """Tell whether the portal holds the company and its administrator."""
    return registration_past(run, AT_ENTITY)


@step(title="信息登记", done_when=entity_registered)
def register_entity(run: Run) -> None:
    """The company and its administrator are registered as the profile states them."""
    if run.shows_button("返回修改"):
        run.press("返回修改")
    way = registered_company(run)
    if way == BY_TRANSFER:
        registered_account(run)
    by_legal_person = way == BY_FACE and registered_legal_person(run)
    if not by_legal_person:
        registered_administrator(run)
    with run.form("主体信息登记") as form:
        form.press(ENTITY_ONWARD)
    listed_as_stated(run, way, by_legal_person=by_legal_person)
    run.click_once(
        "确定",
        approve=_("主体「{name}」，用{way}。主体信息提交后不能修改，现在提交吗？").format(
            name=run.profile.company.name, way=way
        ),
        refused=ENTITY_REFUSED,
    )


def registered_company(run: Run) -> str:
    """State the company as its licence does, and return how it is to be verified."""
    company = run.profile.company
    with run.form(AT_ENTITY) as form:
        form.choose(AT_ENTITY, "企业", accepting=KIND_WIPES)
    with run.form("主体信息登记") as form:
        form.choose("企业类型", company.kind, if_shown=True)
        form.fill("企业名称", company.name)
        form.leave("企业名称")
        form.fill(("营业执照注册号/统一社会信用代码", "统一社会信用代码"), company.credit_code)
        form.upload(("营业执照照片", "企业工商营业执照", "营业执照"), company.licence, if_shown=True)
        way = registered_way(run, tuple(form.options("主体验证方式")))
        form.choose("主体验证方式", way)
    return way


def registered_way(run: Run, offered: tuple[str, ...]) -> str:
    """Return the profile's way, else the first that the page offers and the profile can serve."""
    stated = run.profile.account.verification
    if stated in offered:
        return str(stated)
    if stated:
        question = _("资料里写的是{stated}，页面只提供：{offered}。用哪一种？").format(
            stated=stated, offered=_("、").join(offered)
        )
        return run.ask("way", question, answer=Choice(offered), role=_("经办人"))
    served = (*((BY_TRANSFER,) if own_account(run) else ()), BY_FACE, BY_CERTIFICATION)
    if way := next((each for each in offered if each in served), ""):
        return way
    raise FormRefused(
        _("页面只提供 {offered}，资料里的账户不是公司自己的。").format(offered=_("、").join(offered)),
        doing=_("主体验证方式"),
        remedy=_("在 bank 里写户名与企业名称一致的对公账户，再运行同一条命令。"),
    )


def own_account(run: Run) -> bool:
    """Tell whether the account is the company's own, as a transfer has to come from it."""
    return same_words(run.profile.bank.holder, run.profile.company.name)


def registered_account(run: Run) -> None:
    """State the account from which the company will transfer."""
    bank = run.profile.bank
    with run.form("对公账户信息", "对公账户") as form:
        form.fill(("户名", "对公账户户名", "银行户名"), bank.holder)
        form.fill(("对公账户", "对公账户账号", "银行账号"), bank.account)
        form.fill(("再次输入对公账户", "再次输入"), bank.account)
        form.select(
            "开户银行", next((name for name in REGISTER_BANKS if bank.name.startswith(name)), REGISTER_BANKS[-1])
        )
        region = bank.region or run.profile.account.region
        form.region("开户地点", region[:2])


def registered_legal_person(run: Run) -> bool:
    """Have the legal person show their face; return whether they are the administrator, too."""
    person = run.profile.legal_person
    alone = same_words(person.id_number, run.profile.administrator.id_number)
    with run.form("法定代表人信息") as form:
        form.fill("法定代表人姓名", person.name)
        form.fill(("法定代表人身份证号码", "法定代表人身份证号"), person.id_number)
        scanned_by(
            run,
            "face",
            "法定代表人身份验证",
            _("请法定代表人本人用自己的微信扫描二维码，按提示完成人脸识别。别人不能代替。"),
            role=_("法定代表人"),
        )
        form.choose(("管理员", "管理员身份"), "法定代表人就是管理员" if alone else "管理员不是法定代表人")
    return alone


def registered_administrator(run: Run) -> None:
    """State the administrator, with the phone and the WeChat proven."""
    person = run.profile.administrator
    with run.form("管理员信息登记") as form:
        form.fill(("管理员身份证姓名", "管理员姓名"), person.name)
        form.fill(("管理员身份证号码", "管理员身份证号"), person.id_number)
        form.fill(("管理员手机号码", "管理员手机号"), person.phone)
        form.sms_code("短信验证码", lambda said: administrator_code(run, said))
        scanned_by(
            run,
            "administrator-scan",
            "管理员身份验证",
            _("请管理员本人用绑定了本人银行卡的微信扫描二维码，验证身份。"),
            role=_("管理员"),
        )


def administrator_code(run: Run, said: str) -> str:
    """Return the code that the administrator's phone received; what the portal *said* of the one before is told."""
    question = _("平台给管理员手机发了 6 位短信验证码，请填写。")
    if said:
        question = _("平台说：{said}。请看手机上最新的短信，再填一次 6 位验证码。").format(said=said)
    return run.ask(
        "phone-code", question, answer=Code(), role=_("管理员"), channel=_("短信"), within=minutes(10), secret=True
    )


def scanned_by(run: Run, key: str, label: str, question: str, *, role: str) -> None:
    """Have somebody scan the code beside *label*; what no other scan can mend ends it in the portal's words."""
    if scan_proven(run, label):
        return
    run.ask(
        key,
        question,
        role=role,
        channel=_("微信扫码"),
        within=deadline("register-face") if key == "face" else minutes(30),
        until=lambda: scan_proven(run, label),
        qr=lambda: run.qr(label),
    )


def scan_proven(run: Run, label: str) -> bool:
    """Tell whether the portal saw the scan; raise where it says that this WeChat can never do."""
    said = run.read(label, default="")
    if hopeless := [part for part in said.split(" ") if any(words in part for words in HOPELESS_SCANS)]:
        raise FormRefused(
            hopeless[0], doing=label, remedy=_("照平台说的处理，或在资料里换一位管理员，再运行同一条命令。")
        )
    return any(words in said for words in SCAN_PROVEN)


def listed_as_stated(run: Run, way: str, *, by_legal_person: bool) -> None:
    """Make sure that the portal is about to register what the profile states: its dialog lists it."""
    company, person = run.profile.company, run.profile.administrator
    wanted = {
        ("企业类型",): company.kind,
        ("企业名称",): company.name,
        ("营业执照注册号/统一社会信用代码", "统一社会信用代码"): company.credit_code,
        ("主体验证方式",): way,
    }
    if not by_legal_person:
        wanted |= {
            ("管理员身份证姓名", "管理员姓名"): person.name,
            ("管理员身份证号码", "管理员身份证号"): person.id_number,
        }
    if way == BY_TRANSFER:
        wanted[("对公账户", "对公账户账号", "银行账号")] = run.profile.bank.account
    for labels, value in wanted.items():
        shown = run.read(labels, default="")
        if not same_words(shown, value):
            raise PortalChanged(_("确认框里的“{label}”与资料不同。").format(label=labels[0]), doing=labels[0])


def same_words(one: str, other: str) -> bool:
    """Compare without minding the width of brackets, or spaces."""
    return normalize("NFKC", one).replace(" ", "") == normalize("NFKC", other).replace(" ", "")
