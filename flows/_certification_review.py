"""After the certification is handed in: the fee, the verification of the entity, what reviewers ask for."""

from __future__ import annotations

from pathlib import Path

from _certification_status import (
    STATUS_PAGE,
    chances_left,
    moved_on,
    opinions,
    paid,
    status,
    supplemented,
    verified,
    whose,
)
from run_flow import Amount, Choice, Document, FormRefused, Reason, Run, Text, _, days, deadline, hours, step

TRANSFERRED = "已转账"


@step(title="支付费用", done_when=paid)
def pay(run: Run) -> None:
    """The fee is paid, once."""
    run.press("去支付")
    fee = run.read("应付金额")
    run.click_once(
        "微信支付",
        approve=whose(run) + _("现在支付认证费 {fee}吗？审核不通过也不退。").format(fee=fee),
        then=lambda: run.ask(
            "payment",
            whose(run) + _("请用微信扫描二维码，支付 {fee}。").format(fee=fee),
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
        whose(run) + _("审核公司会在 1–3 个工作日内向公司账户打入 0.01–0.99 元。请登录网银查看，填写到账金额。"),
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
            approve=whose(run) + _("到账金额是 {amount} 元，现在提交吗？").format(amount=amount),
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
        whose(run)
        + last
        + _("请从公司账户向窗口里所示的收款账号转账 {amount}，截止 {until}。转好以后回答：{done}。").format(
            amount=amount, until=until, done=TRANSFERRED
        ),
        answer=Choice((TRANSFERRED,)),
        role=_("财务"),
        channel=_("网银"),
        within=deadline("transfer", until=until),
    )
    checked = run.wait_for(
        lambda: transferred(run, before),
        whose(run) + _("平台核验打款"),
        role=_("平台核验"),
        every=hours(4),
        within=days(10),
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
        whose(run) + _("请法定代表人本人用自己的微信扫描二维码，按提示完成人脸识别。别人不能代替。"),
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
            approve=whose(run)
            + _("补充资料已填好（{item}）：{documents}。现在提交吗？").format(item=run.item, documents=told),
        )


def supplement_document(run: Run, reason: Reason, chances: str, until: str) -> Path:
    """Return the document that answers one of the reviewers' reasons."""
    question = whose(run) + _("{reason}{chances}请填写文件的路径。").format(reason=reason, chances=chances)
    key, within = f"supplement-{reason.field}", deadline("supplement", until=until)
    return Path(run.ask(key, question, answer=Document(), role=_("经办人"), within=within) or "")


def appeal(run: Run, reasons: tuple[Reason, ...], until: str) -> str:
    """Return what the company says to the reviewers."""
    told = "；".join(f"{reason.field}（{reason.reason}）" for reason in reasons)
    question, within = (
        whose(run) + _("请写申述理由，说明怎样改正了：{told}").format(told=told),
        deadline("supplement", until=until),
    )
    return run.ask("appeal", question, answer=Text(), role=_("经办人"), within=within) or ""
