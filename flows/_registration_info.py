"""公众号信息: the 服务号's name, introduction and region, and the end of the registration."""

from __future__ import annotations

from _registration_place import AT_INFO, registration_past
from run_flow import FormRefused, Run, _, step

NAME_CLASH = "重复"
NAME_PROOF = "证明材料"
INFO_REFUSED = ("名称", "功能介绍", NAME_PROOF)


def account_named(run: Run) -> bool:
    """Tell whether the portal holds the account's name."""
    return registration_past(run, AT_INFO)


@step(title="公众号信息", done_when=account_named)
def register_info(run: Run) -> None:
    """The 服务号 has its name, introduction and region."""
    account = run.profile.account
    name = free_name(run)
    with run.form(AT_INFO) as form:
        form.fill("功能介绍", account.introduction)
        form.region("运营地区", ("中国", *account.region[:2]))
    if run.shows_section("上传证明材料"):
        name_proof(run)
    run.click_once(
        ("完成", "提交"),
        approve=_("账号名称用「{name}」，现在完成注册吗？").format(name=name),
        refused=INFO_REFUSED,
    )


def free_name(run: Run) -> str:
    """Return the first of the profile's names that the portal takes, standing in the form."""
    account = run.profile.account
    *others, last = account.name, *account.other_names
    for name in others:
        try:
            return name_taken(run, name)
        except FormRefused as refused:
            if NAME_CLASH not in refused.found:
                raise
            run.tell(_("名称「{name}」不能用（{said}），改用下一个备用名称。").format(name=name, said=refused.found))
    return name_taken(run, last)


def name_taken(run: Run, name: str) -> str:
    """Put *name* into the form and return it once the portal has nothing against it but that it wants proof."""
    with run.form(AT_INFO) as form:
        form.fill(("账号名称", "名称"), name)
        try:
            form.leave(("账号名称", "名称"))
        except FormRefused as refused:
            if NAME_PROOF not in refused.found:
                raise
    return name


def name_proof(run: Run) -> None:
    """Give the portal what shows that the company may use the name."""
    profile = run.profile
    with run.form("上传证明材料") as form:
        form.upload("身份证", profile.legal_person.id_front)
        form.upload("营业执照", profile.company.licence)
        if profile.account.trademark:
            form.upload("补充材料", profile.account.trademark, if_shown=True)
