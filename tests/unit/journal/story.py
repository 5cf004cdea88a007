"""A journal in which everything happens that can happen."""

from __future__ import annotations

from datetime import UTC, datetime

from run_flow.journal import events as e

RUN = "abababab-certify-1"
AT = {"run": RUN, "step": "submit"}
DEADLINE = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


def _ask(ask: str, **facts: object) -> e.AskOpened:
    told = {"key": ask[:-2], "kind": "ask", "question": "打款多少?", "answer": {"kind": "amount"}, "role": "财务"}
    rest = {"channel": "网银", "deadline": DEADLINE, "secret": False}
    return e.AskOpened(**AT, ask=ask, **(told | rest | facts))  # type: ignore[arg-type]


STORY: tuple[e.Event, ...] = (
    e.RunStarted(run=RUN, flow="certify", digest="d1"),
    e.StepStarted(run=RUN, step="company", title="企业信息", attempt=1, irreversible=False),
    e.ScriptRead(
        run=RUN, digest="s1", steps=({"key": "submit", "title": "提交审核", "digest": "0a", "irreversible": True},)
    ),
    e.StepFailed(run=RUN, step="company", error="PortalChanged", intended=False),
    e.RunEnded(run=RUN, state="failed", reason="PortalChanged"),
    e.RunResumed(run=RUN, digest="d2", dry_run=True),
    e.StepStarted(run=RUN, step="company", title="企业信息", attempt=2, irreversible=False),
    e.StepDone(
        run=RUN,
        step="company",
        title="企业信息",
        irreversible=False,
        how="act",
        forms=("企业信息",),
        fields=({"form": "企业信息", "labels": ["企业名称"], "source": "company.name"},),
        inputs={"company.name": "0b"},
        screenshot="f" * 64,
    ),
    e.StepTakenOver(run=RUN, step="company", ask="takeover-1"),
    e.StepStale(run=RUN, step="company", paths=("company.name",)),
    e.StepAccepted(run=RUN, step="company", inputs={"company.name": "0c"}),
    e.DeadlineSet(run=RUN, key="certification", title="年审", until=DEADLINE, expiry="认证过期"),
    e.DeadlineEscalated(run=RUN, key="certification", left=86400),
    e.DeadlineMet(run=RUN, key="certification"),
    e.FactFound(run=RUN, label="AppID", value="wx0123456789abcdef"),
    e.FactFound(run=RUN, item="甲商城", label="认证有效期至", value="2027-03-12"),
    e.FactFound(run=RUN, item="甲商城", label="认证有效期至", value="2028-03-12"),
    e.StepStarted(**AT, title="提交审核", attempt=1, irreversible=True),
    _ask("deposit-1"),
    e.AskAnswered(run=RUN, ask="deposit-1", by="people", value="0.37"),
    e.AskUsed(run=RUN, ask="deposit-1"),
    e.StepIntended(**AT, label="提交审核", owner="host|boot|1|1.0"),
    e.StepFailed(**AT, error="PortalDown", intended=True),
    e.StepCleared(**AT, why="operator"),
    _ask("code-1", secret=True, deadline=None, answer=None),
    e.AskPictured(run=RUN, ask="code-1", image="e" * 64),
    e.AskPictured(run=RUN, ask="code-1", image="f" * 64),
    e.AskAnswered(run=RUN, ask="code-1", by="answer", value=None, secret_ref="code-1-00ff"),
    e.AskUsed(run=RUN, ask="code-1"),
    _ask("pay-1", answer=None),
    e.AskOvertaken(run=RUN, ask="pay-1"),
    _ask("late-1", expiry="验证过期，重新填写"),
    e.AskEscalated(run=RUN, ask="late-1", left=3600),
    e.AskExpired(run=RUN, ask="late-1"),
    _ask("gone-1"),
    e.AskCancelled(run=RUN, ask="gone-1"),
    e.StepIntended(**AT, label="提交审核", owner="host|boot|2|2.0"),
    e.StepDone(**AT, title="提交审核", irreversible=True, how="readback"),
    e.RunEnded(run=RUN, state="review", reason="等待审核", look_at=DEADLINE),
    e.RoundOpened(run=RUN, round=2, key="0" * 64, reason="认证失败", reasons=({"字段": "营业执照", "原因": "不清晰"},)),
    e.StepDone(run=RUN, step="submit", round=2, title="提交审核", irreversible=True, how="operator"),
    e.PageShown(**AT, why="approval", screenshot="c" * 64),
    e.FieldProven(
        **AT,
        field="00ff00ff00ff00ff",
        form="企业信息",
        label="企业名称",
        source="company.name",
        holder="d" * 32,
        kind="text",
        rules=("company_name.length",),
        typed="1" * 64,
        readback="2" * 64,
        sent="3" * 64,
    ),
    e.RunEnded(run=RUN, state="done"),
    e.EvidenceKept(
        run=RUN, name="evidence/c-certify-1/1/trace.zip", sha256="a" * 64, size=1024, facts="b" * 64, state="published"
    ),
)
