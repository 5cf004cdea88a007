"""``run-flow init [FOLDER]``: a profile to fill in, from the samples and what is known already."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.cli.edge import STOPPED
from run_flow.cli.samples import SAMPLES
from run_flow.errors import Usage
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.profile.draft import Answers
    from run_flow.profile.template import Entry


@click.command(
    params=options.shared(), help=_("建立一份空的公司资料和放证件图片的文件夹；在终端里逐项问，不覆盖任何文件。")
)
@click.argument("folder", type=options.FOLDER, default=".")
@click.option("--kind", type=click.Choice(list(SAMPLES)), help=_("主体类型（默认看信用代码，看不出就是企业）"))
@click.option("--filing", is_flag=True, help=_("写上备案要用的部分"))
@click.option(
    "--answers",
    "given",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help=_("从 YAML 或 JSON 文件取已知的内容，键与资料相同；- 是标准输入"),
)
@click.option("--non-interactive", is_flag=True, help=_("不提问"))
@click.pass_obj
def init(  # click hands everything over by name
    desk: Desk, *, folder: Path, kind: str | None, filing: bool, given: Path | None, non_interactive: bool
) -> int:
    """Make a profile to fill in; ask a person at the terminal what is known already."""
    from run_flow.profile.draft import kind_of

    _refuse_to_overwrite(folder / "profile.yaml")
    answers = _answers(given) if given else {}
    if not (given or non_interactive or desk.json) and _somebody_sits_here():
        try:
            answers, kind, filing = _asked(desk, folder=folder, kind=kind, filing=filing)
        except (click.Abort, KeyboardInterrupt):
            click.echo("\n" + _("已退出，什么也没有写。"), err=True)
            return STOPPED
    top = _drafted(answers, kind=kind or kind_of(answers) or "企业", filing=filing or "filing" in answers)
    _write(folder, top=top)
    _tell(desk, folder=folder, top=top)
    return 0


def _asked(desk: Desk, *, folder: Path, kind: str | None, filing: bool) -> tuple[Answers, str, bool]:
    from run_flow.cli.wizard import asked
    from run_flow.profile.fault import Ground

    return asked(kind=kind, filing=filing, ground=Ground(folder, desk.clock.now().astimezone().date()))


def _refuse_to_overwrite(profile: Path) -> None:
    if os.path.lexists(profile):
        raise Usage(
            _("已经有 {path}").format(path=profile),
            doing=_("建立资料"),
            remedy=_("换一个文件夹：run-flow init 新文件夹；已有的资料不会覆盖。"),
        )


def _somebody_sits_here() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _answers(given: Path) -> Answers:
    """Return what the file says; passwords are refused, because they would stand there for everybody to read."""
    from run_flow.profile.draft import known
    from run_flow.profile.loading import MAX_BYTES, tree_at
    from run_flow.profile.tree import tree_of

    tree = tree_of(sys.stdin.read(MAX_BYTES), file="-") if str(given) == "-" else tree_at(given)
    answers = known(tree)
    for field in sorted(tree.secrets | {field for field, _text in tree.texts() if field.endswith("password")}):
        raise Usage(
            _("{field} 不能从这里取").format(field=field),
            doing=_("读取 {file}").format(file=given),
            remedy=_("去掉它；建好以后在 profile.yaml 里用 !env 或 !file 写。"),
        )
    return answers


def _drafted(answers: Answers, *, kind: str, filing: bool) -> Entry:
    from run_flow.cli.samples import sample
    from run_flow.profile.draft import draft

    samples = {each: sample(each) for each in SAMPLES}
    return draft(answers, samples=samples, kind=kind if kind in samples else "企业", filing=filing)


def _write(folder: Path, *, top: Entry) -> None:
    """Write the profile last: where it stands, everything does."""
    from run_flow.cli.samples import sample
    from run_flow.disk import private_folder, reason
    from run_flow.journal.files import write_durably
    from run_flow.profile.schema import schema
    from run_flow.profile.template import comments

    try:
        private_folder(folder / "documents")
    except OSError as error:
        raise Usage(
            _("建不了文件夹 {folder}：{why}").format(folder=folder / "documents", why=reason(error)),
            doing=_("建立资料"),
            remedy=_("换一个文件夹：run-flow init 新文件夹；已有的资料不会覆盖。"),
        ) from error
    found = folder / "profile.schema.json"
    if not os.path.lexists(found):
        content = json.dumps(schema(comments(sample("企业"))), ensure_ascii=False, indent=2)
        write_durably(found, f"{content}\n".encode())
    _refuse_to_overwrite(folder / "profile.yaml")
    write_durably(folder / "profile.yaml", "".join(f"{line}\n" for line in top.lines()).encode())


def _tell(desk: Desk, *, folder: Path, top: Entry) -> None:
    from run_flow.profile.draft import documents

    profile = folder / "profile.yaml"
    wanted = documents(top)
    command = shlex.join(["run-flow", "check", str(profile)])
    if desk.json:
        record = {"profile": profile, "schema": folder / "profile.schema.json", "next": command}
        desk.put(record | {"documents": [folder / path for path in wanted]})
        return
    desk.say(_("建好了 {profile}。").format(profile=profile))
    desk.say(_("1. 用编辑器打开它，照每行的说明填写。"))
    desk.say(_("2. 把证件图片放进 {folder}，文件名写成：").format(folder=folder / "documents"))
    for path, words in wanted.items():
        desk.say(f"     {Path(path).name:<24} {words}".rstrip())
    desk.say(_("3. 检查：{command}").format(command=command))
