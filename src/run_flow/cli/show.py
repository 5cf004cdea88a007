"""``run-flow show RUN``: a run as a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

from run_flow.cli import options
from run_flow.cli.desk import Desk
from run_flow.cli.reasons import lines
from run_flow.cli.root import title_of
from run_flow.cli.screen import moment, span, who
from run_flow.cli.status import STATES, run_line
from run_flow.errors import Usage
from run_flow.language import N_, _, spoken

if TYPE_CHECKING:
    from run_flow.audit.chain import Told
    from run_flow.engine.scripts import FlowTitle
    from run_flow.journal.rows import CaseRow, EventRow, RunRow
    from run_flow.replay.story import Words

HOW = {
    "act": N_("已办"),
    "compared": N_("已核对，没有改动"),
    "readback": N_("平台上已经办好"),
    "operator": N_("由人判断为已办"),
}
CLEARED = {
    "refused": N_("平台没有受理，可以重办"),
    "operator": N_("由人判断为未办，可以重办"),
    "policy": N_("平台上没有，可以重办"),
}
PURGED = {
    "case": N_("整家公司的文件、密钥、回答"),
    "person": N_("一个人的密钥，和没有清除干净的轨迹"),
}
VALUES: Mapping[str | None, str] = {None: "***", "yes": N_("是"), "no": N_("否")}
SENTENCES: Mapping[str, str] = {
    "RunStarted": N_("开始办理"),
    "RunResumed": N_("继续办理"),
    "ScriptRead": N_("从这里起照这一版流程脚本办（{digest}）"),
    "RunEnded": N_("{state} {reason}"),
    "RoundOpened": N_("第 {round} 轮：{reason}"),
    "StepStarted": N_("{title}：开始"),
    "StepIntended": N_("{step}：即将点击「{label}」"),
    "StepCleared": N_("{step}：{why}"),
    "StepFailed": N_("{step}：没有办成：{error}"),
    "StepDone": N_("{title}：{how}"),
    "StepStale": N_("{step}：资料里 {paths} 与已经提交的不同"),
    "StepAccepted": N_("{step}：照已经提交的继续"),
    "StepTakenOver": N_("{step}：由人接手"),
    "AskOpened": N_("需要 {who}：{question}"),
    "AskPictured": N_("{ask}：出示了新的二维码"),
    "AskAnswered": N_("{ask}：回答 {value}（{by}）"),
    "AskUsed": N_("{ask}：已采用"),
    "AskOvertaken": N_("{ask}：平台自己继续了"),
    "AskEscalated": N_("{ask}：提醒过，离截止不到 {left}"),
    "AskExpired": N_("{ask}：过期"),
    "AskCancelled": N_("{ask}：不再需要"),
    "DeadlineSet": N_("{title}：截止 {until}"),
    "DeadlineMet": N_("{key}：按时办好了"),
    "DeadlineEscalated": N_("{key}：提醒过，离截止不到 {left}"),
    "CaseOpened": N_("建档"),
    "FactFound": N_("平台显示 {label}：{value}"),
    "PageShown": N_("{step}：留下截图"),
    "FieldProven": N_("「{form}」「{label}」的出处：{source}"),
    "EvidenceKept": N_("留下轨迹：{name}"),
    "EvidencePurged": N_("清除证据：{reason}"),
}


@click.command(
    params=options.shared(),
    help=_("按时间顺序看一次办理的经过；RUN 见 run-flow status。写公司的编号就列出它的每次办理。"),
)
@click.argument("run")
@click.pass_obj
def show(desk: Desk, run: str) -> None:
    """Tell a run as a timeline; of a company, which runs there are."""
    if case := desk.ledger.case(run):
        _list(desk, case)
        return
    row = _known(desk, run)
    happened = desk.ledger.events(row.id)
    if desk.json:
        steps = [step.as_json() for step in desk.ledger.steps(row.id)]
        asks = [ask.as_json() for ask in desk.ledger.asks(run_id=row.id, state=None)]
        events = [event.as_json() for event in happened]
        desk.put(row.as_json() | {"steps": steps, "asks": asks, "events": events})
        return
    state = _(STATES[row.state]) + (_("（试运行）") if row.dry_run else "")
    desk.say("  ".join(filter(None, (row.id, title_of(row.flow), row.item, state))))
    titles = {event.data["step"]: event.data["title"] for event in happened if event.kind == "StepStarted"}
    for event in happened:
        desk.say(f"{event.at.astimezone():%Y-%m-%d %H:%M:%S}  {sentence(event, titles)}")
        for line in lines(event.data.get("reasons", ())):
            desk.say(f"    {line}")


def _list(desk: Desk, case: CaseRow) -> None:
    """List the runs of *case*, the newest first."""
    runs = desk.ledger.runs(case.id)
    if desk.json:
        for run in runs:
            desk.put(run.as_json())
        return
    desk.say(f"{case.id}  {case.company}")
    for run in runs:
        desk.say(run_line(desk, run))
    desk.say(_("看其中一次的经过：run-flow show {run}").format(run=runs[0].id if runs else "RUN"))


def sentence(event: EventRow | Told, titles: Mapping[str, str], *, zone: tzinfo | None = None) -> str:
    """Return what happened, as people say it; *titles* are the steps'; times are those of this machine or of *zone*."""
    from run_flow.engine.people import who_answered
    from run_flow.replay.wording import source

    facts: dict[str, Any] = dict(event.data)
    told = {
        "how": _word(HOW, facts.get("how")),
        "why": _word(CLEARED, facts.get("why")),
        "state": _word(STATES, facts.get("state")),
        "reason": _word(PURGED, facts.get("reason")) or facts.get("reason"),
        "paths": _("、").join(facts.get("paths", ())),
        "step": titles.get(facts.get("step", ""), facts.get("step")),
        "value": _word(VALUES, facts.get("value")) or facts.get("value"),
        "left": span(timedelta(seconds=facts.get("left", 0))),
        "until": moment(datetime.fromisoformat(facts["until"]), zone=zone) if "until" in facts else "",
        "who": who(facts.get("role", ""), facts.get("channel", "")),
        "by": who_answered(facts.get("by", "")),
        "source": source(facts.get("source", "")),
    }
    return _(SENTENCES.get(event.kind, event.kind)).format(**facts | told).strip()


def words() -> Words:
    """Return how things are said on the pages that tell what was done."""
    from run_flow.engine.scripts import titles
    from run_flow.replay.story import Words
    from run_flow.replay.wording import BEIJING
    from run_flow.shipped import folder

    def tell(event: Told, steps: Mapping[str, str]) -> str:
        return "\n".join([sentence(event, steps, zone=BEIJING), *lines(event.data.get("reasons", ()))])

    def titled(flow: FlowTitle) -> str:
        return flow.title if spoken() == "zh" else f"{flow.name} {flow.title}"

    states = {state: _(told) for state, told in STATES.items()}
    return Words(tell, states, {flow.name: titled(flow) for flow in titles(folder("flows"))})


def _word(table: Mapping[Any, str], key: object) -> str:
    """Return what *table* calls *key* in the language in use, empty where it has no word for it."""
    return _(table[key]) if key in table else ""


def _known(desk: Desk, run: str) -> RunRow:
    row = desk.ledger.run(run)
    if row:
        return row
    meant = get_close_matches(run, [known.id for known in desk.ledger.runs()], n=1)
    raise Usage(
        _("没有 {run} 这次办理").format(run=run),
        doing=_("查看办理经过"),
        remedy=_("是不是 {meant}？").format(meant=meant[0]) if meant else _("先看 run-flow status。"),
    )
