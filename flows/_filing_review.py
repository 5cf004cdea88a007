"""After the filing is handed in: the platform's review, the bureau's 12381 check by message, the bureau's review."""

from __future__ import annotations

from _filing_status import AT_BUREAU, AT_PLATFORM, FILED, REFUSED, opinions, past_bureau, past_platform, status
from run_flow import Choice, PortalRefused, Run, _, days, deadline, hours, step

CHECKED = "已核验"
WAITING = "等待核验"


def await_platform(run: Run) -> None:
    """Wait for the platform's review, which may telephone first: missed twice, it refuses."""
    if status(run) != AT_PLATFORM:
        return
    run.wait_for(
        lambda: decided_or_called(run), _("平台初审（1–2 个工作日，可能来电核实）"), every=hours(1), within=days(7)
    )
    run.met("file-call")


def decided_or_called(run: Run) -> str:
    """Return where the filing stands once the platform has decided; a call that was missed is to be taken within an hour."""
    now = past_platform(run)
    if not now and run.read("电话核实", default="") == "未接通":
        run.deadline("file-call", _("接听备案初审电话"))
    return now


def check_phones(run: Run) -> None:
    """Have everybody verify the own phone within a day of the bureau's message; who is late sends the filing back."""
    while status(run) == AT_BUREAU and run.read("短信核验", default="") == WAITING:
        until = run.read("短信核验截止时间", default="")
        run.ask(
            "sms",
            _(
                "12381 给主体负责人、小程序负责人的手机发了短信（同一个号码只发一条）。请每个人打开 beian.miit.gov.cn → 短信核验，填写手机号、短信里的 6 位码和身份证号后 6 位。都核验好以后回答：{done}。"
            ).format(done=CHECKED),
            answer=Choice((CHECKED,)),
            role=_("主体负责人、小程序负责人"),
            channel=_("12381 短信"),
            within=deadline("file-sms", until=until),
        )
        if status(run) == AT_BUREAU and run.read("短信核验", default="") == WAITING:
            run.tell(_("平台还显示等待核验：请等待其他核验人进行短信核验。"))
            run.wait_for(
                lambda: not_waiting(run), _("短信核验"), every=hours(1), within=deadline("file-sms", until=until)
            )


def not_waiting(run: Run) -> bool:
    """Tell whether the portal no longer waits for anybody's phone."""
    return status(run) != AT_BUREAU or run.read("短信核验", default="") != WAITING


def await_bureau(run: Run) -> None:
    """Wait for the bureau's review."""
    if status(run) == AT_BUREAU:
        run.wait_for(lambda: past_bureau(run), _("管局审核（1–20 个工作日）"), every=hours(12), within=days(40))


def given_back(run: Run) -> None:
    """Report once what the platform or the bureau gave back; the next time the mended profile is handed in."""
    stage, reasons = status(run), opinions(run)
    if run.new_round(run.read("备案订单号", default=run.read("提交时间", default="")), reasons):
        raise PortalRefused(
            _("备案没有通过：{stage}。").format(stage=stage),
            reasons=reasons,
            doing=_("查看备案结果"),
            remedy=_("按审核意见修改资料后再次运行同一条命令：只改需要改的，备案不收费。"),
        )


def conclude(run: Run) -> None:
    """Follow the filing from where it is to its number; raise PortalRefused where it was given back."""
    await_platform(run)
    check_phones(run)
    await_bureau(run)
    if status(run) in REFUSED:
        given_back(run)
    filed(run)


@step(title="备案结果")
def filed(run: Run) -> None:
    """The portal shows the 小程序 as filed, and under which number."""
    run.verify("备案状态", FILED)
    run.met("file-sms")
    number = run.read("备案号", default="")
    run.tell(_("备案号 {number}").format(number=number or _("（页面没有显示）")))
