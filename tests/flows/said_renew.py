"""What the portal says when a certification is to be renewed, and what the operator then sees."""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    """One thing that the portal says: ``how`` a test brings it about, what the operator ``sees``, the exit code."""

    text: str
    how: dict[str, object]
    sees: str
    exit_code: int


EARLY = Said("已认证", {"scenario": "renewal_early"}, "年审还没有开放", 0)
EXPIRING = Said("即将到期", {"scenario": "renewal"}, "资料已全部填好并核对。现在提交审核吗？", 0)
BESIDE = Said("年审状态 即将到期", {"scenario": "renewal", "expiry_words": "beside"}, "现在提交审核吗？", 0)
EXPIRED = Said("已过期", {"scenario": "expired", "rename_expired": False}, "认证已过期", 0)
RENAMED = Said("账号名称已被更改为", {"scenario": "expired"}, "这是同一个账号吗？", 0)
REUSED = Said("复用服务号", {"scenario": "renewal_both"}, "随服务号年审，不用单独年审", 0)
SILENT = Said("（没有写认证来源）", {"scenario": "renewal_unshown"}, "为它单独年审吗？", 0)
REJECTED = Said("认证失败", {"scenario": "renewal", "review": "reject"}, "认证没有通过，已付的费用不退", 7)
NEVER = Said("未认证", {"scenario": "facts"}, "服务号还没有认证过", 2)
EVERY = (EARLY, EXPIRING, BESIDE, EXPIRED, RENAMED, REUSED, SILENT, REJECTED, NEVER)
