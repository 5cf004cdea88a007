"""The portal's quotas that a plan with several 小程序 meets."""

from __future__ import annotations

from dataclasses import dataclass

from run_flow.language import N_
from run_flow.plan.claim import Source, community, official, portal_code
from run_flow.profile.rules.programs import CERTIFIED, LINKED, MONTHLY


@dataclass(frozen=True)
class Limit:
    """A quota that so many 小程序 exceed."""

    says: str
    number: int
    source: Source


def exceeded(programs: int, *, new: int, household: bool) -> tuple[Limit, ...]:
    """Return the quotas that *programs* 小程序 exceed, *new* of them without an AppID yet."""
    kind = "个体工商户" if household else "企业"
    quick = Limit(N_("快速注册小程序：每月 {number} 个，同时只能有 1 个未完成"), MONTHLY[kind], official("P-32"))
    linked = Limit(N_("一个服务号关联同主体小程序：{number} 个（指南写 50 个）"), LINKED, portal_code("P-32"))
    owned = Limit(N_("一个主体可认证的小程序：{number} 个"), CERTIFIED[kind], community("P-32"))
    counted = ((quick, new), (linked, programs), (owned, programs))
    return tuple(limit for limit, number in counted if number > limit.number)
