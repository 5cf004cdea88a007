"""``run-flow audit``: evidence put together for an auditor, and verified by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.cli.screen import moment
from run_flow.cli.webpage import refuse_no_folder
from run_flow.disk import reason
from run_flow.errors import AuditFailed, Usage
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.audit import manifest
    from run_flow.audit.openings import Opened
    from run_flow.audit.verify import Head, Verdict
    from run_flow.journal.rows import CaseRow

FILE = click.Path(dir_okay=False, path_type=Path)
BUNDLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(params=options.shared(), help=_("给审计的证据：打包、核对、公钥"))
def audit() -> None:
    """Hold the commands for auditors."""


@audit.command(params=options.shared(), help=_("把一家公司（CASE）或一次办理（RUN）的证据打成一个签了名的包。"))
@click.argument("of", metavar="CASE|RUN")
@click.option("-o", "--output", type=FILE, required=True, help=_("写到哪个文件，例如 bundle.zip；已有的不覆盖"))
@click.option("--openings", type=FILE, help=_("另写一个开启文件：审计拿着它和资料，能核对每个字段；不要和包放在一起"))
@click.pass_obj
def export(desk: Desk, of: str, output: Path, openings: Path | None) -> None:
    """Write a bundle, verified."""
    case, run = known(desk, of)
    for file in filter(None, (output, openings)):
        refuse_existing(file, doing=_("导出证据包"))
    made = exported(desk, output, case=case, run=run)
    opened = _opened(desk, output, openings) if openings else None
    if desk.json:
        facts = made.model_dump(include={"case", "scope", "chain"})
        desk.put({"bundle": output, "bytes": output.stat().st_size, "opened": opened, **facts})
        return
    told = _("{file}：{files} 个文件，{bytes:,} 字节，已签名、核对。")
    desk.say(told.format(file=output, files=len(made.files), bytes=output.stat().st_size))
    if openings:
        desk.say(_("{file}：能开启 {count} 个字段。它和包分开交给审计。").format(file=openings, count=opened))
    desk.say(_("链的末尾：{head}（另存一份，以后能查出证据被换回旧的）").format(head=_head_of(made.chain)))


def exported(desk: Desk, output: Path, *, case: CaseRow, run: str | None) -> manifest.Manifest:
    """Write the bundle of *case*, or of its one *run*, to *output*; return its manifest."""
    from run_flow.audit import bundle, signing
    from run_flow.audit.verify import Head
    from run_flow.cli.show import words
    from run_flow.engine.execute import case_folder
    from run_flow.replay.report import report

    head = Head.of(desk.ledger.chain_head(case.id))  # before the chain, which may grow meanwhile
    return bundle.export(
        output,
        desk.ledger.chain(case.id),
        case=case.id,
        run=run,
        head=head,
        folder=case_folder(desk.settings.home, case.id),
        key=signing.key(desk.settings.home),
        now=desk.clock.now(),
        report=partial(report, words=words()),
    )


def _opened(desk: Desk, bundle: Path, file: Path) -> int:
    """Write the openings of *bundle* to *file*; return how many fields they open."""
    from run_flow.audit.openings import exported
    from run_flow.audit.verify import verify
    from run_flow.disk import write_whole
    from run_flow.engine.execute import case_folder

    verdict = verify(bundle)
    case = verdict.manifest.case
    content, count = exported(verdict.events, case=case, folder=case_folder(desk.settings.home, case))
    write_whole(file, content)
    return count


@contextmanager
def readable(file: Path) -> Iterator[None]:
    """Tell the operator where *file* cannot be read."""
    try:
        yield
    except OSError as error:
        raise Usage(
            _("读不了 {file}：{why}").format(file=file, why=reason(error)),
            doing=_("核对 {bundle}").format(bundle=file),
            remedy=_("看看有没有权限、U 盘或网盘还在不在，或先复制到这台电脑上。"),
        ) from error


@contextmanager
def told_of(bundle: Path) -> Iterator[None]:
    """Tell of which bundle a refusal is, and what to do about it."""
    try:
        yield
    except AuditFailed as refused:
        refused.doing = _("核对 {bundle}").format(bundle=bundle)
        refused.remedy = refused.remedy or _("先重新复制或下载一次；还是这样就不可采信，向出具它的人要一份完好的。")
        refused.faults = tuple(replace(fault, where=fault.where or bundle.name) for fault in refused.faults)
        raise


@audit.command(params=options.shared(), help=_("核对一个证据包：签名、每个文件、事件链、有没有少了或多了什么。"))
@click.argument("bundle", type=BUNDLE)
@click.option("--key", metavar="PUB", help=_("应由哪把公钥签名：64 位十六进制，或写着它的文件"))
@click.option("--head", metavar="N:HASH", help=_("以前见过的链的末尾：包里的链必须经过它"))
@click.option("--openings", type=BUNDLE, help=_("开启文件：和 --profile 一起，核对每个字段的值"))
@click.option("--profile", type=options.PROFILE, help=_("办理时的资料文件"))
@click.pass_obj
def verify(
    desk: Desk, bundle: Path, *, key: str | None, head: str | None, openings: Path | None, profile: Path | None
) -> None:
    """Tell what is wrong with a bundle, and where."""
    from run_flow.audit.signing import named
    from run_flow.audit.verify import verify as verified

    if bool(openings) != bool(profile):
        raise Usage(
            _("--openings 和 --profile 要一起写"),
            doing=_("读取命令"),
            remedy=_("两个都写，或都不写；开启文件来自 run-flow audit export CASE -o 包.zip --openings FILE。"),
        )
    with told_of(bundle):
        with readable(bundle):
            verdict = verified(bundle, key=named(key) if key else None, head=_head(head) if head else None)
        opened = _compared(desk, verdict, openings, profile) if openings and profile else None
        more = opened.faults if opened else ()
        if verdict.faults or more:
            raise verdict.refused(*more)
    if desk.json:
        facts = verdict.manifest.model_dump(include={"case", "scope", "runs", "chain", "made_at"})
        fields = {name: getattr(opened, name) for name in ("equal", "elsewhere", "closed")} if opened else None
        desk.put(
            {
                "ended": "Verified",
                **facts,
                "fields": fields,
                "public_key": verdict.signature.public_key,
                "key_known": bool(key),
            }
        )
        return
    for line in _verified(verdict, key_known=bool(key), head_known=bool(head)):
        desk.say(line)
    if opened:
        told = _("字段：与资料相同的 {equal} 个，不来自资料、或平台另有写法的 {elsewhere} 个，没有开启的 {closed} 个。")
        desk.say(told.format(equal=opened.equal, elsewhere=opened.elsewhere, closed=opened.closed))


def _compared(desk: Desk, verdict: Verdict, openings: Path, profile: Path) -> Opened:
    """Return what *openings* show beside *profile*, whose rules are those of the day of the bundle."""
    from run_flow.audit.openings import compared, parsed
    from run_flow.profile.loading import examined, refused

    tree, facts = examined(profile, today=datetime.fromisoformat(verdict.manifest.made_at).date())
    if facts is None:
        raise refused(tree.file, tree.findings)
    for kind, value in facts.secrets():
        desk.redactor.learn(kind, value)
    return compared(verdict.events, parsed(openings), facts, case=verdict.manifest.case)


@audit.command(params=options.shared(), help=_("输出签证据包用的公钥；第一次用时生成密钥。"))
@click.pass_obj
def key(desk: Desk) -> None:
    """Print the installation's public key."""
    from run_flow.audit.signing import key as kept

    found = kept(desk.settings.home)
    if desk.json:
        click.echo(f'{{"public_key": "{found.public}"}}')  # digits of it may look like an account to the redactor
    else:
        click.echo(found.public)


