"""``run-flow replay``: the evidence of a case, a run or a bundle on a page, with its recordings."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from run_flow.cli import options
from run_flow.cli.audit import exported, known, readable, refuse_existing, told_of
from run_flow.cli.desk import Desk
from run_flow.cli.show import words
from run_flow.cli.stopping import stoppable
from run_flow.cli.webpage import option, write_page
from run_flow.errors import AuditFailed, Usage
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.journal.rows import CaseRow
    from run_flow.replay.opened import Opened
    from run_flow.replay.page import Replay


@click.command(
    params=[
        option(_("不打开网页，把经过另存成一个文件：截图在里面，没有录像；已有的不覆盖")),
        click.Option(["--key"], metavar="PUB", help=_("应由哪把公钥签名：64 位十六进制，或写着它的文件")),
        click.Option(
            ["--unverified"],
            is_flag=True,
            help=_("没有通过核对的包也看，每一页都写着警告；外形或目录坏了、读不成证据包的，看不了"),
        ),
        click.Option(["--no-open"], is_flag=True, help=_("不打开浏览器，只输出网址")),
        click.Option(
            ["again", "--reperform"], is_flag=True, help=_("重做：在断开的浏览器里照录像再办一遍，逐个表单与当时比较")
        ),
        click.Option(["--profile"], type=options.PROFILE, help=_("重做时用当时的资料；不写就用编造的值代替隐去的")),
        *options.shared(),
    ],
    help=_(
        "在网页上看办理的经过：一家公司（CASE）、一次办理（RUN）或一个证据包，每一步都能看当时的录像；Ctrl-C 结束。"
        "加 --reperform，就照录像再办一遍，不碰平台。"
    ),
)
@click.argument("of", metavar="CASE|RUN|BUNDLE")
@click.pass_obj
def replay(
    desk: Desk,
    of: str,
    *,
    page: Path | None,
    key: str | None,
    unverified: bool,
    no_open: bool,
    again: bool,
    profile: Path | None,
) -> None:
    """Show what was done, once it is verified, or do it again."""
    from run_flow.replay.page import Replay

    _refuse_idle(
        {"--html": page, "--unverified": unverified, "--no-open": no_open} if again else {"--profile": profile}
    )
    if page:
        refuse_existing(page, doing=_("写网页"))
    if again:
        _again(desk, of, key=key, profile=profile)
        return
    with suppress(KeyboardInterrupt), stoppable(), _opened(desk, of, key=key, unverified=unverified) as bundle:
        if bundle.verdict.faults:
            if not unverified:
                raise _unfit(bundle)
            warning = _("警告：没有通过核对，{count} 处不符，里面写的不可采信。")
            click.echo(warning.format(count=len(bundle.verdict.faults)), err=True)
        shown = Replay.of(bundle, speak=words)
        if page:
            write_page(desk, shown.file(), page)
            _say(desk, {"page": page, **_platform(shown)}, _("网页：{page}").format(page=page))
        else:
            _serve(desk, shown, quiet=no_open)


def _refuse_idle(given: Mapping[str, object]) -> None:
    """Refuse options that would do nothing here."""
    if idle := [option for option, value in given.items() if value]:
        raise Usage(
            _("{options} 在这里不起作用").format(options=" ".join(idle)),
            doing=_("读取命令"),
            remedy=_("--profile 只用在 --reperform 时；--html、--unverified、--no-open 只用在看回放时。"),
        )


def _again(desk: Desk, of: str, *, key: str | None, profile: Path | None) -> None:
    """Do again what the bundle records; one that is written here is trusted as one's own."""
    from run_flow.cli.reperform import reperform
    from run_flow.cli.root import flows_folder

    with stoppable(), _file(desk, of) as bundle:
        reperform(desk, bundle, of=of, key=key or _own_key(desk, of), profile=profile, flows=flows_folder(desk.words))


