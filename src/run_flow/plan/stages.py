"""The stages of the errands: what waits for what, and how long each source says it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from run_flow.language import N_
from run_flow.plan.claim import (
    Claim,
    Span,
    Unit,
    community,
    days,
    envelope,
    guide,
    hours,
    inference,
    minutes,
    working_days,
)

_SAME_OR_NEXT_DAY = (Claim(working_days(0, 1), guide("P-2")),)
_REVIEW = (
    Claim(working_days(3, 5), guide("P-5")),
    Claim(working_days(1, 5), community("P-5")),
    Claim(working_days(1, 15), community("P-5")),
)


@dataclass(frozen=True)
class Stage:
    """One stage: *hands_on* is the effort of a person, *takes* how long it lasts after the stages *after* it."""

    key: str
    title: str
    after: tuple[str, ...]
    takes: tuple[Claim, ...]
    hands_on: Claim | None = None
    conditional: bool = False
    program: int | None = None

    @property
    def errand(self) -> str:
        """Return the flow in which the stage is done, "" where people do it by themselves."""
        kind = self.key if self.program is None else self.key.rpartition("-")[0]
        return _ERRANDS.get(kind, "")

    @property
    def span(self) -> Span:
        """Return the span that holds every source; no source, no time."""
        return envelope(self.takes) or Span(0, 0, Unit.WORKING_DAYS)


_ERRANDS = {
    **dict.fromkeys(("register", "register-verify"), "register"),
    **dict.fromkeys(("certify", "deposit", "review"), "certify"),
    **dict.fromkeys(("programs", "programs-certify"), "link"),
    **dict.fromkeys(("file", "file-first", "file-sms", "file-bureau"), "file"),
}

_SERVICE = (
    Stage("register", N_("注册服务号"), (), (Claim(working_days(0), guide("P-2")),), Claim(minutes(10), guide("P-1"))),
    Stage(
        "register-verify",
        N_("注册主体验证"),
        ("register",),
        (Claim(working_days(0, 1), community("P-3")),),
        conditional=True,
    ),
    Stage("certify", N_("提交服务号认证"), ("register-verify",), _SAME_OR_NEXT_DAY, Claim(hours(1), guide("P-1"))),
    Stage("deposit", N_("对公打款验证"), ("certify",), (Claim(working_days(1, 3), guide("P-4")),)),
    Stage("review", N_("服务号认证审核"), ("deposit",), _REVIEW),
)
_PROGRAMS = (
    Stage("programs", N_("注册并关联小程序"), ("review",), _SAME_OR_NEXT_DAY, Claim(minutes(10), guide("P-1"))),
    Stage(
        "programs-certify",
        N_("小程序单独认证"),
        ("programs",),
        (Claim(working_days(1, 15), community("P-6")), Claim(working_days(1, 5), inference("P-6"))),
        conditional=True,
    ),
    Stage("develop", N_("开发与测试"), ("programs",), (Claim(days(10, 15), guide("P-7")),)),
)
_FILING = (
    Stage("file", N_("提交备案"), ("programs-certify", "develop"), _SAME_OR_NEXT_DAY, Claim(hours(2), guide("P-1"))),
    Stage(
        "file-first",
        N_("平台初审"),
        ("file",),
        (Claim(working_days(1, 2), guide("P-8")), Claim(working_days(1, 2), community("P-8"))),
    ),
    Stage("file-sms", N_("12381 短信核验"), ("file-first",), (Claim(days(0, 1), community("P-9")),)),
    Stage(
        "file-bureau",
        N_("管局审核"),
        ("file-sms",),
        (Claim(working_days(7, 20), guide("P-10")), Claim(working_days(1, 20), community("P-10"))),
    ),
)


def stages(programs: int, *, reused: bool) -> tuple[Stage, ...]:
    """Return the stages for so many 小程序; where the certification is *reused*, theirs takes no time."""
    if not programs:
        return _SERVICE
    return (*_SERVICE, *(_prepared(stage, programs, reused=reused) for stage in _PROGRAMS), *_filings(programs))


def _prepared(stage: Stage, programs: int, *, reused: bool) -> Stage:
    """Return a stage that all 小程序 go through together."""
    if stage.key == "programs-certify" and reused:
        return replace(stage, takes=())
    if stage.hands_on:
        return replace(stage, hands_on=replace(stage.hands_on, span=stage.hands_on.span.times(programs)))
    return stage


def _filings(programs: int) -> Iterator[Stage]:
    """Yield each filing; the next one begins when the one before is through (P-11)."""
    for number in range(programs):
        for stage in _FILING:
            after = tuple(f"{key}-{number + 1}" if key.startswith("file") else key for key in stage.after)
            if stage.key == "file" and number:
                after = (f"file-bureau-{number}",)
            yield replace(stage, key=f"{stage.key}-{number + 1}", after=after, program=number)
