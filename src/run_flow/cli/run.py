"""A flow run for the operator: the portal opened, the terminal lent to people, the end told."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import click

from run_flow.audit.provenance import Provenance
from run_flow.audit.recorder import RAW, Recorder
from run_flow.cli.desk import Desk
from run_flow.cli.display import Display
from run_flow.cli.findings import confirm, confirmed, lines, load_profile, warnings
from run_flow.cli.keyboard import Keyboard
from run_flow.cli.narrator import DisplayNarrator, JsonNarrator
from run_flow.cli.stopping import stoppable
from run_flow.cli.terminal import Terminal
from run_flow.engine.execute import case_folder, execute
from run_flow.engine.narrator import Narrator
from run_flow.engine.people import Surface
from run_flow.engine.remembered import remember, remembered
from run_flow.engine.scripts import load
from run_flow.engine.session import Means
from run_flow.errors import RunFlowError, Usage, WaitingForPerson
from run_flow.language import _
from run_flow.portal import Portal, launch, openable
from run_flow.profile import Profile


def run(desk: Desk, folder: Path, name: str, profile: Path, *, dry_run: bool) -> None:
    """Do the flow *name* of *folder* for the company of *profile*."""
    facts = load_profile(desk, profile, errand=name)
    if known := desk.ledger.case_of(facts.key):
        refuse_another_portal(desk, known.id)
    warned(desk, facts, profile, errand=name)
    flow = load(folder, name)
    settings = desk.settings
    openable(settings.browser, headless=settings.headless)
    if dry_run and not desk.json:
        desk.say(_("试运行：到第一个不能撤销的点击之前停下。"))
    with stoppable(), _head_told(desk, facts), _people(desk) as (surfaces, narrator):
        result = execute(
            flow,
            facts,
            means=Means(
                ledger=desk.ledger,
                clock=desk.clock,
                surfaces=surfaces,
                narrator=narrator,
                redactor=desk.redactor,
                patience=timedelta(minutes=settings.patience_minutes),
                look_every=timedelta(seconds=settings.look_every_seconds),
                dry_run=dry_run,
            ),
            home=settings.home,
            open_portal=lambda folder: portal(desk, folder, profile=profile),
            recorder=recorder(desk, facts),
        )
    if desk.json:
        desk.put({"ended": "Done", "case": result.case_id, "run": result.run_id, "exit_code": 0})
    else:
        desk.say(_("办完了：{title} · {company}").format(title=flow.title, company=result.company))
        desk.say(_("经过：run-flow show {run}").format(run=result.run_id))


@contextmanager
def _head_told(desk: Desk, facts: Profile) -> Iterator[None]:
    """Tell, however the block ends, where the case's chain of events ends: kept elsewhere, it tells a rollback."""
    try:
        yield
    finally:
        with suppress(OSError, RunFlowError):  # how the run ended matters more
            if case := desk.ledger.case_of(facts.key):
                head = desk.ledger.chain_head(
                    case.id
                )  # not through the redactor, to which its digits may look like others
                told = json.dumps({"chain": {"case": case.id, "head": head}})
                click.echo(
                    told if desk.json else _("链的末尾：{head}（另存一份，以后能查出证据被换回旧的）").format(head=head)
                )


def warned(desk: Desk, facts: Profile, path: Path, *, errand: str | None = None) -> None:
    """Have a person confirm the warnings that matter to *errand*, or all of them, once for a profile."""
    if confirmed(desk, facts, errand=errand):
        return
    for line in lines(warnings(facts, errand=errand)):
        click.echo(desk.redactor.shown(line), err=True)
    at_terminal = sys.stdin.isatty() and not desk.json
    if at_terminal and click.confirm(_("这些提醒都看过，照这样办吗？"), err=True):
        confirm(desk, facts)
        return
    raise unconfirmed(path)


def refuse_another_portal(desk: Desk, case_id: str) -> None:
    """Refuse to go on at the real portal with what was begun, and agreed to, on one of this machine, or the reverse."""
    known, now = remembered(case_folder(desk.settings.home, case_id)), desk.settings.portal
    if known.is_elsewhere(now):
        raise Usage(
            _("这家公司在 {before} 上办，现在要去的是 {now}").format(before=known.portal, now=now),
            doing=_("打开平台"),
            remedy=_("加上 --portal {before} 继续；要在 {now} 上从头办，另写一个 --home。").format(
                before=known.portal, now=now
            ),
        )


def unconfirmed(path: Path) -> WaitingForPerson:
    """Return what ends a command for whose warnings nobody has answered yet."""
    return WaitingForPerson(_("确认资料的提醒：run-flow check {file} --confirm").format(file=path))


@contextmanager
def _people(desk: Desk) -> Iterator[tuple[Sequence[Surface], Narrator]]:
    """Lend the terminal to people, or only tell a program what happens."""
    if desk.json:
        yield [], JsonNarrator(desk.put)
        return
    display = Display(sys.stdout, redact=desk.redactor.shown)
    terminal = Terminal(display, Keyboard.at_terminal(), window=not desk.settings.headless, where=desk.where)
    try:
        yield [terminal], DisplayNarrator(display)
    finally:
        terminal.close()


def portal(desk: Desk, folder: Path, *, profile: Path, attended: bool = True) -> AbstractContextManager[Portal]:
    """Open the portal with what the case's *folder* holds; the commands for people are told from what is kept there.

    Where nobody attends there is no window, and whether people want one stays as it was.
    """
    settings, redacted = desk.settings, desk.redactor.text
    remember(folder, profile, portal=settings.portal, headless=settings.headless if attended else None)
    return launch(
        address=settings.portal,
        browser=settings.browser,
        headless=settings.headless or not attended,
        sign_in_file=folder / "sign-in.json",
        traces=folder / RAW,
        hide=lambda text: redacted(text) != text,
        shown=redacted,
    )


def recorder(desk: Desk, facts: Profile) -> Callable[[Path, str], Recorder]:
    """Return who records the window of a run: the profile's public values may be told."""

    def hired(folder: Path, run: str) -> Recorder:
        row = desk.ledger.run(run)
        provenance = Provenance(folder, facts, errand=row.flow if row else None)
        stated, public = facts.stated(), facts.public()
        return Recorder(folder, run, redactor=desk.redactor, public=public, provenance=provenance, stated=stated)

    return hired