def _serve(desk: Desk, shown: Replay, *, quiet: bool) -> None:
    """Serve until a person ends it."""
    import webbrowser

    from run_flow.replay.served import serving
    from run_flow.replay.viewer import viewer_folder

    with serving(
        shown, viewer=viewer_folder(), say=lambda text: click.echo(desk.redactor.text(text), err=True)
    ) as address:
        verified = not shown.bundle.verdict.faults
        told = _("回放：{address} （只在本机能打开，Ctrl-C 结束）").format(address=address)
        facts = {"address": address, "verified": verified, "key_known": bool(shown.bundle.key)}
        _say(desk, facts | _platform(shown), told)
        if not quiet:
            webbrowser.open(address)
        Event().wait()


@contextmanager
def _opened(desk: Desk, of: str, *, key: str | None, unverified: bool) -> Iterator[Opened]:
    """Lend the bundle that *of* is, or one that is written now, for the time being, of the case or run that it names."""
    from run_flow.audit import signing

    public = signing.named(key) if key else None
    with told_of(Path(of)), _file(desk, of) as file:
        own = _own_key(desk, of)
        with _read(file, key=public or own, own=bool(own) and not public, unverified=unverified) as bundle:
            yield bundle


def _own_key(desk: Desk, of: str) -> str | None:
    """Return the public key that signs what is written here of *of*; None where it is a file that somebody wrote."""
    from run_flow.audit import signing

    return None if Path(of).is_file() else signing.key(desk.settings.home).public


def _read(file: Path, *, unverified: bool, **facts: Any) -> Opened:
    """Open the bundle in *file*; who would see it *unverified*, too, is told why it cannot be shown even so."""
    from run_flow.replay.opened import Opened

    try:
        with readable(file):
            return Opened(file, **facts)
    except AuditFailed as refused:
        if unverified:
            refused.remedy = refused.remedy or _(
                "分不出哪里是哪个文件的什么内容，所以加了 --unverified 也不能看：向出具它的人要一份完好的。"
            )
        raise


@contextmanager
def _file(desk: Desk, of: str) -> Iterator[Path]:
    """Lend the file of the bundle that *of* is, or that is written now of what it names."""
    if Path(of).is_file():
        yield Path(of)
        return
    case, run = _known(desk, of)
    with tempfile.TemporaryDirectory(prefix="run-flow-replay-") as folder:
        exported(desk, Path(folder) / "bundle.zip", case=case, run=run)
        yield Path(folder) / "bundle.zip"


def _known(desk: Desk, of: str) -> tuple[CaseRow, str | None]:
    """Return the case and the run that *of* names; a file that is not there is not taken for one of them."""
    try:
        return known(desk, of)
    except Usage as unknown:
        path = Path(of)
        if path.is_dir():
            unknown.found = _("{of} 是文件夹，不是证据包").format(of=of)
            unknown.remedy = _("证据包是一个 .zip 文件；已经解开的，用原来的那个文件。")
        elif path.suffix or len(path.parts) > 1:
            unknown.found = _("没有 {of} 这个文件").format(of=of)
            unknown.remedy = _("看看文件名和文件夹写得对不对。")
        raise


def _unfit(bundle: Opened) -> AuditFailed:
    error = bundle.verdict.refused()
    whole = error.remedy or _("这个证据包不可采信：向出具它的人要一份完好的。")
    error.remedy = whole + _("只想看看里面写了什么，加 --unverified。")
    return error


def _platform(shown: Replay) -> dict[str, object]:
    """Tell on which platform the work was done: the operator on the terminal, a program in the facts that are returned."""
    platform = shown.platform
    click.echo(" · ".join(filter(None, (platform.told, platform.warning))), err=True)
    return {"platform": platform.addresses, "platform_warning": platform.warning}


def _say(desk: Desk, record: dict[str, object], text: str) -> None:
    if desk.json:
        desk.put(record)
    else:
        desk.say(text)
