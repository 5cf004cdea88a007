"""What it costs: the guide's two tables, once for each branch of the contested reuse."""

from __future__ import annotations

from dataclasses import dataclass

from run_flow.language import N_
from run_flow.plan.claim import Source, community, guide, inference, official

FEE_YUAN = 300
EXAMPLE_PROGRAMS = 3
_COMPLAINT_YUAN = 30


@dataclass(frozen=True)
class Cost:
    """One line: what, how many times, how many yuan a year."""

    what: str
    times: int
    yuan: int
    source: Source


@dataclass(frozen=True)
class Comparison:
    """The guide's second table for so many 小程序: with the 服务号, against certifying each alone."""

    programs: int
    with_account_yuan: int
    alone_yuan: int

    @property
    def saved_yuan(self) -> int:
        """Return what the 服务号 saves a year; negative where it costs more."""
        return self.alone_yuan - self.with_account_yuan


@dataclass(frozen=True)
class Statement:
    """What a source says of the reuse."""

    says: str
    source: Source


@dataclass(frozen=True)
class Complaint:
    """A fee that one complaint backs; it enters no sum."""

    yuan_each: int
    yuan: int
    source: Source


@dataclass(frozen=True)
class Costs:
    """What one branch costs a year."""

    lines: tuple[Cost, ...]
    comparison: Comparison | None
    complaint: Complaint | None

    @property
    def yuan(self) -> int:
        """Return the sum a year."""
        return sum(line.yuan for line in self.lines)


FEE_RULES = (
    Statement(N_("认证费每次申请都收，不通过不退；30 天内有 3 次补充机会。应付金额以付款页为准。"), community("P-21")),
    Statement(N_("指南：微信支付或对公转账。近期口径只有微信支付。"), community("P-25")),
)

EVIDENCE: dict[bool, tuple[Statement, ...]] = {
    True: (
        Statement(N_("2017–2023 年：快速注册的小程序免费复用认证"), official("P-26", "2017–2023")),
        Statement(N_("指南：服务号认证后，关联的小程序全部免费"), guide("P-26")),
        Statement(N_("一篇用新叫法的帮助页：无需支付 300 元"), community("P-26")),
        Statement(N_("社区答复（疑为 AI 代答）：随服务号年审延续，不再收费"), community("P-26", "2025-05-28")),
    ),
    False: (
        Statement(N_("网友转述客服：不再支持复用公众号认证资质"), community("P-27", "2023-09-25")),
        Statement(N_("多个用户：入口没有了，要单独收费"), community("P-27", "2023-10-19")),
        Statement(N_("接口文档：复用资质注册的小程序默认未认证"), official("P-27", "2023-12-25")),
        Statement(N_("社区答复：小程序和公众号各自独立认证"), community("P-27", "2024-04-07")),
    ),
}
"""Who says that 小程序 reuse the certification, and who says that they do not."""

EXAMPLE = Comparison(EXAMPLE_PROGRAMS, FEE_YUAN, EXAMPLE_PROGRAMS * FEE_YUAN)
EXAMPLE_SOURCE = guide("P-28")


def costs(programs: int, *, reused: bool, household: bool) -> Costs:
    """Return what one branch costs a year; *household* is a 个体工商户."""
    certified = 1 if reused else 1 + programs
    lines = [
        Cost(N_("服务号注册"), 1, 0, guide("P-28")),
        Cost(N_("服务号认证"), 1, FEE_YUAN, guide("P-28")),
    ]
    if programs:
        lines += [
            Cost(N_("小程序注册"), programs, 0, guide("P-28")),
            _certification(programs, reused=reused),
            Cost(N_("小程序备案"), programs, 0, guide("P-28")),
        ]
    return Costs(
        tuple(lines),
        Comparison(programs, certified * FEE_YUAN, programs * FEE_YUAN) if programs else None,
        Complaint(_COMPLAINT_YUAN, certified * _COMPLAINT_YUAN, community("P-29")) if household else None,
    )


def _certification(programs: int, *, reused: bool) -> Cost:
    if reused:
        return Cost(N_("小程序关联认证（复用）"), programs, 0, guide("P-28"))
    return Cost(N_("小程序单独认证"), programs, programs * FEE_YUAN, inference("P-27"))
