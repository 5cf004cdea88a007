"""The filing (备案) of one 小程序, which the run's item names: one order holds the entity and this 小程序."""

from __future__ import annotations

from _filing_forms import ONWARD, fill_in
from _filing_review import conclude, given_back
from _filing_status import (
    BEGIN,
    REFUSED,
    STATUS_PAGE,
    SUBMITTED,
    refuse_what_cannot_begin,
    status,
    submitted,
)
from run_flow import Run, _, minutes, step

SCAN = "扫码验证"
PREVIEW = "材料预览"
MOST_PAGES = 8


def file_program(run: Run) -> None:
    """Bring the 小程序's filing to the portal and follow it to its number."""
    enter(run)
    now = status(run)
    if now in REFUSED:
        given_back(run)
    elif now not in SUBMITTED and (order := run.read("备案订单号", default="")):
        run.new_round(order)  # it was handed in and taken back
    if now not in SUBMITTED:
        begin(run)
        fill_in(run)
        submit(run)
    conclude(run)


def enter(run: Run) -> None:
    """Be in the back office of the 小程序."""
    program = next(each for each in run.known.mini_programs if each.name == run.item)
    run.enter(program.name, *filter(None, (program.app_id,)), program.email, kind="小程序")


def begin(run: Run) -> None:
    """Open the form, which the administrator's scan comes before."""
    refuse_what_cannot_begin(run)
    run.press(BEGIN)
    if run.shows(SCAN):
        scan(run)


def scan(run: Run) -> None:
    """Have the administrator scan the code of the dialog (the portal's answer 202100)."""
    run.ask(
        "administrator",
        _("填写备案前，请管理员用微信扫描二维码，并在手机上确认。"),
        role=_("管理员"),
        channel=_("微信扫码"),
        within=minutes(30),
        until=lambda: not run.shows(SCAN),
        qr=run.qr,
    )


@step(title="提交备案", done_when=submitted)
def submit(run: Run) -> None:
    """The portal holds the filing, and the platform reviews it."""
    to_preview(run)
    with run.form("备案声明", PREVIEW) as form:
        form.check(("我同意", "同意"))
    run.click_once(
        ("提交备案", "提交"),
        approve=_(
            "“{name}”的备案资料已全部填好、验证通过。现在提交备案吗？平台初审完成以前可以撤回（run-flow withdraw）。"
        ).format(name=run.item),
        refused=("请在其完成后再提交", "请先"),
    )


def to_preview(run: Run) -> None:
    """Go to the page from which the filing is handed in."""
    run.open(*STATUS_PAGE)
    begin(run)
    for _page in range(MOST_PAGES):
        if run.shows_section("备案声明", PREVIEW):
            return
        run.press(ONWARD)
