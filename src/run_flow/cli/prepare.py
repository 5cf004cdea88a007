"""``run-flow prepare PROFILE``: a portal-ready copy beside each document that needs one."""

from __future__ import annotations

import codecs
import stat
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.errors import ProfileRefused
from run_flow.language import N_, _

if TYPE_CHECKING:
    from run_flow.profile.documents.preparation import Made, Prepared
    from run_flow.profile.tree import Tree

REFUSED = 3
CHANGES = {
    "suffix": N_("按内容改了扩展名"),
    "ink": N_("CMYK 转成 RGB"),
    "turned": N_("转正"),
    "located": N_("去掉拍摄地点等附带信息"),
    "metadata": N_("去掉附带信息"),
    "size": N_("缩小到 2 MB 以内"),
    "icon": N_("图标改成 144×144"),
    "flat": N_("透明的部分改成白底"),
}


@click.command(
    params=options.shared(),
    help=_("为平台不收的图片各另存一份：转正、转成 JPG、缩小、去掉附带信息；原图不动，图标另存为 144×144。"),
)
@click.argument("profile", type=options.PROFILE)
@click.option("--edit", is_flag=True, help=_("把新图片的路径直接写进资料文件"))
@click.pass_context
def prepare(context: click.Context, profile: Path, *, edit: bool) -> None:
    """Write a portal-ready copy beside each document that needs one."""
    from run_flow.profile.documents.preparation import prepare as prepared
    from run_flow.profile.documents.slots import SLOTS
    from run_flow.profile.loading import refused, tree_at
    from run_flow.profile.quoting import named

    desk = context.find_object(Desk)
    assert desk
    tree = tree_at(profile)
    if tree.values is None:
        raise refused(tree.file, tree.findings)
    documents = [(field, text) for field, text in tree.texts() if named(field) in SLOTS]
    files = []
    for file in prepared(documents, folder=profile.resolve().parent):
        files.append(file)
        if not desk.json:
            _say(desk, file, tree=tree)
    paths = {field: file.copy for file in files if file.copy for field in file.fields}
    written = _edited(profile, tree, paths) if edit and paths else set()
    if desk.json:
        desk.put({"file": profile, "documents": [asdict(file) for file in files], "edited": sorted(written)})
    else:
        _sum_up(desk, files, paths=paths, written=written if edit else None, tree=tree)
    if any(file.problem for file in files):
        context.exit(REFUSED)


def _say(desk: Desk, file: Prepared, *, tree: Tree) -> None:
    """Tell what became of one file."""
    if not file.made and not file.problem:
        return
    desk.say(f"{'、'.join(file.fields)}  {file.original}")
    if file.problem:
        desk.say(f"    {file.problem.code} {file.problem.message}")
        desk.say(f"    {file.problem.mend}")
    elif file.made:
        desk.say(f"    {_change(file.made)}")
        for field in file.fields:
            name = field.rpartition(".")[2]
            line, _column = tree.place(field)
            desk.say(f"    {tree.file}:{line}: {'-' if name.isdigit() else name + ':'} {file.copy}")


def _change(made: Made) -> str:
    """Return what was changed, in one line."""
    kind = "PNG" if made.after.kind == "PNG" else "JPG"
    before = {"JPEG": "JPG", "MPO": "JPG"}.get(made.before.kind, made.before.kind)
    parts = [
        kind if before == kind else f"{before} → {kind}",
        _("{before:,} → {after:,} 字节").format(before=made.size_before, after=made.size_after),
        _("{size} 像素").format(size=_pixels(made)),
        *(_(CHANGES[change]) for change in made.changes if change in CHANGES),
    ]
    if made.pages > 1:
        parts.append(_("注意：PDF 有 {pages} 页，只用了第一页").format(pages=made.pages))
    return _("；").join(parts)


def _pixels(made: Made) -> str:
    before, after = (f"{header.width}×{header.height}" for header in (made.before, made.after))
    return after if before == after else f"{before} → {after}"


def _edited(profile: Path, tree: Tree, paths: Mapping[str, str]) -> set[str]:
    """Write *paths* into the profile and return the fields of those that could be written."""
    from run_flow.disk import write_whole

    file = profile.resolve()
    try:
        content = file.read_bytes()
        mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        text = content.removeprefix(mark).decode(errors="replace")
        new, written = _changed(text, paths)
        if not written:
            return written
        if text.splitlines() != tree.lines:
            raise ProfileRefused(
                _("资料文件刚才被改过，没有写入。"), doing=_("改写资料"), remedy=_("再执行同一条命令。")
            )
        write_whole(file, mark + new.encode(), mode=stat.S_IMODE(file.stat().st_mode))
    except OSError as error:
        remedy = _("检查磁盘空间和文件夹的权限。")
        raise ProfileRefused(_("资料文件写不进去。"), doing=_("改写资料"), remedy=remedy) from error
    return written


def _changed(text: str, paths: Mapping[str, str]) -> tuple[str, set[str]]:
    from run_flow.profile.values import Unchangeable, changed

    written = set()
    for field, path in paths.items():
        try:
            text = changed(text, {field: path})
            written.add(field)
        except Unchangeable:
            continue
    return text, written


def _sum_up(
    desk: Desk, files: list[Prepared], *, paths: Mapping[str, str], written: set[str] | None, tree: Tree
) -> None:
    """Tell what is to do next."""
    fit = sum(not file.made and not file.problem for file in files)
    if fit == len(files):
        desk.say(_("{count} 个图片文件都可以直接用，什么也没有改。").format(count=fit))
        return
    made, failed = sum(bool(file.made) for file in files), sum(bool(file.problem) for file in files)
    desk.say(_("另存 {made} 份，可以直接用 {fit} 份，没有办成 {failed} 份。").format(made=made, fit=fit, failed=failed))
    if written is None and paths:
        desk.say(_("看过新图片后，把上面的路径写进资料；加 --edit 会替你写。"))
    elif written:
        desk.say(_("已经写进 {file}：{fields}").format(file=tree.file, fields="、".join(sorted(written))))
    if by_hand := sorted(set(paths) - written) if written is not None else []:
        desk.say(_("这几处的写法要自己改：{fields}").format(fields="、".join(by_hand)))
