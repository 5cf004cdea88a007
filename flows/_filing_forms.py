"""The five blocks of a filing (备案), each made to stand and verified by itself.

Labels stand exactly as on the screen; where sources differ (docs/portal.md, 小程序备案) every known wording is listed
and the page decides which one it is. What only one source or one province knows is filled if the page shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from _filing_papers import APPROVAL_FILE, paper, picture
from _filing_status import program_of
from run_flow import Filing, Form, FormRefused, PortalChanged, Responsible, Run, _, deadline, step

if TYPE_CHECKING:
    from collections.abc import Callable

VERIFY, ONWARD = "验证", "下一步"
ENTITY = ("主办单位信息", "主办单位", "主体信息")
PRINCIPAL = ("主体负责人信息", "主体负责人", "负责人信息")
PROGRAM = ("小程序信息",)
MANAGER = ("小程序管理员信息", "小程序负责人信息", "小程序管理员（负责人）信息")
PAPERS = ("其他材料", "备案材料", "上传备案材料")
NAME = ("企业名称", "主办单位名称")
NUMBER = ("证件号码", "统一社会信用代码")
SAME = ("与主体负责人一致", "复用主体负责人信息")
FACE = "人脸核身"
PASSED, UNDER_WAY = "核身通过", "等待核身"
NOT_INVOLVED = "以上都不涉及"


def filing_of(run: Run) -> Filing:
    """Return the entity's part of the filing, which the rules demand for this errand."""
    filing = run.profile.filing
    assert filing is not None, "the rule filing.missing"
    return filing


def fill_in(run: Run) -> None:
    """Make every block stand; each may be a page of its own."""
    onward(run, ENTITY)
    entity(run)
    onward(run, PRINCIPAL)
    principal(run)
    onward(run, PROGRAM)
    program(run)
    onward(run, MANAGER)
    manager(run)
    onward(run, PAPERS)
    papers(run)


def onward(run: Run, titles: tuple[str, ...]) -> None:
    """Go to the next page unless the block stands on this one."""
    if not run.shows_section(*titles):
        run.press(ONWARD)


def verify(form: Form) -> None:
    """Have the portal verify the block, which keeps it."""
    form.save(VERIFY, praise="验证通过")


@step(title="主办单位信息")
def entity(run: Run) -> None:
    """The company stands in the filing as its licence states it; what an earlier filing fixed is the same."""
    company, filing = run.profile.company, filing_of(run)
    with run.form(*ENTITY) as form:
        if not form.offers(VERIFY):
            form.fill(NAME, company.name)
            form.fill(NUMBER, company.credit_code)
            return
        form.region("地区", filing.region)
        form.upload(("上传证件", "营业执照扫描件", "证件照片"), company.licence)  # before the texts that are read in it
        form.fill(NAME, company.name)
        form.fill(NUMBER, company.credit_code)
        form.fill("证件住所", company.address, if_shown=True)
        form.fill(("通讯地址", "主办单位通信地址", "通信地址"), filing.address)
        form.fill("投资人或上级主管单位", filing.sponsor or company.name, if_shown=True)
        form.fill("主体备注", filing.remarks or "", if_shown=True)
        verify(form)


@step(title="主体负责人信息")
def principal(run: Run) -> None:
    """Who answers for the company stands in the filing, with the authority for it where that is not the legal person."""
    filing, head = filing_of(run), run.profile.legal_person
    person = filing.principal
    legal = person.id_number == head.id_number
    with run.form(*PRINCIPAL) as form:
        if not form.offers(VERIFY):
            form.fill(("姓名", "负责人姓名"), person.name)
            return
        form.choose(("是否为法定代表人", "负责人是否为法定代表人"), "是" if legal else "否", if_shown=True)
        somebody(form, person)
        picture(run, form, ("负责人证件照", "证件照"), person.portrait, place="filing.principal.portrait")
        picture(run, form, ("手持身份证照片", "手持证件照"), person.hand_held, place="filing.principal.hand_held")
        if not legal:
            paper(run, form, ("授权书",), filing.authorization, download="下载授权书模板")
            form.fill("法定代表人姓名", head.name, if_shown=True)
            form.fill(("法定代表人证件号码", "法定代表人身份证号"), head.id_number, if_shown=True)
        verify(form)