def known(desk: Desk, of: str) -> tuple[CaseRow, str | None]:
    """Return the case that *of* names, and the run, where it names one."""
    run = desk.ledger.run(of)
    case = desk.ledger.case(run.case_id if run else of)
    if case:
        return case, run.id if run else None
    there = [*desk.ledger.case_ids(), *(row.id for row in desk.ledger.runs())]
    meant = get_close_matches(of, there, n=1)
    raise Usage(
        _("没有 {of} 这家公司，也没有这次办理").format(of=of),
        doing=_("查找证据"),
        remedy=_("是不是 {meant}？").format(meant=meant[0]) if meant else _("先看 run-flow status。"),
    )


def _verified(verdict: Verdict, *, key_known: bool, head_known: bool) -> list[str]:
    chain, lines = verdict.manifest.chain, []
    lines.append(_("完好：{scope}，{made_at} 导出。").format(scope=_scope(verdict), made_at=_when(verdict)))
    lines.append(
        _("事件链：{events} 个事件，给出内容的 {shown} 个，末尾 {head}").format(
            events=chain.events, shown=chain.shown, head=_head_of(chain)
        )
    )
    lines.append(_("签名公钥：{key}").format(key=verdict.signature.public_key))
    if verdict.unproven:
        lines.append(_("旧版记录里有 {count} 个事件没有给出内容，只能照签名的人说的。").format(count=verdict.unproven))
    if not key_known:
        lines.append(_("没有给 --key：只说明包是一把密钥签的，是谁的密钥请从别的途径核对。"))
    if not head_known:
        lines.append(_("没有给 --head：看不出是不是较早的状态。"))
    return lines


def _when(verdict: Verdict) -> str:
    return moment(datetime.fromisoformat(verdict.manifest.made_at))


def _scope(verdict: Verdict) -> str:
    scope = verdict.manifest.scope
    return _("档案 {case}").format(case=verdict.manifest.case) if scope == "case" else _("办理 {run}").format(run=scope)


def _head_of(head: manifest.Head) -> str:
    return f"{head.events}:{head.hash}"


def _head(told: str) -> Head:
    from run_flow.audit.verify import Head

    try:
        return Head.of(told)
    except ValueError:
        raise Usage(
            _("{head} 不是链的末尾").format(head=told),
            doing=_("读取命令"),
            remedy=_("照当时显示的写：序号、冒号、64 位十六进制数字。"),
        ) from None


def refuse_existing(output: Path, *, doing: str) -> None:
    """Refuse to write evidence over a file, or into a folder that is not there."""
    if output.exists():
        raise Usage(_("{file} 已经有了").format(file=output), doing=doing, remedy=_("换一个文件名：证据从不覆盖。"))
    refuse_no_folder(output, doing=doing)
