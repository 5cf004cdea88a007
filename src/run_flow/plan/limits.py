"""The portal's quotas that a plan with several 小程序 meets."""

from __future__ import annotations

from dataclasses import dataclass

from run_flow.language import N_
from run_flow.plan.claim import Source, community, official, portal_code


@dataclass(frozen=True)
class Limit:
    """A quota that so many 小程序 exceed."""

    says: str
    number: int
    source: Source


def exceeded(programs: int, *, household: bool) -> tuple[Limit, ...]:
    """Return the quotas that *programs* 小程序 exceed; *household* is a 个体工商户."""
    monthly = 1 if household else 5
    certified = 5 if household else 50
    rules = (
        Limit(N_("快速注册小程序：每月 {number} 个，同时只能有 1 个未完成"), monthly, official("P-32")),
        Limit(N_("一个服务号关联同主体小程序：{number} 个（指南写 50 个）"), 10, portal_code("P-32")),
        Limit(N_("一个主体可认证的小程序：{number} 个"), certified, community("P-32")),
    )
    return tuple(rule for rule in rules if programs > rule.number)
