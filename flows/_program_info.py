"""What a 小程序 says of itself, in its own back office: name, short name, introduction, icon, categories."""

from __future__ import annotations

from _certification_forms import administrator
from _program import program_page, the_program
from run_flow import Run, _, step

INFO_SECTIONS = ("小程序信息", "基本信息")


@step(title="小程序信息")
def describe_program(run: Run) -> None:
    """The 小程序 has its name, introduction, icon and categories, as the profile states them."""
    program = the_program(run)
    if described_already(run):
        return
    run.press(("填写", "修改"))
    with run.form(*INFO_SECTIONS) as form:
        form.fill(("小程序名称", "名称"), program.name)
        if program.short_name:
            form.fill(("小程序简称", "简称"), program.short_name, if_shown=True)
        form.fill(("介绍", "小程序介绍", "简介"), program.introduction)
        form.upload(("小程序头像", "头像"), program.icon)
        for number, category in enumerate(program.categories, 1):
            labels = (f"服务类目{number}", "服务类目") if number == 1 else f"服务类目{number}"
            form.cascade(labels, category.split("/"))
        form.save(("提交", "保存"), dialog=lambda title: administrator(run, title))
    program_page(run)
    if waiting := run.read("名称状态", default=""):
        run.tell(_("小程序「{name}」的名称：{state}").format(name=program.name, state=waiting))


def described_already(run: Run) -> bool:
    """Tell whether 基本设置 shows everything as the profile has it: each change is counted, so none is made in vain."""
    program = the_program(run)
    program_page(run)
    shown = {
        label: run.read(label, default="") for label in ("小程序名称", "小程序简称", "介绍", "服务类目", "小程序头像")
    }
    return (
        shown["小程序名称"] == program.name
        and (not program.short_name or shown["小程序简称"] == program.short_name)
        and shown["介绍"] == program.introduction
        and shown["服务类目"] == "、".join(program.categories)
        and shown["小程序头像"] == "已上传"
    )
