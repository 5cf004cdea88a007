"""What the portal says when it lets no 小程序 be registered, linked, certified or described: one row per text.

``switches`` (or ``before``, what somebody did by hand) produce it; ``at`` is the page; the operator sees the text and
the run ends with ``exit_code``, or goes on where that is 0. ``quoted`` tells whether the text is the portal's own or a paraphrase of ours, where
only the meaning is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Said:
    """One text of the portal."""

    name: str
    text: str
    at: str
    exit_code: int
    code: str = ""
    switches: Mapping[str, Any] = field(default_factory=dict)
    before: str = ""
    quoted: bool = True


FAST, ACCOUNT, SEARCH, REUSE, INFO = "添加小程序", "填写小程序帐号信息", "关联小程序", "复用资质认证", "小程序信息"
ALONE = {"fast_register": False}

SAID = (
    Said("personal", "暂不支持个人类型公众号复用资质创建小程序。请按线上流程完成小程序创建。", FAST, 7, switches={"fast_block": "personal"}),
    Said("uncertified", "你的公众号未完成微信认证，无法复用资质申请小程序，请先完成认证。", FAST, 7, "61052", {"start": "registered"}),
    Said("monthly", "本月已复用资质创建5个小程序，不可新增。", FAST, 7, "61055", {"fast_used": 5}),
    Said("mailed", "此帐号未完成注册，删除后将无法继续激活，需要重新注册。", FAST, 7, "61057", before="mailed"),
    Said("activated", "此帐号已激活，请完成注册后再解绑删除。", FAST, 7, "61057", before="activated"),
    Said("full", "新注册的不会自动关联", FAST, 7, switches={"linked_same": 10}, quoted=False),
    Said("security", "由于安全原因，你的帐号暂时无法快速注册小程序。", FAST, 7, switches={"fast_block": "security"}),
    Said("taken", "该邮箱已被占用，请更换其他邮箱。", ACCOUNT, 3, "201014", before="taken"),
    Said("five", "帐号主体已申请5个小程序，请先完成认证后再重新创建小程序", ACCOUNT, 3, "1000", {"fast_refusal": "1000"}),
    Said("principal", "帐号主体注册小程序个数已达上限，无法继续注册", ACCOUNT, 3, "1001", {"fast_refusal": "1001"}),
    Said("blocked", "帐号主体注册小程序个数已达上限，无法继续注册", ACCOUNT, 3, "1002", {"fast_refusal": "1002"}),
    Said("unsafe", "为保障微信公众平台的信息安全，你将不能继续进行注册。", ACCOUNT, 3, "8", {"fast_refusal": "8"}),
    Said("unknown", "未找到与当前公众号主体一致的小程序，请确认AppID正确，且与公众号主体一致。", SEARCH, 7, switches=ALONE, before="unknown"),
    Said("banned", "该小程序因违规已被封禁，无法关联。", SEARCH, 7, switches={**ALONE, "search_answer": "banned"}, before="alone", quoted=False),
    Said("identity", "小程序绑定的管理员身份证与公众号不一致，无法关联。", SEARCH, 7, switches={**ALONE, "search_answer": "identity"}, before="alone", quoted=False),
    Said("500", "小程序已关联500个公众号", SEARCH, 7, switches={**ALONE, "search_answer": "full_program"}, before="alone"),
    Said("others", "已关联3个主体不同的小程序", SEARCH, 7, switches={**ALONE, "linked_other": 3}, before="foreign"),
    Said("ten", "已关联10个与公众号主体相同的小程序", SEARCH, 7, switches={**ALONE, "linked_same": 10}, before="alone"),
    Said("month", "本月已关联10次与公众号同主体的小程序", SEARCH, 7, switches={**ALONE, "month_same": 10}, before="alone"),
    Said("month-others", "本月已关联3次与公众号主体不同的小程序", SEARCH, 7, switches={**ALONE, "month_other": 3}, before="foreign"),
    Said("1203", "公众号和小程序主体不一致，无法复用资质认证。", REUSE, 0, "1203", ALONE, before="foreign"),
    Said("1204", "由于安全原因，你的小程序暂时无法复用资质认证。", REUSE, 0, "1204", {**ALONE, "reuse_refusal": "1204"}, before="alone", quoted=False),
    Said("1202", "你的小程序已认证，无需重复提交认证。", REUSE, 0, "1202", {**ALONE, "reuse_refusal": "1202"}, before="alone"),
    Said("clash", "名称与平台内已有名称重复。", INFO, 3, "211001", before="clash"),
)  # fmt: skip