def somebody(form: Form, person: Responsible) -> None:
    """Make a person who answers for something stand."""
    form.fill(("姓名", "负责人姓名"), person.name)
    form.fill(("证件号码", "负责人身份证号"), person.id_number)
    form.date_range(("证件有效期", "身份证有效期"), person.id_valid_from, person.id_valid_until, if_shown=True)
    form.upload(("证件正面照片", "身份证正面", "身份证人像面"), person.id_front)
    form.upload(("证件反面照片", "身份证反面", "身份证国徽面"), person.id_back)
    form.fill(("手机号码", "负责人手机号"), person.phone)
    form.fill(("应急联系方式", "应急联系电话"), person.emergency_phone, if_shown=True)
    form.fill(("电子邮箱", "负责人邮箱", "邮箱"), person.email)


@step(title="小程序信息")
def program(run: Run) -> None:
    """What the 小程序 serves stands in the filing, from the lists that the page offers today."""
    filing = program_of(run).filing
    assert filing is not None, "only what is to be filed is filed"
    with run.form(*PROGRAM) as form:
        rows(run, form, "服务内容类型", len(filing.services))
        for number, service in enumerate(filing.services, 1):
            offered(form, form.cascade, numbered("服务内容类型", number), service.split("/"))
        approvals = filing.pre_approval
        rows(run, form, "前置审批", len(approvals))
        if not approvals:
            form.select("前置审批", NOT_INVOLVED)
        for number, approval in enumerate(approvals, 1):
            offered(form, form.select, numbered("前置审批", number), approval.kind)
            form.fill(numbered("前置审批号", number), approval.number)
            form.upload(numbered(APPROVAL_FILE, number), approval.document)
        form.fill(("备注", "小程序备注", "服务内容描述"), filing.remarks)
        verify(form)


def rows(run: Run, form: Form, label: str, count: int) -> None:
    """Have as many rows of *label* as are needed, and at least one."""
    wanted = max(1, count)
    while not form.shows(numbered(label, wanted)):
        run.press(f"添加{label}")
    while form.shows(numbered(label, wanted + 1)):
        run.press(f"删除{label}")


def numbered(label: str, number: int) -> str:
    """Return how the page calls the row *number* of *label*."""
    return f"{label}（{number}）" if number > 1 else label


def offered(form: Form, choose: Callable[..., None], label: str, value: str | list[str]) -> None:
    """Choose *value*; what the page's list does not offer is the profile's to mend, not the script's."""
    try:
        choose(label, value)
    except PortalChanged as changed:
        if not form.shows(label):
            raise
        raise FormRefused(
            changed.found, doing=label, remedy=_("照页面列出的写法改资料，再运行同一条命令。")
        ) from changed


@step(title="小程序管理员信息")
def manager(run: Run) -> None:
    """The 小程序's administrator stands in the filing and has shown the own face."""
    filing = filing_of(run)
    person = filing.manager or filing.principal
    same = person.id_number == filing.principal.id_number
    with run.form(*MANAGER) as form:
        shared = form.shows(SAME)
        form.check(SAME, on=same, if_shown=True)
        if not (same and shared):
            somebody(form, person)
        face(run)
        verify(form)


def face(run: Run) -> None:
    """Have the administrator show the own face, unless the portal knows it already."""
    if not run.shows(FACE) or passed(run):
        return
    if not run.shows(UNDER_WAY):
        run.press(("发起人脸核身", "重新发起"))
    if run.shows("次数已达上限"):
        raise FormRefused(_("今天人脸核身的次数已经用完。"), doing=FACE, remedy=_("明天再运行同一条命令。"))
    run.ask(
        "face",
        _(
            "请小程序管理员本人在微信里打开核身通知（或扫描页面上的二维码），按提示刷脸：背景白色或浅色，不戴帽子、耳机、口罩。期限内可以重试。"
        ),
        role=_("小程序管理员"),
        channel=_("微信通知"),
        within=deadline("file-face"),
        until=lambda: passed(run),
        qr=lambda: run.qr(FACE),
    )


def passed(run: Run) -> bool:
    """Tell whether the portal knows the administrator's face now."""
    return PASSED in run.read(FACE, default="")


@step(title="其他材料")
def papers(run: Run) -> None:
    """What the province wants beside the facts is with the portal: sheets signed and stamped, and the company's own."""
    filing = filing_of(run)
    with run.form(*PAPERS) as form:
        paper(run, form, ("核验单",), None, download="下载核验单")
        paper(run, form, ("真实性承诺书", "承诺书"), None, download="下载承诺书模板")
        if filing.medical:
            form.upload(("互联网药品信息服务资格证书", "药品、医疗器械说明书"), filing.medical)
        if filing.others:
            form.upload(("主体其他附件", "其他附件"), filing.others)
        verify(form)
