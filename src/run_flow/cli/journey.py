"""``run-flow journey PROFILE``: every errand of a company in its turn, until its 小程序 can be published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from run_flow.engine.journey import Errand
    from run_flow.engine.scripts import FlowTitle
    from run_flow.profile import Profile


@click.command(
    params=[
        click.Argument(["profile"], type=options.PROFILE),
        click.Option(["--dry-run"], is_flag=True, help=_("办到第一个不能撤销的点击之前停下，说明停在哪里")),
        options.kept("--portal", metavar="URL", help=_("平台地址（默认真实平台，RUN_FLOW_PORTAL）")),
        options.kept("--headless", is_flag=True, default=None, help=_("不显示浏览器窗口（RUN_FLOW_HEADLESS）")),
        options.flows(),
        *options.shared(),
    ],
    help=_(
        "从没有账号到小程序可以发布：一件事接一件事地办，每件各有自己的经过。要人、要等审核时停下，"
        "用同一条命令继续；已经办好的不再办。"
    ),
)
@click.pass_obj
def journey(desk: Desk, profile: Path, dry_run: bool) -> None:  # noqa: FBT001  click hands flags over by name
    """Do what comes next, as often as something does."""
    from run_flow.cli import run
    from run_flow.cli.course import errands_of, lines
    from run_flow.cli.findings import load_profile
    from run_flow.cli.root import flows_folder
    from run_flow.engine.scripts import titles

    folder = flows_folder(desk.words)
    scripts, given = titles(folder), set[str]()
    first = _first(desk, scripts, profile)
    facts = load_profile(desk, profile, errand=first)
    _tell_what_is_missing(desk, facts, scripts, first=first)
    run.warned(desk, facts, profile)
    while errand := _next(desk, scripts, facts, given):
        if not desk.json:
            desk.say()
            for line in lines(desk, errands_of(desk, scripts, facts)[1]):
                desk.say(line)
        run.run(desk, folder, errand.name, profile, dry_run=dry_run)
        given.add(errand.name)
        if dry_run:
            return
    _arrived(desk, scripts, facts, profile)


def _first(desk: Desk, scripts: Sequence[FlowTitle], profile: Path) -> str:
    """Return the errand that is next, for which the profile has to be right; its pictures are not looked at for that."""
    from run_flow.engine.journey import chain
    from run_flow.errors import Usage
    from run_flow.profile.loading import examined

    names = [title.name for title in chain(scripts)]
    if not names:
        raise Usage(
            _("没有一个流程写着 leads_to，不知道要办到哪里。"),
            doing=_("安排先后"),
            remedy=_("在最后一件事的 @flow 里写上 leads_to。"),
        )
    _tree, known = examined(profile, today=desk.clock.now().astimezone().date())
    errand = _next(desk, scripts, known, set()) if known else None
    return errand.name if errand else names[-1] if known else names[0]


def _next(desk: Desk, scripts: Sequence[FlowTitle], facts: Profile, given: set[str]) -> Errand | None:
    """Return the errand to do now; one that this process did is not done again, whatever the ledger says of it."""
    from run_flow.cli.course import errands_of

    _past, errands = errands_of(desk, scripts, facts)
    return next((errand for errand in errands if not errand.over and errand.name not in given), None)


def _tell_what_is_missing(desk: Desk, facts: Profile, scripts: Sequence[FlowTitle], *, first: str) -> None:
    """Say early what a later errand will refuse the profile for."""
    from run_flow.engine.journey import chain

    later = [title for title in chain(scripts) if title.name != first]
    stops = [finding for finding in facts.findings if finding.stops]
    wanting = [title.title for title in later if any(finding.matters_to(title.name) for finding in stops)]
    if wanting and not desk.json:
        told = _("资料里还有 {count} 处，办 {errands} 以前要改好：run-flow check")
        desk.say(told.format(count=len(stops), errands=_("、").join(wanting)))


def _arrived(desk: Desk, scripts: Sequence[FlowTitle], facts: Profile, file: Path) -> None:
    """Say that all is done, what the portal gave, and what falls due again when."""
    from run_flow.cli.course import due_again, errands_of, found, lines
    from run_flow.engine.journey import renewals

    past, errands = errands_of(desk, scripts, facts)
    last = errands[-1].title
    end = last.leads_to or _("{title}已办完").format(title=last.title)
    case = desk.ledger.case_of(facts.key)
    due = renewals(desk.ledger.deadlines(case.id, met=True) if case else [], facts)
    if desk.json:
        done = {"ended": "Done", "case": case.id if case else None, "arrived": end}
        read = {"facts": [fact.as_json() for fact in past.facts], "renewals": [vars(renewal) for renewal in due]}
        desk.put(done | read | {"exit_code": 0})
        return
    desk.say()
    for line in [*lines(desk, errands), _("{end}：{company}").format(end=end, company=facts.company.name)]:
        desk.say(line)
    for title, told in [*found(past.facts, facts), *due_again(desk, due, file)]:
        desk.say(f"  {title}：{told}")
