"""``run-flow watch``: keep looking after cases, and call a person only when one is needed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from run_flow.cli import options
from run_flow.cli.awaited import answering, command, limit
from run_flow.cli.desk import Desk
from run_flow.cli.screen import moment, who
from run_flow.cli.status import STATES
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.news import News
    from run_flow.engine.watch import Look, Watch
    from run_flow.journal.rows import AskRow, RunRow

BREATH_SECONDS = 0.5


@click.command(
    params=[
        click.Argument(["profile"], nargs=-1, type=options.PROFILE),
        click.Option(
            ["--once"], is_flag=True, help=_("只看一轮就结束；退出码：0 没有要等的，4 要人处理，5 等平台审核")
        ),
        options.kept("--portal", metavar="URL", help=_("平台地址（默认真实平台，RUN_FLOW_PORTAL）")),
        options.flows(),
        *options.shared(),
    ],
    help=_(
        "一直看着办理中的公司（或只看写明的 PROFILE）：审核到时间就用保存的登录去看，有人回答了就接着办，"
        "快到期就提醒；登录失效只说一次。按 Ctrl-C 结束。"
    ),
)
@click.pass_obj
def watch(desk: Desk, profile: tuple[Path, ...], once: bool) -> int | None:  # noqa: FBT001  click hands flags over by name
    """Look after cases."""
    from run_flow.cli.stopping import stoppable
    from run_flow.engine.watch import Watch, keep_watching

    told: list[News] = []

    def tell(news: News) -> None:
        told.append(news)
        desk.put(_record(desk, news)) if desk.json else desk.say(sentence(desk, news))

    watching = Watch(
        ledger=desk.ledger,
        clock=desk.clock,
        home=desk.settings.home,
        look=_looker(desk),
        tell=tell,
        profiles=dict(_case_of(desk, path) for path in profile),
    )
    if once:
        watching.round()
        if not told and not desk.json:
            _tell_what_stands(desk, watching)
        return watching.verdict()
    if not desk.json:
        click.echo(_("看着 {count} 家在办的公司，按 Ctrl-C 结束。").format(count=len(watching.cases())), err=True)
    with stoppable(), suppress(KeyboardInterrupt):
        keep_watching(watching, look_every=timedelta(seconds=desk.settings.look_every_seconds), sleep=_pause(Event()))
    return None


def _tell_what_stands(desk: Desk, watching: Watch) -> None:
    """Say, beside the news, that there is none and who is awaited all the same."""
    awaited = [sentence(desk, news) for news in watching.awaited()]
    none = _("{count} 家在办，没有新情况；还在等人：") if awaited else _("{count} 家在办，没有新情况。")
    click.echo(none.format(count=len(watching.cases())), err=True)
    for line in awaited:
        click.echo(desk.redactor.shown(line), err=True)


def sentence(desk: Desk, news: News) -> str:
    """Return the one line that tells *news*."""
    tellers: dict[str, Callable[[Desk, News], str]] = {
        "state": _state,
        "ask": _ask,
        "sign-in": _sign_in,
        "reminder": _reminder,
        "passed": _passed,
        "profile": _profile,
    }
    return f"{moment(desk.clock.now())}  {news.case.company}  {tellers[news.kind](desk, news)}"


def _command(desk: Desk, news: News) -> str:
    """Return the command by which a person goes on, or begins what falls due again, at the same portal."""
    from run_flow.plan.deadlines import errand

    due = errand(getattr(news.about, "key", "")) if news.kind in ("reminder", "passed") else ""
    flow = due or (news.run.flow if news.run else "certify")
    return command(desk, flow, news.case.id, profile=news.profile)


def _state(desk: Desk, news: News) -> str:
    run = news.run
    assert run is not None, "a state is a run's"
    told = _(STATES[run.state])
    if run.state == "done":
        return told
    if run.state == "review" and news.why:
        return news.why.rstrip("。") + (_("，{when} 再试").format(when=moment(run.look_at)) if run.look_at else "")
    if run.state == "review":
        when = _("，{when} 再看").format(when=moment(run.look_at)) if run.look_at else ""
        return _("{state}：{reason}").format(state=told, reason=run.reason.rstrip("。")) + when
    why = _("：").join(filter(None, (told, run.reason)))
    return _("{why}　接着办：{command}").format(why=why, command=_command(desk, news))


def _ask(desk: Desk, news: News) -> str:
    ask = _about(news)
    told = _("请 {who}：{question}").format(who=who(ask.role, ask.channel), question=ask.question)
    told += limit(ask.deadline, ask.expiry, now=desk.clock.now()) if ask.deadline else ""
    way = (
        answering(ask.case_id, ask.id, ask.answer, secret=ask.secret, where=desk.where)
        if ask.answer
        else _command(desk, news)
    )
    return f"{told}　{way}"


def _sign_in(desk: Desk, news: News) -> str:
    return _("登录已失效，请扫码登录：{command}").format(command=_command(desk, news))


def _reminder(desk: Desk, news: News) -> str:
    return _("快到期了：{what}{limit}").format(what=_what(news), limit=_limit(desk, news)) + _begin(desk, news)


def _passed(desk: Desk, news: News) -> str:
    return _("过期了：{what}{limit}").format(what=_what(news), limit=_limit(desk, news)) + _begin(desk, news)


def _begin(desk: Desk, news: News) -> str:
    """Return the command of an errand that falls due again; what is under way is gone on with as its state says."""
    from run_flow.plan.deadlines import errand

    due = errand(getattr(news.about, "key", ""))
    return _("　办理：{command}").format(command=_command(desk, news)) if due else ""


def _profile(desk: Desk, news: News) -> str:
    return _("这次没有去平台看：{why}　改好后会自动再看，也可以执行：{command}").format(
        why=news.why, command=_command(desk, news)
    )


def _about(news: News) -> AskRow:
    from run_flow.journal.rows import AskRow

    assert isinstance(news.about, AskRow), "the news is of an ask"
    return news.about


def _what(news: News) -> str:
    return getattr(news.about, "question", "") or getattr(news.about, "title", "")


def _limit(desk: Desk, news: News) -> str:
    until = getattr(news.about, "deadline", None) or getattr(news.about, "until", None)
    return limit(until, news.about.expiry, now=desk.clock.now()) if until and news.about else ""


def _record(desk: Desk, news: News) -> dict[str, object]:
    run = news.run.as_json() if news.run else None
    about = news.about.as_json() if news.about else None
    facts = {"news": news.kind, "case": news.case.id, "company": news.case.company, "why": news.why}
    return facts | {"run": run, "about": about, "command": _command(desk, news)}


def _looker(desk: Desk) -> Look:
    """Return how this command looks at a run: headless, with the sign-in that is kept, and nobody at the window."""
    from run_flow.cli.findings import confirmed, load_profile
    from run_flow.cli.root import flows_folder
    from run_flow.cli.run import portal, recorder, refuse_another_portal, unconfirmed
    from run_flow.engine.execute import execute
    from run_flow.engine.narrator import Silent
    from run_flow.engine.scripts import load
    from run_flow.engine.session import Means
    from run_flow.errors import Usage

    folder = flows_folder(desk.words)

    def look(run: RunRow, profile: Path) -> object:
        facts = load_profile(desk, profile, errand=run.flow)
        known = desk.ledger.case_of(facts.key)
        if known is None or known.id != run.case_id:
            raise Usage(_("{path} 现在是另一家公司的资料").format(path=profile))
        refuse_another_portal(desk, known.id)
        if not confirmed(desk, facts, errand=run.flow):
            raise unconfirmed(profile)
        return execute(
            load(folder, run.flow.replace("_", "-")),
            facts,
            means=Means(
                ledger=desk.ledger,
                clock=desk.clock,
                surfaces=[],
                narrator=Silent(),
                redactor=desk.redactor,
                patience=timedelta(0),
                look_every=timedelta(seconds=desk.settings.look_every_seconds),
                attended=False,
            ),
            home=desk.settings.home,
            open_portal=lambda case: portal(desk, case, profile=profile, attended=False),
            recorder=recorder(desk, facts),
        )

    return look


def _case_of(desk: Desk, path: Path) -> tuple[str, Path]:
    """Return the case of the profile at *path*."""
    from run_flow.cli.findings import load_profile
    from run_flow.errors import Usage

    facts = load_profile(desk, path)
    case = desk.ledger.case_of(facts.key)
    if case is None:
        raise Usage(
            _("{path} 还没有办理过").format(path=path), remedy=_("先执行 run-flow certify {path}。").format(path=path)
        )
    return case.id, path


def _pause(ended: Event) -> Callable[[timedelta], object]:
    """Return how to let time pass: in breaths, because Windows hears Ctrl-C only between them."""

    def pause(span: timedelta) -> None:
        left = span.total_seconds()
        while left > 0:
            ended.wait(min(left, BREATH_SECONDS))
            left -= BREATH_SECONDS

    return pause
