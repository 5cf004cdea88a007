"""The guide's own durations, which disagree with each other."""

from __future__ import annotations

from dataclasses import dataclass

from run_flow.language import N_
from run_flow.plan.claim import Claim, Kind, Span, Unit, days, envelope, guide, working_days
from run_flow.plan.stages import stages


@dataclass(frozen=True)
class Total:
    """What the guide states in one place, and what its own steps add up to (None where that is another figure)."""

    where: str
    claim: Claim
    steps: Span | None = None


def totals() -> tuple[Total, ...]:
    """Return every duration that the guide states for several stages at once."""
    return (
        Total(N_("开头的“总流程时长”"), Claim(working_days(15, 30), guide("P-2"))),
        Total(N_("“时间规划”的标题"), Claim(days(25, 35), guide("P-2"))),
        Total(N_("“时间规划”的最后一行，第 47 天上线"), Claim(days(47), guide("P-2"))),
        Total(N_("第二步的标题：服务号认证"), Claim(working_days(3, 7), guide("P-2")), _steps("deposit", "review")),
        Total(
            N_("第四步的标题：小程序备案"),
            Claim(working_days(7, 20), guide("P-2")),
            _steps("file-first-1", "file-bureau-1"),
        ),
    )


def _steps(*keys: str) -> Span:
    """Return the sum of the guide's own spans for the stages *keys*."""
    least = most = 0
    for stage in stages(1, reused=True):
        span = envelope(claim for claim in stage.takes if claim.source.kind == Kind.GUIDE)
        if stage.key in keys and span:
            least, most = least + span.minimum, most + span.maximum
    return Span(least, most, Unit.WORKING_DAYS)
