"""注册并关联小程序：每个小程序有账号、有关联、有信息，认证以平台显示的为准。"""

from __future__ import annotations

from _certification import conclude
from _certification_review import verify_entity
from _certification_status import status
from _program import (
    FAST_REGISTER,
    LINK_PROGRAM,
    add_program,
    portal_refuses,
    program_app_id,
    program_state,
    the_program,
)
from _program_alone import alone_helps, choose_alone, chosen_alone
from _program_certification import certify_alone, report_program, take_over
from _program_info import describe_program
from _program_link import await_link, invite_program, program_invited
from _program_register import fast_offered, register_program
from _registration import register_account
from run_flow import PortalRefused, Run, _, flow


@flow(title="注册并关联小程序", needs="certify", of="小程序")
def link(run: Run) -> None:
    """Every 小程序 of the profile is registered, linked to the 服务号, described, and its certification read back."""
    programs = [run.for_item(each.name) for each in run.known.mini_programs]
    needs_certified(run)
    for program in programs:
        begin(program)
    for program in programs:
        await_link(program)
        take_over(program)
        describe_program(program)
    under_way = [program for program in programs if certify_alone(program)]
    for program in under_way:
        verify_entity(program)
    for program in under_way:
        conclude(program)
    for program in programs:
        report_program(program)


def needs_certified(run: Run) -> None:
    """Raise with the portal's own reason where the 服务号's certification does not let it have 小程序."""
    if status(run) == "已认证":
        return
    add_program(run)
    run.press(FAST_REGISTER if run.shows_button(FAST_REGISTER) else LINK_PROGRAM)
    if not (run.shows_button("快速创建") or run.shows_section("验证身份")):
        portal_refuses(run, doing=_("注册并关联小程序"), remedy=_("先办完服务号的认证：run-flow certify。"))


def begin(run: Run) -> None:
    """Have the 小程序 registered, and linked or its administrator asked."""
    if not the_program(run).app_id and not program_invited(run):
        have_registered(run)
    if not program_invited(run):
        invite_program(run)
    app_id, stands = program_app_id(run), program_state(run)
    run.found("关联状态", stands)
    run.tell(_("小程序「{name}」：{app_id}，{state}").format(name=run.item, app_id=app_id, state=stands))


def have_registered(run: Run) -> None:
    """Have an account for the 小程序: from the 服务号 where the portal offers that, else registered by itself."""
    if chosen_alone(run) or not (program_state(run) or fast_offered(run)):
        register_account(run)
        return
    try:
        register_program(run)
    except PortalRefused as refusal:  # it can be registered by itself all the same
        if not alone_helps(refusal) or not choose_alone(run, refusal):
            raise
        register_account(run)
